"""The records of a zip archive. Source: PKWARE's APPNOTE.TXT; the time fields: Info-ZIP's ``extrafld.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from struct import Struct, error, unpack_from
from typing import BinaryIO

from mimawari.model.filetime import from_unix_ns
from mimawari.trees.clusters import dos_time

ENCRYPTED, LATER, UTF8 = 1, 8, 0x800
LOCAL, CENTRAL, END, END64, LOCATOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7"
_CENTRAL = Struct("<4sBBHHHHHIIIHHHHHII")
_LOCAL = Struct("<4sHHHHHIIIHH")
_TAIL = 22 + 65535
_BIG = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Times:
    """FILETIMEs; ``exact`` where one has a part of a second."""

    modified: int | None
    created: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What the archive says of a member. ``at`` is where its local header stands, ``header`` how long that is if known."""

    name: str
    at: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    times: Times
    header: int = 0


def read_local(stream: BinaryIO, at: int) -> tuple[Row, int] | None:
    """A local header and its length; None where there is none."""
    stream.seek(at)
    raw = stream.read(_LOCAL.size)
    if len(raw) < _LOCAL.size or raw[:4] != LOCAL:
        return None
    _, _, flags, method, time, day, crc, packed, size, named, extra_length = _LOCAL.unpack(raw)
    name, extra = stream.read(named), stream.read(extra_length)
    length = _LOCAL.size + named + extra_length
    row = Row(_name(name, flags), at, flags, method, crc, packed, size, 0, _times(day, time, extra), length)
    return _wide(row, extra), length


def read_central(stream: BinaryIO, at: int, end: int, shift: int) -> Iterator[Row | None]:
    """The rows of the central directory between *at* and *end*; None, and no more, where it is damaged."""
    stream.seek(at)
    while at < end:
        raw = stream.read(_CENTRAL.size)
        if len(raw) < _CENTRAL.size or raw[:4] != CENTRAL:
            yield None
            return
        row, length = _row(raw, stream, shift)
        yield row
        at += length


def _row(raw: bytes, stream: BinaryIO, shift: int) -> tuple[Row, int]:
    (_, _, system, _, flags, method, time, day, crc, packed, size, named, extra_length, comment, _, _, outside, at) = (
        _CENTRAL.unpack(raw)
    )
    name, extra = stream.read(named), stream.read(extra_length)
    stream.read(comment)
    mode = outside >> 16 if system == 3 else 0
    row = _wide(Row(_name(name, flags), at, flags, method, crc, packed, size, mode, _times(day, time, extra)), extra)
    return replace(row, at=row.at + shift) if shift else row, _CENTRAL.size + named + extra_length + comment


def find_directory(stream: BinaryIO, size: int) -> tuple[int, int, int] | None:
    """Where the central directory begins and ends, and by how much the offsets in it are to be shifted; None: not there."""
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    found = tail.rfind(END)
    if found < 0 or len(tail) - found < 22:
        return None
    length, offset = unpack_from("<II", tail, found + 12)
    end = start + found
    wide = _find_wide(stream, end)
    if wide:
        end, length, offset = wide
    begin = end - length
    return (begin, end, begin - offset) if 0 <= begin <= end and begin >= offset else None


def has_foreign_data(stream: BinaryIO, size: int, directory: tuple[int, int, int]) -> bool:
    """Whether anything but zeros lies before the first member or behind the end record and its comment."""
    if directory[2]:
        return True
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    found = tail.rfind(END)
    (comment,) = unpack_from("<H", tail, found + 20)
    return bool(tail[found + 22 + comment :].strip(b"\0"))


def _find_wide(stream: BinaryIO, end: int) -> tuple[int, int, int] | None:
    """The zip64 end record: where it stands, the directory's length and offset."""
    if end < 76:
        return None
    stream.seek(end - 20)
    locator = stream.read(20)
    if locator[:4] != LOCATOR:
        return None
    for at in (unpack_from("<Q", locator, 8)[0], end - 20 - 56):
        if at + 56 <= end:
            stream.seek(at)
            record = stream.read(56)
            if record[:4] == END64:
                return at, *unpack_from("<QQ", record, 40)
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _wide(row: Row, extra: bytes) -> Row:
    """Sizes and offset beyond 4 GiB stand in a field of their own, in this order, each only where it is needed."""
    if _BIG not in (row.size, row.packed, row.at):
        return row
    data = next((data for kind, data in _fields(extra) if kind == 1), b"")
    values = iter(unpack_from(f"<{len(data) // 8}Q", data)) if data else iter(())
    size = next(values, row.size) if row.size == _BIG else row.size
    packed = next(values, row.packed) if row.packed == _BIG else row.packed
    at = next(values, row.at) if row.at == _BIG else row.at
    return replace(row, size=size, packed=packed, at=at)


def _times(day: int, time: int, extra: bytes) -> Times:
    """The best there is: NTFS times (100 ns), Unix time (1 s), the DOS time (2 s, of a zone that is not told)."""
    best: Times | None = None
    for kind, data in _fields(extra):
        try:
            if kind == 0x000A and unpack_from("<HH", data, 4) == (1, 24):
                modified, _, created = unpack_from("<QQQ", data, 8)
                return Times(modified, created, bool(modified % 10_000_000 or created % 10_000_000))
            if kind == 0x5455 and data[0] & 1:
                best = Times(from_unix_ns(unpack_from("<i", data, 1)[0] * 1_000_000_000))
        except (error, IndexError):
            continue
    return best or Times(dos_time(day, time))


def _name(raw: bytes, flags: int) -> str:
    """The name; without the mark of UTF-8 it is in the code page of the machine that packed it, in Japan 932."""
    for encoding in ("utf-8", "cp932") if not flags & UTF8 else ("utf-8",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "surrogateescape") if flags & UTF8 else raw.decode("cp437")
