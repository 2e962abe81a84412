"""Attachments that a mail hides from who reads it by the letter: they are opened, or it is told that something was not."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.mail_files import attached, mixed, text

from mimawari.formats.message import FORMAT
from mimawari.model import Message

SLK = b"ID;P\r\nO;E\r\nC;X1;Y1;K0;EEXEC(1)\r\nE\r\n"
HEAD = b"From: a@example.com\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
APART = ("corrupt", "a mail of parts that cannot be told apart")
B64 = base64.encodebytes(SLK).replace(b"\n", b"\r\n")


def body(mark: bytes = b"BBB") -> bytes:
    """A text and a file, between borders."""
    parts = (text("hello"), attached("h.slk", SLK))
    return b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def mail(content_type: bytes, mark: bytes = b"BBB", head: bytes = HEAD) -> bytes:
    return head + b"Content-Type: " + content_type + b"\r\n\r\n" + body(mark)


@pytest.mark.parametrize(
    ("data", "gaps"),
    [
        pytest.param(mail(b"multipart/mixed (hi; boundary=CCC); boundary=BBB"), [], id="comment"),
        pytest.param(mail(b"(x) multipart (y) / mixed; boundary=BBB (z)"), [], id="comments"),
        pytest.param(mail(b"multipart/mixed; boundary=CCC; boundary=BBB"), [], id="two borders"),
        pytest.param(mail(b"multipart/mixed; boundary='BBB'"), [], id="single quotes"),
        pytest.param(mail(b"multipart/mixed; boundary=" + b"B" * 1100, b"B" * 1100), [], id="1100 signs"),
        pytest.param(mail(b'multipart/mixed; boundary="\x82\xa0"', b"\x82\xa0"), [], id="Shift_JIS"),
        pytest.param(mail(b"multipart/mixed; boundary=NEVER"), [APART], id="another border"),
        pytest.param(mail(b"text/plain\r\nContent-Type: multipart/mixed; boundary=BBB"), [], id="two types"),
        pytest.param(mail(b"multipart\0/mixed; boundary=BBB"), [], id="zero"),
        pytest.param(mail(b"multipart; boundary=BBB"), [], id="no subtype"),
        pytest.param(mail(b"=?utf-8?Q?multipart/mixed?=; boundary=BBB"), [], id="encoded"),
        pytest.param(mail(b"%%%; boundary=BBB"), [], id="no type"),
        pytest.param(mail(b"%%%"), [APART], id="no type and no border"),
        pytest.param(mail(b"multipart/mixed; boundary=BBB", head=b"no field\r\n" + HEAD), [], id="garbage first"),
        pytest.param(mail(b"multipart/mixed; boundary=BBB").replace(b"1.0\r\n", b"1.0\r"), [], id="lone CR"),
        pytest.param(
            mail(b"multipart/mixed; boundary=BBB").replace(b"hello\r\n--BBB", b"hello\r\n--BBB--\r\n--BBB"), [], id="epilogue"
        ),
    ],
)
def test_the_file_is_opened_however_the_parts_are_told(data: bytes, gaps: list[tuple[str, str]]) -> None:
    assert recognises(FORMAT, data, "a.eml")
    found = inside(FORMAT, data)
    assert found.contents()["h.slk"] == SLK
    assert found.gaps == gaps
    assert "hello" in found.one(Message).text


def test_a_part_before_the_first_border() -> None:
    data = mail(b"multipart/mixed; boundary=BBB").replace(b"--BBB", attached("p.slk", SLK) + b"--BBB", 1)
    assert inside(FORMAT, data).contents()["p.slk"].startswith(SLK)


def test_a_border_that_never_comes_is_told_and_the_body_is_read_as_text() -> None:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=NEVER\r\n\r\n"
    found = inside(FORMAT, head + b"some text only\r\n")
    assert found.gaps == [APART]
    assert "some text only" in found.one(Message).text
    # Within parts as well.
    inner = b"Content-Type: multipart/alternative; boundary=NEVER\r\n\r\nwords\r\n"
    assert inside(FORMAT, mixed(inner, text("b"))).gaps == [APART]
    # A text beyond any border of a report has been read as a whole; and where nothing is, nothing is hidden.
    report = head.replace(b"mixed", b"report")
    assert inside(FORMAT, report + b"Your mail could not be delivered.\r\n").gaps == []
    assert inside(FORMAT, report + b"x\r\n--other\r\n").gaps == [APART]
    assert inside(FORMAT, head + b"\r\n").gaps == []
    assert inside(FORMAT, head).gaps == []


def test_two_borders_that_both_are_met_are_told() -> None:
    data = mail(b"multipart/mixed; boundary=CCC; boundary=BBB").replace(b"hello", b"hello\r\n--CCC\r\n\r\nmore")
    assert ("corrupt", "a mail that names its borders twice") in inside(FORMAT, data).gaps


@pytest.mark.parametrize("media_type", ["message/delivery-status", "message/disposition-notification", "text/rfc822-headers"])
def test_a_file_under_the_type_of_a_report(media_type: str) -> None:
    named = f"Content-Type: {media_type}\r\nContent-Disposition: attachment; filename=h.slk\r\n\r\n".encode() + SLK
    assert inside(FORMAT, mixed(text("x"), named)).contents() == {"h.slk": SLK}
    encoded = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + B64
    found = inside(FORMAT, mixed(text("x"), encoded))
    assert found.contents() == {"part 3": SLK}
    assert found.one(Message).attachments == ("part 3",)
    # What mail servers write.
    real = (
        f"Content-Type: {media_type}; name=details.txt\r\nContent-Disposition: attachment\r\n\r\nReporting-MTA: dns; x\r\n".encode()
    )
    assert inside(FORMAT, mixed(text("x"), real)).blobs == []


def test_an_encoding_that_is_told_twice_is_read_both_ways() -> None:
    part = attached("h.slk", SLK, "Content-Transfer-Encoding: 7bit\r\n")
    found = inside(FORMAT, mixed(text("x"), part))
    assert next(blob.content.size for blob in found.blobs if blob.name == "h.slk") == len(SLK)
    assert len(found.blobs) == 2
    twice = attached("h.slk", SLK, "Content-Transfer-Encoding: base64\r\n")
    assert len(inside(FORMAT, mixed(text("x"), twice)).blobs) == 1
    plain = b"Content-Type: text/plain\r\nContent-Type: application/x-slk\r\n\r\n" + SLK
    found = inside(FORMAT, mixed(plain))
    assert found.contents() == {"part 2": SLK}
    assert "EEXEC" in found.one(Message).text


def test_parts_that_are_encoded_all_together() -> None:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=BBB\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    found = inside(FORMAT, head + base64.encodebytes(body()))
    assert found.gaps == []
    (blob,) = found.blobs
    with blob.content.open() as stream:
        inner = stream.read()
    assert blob.media_type == "message/rfc822"
    assert inside(FORMAT, inner).contents() == {"h.slk": SLK}
    # Such a label over parts that are not encoded is frequent, and means nothing.
    assert inside(FORMAT, head + body()).contents() == {"h.slk": SLK}


def test_old_forms_that_are_not_opened_are_told() -> None:
    binhex = b'(This file must be converted with BinHex 4.0)\r\n\r\n:"@*6483"!*!%!3:\r\n'
    part = b"Content-Type: application/mac-binhex40; name=a.hqx\r\n\r\n" + binhex
    assert inside(FORMAT, mixed(part)).gaps == [("unsupported", "a.hqx: a file in BinHex")]
    assert inside(FORMAT, mixed(text(binhex))).gaps == [("unsupported", "a file in BinHex")]
    whole = b"=ybegin line=128 size=3 name=b.zip\r\n" + bytes((byte + 42) & 255 for byte in b"Cat") + b"\r\n=yend size=3\r\n"
    assert inside(FORMAT, mixed(text(whole))).gaps == []
    short = ("corrupt", "a file in yEnc that is not there as a whole")
    assert short in inside(FORMAT, mixed(text(whole.replace(b"size=3", b"size=20")))).gaps


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_a_mail_that_was_saved_in_utf_16(codec: str) -> None:
    data = mail(b"multipart/mixed; boundary=BBB").decode("ascii")
    wide = data.encode(codec) if codec == "utf-16" else b"\xfe\xff" + data.encode(codec)
    assert recognises(FORMAT, wide, "a.eml")
    assert inside(FORMAT, wide).contents()["h.slk"] == SLK
    assert not recognises(FORMAT, "no mail, a text".encode("utf-16"), "a.eml")


def test_a_text_before_the_fields_makes_no_mail_of_what_is_none() -> None:
    assert not recognises(FORMAT, b"Hello,\r\nFrom: a@example.com\r\nSubject: x\r\n", "a.txt")


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255), st.booleans(), st.booleans())
def test_flipped_and_cut_ones_are_read(at: int, value: int, cut: bool, other: bool) -> None:
    data = bytearray(mail(b"multipart/mixed (x; boundary=C); boundary=BBB; boundary=D", b"X" if other else b"BBB"))
    data[at % len(data)] = value
    inside(FORMAT, bytes(data[: at % len(data)]) if cut else bytes(data))
