"""What was written for mails, under random input of the pieces that mails are made of: nothing fails, and what must hold holds."""

from __future__ import annotations

import base64
import binascii
import quopri
import unicodedata
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mail_pieces import BODY, ESCAPES, HEADER, LABELS, MARKUP, WORDS, soup, words

from mimawari.formats import html_reader
from mimawari.formats.kept import Kept
from mimawari.formats.mail import parts
from mimawari.formats.mail.bodies import body, uuencoded
from mimawari.formats.mail.encoded_words import readable
from mimawari.formats.mail.headers import read
from mimawari.formats.passwords import MOST, candidates
from mimawari.formats.scripts import charsets
from mimawari.formats.smuggled import hidden


@settings(max_examples=600, derandomize=True, deadline=None)
@given(soup(HEADER))
def test_headers(data: bytes) -> None:
    found = read(data)
    assert 0 <= found.length <= len(data)
    assert len(found.file_name) <= 255
    assert not set(found.file_name) & set("\0\r\n")
    for name in found.fields:
        assert "\n" not in found.text(name)
    assert found.media_type == found.media_type.lower()
    readable(data)


@settings(max_examples=600, derandomize=True, deadline=None)
@given(soup(BODY, 20), st.sampled_from([40, 100, 777]), st.booleans())
def test_parts_lie_where_they_lie_whatever_is_read_at_once(data: bytes, block: int, is_mailbox: bool) -> None:
    start = b"From a@b.c Thu Jan  1 00:00:00 2026\n" if is_mailbox else b""
    mail = start + b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + data
    whole = parts.structure(Kept.of(mail))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_BLOCK", block)
        pieces = parts.structure(Kept.of(mail))
    assert pieces == whole
    at = 0
    for leaf in whole.leaves:
        assert at <= leaf.start <= leaf.end <= len(mail)
        at = leaf.end


def read_in(data: bytes, encoding: str, sizes: Iterator[int]) -> bytes:
    stream, _ = body(BytesIO(data), 0, len(data), encoding)
    pieces = []
    while piece := stream.read(next(sizes)):
        pieces.append(piece)
    return b"".join(pieces)


def repeated(sizes: list[int]) -> Iterator[int]:
    while True:
        yield from sizes


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    soup([*BODY, b"=", b"==", b"A", b"QUJD", b"=\r\n", b"=4", b"M%#\n", b" ", b"\xff\n"], 40),
    st.sampled_from(["base64", "quoted-printable", "x-uuencode", "", "7bit"]),
    st.lists(st.integers(1, 50), min_size=1, max_size=5),
)
def test_bodies_are_the_same_however_they_are_read(data: bytes, encoding: str, sizes: list[int]) -> None:
    assert read_in(data, encoding, repeated(sizes)) == read_in(data, encoding, repeated([1 << 20]))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000), max_size=10))
def test_what_was_encoded_is_decoded(data: bytes, places: list[int]) -> None:
    text = bytearray(base64.encodebytes(data))
    for place in places:
        text.insert(min(place, len(text)), place % 32)  # control characters: to be passed over
    assert read_in(bytes(text), "base64", repeated([64])) == data
    assert read_in(quopri.encodestring(data), "quoted-printable", repeated([64])) == data
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    assert read_in(b"begin 644 a\n" + lines + b"`\nend\n", "x-uuencode", repeated([64])) == data


def yenc(data: bytes) -> bytes:
    """yEnc 1.3: every byte plus 42; NUL, LF, CR and the equals sign are escaped with 64 more."""
    out = bytearray()
    for byte in data:
        sign = (byte + 42) & 0xFF
        out += bytes((0x3D, (sign + 64) & 0xFF)) if sign in (0, 10, 13, 0x3D) else bytes((sign,))
    return bytes(out)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=300), max_size=4))
