"""Whole mails: of random pieces, cut off anywhere, with flipped bytes; through every format and detector."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given, settings
from support.archives import PNG, Member, zipped
from support.inside import blob_of
from support.mail_files import attached, mixed, reply, text
from support.mail_pieces import BODY, HEADER, MARKUP, WORDS, soup, words

from mimawari import detectors, knowledge
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.engine.opening import opened
from mimawari.engine.trails import trail
from mimawari.formats.budget import Budget
from mimawari.model import Archive, Gap, Looked, Message

HEAD = b"Subject: x\nFrom: a@example.com\nTo: b@example.com\nMessage-ID: <1@example.com>\n"


def everything(mail: bytes) -> list[Outcome]:
    """What all formats and detectors say of a mail; nothing may raise but for what the evidence is to blame for."""
    known = knowledge.load(None)
    bench = Bench(detectors.load().values(), (), known, reraise=True)
    seen = list(opened([blob_of(mail, "a.eml")], Budget(passwords=known.marks["common-passwords"]), reraise=True))
    for thing in seen:
        if isinstance(thing, Message):
            trail(thing, 0)
    return list(examine(seen, bench))


@settings(max_examples=250, derandomize=True, deadline=None)
@given(soup(HEADER, 30), soup([*BODY, *HEADER], 30), words([*WORDS, *MARKUP], 20))
def test_mails_of_random_pieces(header: bytes, rest: bytes, page: str) -> None:
    html = b"\n--b\nContent-Type: text/html\n\n" + page.encode("utf-8", "replace")
    everything(header + b"\n" + HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + rest + html + b"\n" + rest)


def whole_mail() -> bytes:
    inner = reply("hanako22", content=zipped(Member(b"a.png", PNG, password=b"hanako22")))
    parts = (
        text("添付ファイルをご確認ください。パスワード：０９１２", "iso-2022-jp", "7bit"),
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hello <a href='https://example.com/'>there</a>",
        attached(
            '"=?utf-8?b?' + base64.b64encode("請求書.zip".encode()).decode() + '?="',
            zipped(Member(b"a.png", PNG, password=b"0912")),
        ),
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
    )
    return mixed(*parts)


def test_the_whole_mail_is_opened() -> None:
    found = list(opened([blob_of(whole_mail(), "a.eml")], Budget(), reraise=True))
    assert [one for one in found if isinstance(one, Gap)] == []
    assert [one.opened_with for one in found if isinstance(one, Archive)] == ["mail", "mail"]


@pytest.mark.parametrize("fiftieth", range(1, 50))
def test_a_mail_that_is_cut_off_says_so(fiftieth: int) -> None:
    """But for one that ends with a whole line of what is shown: servers that give mails back cut them so."""
    mail = whole_mail()
    rest = mail[: len(mail) * fiftieth // 50]
    found = everything(rest)
    assert rest.endswith(b"\n") or any(isinstance(one, Gap) and one.wanted == "content" for one in found)


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes(seed: int) -> None:
    draw, mail = random.Random(seed), whole_mail()
    for _ in range(25):
        broken = bytearray(mail)
        for _ in range(draw.randint(1, 30)):
            broken[draw.randrange(len(broken))] = draw.choice((0, 10, 13, 32, 34, 45, 61, 63, 255, draw.randrange(256)))
        assert any(isinstance(one, Looked | Gap) for one in everything(bytes(broken)))


CRASHES: dict[str, bytes] = {
    "nothing": b"",
    "a line break": b"\n",
    "a border alone": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b",
    "a border in the last byte": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--",
    "an empty border": HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n--\n',
    "a border of spaces": HEAD + b'Content-Type: multipart/mixed; boundary="  "\n\n--  \nx',
    "a border that is no ASCII": HEAD + 'Content-Type: multipart/mixed; boundary="あ"\n\n--あ\n\nx\n--あ--'.encode(),
    "lone surrogates": HEAD + b"Content-Type: text/plain; charset=utf-16\n\n\xff\xfe\x00\xd8a\x00",
    "a text of an unknown character set": HEAD + b"Content-Type: text/plain; charset=\xff\xfe\n\nx",
    "an empty name": HEAD + b'Content-Type: application/zip; name=""\n\nPK\5\6' + bytes(18),
    "a date far away": HEAD + b"Date: Fri, 99 Dec 99999 99:99:99 +9999\n\nx",
    "a zone without end": HEAD + b"Date: Thu, 1 Jan 2026 00:00:00 +99999999999999999999\n\nx",
    "signs for a person": b"From: <<<>>>,,,(((\"\n" + HEAD + b"\nx",
    "an envelope only": b"From a@b.c Thu Jan  1 00:00:00 2026\n",
}  # fmt: skip


@pytest.mark.parametrize("name", CRASHES)
def test_what_a_parser_may_stumble_over(name: str) -> None:
    everything(CRASHES[name])
