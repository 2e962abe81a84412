"""Address books: cards of three versions, tables of three programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from support.contact_files import Friend, google, old_vcard, outlook, vcard

from mimawari.model import Datum, Gap, Looked, Origin, Reason, Sighting, Tie
from mimawari.sources.contacts import contacts, recognises

TARO, HANAKO = Friend(), Friend(family="髙橋", given="花子①", mails=("Hanako@Example.com", "h2@example.com"))
AT = Origin("s", "book")


def read(path: Path, data: bytes, name: str = "book.vcf") -> list[Sighting | Gap | Looked]:
    file = path / name
    file.write_bytes(data)
    assert recognises(file)
    return list(contacts(file, AT))


def people(seen: list[Sighting | Gap | Looked]) -> list[Sighting]:
    return [one for one in seen if isinstance(one, Sighting)]


def cards(version: str) -> Callable[[Iterable[Friend]], str]:
    return lambda people: "".join(old_vcard(one) if version == "2.1" else vcard(one, version) for one in people)


KINDS = {**{f"vcard-{version}": cards(version) for version in ("2.1", "3.0", "4.0")}, "outlook": outlook, "google": google}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_each_kind(tmp_path: Path, kind: str, encoding: str) -> None:
    seen = read(tmp_path, KINDS[kind]([TARO, HANAKO]).encode(encoding))
    first, second = people(seen)
    assert (first.address, first.name, first.tie, first.place) == ("taro@example.com", "山田 太郎", Tie.CONTACT, "book.vcf")
    assert (first.telephone, first.postcode, first.street) == ("03-1234-5678", "160-0022", "東京都 新宿区 新宿1-1-1")
    assert {*first.data} == {Datum.NAME, Datum.MAIL_ADDRESS, Datum.POSTAL_ADDRESS, Datum.TELEPHONE}
    assert (second.name, second.address, second.more) == ("髙橋 花子①", "hanako@example.com", ("h2@example.com",))
    assert first.organisation == ("" if kind == "vcard-2.1" else "急須商店")
    assert seen[2:] == [Looked("contact", 2)]


def test_a_card_that_is_cut_off_costs_itself(tmp_path: Path) -> None:
    broken = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n"
    seen = read(tmp_path, (vcard(TARO) + broken + vcard(HANAKO)).encode())
    assert [one.name for one in people(seen)] == ["山田 太郎", "髙橋 花子①"]
    assert [(one.detail, one.origin.path) for one in seen if isinstance(one, Gap)] == [("1 cards that are cut off", ("10",))]


def test_groups_are_not_people(tmp_path: Path) -> None:
    group = "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:みんな\r\nMEMBER:urn:uuid:1\r\nEND:VCARD\r\n"
    assert [one.name for one in people(read(tmp_path, (group + vcard(TARO, "4.0")).encode()))] == ["山田 太郎"]


JAPANESE = (
    "肩書き,名,ミドル ネーム,姓,敬称,会社名,部署,役職,番地 (会社),住所 2 (会社),住所 3 (会社),市町村 (会社),都道府県 (会社),"
    "郵便番号 (会社),国 (会社)/地域,番地 (自宅),市町村 (自宅),都道府県 (自宅),郵便番号 (自宅),会社 FAX,会社電話,自宅電話,"
    "携帯電話,会社名フリガナ,姓フリガナ,誕生日,電子メール アドレス,電子メールの種類,電子メール表示名,電子メール 2 アドレス,"
    "電子メール 2 の種類,電子メール 2 表示名,名前フリガナ"
)
"""Columns of Outlook's export in Japanese, in its order; those that nobody reads here are left out."""
JAPANESE_ROW = (
    "様,太郎,,山田,,急須商店,営業部,,新宿1-1-1,,,新宿区,東京都,160-0022,日本,,,,,03-9,03-1234-5678,,,,ヤマダ,00/0/0,"
    "Taro@Example.com,SMTP,山田 太郎 (taro@example.com),t2@example.com,SMTP,x,タロウ"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,Organization Title,"
    "Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code"
)
"""Google's head since 2024."""
GOOGLE_ROW = (
    "太郎,,山田,,,,,急須商店,,,,* myContacts,* ,taro@example.com,,t2@example.com,Work,03-1234-5678,Work,x,新宿1-1-1,新宿区,"
    "東京都,160-0022"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Fax Number,"
    "Mobile Number,Home Address,Home City,Home State,Home ZipCode,Work Address,Work Address 2,Work City,Work State,Work ZipCode,"
    "Work Country,Job Title,Department,Organization,Birth Year"
)
THUNDERBIRD_ROW = (
    "太郎,山田,山田 太郎,,taro@example.com,t2@example.com,,03-1234-5678,,,,,,,,新宿1-1-1,,新宿区,東京都,160-0022,日本,,,急須商店,"
)