def test_files_in_a_text(files: list[bytes]) -> None:
    text = b"hello\n"
    for number, data in enumerate(files):
        lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
        text += b"begin 644 u%d\n" % number + lines + b"`\nend\n"
    for number, data in enumerate(files):
        lines = yenc(data).replace(b"\n.", b"\n=n")
        text += b"=ybegin line=128 size=%d name=y%d\n" % (len(data), number) + lines + b"\n=yend size=1\n"
    found = uuencoded(text)
    expected = [(f"u{n}", d) for n, d in enumerate(files)] + [(f"y{n}", d) for n, d in enumerate(files)]
    assert found == expected


@settings(max_examples=300, derandomize=True, deadline=None)
@given(soup(BODY, 40))
def test_files_in_any_text(data: bytes) -> None:
    assert all(content for _, content in uuencoded(data))


@settings(max_examples=500, derandomize=True, deadline=None)
@given(words(WORDS))
def test_passwords_stand_in_the_text(text: str) -> None:
    found = candidates(text)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    # Nothing is guessed: each stands there, in one width or the other, and entities are what they mean.
    plain = unicodedata.normalize("NFKC", text.replace("&amp;", "&").replace("<b>", " "))
    assert all(one in text or unicodedata.normalize("NFKC", one) in plain for one in found)
    assert all(0 < len(one) <= 64 for one in found)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(soup(ESCAPES), st.sampled_from(LABELS))
def test_texts_of_any_character_set(data: bytes, label: str) -> None:
    assert isinstance(charsets.decoded(data, label), str)
    assert charsets.is_text(data) in (True, False)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("あ漢字ア、。abc \r\n！￥"), max_size=200), st.booleans())
def test_both_ways_of_reading_iso_2022_jp_agree(text: str, as_roman: bool) -> None:
    data = text.replace("￥", "").encode("iso2022_jp")
    assert charsets.decoded(data, "iso-2022-jp") == text.replace("￥", "")
    # An escape sequence to JIS-Roman, which the quick way does not take, changes nothing else.
    odd = data.replace(b"\x1b(B", b"\x1b(J") if as_roman else data + b"\x1b(J"
    assert charsets.decoded(odd, "iso-2022-jp") == text.replace("￥", "")


def test_every_character_of_jis_x_0208_is_the_same_both_ways() -> None:
    for high in range(0x21, 0x7F):
        row = b"".join(bytes((high, low)) for low in range(0x21, 0x7F))
        quick, slow = (charsets.decoded(b"\x1b$B" + row + end, "iso-2022-jp") for end in (b"\x1b(B", b"\x1b(J"))
        assert quick == slow


@settings(max_examples=800, derandomize=True, deadline=None)
@given(words(MARKUP, 14))
def test_pages_are_the_same_with_and_without_the_quick_way(text: str) -> None:
    quick = html_reader.read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_reader, "_PLAIN", NEVER)
        slow = html_reader.read(text)
    assert quick == slow


class _Never:
    def match(self, text: str, at: int) -> None:
        """Nothing."""


NEVER = _Never()
PROGRAM = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(range(256)) * 4
FORMS: dict[str, Callable[[bytes], str]] = {
    "base64": lambda data: base64.b64encode(data).decode(),
    "backwards": lambda data: base64.b64encode(data).decode()[::-1],
    "url-safe": lambda data: base64.urlsafe_b64encode(data).decode(),
    "hexadecimal": lambda data: data.hex(),
    "escaped": lambda data: "".join(f"\\x{byte:02x}" for byte in data),
    "percent": lambda data: "".join(f"%{byte:02X}" for byte in data),
    "numbers": lambda data: ", ".join(map(str, data)),
    "numbers-with-a-comma-behind": lambda data: ",".join(map(hex, data)) + ",",
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, derandomize=True, deadline=None)
@given(before=words([" ", "=", "_", ",", "\n", "あ", "1, ", "%4", "\\x4", ";", "A" * 999 + " ", "7, " * 249 + "; "], 6))
def test_a_program_in_any_form_is_found_whatever_stands_before_it(form: str, before: str) -> None:
    found = [one for one in hidden(f"{before}[{FORMS[form](PROGRAM)}]") if one.kind == "pe"]
    assert [one.content[: len(PROGRAM)] for one in found] == [PROGRAM]
