"""Whom the mails of a Japanese shop name, in every field and part that names somebody: nobody is lost."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from support.shop_mailbox import OURS, OWN, Listed, listed, mail, parts

from mimawari.formats.correspondents import LONG
from mimawari.formats.mail import crowds, enclosed, mentioned
from mimawari.formats.mail.texts import TEXT
from mimawari.model import LeftOut, Reason, Tie

INNER = "From: 転送元 <inner@a.example.com>\nTo: 宛先 <innerto@a.example.com>\nSubject: x\n\n本文"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nORGANIZER;CN=主催者:mailto:org@cal.example.com\r\n"
    'ATTENDEE;CN="田中; 花子";ROLE=REQ-PARTICIPANT:MAILTO:one@cal.example.com\r\n'
    "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=two@cal.example.com:mailto:t\r\n wo@cal.example.com\r\n"
    "DESCRIPTION:mailto:no@cal.example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BOUNCE = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; gone@b.example.com\n"
    "Original-Recipient: rfc822;<asked@b.example.com>\nAction: failed\nStatus: 5.1.1\n"
)


def ties(found: Listed) -> dict[str, Tie]:
    return {one.address: one.ties[0][0] for one in found.people}


def test_every_field_that_names_somebody(tmp_path: Path) -> None:
    """RFC 5322 3.6.2, 3.6.3 and 3.6.6; RFC 8098 2.1."""
    fields = ("From: 甲 <a@x.example.com>, b@x.example.com", "Sender: 秘書 <sender@x.example.com>", "Reply-To: reply@x.example.com",
              "Cc: cc@x.example.com", "Bcc: bcc@x.example.com", "Resent-From: rf@x.example.com", "Resent-To: rt@x.example.com",
              "Disposition-Notification-To: dnt@x.example.com", "Return-Path: <bounce-1=2@x.example.com>")  # fmt: skip
    wrote, copied = ("a", "b", "sender", "reply", "rf", "dnt"), ("cc", "bcc", "rt")
    expected = dict.fromkeys(wrote, Tie.WROTE) | dict.fromkeys(copied, Tie.COPIED)
    assert ties(listed(tmp_path, [mail(*fields)])) == {f"{name}@x.example.com": tie for name, tie in expected.items()}


def test_groups_name_their_members_and_no_more(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        [
            mail("To: undisclosed-recipients:;"),
            mail("To: 営業チーム: a@x.example.com, 乙 <b@x.example.com>;"),
            mail("To: 宛先不明:;", "Cc: Recipient list not shown: ;, c@x.example.com"),
        ],
    )
    assert {one.address: one.name for one in found.people} == {
        "a@x.example.com": "",
        "b@x.example.com": "乙",
        "c@x.example.com": "",
    }


@pytest.mark.parametrize("field", ["To", "Bcc"])
def test_a_mail_to_thousands_names_them_all(field: str, tmp_path: Path) -> None:
    """A shop's news, sent by Bcc: more than is read of any other mail, and longer than other fields are."""
    every = ",\n ".join(f"お客様{number} <k{number}@x.example.com>" for number in range(2500))
    found = listed(tmp_path, [mail(f"{field}: {every}", came=False)])
    assert found.addresses == {f"k{number}@x.example.com" for number in range(2500)}
    assert found.counts.gaps == ()


def test_of_more_people_than_are_read_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "CROWD", 20)
    monkeypatch.setattr("mimawari.formats.correspondents.CROWD", 20)
    every = ", ".join(f"k{number}@x.example.com" for number in range(30))
    (gap,) = listed(tmp_path, [mail(f"To: {every}")]).counts.gaps
    assert (gap.reason, gap.detail) == (Reason.TOO_LARGE, crowds.MORE)


@pytest.mark.parametrize(
    "part",
    [
        f"Content-Type: message/rfc822\n\n{INNER}",
        f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(INNER.encode()).decode()}",
        'Content-Type: application/octet-stream; name="x.eml"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(INNER.encode()).decode(),
        f'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="FW.EML"\n\n{INNER}',
    ],
)
def test_people_of_a_mail_that_is_attached_in_any_form(part: str, tmp_path: Path) -> None:
    found = listed(tmp_path, [mail("From: <a@x.example.com>", **parts("Content-Type: text/plain\n\nx\n", part))])
    assert found.addresses == {"a@x.example.com", "inner@a.example.com", "innerto@a.example.com"}
    assert found.of("inner@a.example.com").name == "転送元"