@pytest.mark.parametrize(
    ("head", "row"),
    [(JAPANESE, JAPANESE_ROW), (GOOGLE, GOOGLE_ROW), (THUNDERBIRD, THUNDERBIRD_ROW)],
    ids=["outlook", "google", "tb"],
)
def test_heads_of_real_exports(tmp_path: Path, head: str, row: str) -> None:
    seen = read(tmp_path, f"{head}\r\n{row}\r\n".encode("cp932"), "book.csv")
    (one,) = people(seen)
    assert (one.name, one.address, one.more) == ("山田 太郎", "taro@example.com", ("t2@example.com",))
    assert (one.telephone, one.postcode, one.street) == ("03-1234-5678", "160-0022", "東京都 新宿区 新宿1-1-1")
    assert (one.organisation, one.japanese) == ("急須商店", True)
    assert {*one.data} == {Datum.NAME, Datum.MAIL_ADDRESS, Datum.POSTAL_ADDRESS, Datum.TELEPHONE}


def test_a_list_of_orders_is_no_address_book(tmp_path: Path) -> None:
    from support import order_files, shop_files

    for kind, write in {**order_files.KINDS, **shop_files.KINDS}.items():
        path = tmp_path / "orders.csv"
        path.write_text(order_files.table([write(order_files.TARO)], order_files.SEPARATORS.get(kind, ",")), "utf-8", newline="")
        assert not recognises(path), kind


def test_an_address_book_is_no_list_of_orders(tmp_path: Path) -> None:
    from mimawari import knowledge
    from mimawari.sources.orders import recognises as is_order

    path = tmp_path / "book.csv"
    for head in (JAPANESE, GOOGLE, THUNDERBIRD):
        path.write_text(f"{head}\n", "utf-8")
        assert not is_order(path, knowledge.load().order_layouts)


@pytest.mark.parametrize("newline", ["\n", "\r"])
def test_cards_with_other_ends_of_lines(tmp_path: Path, newline: str) -> None:
    text = (vcard(TARO) + vcard(HANAKO)).replace("\r\n", newline)
    assert [one.name for one in people(read(tmp_path, text.encode()))] == ["山田 太郎", "髙橋 花子①"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_cards_in_wide_letters(tmp_path: Path, encoding: str) -> None:
    seen = read(tmp_path, (vcard(TARO) + vcard(HANAKO)).encode(encoding))
    assert [one.name for one in people(seen)] == ["山田 太郎", "髙橋 花子①"]
    assert [one for one in seen if isinstance(one, Gap)] == []


def test_a_photograph_is_passed_over(tmp_path: Path) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["QUJD" * 18] * 2000)
    text = vcard(TARO).replace("END:VCARD", f"{photo}\r\n\r\nEMAIL:behind@example.com\r\nEND:VCARD")
    (one,) = people(read(tmp_path, text.encode()))
    assert (one.address, one.more) == ("taro@example.com", ("behind@example.com",))


def test_a_list_of_members_is_an_address_book(tmp_path: Path) -> None:
    (one,) = people(read(tmp_path, "会員番号,氏名,メールアドレス\n1,山田,a@example.com\n".encode("cp932"), "members.csv"))
    assert (one.name, one.address) == ("山田", "a@example.com")


def test_without_the_library_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vobject", None)
    monkeypatch.setitem(sys.modules, "vobject.base", None)
    seen = read(tmp_path, vcard(TARO).encode())
    assert [(one.reason, one.wanted) for one in seen if isinstance(one, Gap)] == [(Reason.MISSING, "contact")]
    assert seen[-1] == Looked("contact", 0)


def test_a_line_that_cannot_be_read_is_told_and_shown_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = vcard(TARO).replace("END:VCARD", "EMAIL secret-of-taro\r\nEND:VCARD")
    seen = read(tmp_path, text.encode())
    assert [one.name for one in people(seen)] == ["山田 太郎"]
    assert [one.detail for one in seen if isinstance(one, Gap)] == ["1 cards with lines that cannot be read"]
    assert capfd.readouterr() == ("", "")
