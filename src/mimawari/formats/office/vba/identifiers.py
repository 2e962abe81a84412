"""The names in ``_VBA_PROJECT`` that compiled code refers to by number. Source: see :mod:`mimawari.formats.office.vba.pcode`."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MOST = 30_000
_TABLES = 2_000
"""So many references and modules are walked over to reach the names."""


class _End(Exception):
    pass


class _Walk:
    """A place in the stream; every step is checked against its end."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def word(self) -> int:
        return int(self._take("<H", 2))

    def dword(self) -> int:
        return int(self._take("<I", 4))

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data):
            raise _End

    def table(self, size: int = 1, *, may_be_none: bool = False) -> None:
        """A count of 16 bits and so many elements; 0xFFFF may stand for none."""
        count = self.word()
        if not (may_be_none and count == 0xFFFF):
            self.skip(count * size)

    def _take(self, layout: str, size: int) -> int:
        at = self.at
        self.skip(size)
        return int(struct.unpack_from(layout, self.data, at)[0])


def version_of(data: bytes) -> int | None:
    """The version of Office's VBA that compiled it (MS-OVBA 2.3.4.1); None where the stream is none."""
    if len(data) < 7 or data[:2] != b"\xcc\x61":
        return None
    return int.from_bytes(data[2:4], "little")


def identifiers(data: bytes, codec: str) -> tuple[str, ...]:
    """The identifiers in their order, as far as the stream goes; none from before Office 2000."""
    version = version_of(data)
    if version is None or version < 0x6B:
        return ()
    walk = _Walk(data, 0x1E)
    try:
        _over_references(walk)
        _over_modules(walk)
        return tuple(_names(walk, codec))
    except _End:
        return ()


def _over_references(walk: _Walk) -> None:
    count = walk.word()
    walk.skip(2)
    for _ in range(min(count, _TABLES)):
        length = walk.word()
        if length == 0:
            walk.skip(6)
        else:
            _over_library(walk, length)
        walk.skip(10)
        if walk.word():
            walk.table()
            more = walk.word()
            walk.skip((2 if more else 0) + more + 30)


def _over_library(walk: _Walk, length: int) -> None:
    kind = walk.data[walk.at + 4 : walk.at + 5] if length >= 5 else b""
    walk.skip(length)
    if kind in (b"C", b"D"):
        walk.table()


def _over_modules(walk: _Walk) -> None:
    walk.table(2)
    walk.table(4)
    walk.skip(2)
    for _ in range(3):
        walk.table(may_be_none=True)
    walk.skip(0x64)
    for _ in range(min(walk.word(), _TABLES)):
        walk.table()
        walk.table()
        walk.table(may_be_none=True)
        walk.skip(2)
        walk.table(may_be_none=True)
        walk.table(may_be_none=True)
        walk.skip(6)
        walk.table(8)
        walk.skip(11)
    walk.skip(6)
    walk.skip(walk.dword())
    walk.skip(6)


def _names(walk: _Walk, codec: str) -> Iterator[str]:
    first, count, second = walk.word(), walk.word(), walk.word()
    walk.skip(4)
    for _ in range(min(MOST, max(0, count + second - first))):
        walk.skip(4)
        _one(walk, codec)
    for _ in range(min(MOST, max(0, first - second))):
        try:
            name, is_keyword = _one(walk, codec)
            if not is_keyword:
                walk.skip(4)
        except _End:
            return
        yield name  # an empty one counts too


def _one(walk: _Walk, codec: str) -> tuple[str, bool]:
    length, kind = _shape(walk)
    is_keyword = not length and not kind
    if is_keyword:
        walk.skip(2)
        length, kind = _shape(walk)
    if kind & 0x80:
        walk.skip(6)
    at = walk.at
    walk.skip(length)
    return walk.data[at : at + length].decode(codec, "replace"), is_keyword


def _shape(walk: _Walk) -> tuple[int, int]:
    word = walk.word()
    return word & 0xFF, word >> 8
