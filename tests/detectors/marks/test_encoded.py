"""What is, and is not, a name in Emotet's encoding."""

from __future__ import annotations

import pytest

from mimawari.detectors.marks.encoded import LIMIT, decoded, serial_of, stem

SERIAL = 0x1234ABCD


def encoded(plain: bytes) -> bytes:
    return decoded(plain, SERIAL)


@pytest.mark.parametrize(("name", "serial"), [("0", 0), ("12345", 0x12345), ("deadbeef", 0xDEADBEEF), ("DEADBEEF", 0xDEADBEEF)])
def test_names_that_are_serials(name: str, serial: int) -> None:
    assert serial_of(name) == serial


@pytest.mark.parametrize("name", ["", "00", "012345", "123456789", "ShellState", "0x12", "12 ", "１２"])
def test_names_that_are_not(name: str) -> None:
    assert serial_of(name) is None


def test_key_is_little_endian() -> None:
    assert decoded(bytes(5), SERIAL) == bytes([0xCD, 0xAB, 0x34, 0x12, 0xCD])


@pytest.mark.parametrize(
    ("plain", "name"),
    [
        (b"mstask", "mstask"),
        (b"mstask\0\0\0", "mstask"),
        (b"mstask\0\x91\x07", "mstask"),
        (b"mstask.exe", "mstask"),
        (b"MSTASK.DLL\0", "MSTASK"),
        ("mstask".encode("utf-16-le"), "mstask"),
        ("mstask.exe\0\0".encode("utf-16-le"), "mstask"),
        (b"abc", "abc"),
        (b"abc\0\0", "abc"),
        (b"a (b)\0", "a (b)"),
        (b"x" * 64, "x" * 64),
    ],
)
def test_clean_names(plain: bytes, name: str) -> None:
    assert stem(encoded(plain), SERIAL) == name


@pytest.mark.parametrize(
    "plain",
    [b"", b"ab", b"ab.exe", b"abc\0\x91", b"x" * 65, b"a\\bcd", b"a:bcd", b"mst\x01ask", b"mst\x80ask", b"name.", b"\0mstask",
     b"x" * (LIMIT + 1), b"mstask" + bytes(LIMIT)],
)  # fmt: skip
def test_what_is_no_name(plain: bytes) -> None:
    assert stem(encoded(plain), SERIAL) is None
