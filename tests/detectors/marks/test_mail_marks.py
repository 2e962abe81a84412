"""Who is whose, what is an answer, what is to be clicked on: the pieces that the traits of a mail are made of."""

from __future__ import annotations

import pytest
from support.looking import HERE

from mimawari import knowledge
from mimawari.detectors.marks import mail_people as people
from mimawari.detectors.marks.mail_bait import bait, is_usual_name
from mimawari.detectors.marks.mail_sender import in_signature
from mimawari.detectors.marks.mail_thread import subject_of
from mimawari.detectors.marks.mail_way import literal_helo, odd_zone
from mimawari.model import Embedded, Hop, Mailbox, Message

KNOWN = knowledge.load()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田太郎", "山田 太郎"), ("Taro Yamada", "YAMADA, Taro"), ("Taro Yamada", "Yamada Taro"), ("山田太郎様", "山田太郎"),
        ("山田太郎（株式会社マルニ）", "山田太郎"), ("山田太郎／マルニ", "山田太郎"), ("'山田太郎'", "山田太郎"),
        ("山田太郎@マルニ商事", "山田太郎"), ("<山田太郎> yamada@maruni.example.jp", "山田太郎"),
        ("Ｔａｒｏ　Yamada", "taro yamada"),
        ("Dr. Taro Yamada", "Taro Yamada"), ("Taro Yamada via Sales", "Taro Yamada"), ("O'Connor, Sarah", "Sarah O'Connor"),
    ],
)  # fmt: skip
def test_names_of_one_person(one: str, other: str) -> None:
    assert people.is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("山田太郎", "山田花子"), ("Taro Yamada", "Jiro Yamada"), ("", ""), ("1234", "1234"), ("a", "a"), ("山田", "山田太郎")],
)
def test_names_of_different_people(one: str, other: str) -> None:
    assert not people.is_same_name(one, other)


@pytest.mark.parametrize(
    ("domain", "house"),
    [
        ("mail.maruni.co.jp", "maruni.co.jp"), ("maruni.jp", "maruni.jp"), ("a.b.maruni.com", "maruni.com"),
        ("x.maruni.co.uk", "maruni.co.uk"),
        ("maruni.example.jp", "maruni.example.jp"), ("example.jp", "example.jp"),
        ("a.maruni.example.co.jp", "maruni.example.co.jp"),
        ("mail.maruni.example", "maruni.example"),
    ],
)  # fmt: skip
def test_the_registered_part_of_a_domain(domain: str, house: str) -> None:
    assert people.house(domain, KNOWN) == house


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@maruni.co.jp", "b@tokyo.maruni.co.jp"), ("a@maruni.co.jp", "b@maruni.com"), ("a@maruni-shoji.jp", "b@marunishoji.com"),
        ("taro.yamada@gmail.com", "yamada@maruni.jp"), ("yamada1@gmail.com", "yamada1@yahoo.co.jp"),
        ("taro_at_maruni_jp_x1@privaterelay.appleid.com", "taro@maruni.jp"), ("taro=maruni.jp@bounce.lists.org", "taro@maruni.jp"),
    ],
)  # fmt: skip
def test_addresses_of_one_person_or_firm(one: str, other: str) -> None:
    assert people.is_own(one, other, KNOWN)
    assert people.is_own(other, one, KNOWN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hanako@gmail.com", "taro@gmail.com"), ("a@road.ocn.ne.jp", "b@road.ocn.ne.jp"), ("info@maruni.jp", "info@lagovia.it"),
        ("taro@maruni.example.jp", "hanako@lagovia.example.jp"), ("taro@example.com", "hanako@example.jp"),
        ("ken@x.jp", "kenji@y.jp"),
    ],
)  # fmt: skip
def test_addresses_of_strangers(one: str, other: str) -> None:
    assert not people.is_own(one, other, KNOWN)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("山田太郎", "yamada@gmail.com"), ("山田 花子", "hanako@x.jp"), ("山田太郎", "taro-y@x.jp"), ("伊藤 健", "k.ito@x.jp"),
         ("佐藤花子", "h-satou@x.jp"), ("Taro Yamada", "taro@x.jp"), ("Taro Yamada", "ty@x.jp"),
        ("Taro Yamada", "info@yamada-shoji.jp"), ("María García", "garcia.m@x.es"), ("渡邉 健", "watanabe7@x.jp"),
    ],
)  # fmt: skip
def test_an_address_that_bears_the_name(name: str, address: str) -> None:
    assert people.bears(name, address, KNOWN)


