"""Values that were deleted from a hive and whose bytes still lie in its free space.

Of a deleted value only itself is left: which key it stood below is not known.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from mimawari.model import BadEvidence
from mimawari.sources.windows.hive import Hive
from mimawari.sources.windows.hive_base import SIZE
from mimawari.sources.windows.hive_errors import reading
from mimawari.sources.windows.hive_overlay import Overlay
from mimawari.sources.windows.hive_value import EXPAND_SZ, MULTI_SZ, SZ, HiveValue, decoded

_VALUE = struct.Struct("<2sHIIIH")
_VALUE_LIMIT, _DATA_LIMIT, _NAME_LIMIT = 100_000, 1 << 20, 1024
_TYPES = range(12)
_CHUNK = 4 << 20
_READ_LIMIT = 256 << 20
_TEXT = (SZ, EXPAND_SZ, MULTI_SZ)
_CELLS = (b"nk", b"vk", b"sk", b"lf", b"lh", b"li", b"ri", b"db")


def deleted_values(hive: Hive) -> Iterator[HiveValue]:
    """Every deleted value that is still whole and plausible, up to 100,000; damaged bins are passed over."""
    spaces = _Spaces(hive.cells.file, hive.cells.length)
    yield from islice(spaces.values(), _VALUE_LIMIT)


class _Spaces:
    """The free space of a hive, as ranges of offsets into its bins."""

    def __init__(self, file: Overlay, length: int) -> None:
        self._file, self._left = file, _READ_LIMIT
        ranges = list(_free(file, length))
        self._starts, self._ends = [start for start, _ in ranges], [end for _, end in ranges]

    def values(self) -> Iterator[HiveValue]:
        """The values in the free space."""
        for start, end in zip(self._starts, self._ends, strict=True):
            yield from self._within(start, end)

    def _within(self, start: int, end: int) -> Iterator[HiveValue]:
        """The values between two offsets; a value begins 4 bytes behind a multiple of 8."""
        for chunk in range(start, end, _CHUNK):
            data = self._read(chunk, min(_CHUNK + _NAME_LIMIT, end - chunk))
            at = data.find(b"vk")
            while 0 <= at < _CHUNK:
                if (chunk + at) % 8 == 4 and (value := self._value(data[at : at + _VALUE.size + 2 + _NAME_LIMIT])):
                    yield value
                at = data.find(b"vk", at + 1)

    def _value(self, data: bytes) -> HiveValue | None:
        if len(data) < _VALUE.size + 2:
            return None
        _, length, size, offset, kind, flags = _VALUE.unpack_from(data)
        name = _name(data[_VALUE.size + 2 :], length, flags)
        if name is None or kind not in _TYPES:
            return None
        content = self._content(size, offset)
        return _plausible(HiveValue(name, kind, decoded(kind, content)), content) if content else None

    def _content(self, size: int, offset: int) -> bytes | None:
        """The data, if all of it still lies in free space and nothing else was put there; 256 MiB of it in all."""
        if size & 0x80000000:
            size &= 0x7FFFFFFF
            return struct.pack("<I", offset)[:size] if size <= 4 else None
        space = bisect_right(self._starts, offset) - 1
        if size > _DATA_LIMIT or offset % 8 or space < 0 or offset + 4 + size > self._ends[space]:
            return None
        self._left -= size
        data = self._read(offset + 4, size) if self._left > 0 else b""
        return data if len(data) == size and data[:2] not in _CELLS else None

    def _read(self, offset: int, size: int) -> bytes:
        try:
            with reading("free space"):
                self._file.seek(SIZE + offset)
                return self._file.read(size)
        except BadEvidence:
            return b""


def _name(data: bytes, length: int, flags: int) -> str | None:
    """The name of a value if it is one that a person or program would give."""
    if length > min(len(data), _NAME_LIMIT) or flags & ~3:
        return None
    try:
        name = data[:length].decode("latin-1" if flags & 1 else "utf-16-le")
    except UnicodeDecodeError:
        return None
    return name if name.isprintable() else None


def _plausible(value: HiveValue, content: bytes) -> HiveValue | None:
    """The value, unless it says that it is text and is none."""
    if value.type not in _TEXT:
        return value
    text = str(value.data).replace("\n", "").replace("\t", "")
    return value if len(content) % 2 == 0 and text.isprintable() and "\ufffd" not in text else None


def _free(file: Overlay, length: int) -> Iterator[tuple[int, int]]:
    """The free cells, bin by bin: ``(offset, end)``."""
    at = 0
    while at < length:
        size = _bin_size(file, at)
        yield from _free_in_bin(file, at, min(size, length - at)) if size else ()
        at += size or SIZE


def _bin_size(file: Overlay, at: int) -> int:
    """The size of the bin at *at*; 0 if none is there."""
    file.seek(SIZE + at)
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"hbin":
        return 0
    size = int.from_bytes(head[8:12], "little")
    return 0 if size % SIZE else size


def _free_in_bin(file: Overlay, start: int, size: int) -> Iterator[tuple[int, int]]:
    file.seek(SIZE + start)
    data = file.read(size)
    at, end, cell_size = 32, len(data) - 4, struct.Struct("<i").unpack_from
    while at <= end:
        (cell,) = cell_size(data, at)
        if cell >= 8 and at + cell <= len(data) and not cell % 8:
            yield start + at, start + at + cell
            at += cell
        elif cell <= -8 and not cell % 8:
            at -= cell
        else:
            return
