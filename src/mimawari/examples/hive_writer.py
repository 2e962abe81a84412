"""Registry hives (regf 1.5) from a tree of keys: for examples, tests and benchmarks.

The layout follows the regf specification (msuhanov): cells in bins of 4,096 bytes and multiples, the root key first,
``lh`` lists of up to 500 keys under an ``ri``, data over 16,344 bytes in segments.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SZ, EXPAND_SZ, BINARY, DWORD, MULTI_SZ, QWORD = 1, 2, 3, 4, 7, 11
_NONE = 0xFFFFFFFF
_BIN, _BIN_HEAD, _SEGMENT, _LEAF = 4096, 32, 16_344, 500
_KEY = struct.Struct("<2sHQIIIIIIIIIIIIIIIHH")
_VALUE = struct.Struct("<2sHIIIHH")


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its data as it is stored; ``name`` is empty for the default value."""

    name: str
    type: int
    data: bytes


@dataclass(slots=True)
class Key:
    """A key. ``written`` is a FILETIME (100 ns since 1601-01-01 UTC)."""

    name: str = "ROOT"
    values: list[Value] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    written: int = 132_500_000_000_000_000

    def at(self, path: str) -> Key:
        """The key at a path below this one, made if need be with this one's time of writing."""
        key = self
        for name in path.split("\\"):
            found = next((below for below in key.keys if below.name.lower() == name.lower()), None)
            if found is None:
                found = Key(name, written=self.written)
                key.keys.append(found)
            key = found
        return key

    def put(self, *values: Value) -> Key:
        """Add values; gives the key itself."""
        self.values.extend(values)
        return self


def text(name: str, data: str, kind: int = SZ) -> Value:
    """A string value."""
    return Value(name, kind, data.encode("utf-16-le") + b"\0\0")


def expandable(name: str, data: str) -> Value:
    """A string value with variables such as ``%SystemRoot%``."""
    return text(name, data, EXPAND_SZ)


def texts(name: str, *data: str) -> Value:
    """A value of several strings."""
    return text(name, "".join(f"{each}\0" for each in data), MULTI_SZ)


def number(name: str, data: int) -> Value:
    """A 32-bit number."""
    return Value(name, DWORD, struct.pack("<I", data))


def binary(name: str, data: bytes) -> Value:
    """Bytes."""
    return Value(name, BINARY, data)


def build(root: Key, file_name: str = "", minor: int = 5) -> bytes:
    """The hive file that holds *root*; *file_name* is the tail of the path that the base block names."""
    bins = _Bins(root.written)
    writer = _Writer(bins)
    offset = writer.tree(root)
    writer.security()
    return _base_block(root.written, offset, file_name, minor, bins.closed()) + bytes(bins.data)