@pytest.mark.parametrize(
    ("name", "address"),
    [("山田太郎", "suzuki@x.jp"), ("Taro Yamada", "khurram@x.pk"), ("御手洗 剛", "info@x.jp"), ("伊藤 学", "capitol@x.it")],
)
def test_an_address_that_does_not(name: str, address: str) -> None:
    assert not people.bears(name, address, KNOWN)


@pytest.mark.parametrize(
    "local", ["noreply", "drive-shares-noreply", "reply+a8s9", "support+id42", "no.reply", "wordpress", "scanner"]
)
def test_mailboxes_of_programs(local: str) -> None:
    assert people.is_service(local, KNOWN)


@pytest.mark.parametrize("local", ["taro", "info", "support", "replymann", "scandinavia"])
def test_mailboxes_of_people(local: str) -> None:
    assert not people.is_service(local, KNOWN)


@pytest.mark.parametrize(
    ("subject", "rest", "answers", "onward"),
    [
        ("Re: 見積", "見積", True, False), ("RE: RE: a", "a", True, False), ("Re[2]: a", "a", True, False),
        ("Ｒｅ：資料", "資料", True, False),
        ("AW: Angebot", "angebot", True, False), ("返信: a", "a", True, False), ("FW: Re: a", "a", True, True),
        ("転送: a", "a", False, True),
        ("[EXT] Re: a", "a", True, False), ("【社外】RE: a", "a", True, False), ("***SPAM*** Fwd: a", "a", False, True),
        ("Report: a", "report: a", False, False), ("【重要】ご案内", "【重要】ご案内", False, False), ("Re", "re", False, False),
    ],
)  # fmt: skip
def test_what_a_subject_is_marked_as(subject: str, rest: str, answers: bool, onward: bool) -> None:
    assert subject_of(Message(origin=HERE, subject=subject)) == (rest, answers, onward)


@pytest.mark.parametrize(
    ("link", "weight"),
    [
        ("https://x.example/wp-content/GfGvSMj6Hih/", 2), ("http://x.example/wp-includes/aBc1", 2),
        ("https://x.example/a/?123456", 2),
        ("https://x.example/a/?123456&c=1", 2), ("ms-appinstaller:?source=https://192.0.2.1/a.appinstaller", 2),
        ("https://gate.example/?url=http%3A%2F%2Fx.example%2Fwp-admin%2FaB3dE%2F&d=1", 2), ("https://x.example/shop/aB3dEf9/", 1),
        ("https://x.example/wp-content/uploads/2022/03/a.png", 0), ("https://x.example/wp-content/uploads/catalogue.pdf", 0),
        ("https://x.example/2022/03/10/", 0), ("https://x.example/", 0), ("https://x.example/?utm=123456", 0),
        ("mailto:a@b.example", 0),
    ],
)  # fmt: skip
def test_links_that_are_bait(link: str, weight: int) -> None:
    found = bait(Message(origin=HERE, links=(link,)), KNOWN)
    assert (found.weight if found else 0) == weight


@pytest.mark.parametrize(
    ("name", "kind", "weight"),
    [
        ("a.doc", "ole", 1), ("見積.xlsm", "ooxml", 1), ("a.zip", "zip", 1), ("a.lnk", "lnk", 2), ("a.one", "onenote", 2),
        ("a.js", "", 2),
        ("a.pdf", "pdf", 0), ("a.docx", "ooxml", 0), ("a.jpg", "image", 0), ("a", "", 0), ("Data_57592.xls", "ole", 2),
    ],
)  # fmt: skip
def test_files_that_are_bait(name: str, kind: str, weight: int) -> None:
    found = bait(Message(origin=HERE, files=(Embedded(name=name, kind=kind),)), KNOWN)
    assert (found.weight if found else 0) == weight


