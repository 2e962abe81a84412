"""A mailbox that is only searched answers as one that is opened: in every form of mail, damaged ones too; nothing more is read."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archives import PNG, Member, zipped
from support.bounce_files import plain, report
from support.mail_files import attached
from support.mail_pieces import BODY, HEADER, soup
from support.mailboxes.msg_writer import msg
from support.searched_mails import ASKED, READ, SAID, TOP, UNREAD, blobs, by_search, in_full, leaf, parts

from mimawari.engine import searching
from mimawari.model import Asked, Blob, HeldMail, Reason, Returned

OWN, MORI = "tanaka@sakura.example.jp", "mori@nori.example.net"
FORMS = READ | UNREAD
SAVED = msg(TOP + b"Date: Tue, 10 Nov 2026 09:11:00 +0900\r\n" + leaf(SAID))
WAYS = (
    f"Received: from a (a [203.0.113.9]) by m.example (Postfix) with ESMTPS id 1 for <{OWN}>; Tue, 10 Nov 2026 09:11:00 +0900",
    "Received: by m.example (Postfix) id 2; Tue, 10 Nov 2026 09:10:00 +0900",
    "Received: from fortune.example (x [203.0.113.8]) by n.example with SMTP; Tue, 10 Nov 2026 09:09:00 +0900",
    "Received: (qmail 123 invoked by uid 0); 10 Nov 2026 00:08:00 -0000",
    f"Received: from PC (PC [192.0.2.71]) (Authenticated sender: {OWN}) by mail.sakura.example.jp with ESMTPSA for <{MORI}>",
    "Received: for nothing",
)
MORE = (
    f"From: =?utf-8?b?5qOu?= <{MORI}>",
    f"From: {OWN}",
    "Return-Path: <>",
    f"Return-Path: <{MORI}>",
    "Date: Tue, 10 Nov 2026 09:11:00 +0900",
    "Date: yesterday",
    f"To: {OWN}, =?utf-8?b?5L2Q6Jek?= <sato@sakura.example.jp>",
    f"Cc: {MORI}",
    "Subject: Undelivered Mail Returned",
    "Subject: =?iso-2022-jp?b?GyRCN28bKEI=?=",
    "Precedence: bulk",
    "Auto-Submitted: auto-replied",
    "X-Mailer: Microsoft Outlook 16.0",
    "Message-ID: <3@sakura.example.jp>",
    "References: <3@sakura.example.jp>",
    "List-Id: <a.example>",
    "no field",
    "Sender: info@sakura.example.jp",
)
NAMED = replace(ASKED, message_ids=frozenset({"<3@sakura.example.jp>"}))


def same(mails: list[Blob], asked: Asked = ASKED) -> None:
    full, search = in_full(mails, asked), by_search(mails, asked)
    assert search.answers == full.answers
    assert search.whole == full.whole


@pytest.mark.parametrize("form", READ)
def test_a_quoted_mail_is_found_in_every_form(form: str) -> None:
    mails = blobs([TOP + READ[form](SAID)])
    [found] = by_search(mails).answers
    assert isinstance(found, HeldMail) and (found.how, found.quoting) == ("text", False)
    same(mails)


@pytest.mark.parametrize("form", FORMS)
def test_a_mail_that_nobody_asks_for_is_not_opened(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.formats.recognised", lambda _: pytest.fail("a mail was opened"))
    assert by_search(blobs([TOP + FORMS[form]("別の話です。\r\n")])).counts == {searching.SEARCHED: 1}


@pytest.mark.parametrize("form", UNREAD)
def test_what_a_mail_does_not_say_itself_is_found_by_neither(form: str) -> None:
    mails = blobs([TOP + UNREAD[form](SAID)])
    assert by_search(mails).answers == []
    same(mails)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(WAYS), max_size=8), st.lists(st.sampled_from(MORE), max_size=8, unique=True),
    st.sampled_from(sorted(FORMS)), st.sampled_from([SAID, "x\r\n", "", f"いいえ。\r\n\r\n> {SAID}"]),
    st.sampled_from(["box", "Sent", "送信済みアイテム"]), st.sampled_from([b"\r\n", b"\n", b"\r"]),
)  # fmt: skip
def test_whatever_its_header_says(ways: list[str], more: list[str], form: str, said: str, folder: str, end: bytes) -> None:
    head = b"".join(f"{line}\r\n".encode() for line in (*ways, *more)) + b"MIME-Version: 1.0\r\n"
    mail = head + FORMS[form](said)
    same(blobs([mail if form == "utf-16 base64" else mail.replace(b"\r\n", end)], folder), NAMED)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(soup(HEADER, 30), soup([*BODY, *HEADER], 30), st.booleans())
def test_mails_of_random_pieces(header: bytes, rest: bytes, is_first: bool) -> None:
    said = leaf(SAID)
    inside = (said, rest) if is_first else (rest, said)
    same(
        blobs(
            [
                header
                + b"\n"
                + TOP.replace(b"\r\n", b"\n")
                + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                + b"\n--b\n".join(inside)
            ]
        )
    )


@pytest.mark.parametrize("form", FORMS)
def test_flipped_bytes_and_cut_mails(form: str) -> None:
    draw, mail = random.Random(form), TOP + FORMS[form](SAID)
    short = mail[:6000]
    for _ in range(12):
        broken = bytearray(short[: draw.randrange(len(short))] if draw.random() < 0.3 else short)
        for _ in range(draw.randint(1, 12)):
            broken[draw.randrange(len(broken))] = draw.choice((0, 10, 13, 32, 34, 45, 61, 63, 255, draw.randrange(256)))
        same(blobs([bytes(broken)]))


@pytest.mark.parametrize(
    ("mail", "media_type", "name"),
    [
        (SAVED, "application/vnd.ms-outlook", "a.msg"),
        ((TOP + leaf(SAID)).decode().encode("utf-16"), "message/rfc822", "a.eml"),
        (b"From - Tue Nov 10 09:11:00 2026\n" + (TOP + leaf(SAID)).replace(b"\r\n", b"\n") + b"\n", "", "box"),
        (TOP + leaf(SAID), "", "note"),
        (TOP + leaf(SAID), "message/rfc822", "a.js"),
    ],
    ids=["msg", "saved in UTF-16", "a mailbox", "without a label", "named as a script"],
)
def test_what_is_no_mail_by_its_label_is_opened_as_ever(mail: bytes, media_type: str, name: str) -> None:
    mails = blobs([mail], media_type=media_type, name=name)
    same(mails)


def test_outlook_s_own_form_is_found() -> None:
    assert len(by_search(blobs([SAVED], media_type="application/vnd.ms-outlook", name="a.msg")).answers) == 1


def test_bounces_are_heard() -> None:
    mails = blobs([report(), plain("Hi. This is the qmail-send program at m.example.\n\n<nobody@example.com>:\nno mailbox\n")])
    assert isinstance(by_search(mails).answers[0], Returned)
    same(mails)


def test_what_is_attached_stays_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a mail that was asked for, which is opened itself."""
    mail = TOP + parts("mixed", leaf(SAID), attached("a.zip", zipped(Member(b"a.png", PNG))))
    monkeypatch.setattr("mimawari.formats.archives.members.taken", lambda *_: pytest.fail("an archive was opened"))
    found = by_search(blobs([mail, mail.replace(SAID.encode(), b"x")]))
    assert len(found.answers) == 1
    assert found.counts == {searching.SEARCHED: 2}
    assert found.gaps == ()


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (TOP + leaf("-----BEGIN PGP MESSAGE-----\r\nabc\r\n"), Reason.ENCRYPTED),
        (TOP + b"Content-Type: application/pkcs7-mime\r\n\r\nabc", Reason.CORRUPT),
        (TOP + parts("mixed", leaf("x"), attached("a", b"b"))[:-60], Reason.CORRUPT),
        (TOP + b"Content-Type: multipart/mixed\r\n\r\nx", Reason.CORRUPT),
    ],
    ids=["PGP", "S/MIME", "cut off", "parts without a border"],
)
def test_what_of_a_mail_cannot_be_read_is_told_as_ever(mail: bytes, reason: Reason) -> None:
    mails = blobs([mail])
    assert {(gap.reason, gap.detail) for gap in by_search(mails).gaps} == {(gap.reason, gap.detail) for gap in in_full(mails).gaps}
    assert {gap.reason for gap in by_search(mails).gaps} == {reason}


def test_what_is_no_mail_is_told() -> None:
    [gap] = by_search(blobs([b"\x89PNG\r\n\x1a\n" + bytes(99)], media_type="", name="a.png")).gaps
    assert (gap.reason, gap.wanted) == (Reason.UNSUPPORTED, "content")
