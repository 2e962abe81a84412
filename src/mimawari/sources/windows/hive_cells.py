"""The cells of a hive, read with limits: what a cell claims of its size, its lists and its names is not believed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from mimawari.sources.windows.hive_base import SIZE
from mimawari.sources.windows.hive_errors import corrupt, reading
from mimawari.sources.windows.hive_overlay import Overlay

DATA_LIMIT, COUNT_LIMIT = 64 << 20, 1_000_000
_NODE_LIMIT, _VALUE_LIMIT = 4096, 40_960  # a key's name has up to 255 characters, a value's up to 16,383
_LIST_LIMIT = 4 + 8 * 0xFFFF
_SEGMENT = 16_344
_HASHED, _PLAIN, _ROOT = (b"lf", b"lh"), b"li", b"ri"


class Cells:
    """Cells by their offset into the bins. Every method raises ``BadEvidence``: corrupt."""

    def __init__(self, file: Overlay, root: int, length: int) -> None:
        from dissect.regf.regf import RegistryHive

        self.file, self.root, self.length = file, root, length
        with reading("hive"):
            self._regf: Any = RegistryHive(file)

    def data(self, offset: int, limit: int) -> bytes:
        """Up to *limit* bytes of an allocated cell."""
        if offset % 8 or not 32 <= offset < self.length:
            raise corrupt(f"cell at {offset:#x}: outside")
        with reading(f"cell at {offset:#x}"):
            self.file.seek(SIZE + offset)
            data = self.file.read(min(limit, 508) + 4)
            (size,) = struct.unpack_from("<i", data)
            if size > -8 or offset - size > self.length:
                raise corrupt(f"cell at {offset:#x}: size")
            wanted = min(-size, limit + 4)
            if len(data) < wanted:
                data += self.file.read(wanted - len(data))
        return data[4:wanted]

    def node(self, offset: int) -> Any:
        """The key node at *offset*, dissect's ``KeyNode``. The class name, in a cell of its own, is left out."""
        data = bytearray(self.data(offset, _NODE_LIMIT))
        data[48:52] = b"\xff" * 4
        return self._parsed(offset, bytes(data), b"nk")

    def value(self, offset: int) -> Any:
        """The value at *offset*, dissect's ``KeyValue``."""
        return self._parsed(offset, self.data(offset, _VALUE_LIMIT), b"vk")

    def _parsed(self, offset: int, data: bytes, signature: bytes) -> Any:
        if data[:2] != signature:
            raise corrupt(f"cell at {offset:#x}: no {signature.decode()}")
        with reading(f"cell at {offset:#x}"):
            return self._regf.parse_cell_data(data)

    def leaves(self, offset: int) -> Iterator[int]:
        """The offsets of the lists that a subkey list consists of: itself, or what an ``ri`` names."""
        data = self.data(offset, _LIST_LIMIT)
        if data[:2] == _ROOT:
            yield from (entry for (entry,) in _entries(data, "<I"))
        else:
            yield offset

    def keys(self, leaf: int) -> Iterator[tuple[int, bytes | None]]:
        """``(offset of a key node, the hash or hint that goes with it)`` of each entry of a leaf; ``li`` has none."""
        data = self.data(leaf, _LIST_LIMIT)
        if data[:2] in _HASHED:
            yield from ((offset, data[:2] + hint) for offset, hint in _entries(data, "<I4s"))
        elif data[:2] == _PLAIN:
            yield from ((offset, None) for (offset,) in _entries(data, "<I"))
        else:
            raise corrupt(f"cell at {leaf:#x}: no subkey list")

    def values(self, offset: int, count: int) -> Iterator[int]:
        """The offsets in a value list; raises after those that are there if they are fewer than *count*."""
        if count > COUNT_LIMIT:
            raise corrupt(f"{count} values")
        data = self.data(offset, 4 * count)
        yield from (entry for (entry,) in struct.iter_unpack("<I", data[: len(data) & ~3]))
        if len(data) < 4 * count:
            raise corrupt(f"value list at {offset:#x}: {len(data) // 4} of {count}")

    def content(self, size: int, offset: int) -> bytes:
        """A value's data. *size* and *offset* as the value has them: of 4 bytes and less, the offset is the data."""
        if size & 0x80000000:
            return struct.pack("<I", offset)[: size & 0x7FFFFFFF]
        if size > DATA_LIMIT:
            raise corrupt(f"{size} bytes of data")
        if not size:
            return b""
        data = self.data(offset, size)
        if len(data) < size and data[:2] == b"db":
            data = b"".join(self._segments(data, size))
        if len(data) < size:
            raise corrupt(f"data at {offset:#x}: {len(data)} of {size} bytes")
        return data

    def _segments(self, head: bytes, size: int) -> Iterator[bytes]:
        count, offset = struct.unpack_from("<HI", head, 2)
        for segment in self.values(offset, min(count, -(-size // _SEGMENT))):
            part = self.data(segment, min(size, _SEGMENT))
            size -= len(part)
            yield part


def _entries(data: bytes, layout: str) -> Iterator[tuple[Any, ...]]:
    """The entries of a list; raises after those that are there if they are fewer than it says."""
    width = struct.calcsize(layout)
    count = int.from_bytes(data[2:4], "little")
    there = min(count, (len(data) - 4) // width)
    yield from struct.iter_unpack(layout, data[4 : 4 + width * there])
    if there < count:
        raise corrupt(f"list of {count}: cut off")