@pytest.mark.parametrize("kind", ["text/calendar; charset=utf-8; method=REQUEST", 'application/octet-stream; name="invite.ics"'])
def test_who_is_invited(kind: str, tmp_path: Path) -> None:
    """RFC 5545 3.8.4.1 and 3.8.4.3."""
    found = listed(tmp_path, [mail(**parts(f"Content-Type: {kind}\n\n{CALENDAR}", kind="multipart/alternative"))])
    names = {one.address: one.name for one in found.people}
    assert names == {"org@cal.example.com": "主催者", "one@cal.example.com": "田中; 花子", "two@cal.example.com": ""}


def test_whom_a_bounce_did_not_reach_and_not_who_says_so(tmp_path: Path) -> None:
    """RFC 3464 2.3."""
    found = listed(tmp_path, [mail("From: MAILER-DAEMON@x.example.com", **parts(BOUNCE, kind="multipart/report"))])
    assert ties(found) == {"gone@b.example.com": Tie.COPIED, "asked@b.example.com": Tie.COPIED}
    assert found.left_out == {LeftOut.MACHINE: 1}


def test_of_more_attached_mails_than_are_read_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed, "MOST", 3)
    several = [f"Content-Type: message/rfc822\n\n{INNER}"] * 4
    (gap,) = listed(tmp_path, [mail(**parts(*several))]).counts.gaps
    assert (gap.reason, gap.detail) == (Reason.TOO_LARGE, enclosed.MORE)


ORDER = """ご注文がありました。
【ご注文者】
お名前　：　山田 太郎 様
ご住所：〒530-0001 大阪府大阪市北区緑町1-2-3
メールアドレス：taro.yamada@x.example.com
【お届け先】
お名前：鈴木花子
--
みどり雑貨 shop@midori.example.jp
"""


@pytest.mark.parametrize("extra", [(), ("Precedence: bulk",), ("X-SG-EID: 1",), ("Auto-Submitted: auto-generated",)])
def test_who_ordered_stands_in_the_text_of_a_shop_systems_mail(extra: tuple[str, ...], tmp_path: Path) -> None:
    found = listed(tmp_path, [mail("From: no-reply@shop-system.example.com", *extra, body=ORDER)])
    (one,) = found.people
    assert (one.address, one.name, one.ties) == ("taro.yamada@x.example.com", "山田 太郎", ((Tie.NAMED, 1),))
    assert found.left_out == {LeftOut.NO_REPLY: 1}


def test_an_address_in_a_text_is_somebodys_but_not_in_newsletters(tmp_path: Path) -> None:
    text = "新しい担当は 小林 <kobayashi@x.example.com> です。"
    assert ties(listed(tmp_path, [mail("From: a@x.example.com", body=text)])) == {
        "a@x.example.com": Tie.WROTE,
        "kobayashi@x.example.com": Tie.NAMED,
    }
    news = listed(tmp_path, [mail("From: a@x.example.com", "Precedence: bulk", body=text)])
    assert (news.people, news.left_out) == ([], {LeftOut.LIST: 1})


def test_of_more_addresses_in_a_text_than_are_read_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentioned, "MOST", 5)
    text = "\n".join(f"k{number}@x.example.com" for number in range(9))
    (gap,) = listed(tmp_path, [mail(body=text)]).counts.gaps
    assert (gap.reason, gap.detail) == (Reason.TOO_LARGE, mentioned.MORE)


@pytest.mark.parametrize("box", ["Junk", "迷惑メール", "Junk E-mail", "spam.mbox", "Bulk Mail"])
def test_senders_of_unwanted_mail_are_counted_and_on_no_list(box: str, tmp_path: Path) -> None:
    found = listed(tmp_path, [mail("From: 得する <win@spam.example.com>", "Cc: x@spam.example.com", body=ORDER)], box=box)
    assert (found.people, found.left_out) == ([], {LeftOut.JUNK: 2})


def test_a_customer_whose_mail_once_lay_among_unwanted_ones_is_on_the_list(tmp_path: Path) -> None:
    listed(tmp_path, [mail("From: a@x.example.com")], box="Junk")
    found = listed(tmp_path, [mail("From: a@x.example.com")], {"Junk": (tmp_path / "Junk").read_bytes()})
    assert (found.addresses, found.left_out) == ({"a@x.example.com"}, {})
    assert found.people[0].ties == ((Tie.WROTE, 1),)


