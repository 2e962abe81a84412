"""The compression of MS-OVBA 2.4.1; the examples are those of its section 3.2."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.vba_writer import compress

from mimawari.formats.office.vba.compression import containers, unpacked

# MS-OVBA 3.2.1 to 3.2.3: no, normal and maximum compression.
_NONE = "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"
_NORMAL = (
    "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04 10 72 73"
    " 74 75 76 10 77 78 79 7A 00 3C"
)
_MOST = "01 03 B0 02 61 45 00"


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (_NONE, b"abcdefghijklmnopqrstuv."),
        (_NORMAL, b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"),
        (_MOST, b"a" * 73),
    ],
)
def test_the_examples_of_the_specification(packed: str, text: bytes) -> None:
    assert unpacked(bytes.fromhex(packed), 1 << 20) == (text, "")


@given(st.lists(st.sampled_from([b"a", b"Sub A()\r\n", b"\0\xff", b"x = x + 1\r\n" * 30, bytes(range(256))]), max_size=80))
@settings(max_examples=60, deadline=None)
def test_whatever_was_packed_comes_out(pieces: list[bytes]) -> None:
    text = b"".join(pieces)
    made = unpacked(compress(text), 1 << 20)[0]
    # a chunk that does not shrink is stored whole, filled up to 4,096 bytes
    assert made.rstrip(b"\0") == text.rstrip(b"\0")


@pytest.mark.filterwarnings("ignore")
def test_oletools_reads_what_the_writer_writes() -> None:
    from oletools.olevba import decompress_stream

    text = b'Attribute VB_Name = "Module1"\r\n' * 700
    assert bytes(decompress_stream(bytearray(compress(text)))) == text


def test_no_more_than_allowed() -> None:
    text, fault = unpacked(compress(b"a" * 100_000), 5000)
    assert (text, fault) == (b"a" * 5000, "more than 5000 bytes of text")


def test_a_bomb_costs_nothing_more_than_what_is_allowed() -> None:
    """Seven bytes for 4,096 is the best that the format can do."""
    text, fault = unpacked(b"\x01" + bytes.fromhex("03b00261fd0f") * 200_000, 4 << 20)
    assert len(text) == 4 << 20
    assert fault.startswith("more than")


@pytest.mark.parametrize(
    ("data", "text", "fault"),
    [
        (b"", b"", "not a compressed container"),
        (b"\x02\x19\xb0", b"", "not a compressed container"),
        (bytes.fromhex("01 19 30 00"), b"", "the compressed text ends early"),
        (bytes.fromhex("01 19 C0 00 61"), b"", "the compressed text is damaged"),
        (bytes.fromhex("01 05 B0 01 FF FF 00"), b"", "the compressed text is damaged"),
        (bytes.fromhex(_NONE)[:15], b"abcdefghij", "the compressed text ends early"),
    ],
)
def test_damaged(data: bytes, text: bytes, fault: str) -> None:
    made, told = unpacked(data, 1 << 20)
    assert told == fault
    assert made == text or fault.endswith("early")


@given(st.binary(max_size=6000))
@settings(max_examples=80, deadline=None)
def test_any_bytes(data: bytes) -> None:
    text, fault = unpacked(b"\x01" + data, 1 << 16)
    assert len(text) <= 1 << 16
    assert isinstance(fault, str)


def test_where_a_source_begins() -> None:
    packed = compress(b'Attribute VB_Name = "Module1"\r\n')
    assert list(containers(b"\x01\xb0" * 20 + packed)) == [40]
    assert list(containers(b"\x01\xb0\x00Attribut")) == []
