"""One FILE record of an NTFS Master File Table, read with ``struct`` alone: quick, bounded, for hundreds of thousands.

Source of the layouts: the public documentation of the Linux NTFS project and dissect.ntfs, which tests compare with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct

ROOT = 5
IN_USE, FOLDER = 1, 2
ENCRYPTED, OFFLINE, RECALL = 0x4000, 0x1000, 0x400000
SURROGATE = 0x20000000
"""The bit of a reparse tag that says that the name stands for another place (a link, a mount point)."""

_DOS_NAME = 2
_STANDARD, _LIST, _NAME, _DATA, _REPARSE, _END = 0x10, 0x20, 0x30, 0x80, 0xC0, 0xFFFFFFFF
_SECTOR = 512
_HEAD = Struct("<4sHHQHHHHIIQ")
_ATTRIBUTE = Struct("<IIBBHHHIHH")
_TIMES = Struct("<QQQQI")
_FILE_NAME = Struct("<QQQQQQQIIBB")
_LONG = Struct("<Q")
_WORD = Struct("<I")


class BrokenRecord(ValueError):
    """The record is damaged."""


@dataclass(slots=True)
class Named:
    """A ``$FILE_NAME``: the folder (segment and sequence number) it stands in, and the name."""

    parent: int
    parent_sequence: int
    name: str
    size: int = 0
    created: int = 0
    modified: int = 0
    attributes: int = 0
    reparse: int = 0


@dataclass(slots=True)
class Record:
    """What a FILE record says. Times are FILETIMEs; ``base`` is the record that this one continues (0: none).

    ``size`` is None where the content's attribute stands in another record.
    """

    sequence: int
    is_folder: bool
    base: int = 0
    base_sequence: int = 0
    created: int | None = None
    modified: int | None = None
    attributes: int = 0
    size: int | None = None
    reparse: int = 0
    has_list: bool = False
    names: list[Named] = field(default_factory=list)

    @property
    def is_surrogate(self) -> bool:
        """Whether it stands for another place."""
        return bool(self.reparse & SURROGATE)


def parse(raw: bytes | memoryview) -> Record | None:
    """The record if it is in use, None if it is free. Raises :class:`BrokenRecord`."""
    data = bytearray(raw)
    if data[:4] != b"FILE":
        if not any(data[:64]):
            return None
        raise BrokenRecord("signature")
    _, fix_at, fix_count, _, sequence, _, first, flags, used, _, base = _HEAD.unpack_from(data)
    if not flags & IN_USE:
        return None
    _fix(data, fix_at, fix_count)
    record = Record(sequence, bool(flags & FOLDER), base & 0xFFFFFFFFFFFF, base >> 48)
    _attributes(record, data, first, min(used, len(data)))
    return record


def fixed(raw: bytes) -> bytearray:
    """A record with its fix-ups undone. Raises :class:`BrokenRecord`."""
    data = bytearray(raw)
    _fix(data, *_HEAD.unpack_from(data)[1:3])
    return data


def attributes(data: bytearray) -> Iterator[tuple[int, int, int]]:
    """Where each attribute of a record stands, its type and how long its name is. Raises :class:`BrokenRecord`."""
    at, end = _HEAD.unpack_from(data)[6], min(_HEAD.unpack_from(data)[8], len(data))
    while at + 24 <= end:
        kind, length, _, name_length, *_ = _ATTRIBUTE.unpack_from(data, at)
        if kind == _END:
            return
        if length < 24 or at + length > end:
            raise BrokenRecord("attribute")
        yield at, kind, name_length
        at += length


def _fix(data: bytearray, at: int, count: int) -> None:
    """Put back the last two bytes of each sector, and hold them against the update sequence number."""
    if count < 2 or at + 2 * count > len(data) or (count - 1) * _SECTOR > len(data):
        raise BrokenRecord("fix-up")
    sample = data[at : at + 2]
    for index in range(1, count):
        end = index * _SECTOR
        if data[end - 2 : end] != sample:
            raise BrokenRecord("fix-up")
        data[end - 2 : end] = data[at + 2 * index : at + 2 * index + 2]


def _attributes(record: Record, data: bytearray, at: int, end: int) -> None:
    while at + 24 <= end:
        kind, length, outside, name_length, _, _, _, value_length, value_at, _ = _ATTRIBUTE.unpack_from(data, at)
        if kind == _END:
            return
        if length < 24 or at + length > end:
            raise BrokenRecord("attribute")
        if kind == _DATA and not name_length:
            _data(record, data, at, length, outside, value_length)
        elif kind == _LIST:
            record.has_list = True
        elif not outside and value_at + value_length <= length:
            _value(record, kind, data, at + value_at, value_length)
        at += length


def _data(record: Record, data: bytearray, at: int, length: int, outside: int, value_length: int) -> None:
    if not outside:
        record.size = value_length
    elif length >= 64 and not _LONG.unpack_from(data, at + 16)[0]:
        # Only the attribute that begins at the first cluster says how long the content is.
        record.size = _LONG.unpack_from(data, at + 48)[0]


def _value(record: Record, kind: int, data: bytearray, at: int, length: int) -> None:
    if kind == _STANDARD and length >= 36:
        record.created, record.modified, _, _, record.attributes = _TIMES.unpack_from(data, at)
    elif kind == _NAME:
        named = file_name(data, at, length)
        if named:
            record.names.append(named)
    elif kind == _REPARSE and length >= 8:
        record.reparse = _WORD.unpack_from(data, at)[0]


def file_name(data: bytes | bytearray, at: int, length: int) -> Named | None:
    """A ``$FILE_NAME`` structure, from a record or from a folder's index; None for a name made for DOS."""
    if length < 66:
        raise BrokenRecord("name")
    parent, created, modified, _, _, _, size, attributes, reparse, letters, space = _FILE_NAME.unpack_from(data, at)
    if 66 + 2 * letters > length:
        raise BrokenRecord("name")
    if space == _DOS_NAME:
        return None
    name = data[at + 66 : at + 66 + 2 * letters].decode("utf-16-le", "surrogatepass")
    return Named(
        parent & 0xFFFFFFFFFFFF, parent >> 48, name, size, created, modified, attributes, reparse if attributes & 0x400 else 0
    )