class _Bins:
    """Cells one behind the other, in bins; a cell lies in one bin."""

    def __init__(self, written: int) -> None:
        self.data = bytearray()
        self._written = written
        self._at = self._end = 0

    def add(self, content: bytes) -> int:
        """A new allocated cell; its offset into the bins."""
        size = (len(content) + 4 + 7) & ~7
        if self._at + size > self._end:
            self._open(size)
        offset = self._at
        struct.pack_into("<i", self.data, offset, -size)
        self.data[offset + 4 : offset + 4 + len(content)] = content
        self._at += size
        return offset

    def set(self, cell: int, place: int, value: int) -> None:
        """Put a 32-bit number into a cell."""
        struct.pack_into("<I", self.data, cell + 4 + place, value)

    def _open(self, size: int) -> None:
        self.closed()
        start = len(self.data)
        length = -(-(size + _BIN_HEAD) // _BIN) * _BIN
        self.data += struct.pack("<4sIIQQI", b"hbin", start, length, 0, 0 if start else self._written, 0).ljust(length, b"\0")
        self._at, self._end = start + _BIN_HEAD, start + length

    def closed(self) -> int:
        """Make a free cell of what is left of the last bin; the size of all bins."""
        if self._at < self._end:
            struct.pack_into("<i", self.data, self._at, self._end - self._at)
            self._at = self._end
        return len(self.data)


class _Writer:
    def __init__(self, bins: _Bins) -> None:
        self._bins = bins
        self._keys: list[int] = []

    def tree(self, root: Key) -> int:
        """Write a tree of keys without recursion; the offset of its root."""
        offset = self._key(root, _NONE, 0x0C)
        waiting = [(root, offset)]
        while waiting:
            key, at = waiting.pop()
            below = sorted(key.keys, key=lambda each: each.name.upper())
            cells = [(each, self._key(each, at)) for each in below]
            if cells:
                self._bins.set(at, 28, self._list(cells))
            waiting.extend(cells)
        return offset

    def security(self) -> None:
        """One security descriptor for all keys: owned by the administrators, open to all."""
        owner, group = _sid(32, 544), _sid(18)
        descriptor = struct.pack("<BBHIIII", 1, 0, 0x8004, 20, 20 + len(owner), 0, 0) + owner + group
        cell = self._bins.add(struct.pack("<2sHIIII", b"sk", 0, 0, 0, len(self._keys), len(descriptor)) + descriptor)
        self._bins.set(cell, 4, cell)
        self._bins.set(cell, 8, cell)
        for key in self._keys:
            self._bins.set(key, 44, cell)

    def _key(self, key: Key, parent: int, flags: int = 0) -> int:
        name, plain = _encoded(key.name)
        below, own, data = (
            max(map(len, each), default=0)
            for each in ([each.name for each in key.keys], [each.name for each in key.values], [each.data for each in key.values])
        )
        lengths = (2 * below, 0, 2 * own, data, 0, len(name), 0)
        counts = (len(key.keys), 0, _NONE, _NONE, len(key.values), _NONE, _NONE, _NONE)
        cell = self._bins.add(_KEY.pack(b"nk", flags | 0x20 * plain, key.written, 0, parent, *counts, *lengths) + name)
        self._keys.append(cell)
        if key.values:
            cells = [self._value(value) for value in key.values]
            self._bins.set(cell, 40, self._bins.add(struct.pack(f"<{len(cells)}I", *cells)))
        return cell

    def _value(self, value: Value) -> int:
        name, plain = _encoded(value.name)
        if len(value.data) <= 4:
            size, data = len(value.data) | 0x80000000, int.from_bytes(value.data, "little")
        else:
            size, data = len(value.data), self._data(value.data)
        return self._bins.add(_VALUE.pack(b"vk", len(name), size, data, value.type, int(plain and bool(name)), 0) + name)

    def _data(self, data: bytes) -> int:
        if len(data) <= _SEGMENT:
            return self._bins.add(data)
        parts = [self._bins.add(data[at : at + _SEGMENT]) for at in range(0, len(data), _SEGMENT)]
        index = self._bins.add(struct.pack(f"<{len(parts)}I", *parts))
        return self._bins.add(struct.pack("<2sHI", b"db", len(parts), index))

    def _list(self, cells: Sequence[tuple[Key, int]]) -> int:
        leaves = [self._bins.add(_leaf(cells[at : at + _LEAF])) for at in range(0, len(cells), _LEAF)]
        if len(leaves) == 1:
            return leaves[0]
        return self._bins.add(struct.pack(f"<2sH{len(leaves)}I", b"ri", len(leaves), *leaves))


def _leaf(cells: Sequence[tuple[Key, int]]) -> bytes:
    return struct.pack("<2sH", b"lh", len(cells)) + b"".join(struct.pack("<II", at, name_hash(key.name)) for key, at in cells)


def name_hash(name: str) -> int:
    """The hash of a key's name in an ``lh`` list."""
    value = 0
    for letter in name.upper():
        value = (value * 37 + ord(letter)) & 0xFFFFFFFF
    return value


def _encoded(name: str) -> tuple[bytes, bool]:
    """A name as it is stored, and whether in one byte a letter."""
    try:
        return name.encode("latin-1"), True
    except UnicodeEncodeError:
        return name.encode("utf-16-le"), False


def _sid(*authorities: int) -> bytes:
    return struct.pack(f"<BB6s{len(authorities)}I", 1, len(authorities), b"\0\0\0\0\0\5", *authorities)


def _base_block(written: int, root: int, file_name: str, minor: int, length: int) -> bytes:
    block = bytearray(4096)
    struct.pack_into("<4sIIQIIIIIII", block, 0, b"regf", 1, 1, written, 1, minor, 0, 1, root, length, 1)
    block[48:112] = file_name[-31:].encode("utf-16-le")[-62:].ljust(64, b"\0")
    seal(block)
    return bytes(block)


def seal(block: bytearray) -> None:
    """Put the checksum into a base block: its first 127 words under exclusive or, never 0 and never all ones."""
    total = 0
    for (word,) in _words(block):
        total ^= word
    struct.pack_into("<I", block, 508, {0: 1, _NONE: _NONE - 1}.get(total, total))


def _words(block: bytearray) -> Iterator[tuple[int]]:
    return struct.iter_unpack("<I", block[:508])
