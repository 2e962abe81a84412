"""Data files of Outlook that our own writer made, in every form: each message comes out as the mail that went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from support.pst_file import ANSI, LARGE, UNICODE, Form
from support.pst_heap import BINARY, BOOLEAN, LONG
from support.pst_heap import UNICODE as TEXT
from support.pst_mail import Attached, Person, Written, pst
from support.pst_reading import files, inner, read, said, written

FORMS = [(form, crypt) for form in (ANSI, UNICODE, LARGE) for crypt in (0, 1, 2)]
SATO, TANAKA = Person("佐藤, 花子", "sato@example.jp"), Person("田中 一郎", "tanaka@example.jp")
DAY = datetime(2022, 3, 1, 1, 2, 3, tzinfo=UTC)
ZIP, LARGE_FILE = bytes(range(256)) * 20, bytes(range(251)) * 900


def full() -> Written:
    deeper = Written(subject="一番奥", text="三通目", attached=[Attached("奥.bin", b"deep")])
    forwarded = Written(subject="中のメール", text="パスワードは1234です", sender=TANAKA, attached=[Attached("奥", deeper)])
    attached = [Attached("請求書.zip", ZIP, mime="application/zip"), Attached("転送", forwarded), Attached("大.bin", LARGE_FILE)]
    people = [TANAKA, Person("鈴木", "suzuki@example.jp", 2)]
    text, page = "お世話になっております。\r\nよろしく。\r\n", b"<p>\x82\xa0</p>"
    mail = Written(subject="請求書の件", text=text, page_html=page, sender=SATO, people=people, named=932, internet=932)
    return replace(mail, attached=attached, sent=DAY, message_id="<a1@example.jp>")


@pytest.mark.parametrize(("form", "crypt"), FORMS, ids=[f"{form.name}-{crypt}" for form, crypt in FORMS])
def test_a_whole_mail(form: Form, crypt: int, tmp_path: Path) -> None:
    found = written(tmp_path, pst({"受信トレイ/見積": [full()]}, form, crypt))
    assert found.gaps == []
    assert list(found.mails) == [("受信トレイ/見積", "2097188", "<a1@example.jp>")]
    mail = found.only
    assert (mail["subject"], mail["message-id"]) == ("請求書の件", "<a1@example.jp>")
    assert mail["from"].addresses[0].display_name == "佐藤, 花子"
    assert [one.addr_spec for one in mail["to"].addresses + mail["cc"].addresses] == ["tanaka@example.jp", "suzuki@example.jp"]
    assert parsedate_to_datetime(str(mail["date"])) == DAY.replace(tzinfo=None)
    assert said(mail) == "お世話になっております。\r\nよろしく。\r\n"
    page = mail.get_body(("html",))
    assert page is not None
    assert page.get_content().strip() == "<p>あ</p>"
    assert files(mail) == {"請求書.zip": ZIP, "大.bin": LARGE_FILE}


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_mails_in_mails(form: Form, tmp_path: Path) -> None:
    (second,) = inner(written(tmp_path, pst({"受信トレイ": [full()]}, form)).only)
    assert (second["subject"], said(second).strip()) == ("中のメール", "パスワードは1234です")
    (third,) = inner(second)
    assert (third["subject"], files(third)) == ("一番奥", {"奥.bin": b"deep"})


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_many_messages_in_trees_of_several_levels(form: Form, tmp_path: Path) -> None:
    many = [Written(subject=f"mail {number}", text="x" * (number * 40)) for number in range(400)]
    found = written(tmp_path, pst({"a": many[:200], "a/b": many[200:]}, form))
    assert [mail["subject"] for mail in found.mails.values()] == [one.subject for one in many]
    assert {path[0] for path in found.mails} == {"a", "a/b"}


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_a_heap_of_many_blocks_and_data_of_two_levels(form: Form, tmp_path: Path) -> None:
    # 60 texts of 3,000 bytes are a heap of several blocks; 9 MiB of data need an XXBLOCK where blocks are small.
    extra = {0x6800 + number: (BINARY, bytes([number]) * 3000) for number in range(60)}
    huge = bytes(9 << 20)
    mail = Written(subject="s", people=[Person(f"p{n}", f"p{n}@example.com") for n in range(900)], attached=[Attached("h", huge)])
    found = written(tmp_path, pst({"a": [replace(mail, extra=extra)]}, form, 0))
    assert found.gaps == []
    assert len(found.only["to"].addresses) == 900
    assert files(found.only) == {"h": huge}


HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a (a [192.0.2.1])\r\n\tby b; Tue, 1 Mar 2022 10:00:00 +0900\r\n"
    'From: ""Sato"" <x@example.com>\r\nSubject: =?utf-8?b?5Lu2?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n'
    "\tboundary=abc\r\nDate: Tue, 1 Mar 2022 10:00:00 -0900\r\n\r\nX-Late: 1\r\n"
)


def test_the_header_that_came_over_the_wire_stays(tmp_path: Path) -> None:
    path = tmp_path / "case.pst"
    path.write_bytes(pst({"a": [Written(subject="件", text="t", headers=HEADERS, sender=TANAKA, people=[SATO], sent=DAY)]}))
    (blob,) = read(path).blobs
    data = blob.content.open().read().decode()
    assert data.startswith(
        'Received: from a (a [192.0.2.1])\r\n\tby b; Tue, 1 Mar 2022 10:00:00 +0900\r\nFrom: ""Sato"" <x@example.com>'
    )
    assert data.count("\r\nFrom:") == 1
    assert "Date: Tue, 1 Mar 2022 10:00:00 -0900\r\nX-Late: 1\r\nTo: " in data
    assert "abc" not in data


def test_a_subject_without_the_length_of_its_prefix(tmp_path: Path) -> None:
    told = {0x37: (TEXT, "\x01\x05RE: 件".encode("utf-16-le"))}
    assert written(tmp_path, pst({"a": [Written(extra=told)]})).only["subject"] == "RE: 件"


def test_an_address_of_exchange_is_none_of_the_internet(tmp_path: Path) -> None:
    inside = Person("社長", "/O=EX/OU=A/CN=BOSS", kind="EX")
    known = Person("部長", "/O=EX/OU=A/CN=CHIEF", kind="EX", smtp="chief@example.jp")
    mail = written(tmp_path, pst({"a": [Written(subject="s", sender=inside, people=[known, inside])]})).only
    assert str(mail["from"]) == "社長"
    assert str(mail["to"]).startswith("部長 <chief@example.jp>, ")


def test_names_and_texts_that_would_break_out(tmp_path: Path) -> None:
    evil = 'a"\r\nContent-Type: text/html\r\n\r\n--=_1\r\n.exe'
    mail = written(
        tmp_path, pst({"a": [Written(subject=f"s\r\n{evil}", text="--=_1--\r\n", attached=[Attached(evil, b"--=_1--\r\nMZ")])]})
    ).only
    assert [*files(mail).values()] == [b"--=_1--\r\nMZ"]
    assert said(mail) == "--=_1--\r\n"
    assert mail.get_content_type() == "multipart/mixed"


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        (Attached("x.doc", None, 2), "x.doc: an attachment that lies elsewhere"),
        (Attached("x.doc", None), "x.doc: an attachment without content"),
    ],
)
def test_an_attachment_that_is_not_there(given: Attached, detail: str, tmp_path: Path) -> None:
    found = written(tmp_path, pst({"a": [Written(subject="s", attached=[given])]}))
    assert [(gap.detail, gap.wanted) for gap in found.gaps] == [(detail, "content")]
    assert found.gaps[0].origin.path[:2] == ("a", "2097188")


def test_attachments_that_were_taken_away(tmp_path: Path) -> None:
    found = written(
        tmp_path, pst({"a": [Written(subject="s", extra={0x0E1B: (BOOLEAN, 1)}), Written(extra={0x0E07: (LONG, 0x11)})]})
    )
    assert found.details == ["attachments that a message of Outlook says it has"] * 2


def test_an_object_and_a_signed_mail(tmp_path: Path) -> None:
    signed = b'Content-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n'
    attached = [Attached("ole", b"\xd0\xcf\x11\xe0" + bytes(60), 6), Attached("smime.p7m", signed, mime="multipart/signed")]
    found = written(tmp_path, pst({"a": [Written(subject="s", form="IPM.Note.SMIME.MultipartSigned", attached=attached)]}))
    assert found.gaps == []
    assert files(found.only) == {"ole": b"\xd0\xcf\x11\xe0" + bytes(60)}
    whole = [part for part in found.only.walk() if part.get_filename() == "smime.p7m.eml"]
    assert [part.get_content_type() for part in whole] == ["message/rfc822"]
