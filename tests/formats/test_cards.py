"""Calendars and address cards: the files in their lines."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises

from mimawari.formats.cards import FORMAT
from mimawari.formats.message import FORMAT as MESSAGE

FILE = bytes(range(256)) * 2
B64 = base64.b64encode(FILE)
LINES = b"".join(b" " + B64[at : at + 74] + b"\r\n" for at in range(0, len(B64), 74))


def calendar(*lines: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"".join(line + b"\r\n" for line in lines) + b"END:VEVENT\r\nEND:VCALENDAR\r\n"


def card(*lines: bytes) -> bytes:
    return b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + b"".join(line + b"\r\n" for line in lines) + b"END:VCARD\r\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (calendar(b"ATTACH;FILENAME=h.slk;ENCODING=BASE64;VALUE=BINARY:" + B64), "h.slk"),
        (
            calendar(b'ATTACH;FMTTYPE=text/plain;X-FILENAME="a:b;c.zip";ENCODING=BASE64;VALUE=BINARY:\r\n' + LINES.rstrip()),
            "a:b;c.zip",
        ),
        (calendar(b"ATTACH:data:application/zip;base64," + B64), "file 1"),
        (card(b"PHOTO;ENCODING=b;TYPE=JPEG:" + B64), "file 1"),
        (card(b"PHOTO;JPEG;BASE64:\r\n" + LINES), "file 1"),
        (card(b"PHOTO;ENCODING=BASE64:" + B64[:74], B64[74:148], B64[148:]), "file 1"),
        (card(b"PHOTO:data:image/jpeg;base64," + B64), "file 1"),
    ],
)
def test_files_are_opened(data: bytes, name: str) -> None:
    assert recognises(FORMAT, data)
    found = inside(FORMAT, data)
    assert found.contents() == {name: FILE}
    assert found.gaps == []


def test_what_carries_nothing() -> None:
    honest = card(b"N:Yamada;Taro", b"NOTE;ENCODING=QUOTED-PRINTABLE:=E8=AB", b"PHOTO;VALUE=uri:https://example.com/a.jpg")
    assert recognises(FORMAT, honest)
    found = inside(FORMAT, honest)
    assert (found.blobs, found.gaps) == ([], [])
    assert not recognises(FORMAT, b"BEGIN:VTODO\r\n")
    assert not recognises(FORMAT, honest, "a.js")
    assert not recognises(FORMAT, b"see BEGIN:VCARD\r\n")


def test_damaged_and_too_many() -> None:
    assert inside(FORMAT, card(b"PHOTO;ENCODING=b:%%%%")).gaps == [("corrupt", "file 1: its encoding is damaged")]
    many = inside(FORMAT, card(*[b"KEY;ENCODING=b:QUJD"] * 1001))
    assert len(many.blobs) == 1000
    assert many.gaps == [("too-large", "more than 1000 files in a calendar or address card")]


def test_one_in_a_mail_and_in_utf_16() -> None:
    data = card(b"PHOTO;ENCODING=b:" + B64)
    mail = inside(MESSAGE, b"From: a@example.com\r\nSubject: x\r\nContent-Type: text/vcard\r\n\r\n" + data)
    assert [blob.name for blob in mail.blobs] == ["part 1.vcf"]
    wide = data.decode("ascii").encode("utf-16")
    assert recognises(FORMAT, wide)
    assert inside(FORMAT, wide).contents() == {"file 1": FILE}


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255), st.booleans())
def test_flipped_and_cut_ones_are_read(at: int, value: int, cut: bool) -> None:
    data = bytearray(calendar(b"ATTACH;FILENAME=h.slk;ENCODING=BASE64;VALUE=BINARY:\r\n" + LINES.rstrip()))
    data[at % len(data)] = value
    inside(FORMAT, bytes(data[: at % len(data)]) if cut else bytes(data))
