"""Mails: headers as they are met, parts, files and their passwords; broken and hostile ones; the public ones."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import blob_of, content, inside, recognises
from support.mail_files import REPLY_EN, attached, mixed, nested, raw, reply, text
from support.public_data import labelled

from mimawari.formats.budget import Budget
from mimawari.formats.mail.encoded_words import readable
from mimawari.formats.mail.headers import parameters
from mimawari.formats.message import FORMAT
from mimawari.model import Gap, Message


def test_a_reply_with_a_file_and_its_password() -> None:
    found = inside(FORMAT, reply("4vahobk5lzs"))
    mail = found.one(Message)
    assert (mail.subject, mail.sender) == ("Re: 請求書の件", "山田 太郎 <sender@example.com>")
    assert (mail.date, mail.message_id, mail.attachments) == (
        "2022-03-03T11:22:33+09:00",
        "<1@example.com>",
        ("2022-03-03_1122.zip",),
    )
    (blob,) = found.blobs
    assert blob.passwords[0] == "4vahobk5lzs"
    assert content(blob) == b"PK\5\6" + bytes(18)
    assert blob.within == ("message",)
    assert inside(FORMAT, reply("4432", text=REPLY_EN)).blobs[0].passwords[0] == "4432"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"; filename*=UTF-8''%E8%AB%8B.zip", "請.zip"),
        (b"; filename*0*=iso-2022-jp''%1B%24B%40A; filename*1*=%1B%28B.zip", "請".encode().decode() + ".zip"),
        (b'; filename="=?utf-8?B?6KuL?=.zip"', "請.zip"),
        ("; filename=請求書です.zip".encode("cp932"), "請求書です.zip"),
        (b'; filename="a\\"b;c.zip"', 'a"b;c.zip'),
        (b"; filename=This is.txt", "This is.txt"),
        (b'; filename="open', "open"),
    ],
)
def test_file_names(value: bytes, name: str) -> None:
    assert parameters(b"attachment" + value)["filename"] == name


def test_a_character_split_between_two_encoded_words() -> None:
    assert readable(b"=?utf-8?B?6K4=?= x =?utf-8?Q?a_b?=").endswith(" x a b")
    assert readable(b"=?utf-8?Q?=E8=AB?=\r\n =?utf-8?Q?=8B?=") == "請"


def test_html_is_a_page_and_its_text_is_searched_for_passwords() -> None:
    page = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><p>Password: <b>7788</b></p><a href='https://example.com/x'>x</a></html>"
    found = inside(FORMAT, mixed(page, attached("a.zip", b"PK")))
    assert found.one(Message).links == ("https://example.com/x",)
    assert [blob.name for blob in found.blobs] == ["part 2.html", "a.zip"]
    assert found.blobs[1].passwords[0] == "7788"


def test_a_mail_in_a_mail_is_given_on_whole() -> None:
    inner = reply("980")
    found = inside(FORMAT, mixed(text("see"), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    (blob,) = found.blobs
    assert content(blob) == inner
    assert recognises(FORMAT, content(blob))


def test_uuencoded_and_yenc_files_in_the_text() -> None:
    body = text(b"see\nbegin 644 a.zip\n#0V%T\n`\nend\n")
    assert inside(FORMAT, mixed(body)).contents() == {"a.zip": b"Cat"}
    yenc = text(b"=ybegin line=128 size=3 name=b.zip\n" + bytes((byte + 42) & 255 for byte in b"Cat") + b"\n=yend size=3\n")
    assert inside(FORMAT, mixed(yenc)).contents() == {"b.zip": b"Cat"}


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (b"Content-Type: message/partial; id=1; number=1\r\n\r\nx", "unsupported"),
        (b"Content-Type: application/pkcs7-mime\r\n\r\nnot DER", "corrupt"),
        (b"Content-Type: application/pkcs7-mime\r\n\r\n" + bytes.fromhex("300b06092a864886f70d010703"), "encrypted"),
        (b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n", "encrypted"),
        (b"Content-Type: message/external-body\r\n\r\n", "missing"),
        (b"Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"\xff\x01()!" * 20, "corrupt"),
        (b"Content-Type: application/x\r\nContent-Transfer-Encoding: rot13\r\n\r\nx", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_a_gap(part: bytes, reason: str) -> None:
    assert reason in [found for found, _ in inside(FORMAT, mixed(part)).gaps]


def test_a_mail_without_its_end_is_read_to_the_end_and_says_so() -> None:
    found = inside(FORMAT, mixed(attached("a.zip", b"PK" * 100), closed=False))
    assert found.contents() == {"a.zip": b"PK" * 100}
    assert [reason for reason, _ in found.gaps] == ["corrupt"]


def test_many_parts_deep_parts_and_long_headers() -> None:
    assert ("too-large", "more than 10000 parts in one mail") in inside(FORMAT, mixed(*[text("x")] * 10_050)).gaps
    assert "too-large" in [reason for reason, _ in inside(FORMAT, nested(100_000)).gaps]
    assert "too-large" in [reason for reason, _ in inside(FORMAT, b"Subject: x\r\nFrom: y\r\nX: " + b"a" * (5 << 20)).gaps]


def test_a_mailbox_says_that_only_its_first_mail_was_read() -> None:
    one = raw("From a@example.com Mon Jun 01 10:00:00 2009", "Subject: x", "From: a@example.com", "", "text", "")
    assert [reason for reason, _ in inside(FORMAT, one * 2).gaps] == ["unsupported"]
    assert inside(FORMAT, one).gaps == []


@pytest.mark.parametrize(
    ("name", "data"), [("x.js", b"From: x\r\nSubject: y\r\n\r\n"), ("x", b"Date: 1\r\nTo: x\r\n"), ("x", b"<html>"), ("x", b"")]
)
def test_what_is_no_mail(name: str, data: bytes) -> None:
    assert not recognises(FORMAT, data, name)


SIGMA = b"""title: A rule
id: 6f3e2987-db24-4c78-a860-b4f4095a7095
status: test
description: Detects something
references:
    - https://example.com/blog/a@b
    - https://example.jp/