@pytest.mark.parametrize(
    "sender",
    [
        '"山田太郎 <real@x.example.com>" <false@evil.example.com>',
        '"real@x.example.com" <false@evil.example.com>',
        "山田太郎 real@x.example.com <false@evil.example.com>",
    ],
)
def test_the_name_that_a_false_sender_shows_is_not_learnt(sender: str, tmp_path: Path) -> None:
    """Emotet's mails show the name and address of somebody in the stolen mailbox before their own address."""
    found = listed(tmp_path, [mail(f"From: {sender}")])
    assert {one.address: one.name for one in found.people} == {"false@evil.example.com": "", "real@x.example.com": ""}


def test_a_reported_lure_teaches_nothing_and_loses_nobody(tmp_path: Path) -> None:
    lure = mail('From: "山田太郎 <real@x.example.com>" <false@evil.example.com>', body="連絡先 bait@evil.example.com", number=7)
    found = listed(tmp_path, [lure], lures=frozenset(("<7@x.example>",)))
    assert (found.addresses, found.left_out) == ({"real@x.example.com"}, {LeftOut.REPORTED: 1})


@pytest.mark.parametrize(
    "fields",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-replied (vacation)", "Precedence: bulk"),
        ("Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: junk"),
    ],
)
def test_who_answers_by_a_program_is_somebody(fields: tuple[str, ...], tmp_path: Path) -> None:
    """RFC 3834 5."""
    assert listed(tmp_path, [mail("From: 休暇 <a@x.example.com>", *fields)]).addresses == {"a@x.example.com"}


def test_a_read_receipt_is_of_somebody(tmp_path: Path) -> None:
    receipt = (
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;a@x.example.com\nDisposition: x; displayed\n"
    )
    found = listed(tmp_path, [mail("From: a@x.example.com", **parts(receipt, kind="multipart/report"))])
    assert found.addresses == {"a@x.example.com"}


def test_a_list_hands_on_in_a_name_of_its_own(tmp_path: Path) -> None:
    fields = (
        "From: 著者 <author@x.example.com>",
        "To: ml@l.example.org",
        "Sender: ml-errors@l.example.org",
        "List-Id: <ml.l.example.org>",
    )
    found = listed(tmp_path, [mail(*fields)])
    assert (found.addresses, found.left_out) == ({"author@x.example.com"}, {LeftOut.LIST: 2})


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        (f"info@{OWN}", True),
        (f"x@mail.{OWN}", True),
        ("tanaka.private@gmail.com", True),
        ("Tanaka.Private+shop@gmail.com", True),
        (f"a@{OWN}.evil.example.com", False),
        (f"a@x{OWN}", False),
        ("tanaka@gmail.com", False),
    ],
)
def test_the_firms_own(address: str, is_own: bool, tmp_path: Path) -> None:
    found = listed(tmp_path, [mail(f"From: {address}", "To: b@x.example.com", came=False)])
    assert (found.addresses == {"b@x.example.com"}) is is_own


def test_one_mail_in_several_folders_is_of_one_person(tmp_path: Path) -> None:
    one = mail("From: 重複 <a@x.example.com>")
    found = listed(tmp_path, [one, one], {"Archive": b"From x Thu Jan  1 00:00:00 2026\n" + one})
    assert [each.address for each in found.people] == ["a@x.example.com"]


def test_the_shop_is_nowhere(tmp_path: Path) -> None:
    found = listed(tmp_path, [mail("From: a@x.example.com", body=f"連絡先は {OURS} です。")])
    assert found.addresses == {"a@x.example.com"}


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_a_text_that_was_not_read_to_its_end_is_a_gap(kind: str, encoding: str, tmp_path: Path) -> None:
    for length, details in ((TEXT, []), (TEXT + 1, [LONG])):
        text = b"<p>" + b"x" * (length - 3)
        body = base64.encodebytes(text) if encoding == "base64" else text
        part = f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n{body.decode()}"
        found = listed(tmp_path, [mail(**parts(part))]).counts.gaps
        assert [gap.detail for gap in found if length > TEXT or kind == "text/html"] == details
