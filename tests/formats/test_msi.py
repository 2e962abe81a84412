"""Installer packages: by the class of their root, wherever the directory lies; other OLE files are none."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises

from mimawari.formats.msi import FORMAT
from mimawari.model import Program

PACKAGE = bytes.fromhex("84100c0000000000c000000000000046")
DOCUMENT = bytes.fromhex("0609020000000000c000000000000046")
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(root_class: bytes, stream: bytes, directory: int = 1, name: str = "Binary.x") -> bytes:
    """[MS-CFB], version 3: a FAT in sector 0, the directory at sector *directory*, behind it one stream of at least 4,096 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    fat = [_FAT, *[_FREE] * (directory - 1), _END, *range(directory + 2, directory + 1 + sectors), _END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = (
        _entry("Root Entry", 5, root_class, 1, _END, 0) + _entry(name, 2, bytes(16), _FREE, directory + 1, len(stream)) + bytes(256)
    )
    body = struct.pack("<128I", *(fat + [_FREE] * 128)[:128]) + bytes(512 * (directory - 1)) + entries
    return head + body + stream.ljust(512 * sectors, b"\0")


def _entry(name: str, kind: int, class_: bytes, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, _FREE, child)
        + class_
        + bytes(20)
        + struct.pack("<IQ", start, size)
    )


@pytest.mark.parametrize("directory", [1, 40])
def test_a_package_and_what_it_carries(directory: int) -> None:
    data = ole(PACKAGE, b"MZ" + bytes(5000), directory)
    assert recognises(FORMAT, data, "setup.msi")
    found = inside(FORMAT, data, "setup.msi")
    assert found.one(Program).form == "msi"
    assert found.contents() == {"stream 0": (b"MZ" + bytes(5000))}
    assert found.gaps == []


def test_signed_ones() -> None:
    assert inside(FORMAT, ole(PACKAGE, b"", name="\x05DigitalSignature")).one(Program).signed
    assert not inside(FORMAT, ole(PACKAGE, b"")).one(Program).signed


def test_documents_are_none() -> None:
    assert not recognises(FORMAT, ole(DOCUMENT, b""), "a.msi")
    far = ole(DOCUMENT, b"", 40)
    assert inside(FORMAT, far, "a.msi").artifacts == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_damaged(data: st.DataObject) -> None:
    damaged = bytearray(ole(PACKAGE, b"MZ" + bytes(5000)))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(24, 0x700))] = data.draw(st.integers(0, 255))
    recognises(FORMAT, bytes(damaged), "a.msi")
    inside(FORMAT, bytes(damaged[: data.draw(st.integers(600, len(damaged)))]), "a.msi")