author: Somebody, another@example.com
date: 2022/03/01
modified: 2023-01-02
tags:
    - attack.execution
logsource:
    category: process_creation
detection:
    condition: selection
"""


@pytest.mark.parametrize("ending", [b"", b"\nlevel: high\n", b"\n\n"])
@pytest.mark.parametrize(
    "data",
    [
        SIGMA,
        b"subject: Backup report\nfrom: backup@example.com\nto: it@example.com\nreply-to: it@example.com\ncron: 0 3 * * *\n",
        b"From: Taro\nTo: Hanako\nSubject: Meeting\n",
        b"From: taro@example.jp\nTo: hanako@example.jp\nSubject: to be written",
        "From: 山田\nTo: 佐藤\nSubject: 打ち合わせ\nDate: 2026-11-26\n".encode(),
        b"Received: 12\nSender: 4\nDate: 2026-11-26\n",
        b"references: see below\nin-reply-to: nobody\nmessage-id: 12\n",
        b"sender:\n  name: a\nsubject: >\n  a text\nreceived: true\n",
    ],
)
def test_texts_with_lines_like_a_header_are_no_mails(data: bytes, ending: bytes) -> None:
    """Rules and settings in YAML, notes. Where an empty line follows, what has an address as people see it is a draft."""
    is_draft = b"From: taro@" in data and ending == b"\n\n"
    for name in ("rule.yml", "README", "notes.txt", "mail.log", ""):
        assert recognises(FORMAT, data + ending, name) is is_draft


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: x\nMessage-ID: <1@example.com>",
        b"subject: x\nmessage-id: <1@example.com>",
        b"Received: from a.example.com (a [192.0.2.1]) by b.example.com; Thu, 26 Nov 2026 10:00:00 +0900\nFrom: x",
        b"Return-Path: <>\nSubject: x",
        b"Return-Path: <a@example.jp>\nReceived: by b.example.com",
        b"From: x\nSubject: y\nDate: Thu, 26 Nov 2026 10:00:00 +0900",
        b"From: x\nSubject: y\nMIME-Version: 1.0",
        b"To: x\nReferences:\n <1@example.com>\n <2@example.com>",
        b"From: <Saved by Blink>\nSubject: a page\nMIME-Version: 1.0\nContent-Type: multipart/related",
    ],
)
def test_a_mail_without_the_name_of_one(header: bytes) -> None:
    """Whole, and cut off within its header: what a program wrote in it tells."""
    for name in ("", "1234", "mail.txt", "12.M3P4.example,S=12:2,S"):
        assert recognises(FORMAT, header + b"\n\ntext\n", name)
        assert recognises(FORMAT, header.replace(b"\n", b"\r\n"), name)


def test_a_draft_is_a_mail_whatever_follows() -> None:
    assert recognises(FORMAT, b"From: Taro <taro@example.jp>\nTo: a\nSubject: x\n\n" + b"text\n" * 20_000, "")
    assert recognises(FORMAT, SIGMA, "rule.eml"), "called one, it is one"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255), st.booleans())
def test_flipped_and_cut_mails_are_read(at: int, value: int, cut: bool) -> None:
    data = bytearray(mixed(text("Password: 980"), attached("a.zip", bytes(range(256))), reply("1234")))
    data[at % len(data)] = value
    inside(FORMAT, bytes(data[: at % len(data)]) if cut else bytes(data))


def standard(data: bytes) -> Counter[tuple[str, bytes]]:
    """Names and contents of the attachments as the standard library reads them."""
    found: Counter[tuple[str, bytes]] = Counter()
    stack: list[Any] = [email.message_from_bytes(data, policy=email.policy.default)]
    while stack:
        part = stack.pop()
        name = part.get_filename()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            stack += part.get_payload()
        elif part.get_content_type() != "message/rfc822" and name:
            found[(" ".join(name.split()), part.get_payload(decode=True) or b"")] += 1
    return found


# Header reports hold nothing to open; names without quotes, in broken words or in binary, and mails with lone CRs it does not read.
DIFFER = {"deliverystatus", "rfc3464-09", "lhost-amavis-03", "lhost-mcafee", "lhost-amazonworkmail-01"}
DIFFER |= {
    "attachment_with_base64",
    "attachment_with_encoded_name",
    "attachment_with_unquoted_name",
    "x_uuencode",
    "binary_encoded",
}


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
def test_public_mails_hold_what_the_standard_library_finds(label: str) -> None:
    compared = 0
    for name, path in labelled(label).items():
        data = path.read_bytes()
        # The line of a mailbox is no part of the mail.
        data = data.partition(b"\n")[2] or data if data.startswith(b"From ") else data
        if not recognises(FORMAT, data, path.name) or any(mark in name for mark in DIFFER):
            continue
        blobs = inside(FORMAT, data).blobs
        ours = Counter(
            (b.name, content(b))
            for b in blobs
            if not b.name.startswith(("part ", "signed.eml")) and b.media_type != "message/rfc822"
        )
        assert ours == standard(data), name
        compared += 1
    assert compared > 300


_HEADER = (
    b"Subject: a\r\nFrom: a@example.com\r\nDate: Thu, 3 Mar 2022 11:22:33 +0900\r\nContent-Type: multipart/mixed; boundary=b\r\n"
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (_HEADER, "a mail that ends within its header"),
        (_HEADER[:-9], "a mail that ends within its header"),
        (_HEADER + b"Content-Tr", "a mail that ends within its header"),
        (_HEADER + b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nhel", "a mail that ends within a part"),
        (_HEADER + b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n", ""),
        (_HEADER + b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello, and no border at the end\r\n", ""),
        (b"Subject: a\r\nFrom: a@example.com\r\n\r\nhello", ""),
        (b"Subject: a\r\nFrom: a@example.com\r\n\r\n", ""),
    ],
)
def test_a_mail_that_was_cut_off_before_its_attachments(data: bytes, told: str) -> None:
    gaps = [detail for _, detail in inside(FORMAT, data, "a.eml").gaps]
    assert told in gaps if told else not gaps


def test_the_header_that_a_bounce_gives_back_is_not_cut_off() -> None:
    found = list(FORMAT.open(replace(blob_of(_HEADER), within=("message",)), Budget()))
    assert not [one for one in found if isinstance(one, Gap)]
