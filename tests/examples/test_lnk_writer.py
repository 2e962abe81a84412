"""Shortcuts, taken apart by the offsets of [MS-SHLLINK]."""

from __future__ import annotations

import struct

from mimawari.examples.lnk_writer import shortcut
from mimawari.sources.windows.serial import serial_of_shortcut

PATH = r"C:\Users\shop\Documents\注文書.xlsx"
LINK = shortcut(PATH, 0x5C3A91E7, 132_550_902_051_234_567, size=12_345)


def text_at(data: bytes, at: int, code_page: str) -> str:
    return data[at:].decode(code_page, "replace").split("\0")[0]


def test_the_header() -> None:
    size, identity, flags, attributes, created, accessed, written, length = struct.unpack_from("<I16sII3QI", LINK)
    assert size == 0x4C
    assert identity.hex() == "0114020000000000c000000000000046"
    assert (flags, attributes, length) == (0x82, 0x20, 12_345)
    assert created == accessed == written == 132_550_902_051_234_567


def test_the_volume_and_the_path() -> None:
    info = LINK[0x4C:]
    size, head, flags, volume, base, network, suffix, wide, wide_suffix = struct.unpack_from("<9I", info)
    assert (head, flags, network) == (0x24, 1, 0)
    assert text_at(info, base, "cp932") == text_at(info[wide:size], 0, "utf-16-le") == PATH
    assert info[suffix] == 0
    assert info[wide_suffix : wide_suffix + 2] == b"\0\0"
    volume_size, kind, serial, label = struct.unpack_from("<4I", info, volume)
    assert (volume_size, kind, serial, label) == (0x11, 3, 0x5C3A91E7, 0x10)
    assert info[size:] == bytes(4)


def test_our_reader_finds_the_serial() -> None:
    assert serial_of_shortcut(LINK) == 0x5C3A91E7
    assert serial_of_shortcut(LINK, "D:") is None