@pytest.mark.parametrize(
    "name",
    [
        "Data_57592.xls", "SCAN_14032022.xlsm", "list 072108003.xlsm", "doc_483539.zip", "message 14032022.zip",
        "pack_0939161250.xlsm",
        "Form - Mar 03, 2022.xlsm", "2022-03-01_1137- Statement.xlsm", "AN143221 200121.zip", "Electronic form 04.25.2022, USA.lnk",
        "W-9 Dt 03.22.2023.one", "doc_0322.one", "Mail 75.xlsm", "INF_15823367.doc.lnk", "hanako.xls", "maruni.doc",
    ],
)  # fmt: skip
def test_names_as_emotet_gave_them(name: str) -> None:
    """Palo Alto Unit 42, samples of 2021-01 to 2023-03; the last two: the recipient's name, the recipient's firm."""
    mail = Message(origin=HERE, people=(Mailbox("", "hanako@maruni.co.jp"),))
    assert is_usual_name(name, mail, KNOWN)


@pytest.mark.parametrize(
    "name", ["お見積書.xls", "report.doc", "list of things 2022 final.xls", "data.zip", "form.doc", "新規取引先.xlsm"]
)
def test_names_as_people_give_them(name: str) -> None:
    assert not is_usual_name(name, Message(origin=HERE, people=(Mailbox("", "hanako@maruni.co.jp"),)), KNOWN)


@pytest.mark.parametrize(
    ("helo", "literal"),
    [
        ("[80.68.188.230]", "80.68.188.230"), ("192.0.2.1", "192.0.2.1"), ("[192.168.1.5]", ""), ("[10.0.0.15]", ""),
        ("[172.20.10.2]", ""),
        ("[100.64.0.1]", ""), ("[169.254.3.4]", ""), ("[127.0.0.1]", ""), ("mail.x.example", ""), ("[IPv6:2001:db8::1]", ""),
        ("[999.1.1.1]", ""), ("[1.2.3.256]", ""), ("[0.0.0.0]", ""), ("[224.0.0.1]", ""), ("[172.31.255.1]", ""),
        ("[100.127.0.1]", ""), ("[172.15.0.1]", "172.15.0.1"), ("[172.32.0.1]", "172.32.0.1"), ("[11.0.0.1]", "11.0.0.1"),
        ("[100.63.0.1]", "100.63.0.1"), ("[100.128.0.1]", "100.128.0.1"), ("[223.255.0.1]", "223.255.0.1"),
    ],
)  # fmt: skip
def test_a_public_address_as_greeting(helo: str, literal: str) -> None:
    """Private and shared ones: RFC 1918, 3927, 6598."""
    assert literal_helo(Message(origin=HERE, received=(Hop(helo="mx.y.example"), Hop(helo=helo)))) == literal


@pytest.mark.parametrize(
    ("address", "zone", "weight"),
    [
        ("a@x.co.jp", "-0900", 2), ("a@x.it", "-0100", 2), ("a@x.it", "-0200", 2), ("a@x.in", "-0530", 0),
        ("a@x.com.qa", "-0300", 2),
        ("a@x.com.pe", "+0500", 2), ("a@x.co.jp", "+0900", 0), ("a@x.co.jp", "-0500", 1), ("a@x.it", "-0500", 0),
        ("a@x.com", "-0900", 0),
        ("a@x.co.jp", "+0000", 0), ("a@x.co.jp", "-0000", 0), ("a@x.cl", "-0300", 0), ("a@x.co.jp", "", 0), ("a@x.co.jp", "JST", 0),
    ],
)  # fmt: skip
def test_a_zone_turned_round(address: str, zone: str, weight: int) -> None:
    """IANA time zones; ``.in`` is used by firms of any country."""
    assert odd_zone(Message(origin=HERE, author=Mailbox("", address), zone=zone), KNOWN) == weight


def test_a_signature_and_what_is_none() -> None:
    text = (
        "From: 山田太郎\nTo: 鈴木 <suzuki@a.example>\n山田太郎様\n佐藤 sato@b.example\n\n-- \n山田 太郎\n営業部\nyamada@c.example\n"
    )
    assert list(in_signature(Message(origin=HERE, text=text), "山田太郎")) == ["yamada@c.example"]
    english = "Dear Taro Yamada,\nHanako, hanako@b.example\n\nTaro Yamada\nSales\nyamada@c.example\n"
    assert list(in_signature(Message(origin=HERE, text=english), "Taro Yamada")) == ["yamada@c.example"]
