"""The properties of a folder, a message, an attachment (MS-PST 2.3.3), and the tables of them (2.3.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import to_iso
from mimawari.sources.outlook import strings
from mimawari.sources.outlook.heap import Heap
from mimawari.sources.outlook.store import Data, Node, Store, damaged
from mimawari.trees.faults import parsing

TEXT = 16 << 20
"""The most bytes of one text."""
UNICODE, ANSI, BINARY, OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_INLINE = {0x0002: 2, 0x0003: 4, 0x000A: 4, 0x000B: 1, 0x0004: 4}
_WIDE = {0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8}
_PROPERTIES, _TABLE = 0xBC, 0x7C
_WHAT = "the properties of an item of Outlook"
MESSAGE_PAGE, INTERNET_PAGE = 0x3FFD, 0x3FDE
"""PidTagMessageCodepage, PidTagInternetCodepage."""


@dataclass(slots=True, eq=False)
class Properties:
    """Type and value of each property by its number. A value is the bytes themselves, or where they lie in the node.

    ``pages`` are the code pages that its texts may be in, the likeliest first.
    """

    heap: Heap
    below: dict[int, Node]
    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    pages: tuple[int, ...] = ()

    def has(self, number: int) -> bool:
        """Whether there is such a property, and it is not empty."""
        kind, value = self.values.get(number, (0, b""))
        return bool(kind) and (kind in _INLINE or any(value))

    def kind(self, number: int) -> int:
        """Its type (MS-OXCDATA 2.11.1); 0 where there is none."""
        return self.values.get(number, (0, b""))[0]

    def number(self, number: int) -> int:
        """A property of few bytes as a number; 0 where there is none. Raises ``BadEvidence``."""
        kind, value = self.values.get(number, (0, b""))
        if kind in _WIDE and len(value) == 4:
            value = self.heap.get(int.from_bytes(value, "little"))
        width = _INLINE.get(kind) or _WIDE.get(kind) or 0
        return int.from_bytes(value[:width], "little")

    def time(self, number: int) -> str:
        """A time as ISO 8601 UTC; empty where there is none."""
        value = self.number(number)
        return (to_iso(value) or "") if value else ""

    def node(self, number: int) -> Node | None:
        """The node below that a value lies in; None where it lies in the heap. Raises ``BadEvidence`` where it is missing."""
        place = int.from_bytes(self.values.get(number, (0, b""))[1][:4], "little")
        if not place & 0x1F:
            return None
        found = self.below.get(place)
        if found is None:
            raise BadEvidence(Reason.CORRUPT, "a part of an item of Outlook is missing")
        return found

    def stream(self, number: int) -> Data | bytes:
        """The bytes of a property of any length: themselves where they are few, else a stream. Raises ``BadEvidence``."""
        if number not in self.values:
            return b""
        node = self.node(number)
        if node is not None:
            return self.heap.store.data(node.data)
        return self.heap.get(int.from_bytes(self.values[number][1][:4], "little"))

    def data(self, number: int, most: int = TEXT) -> bytes:
        """Up to *most* of its bytes. Raises ``BadEvidence``."""
        found = self.stream(number)
        if isinstance(found, bytes):
            return found[:most]
        found.seek(0)
        return found.read(most)

    def text(self, number: int, most: int = 8192) -> str:
        """A text of at most *most* bytes; empty where there is none. Raises ``BadEvidence``."""
        kind, data = self.kind(number), b""
        if kind in (UNICODE, ANSI):
            data = self.data(number, most)
        return strings.text(data, kind == UNICODE, self.pages)


def properties(store: Store, node: Node, pages: tuple[int, ...] = ()) -> Properties:
    """The properties of a node; *pages* are the code pages around it. Raises ``BadEvidence``."""
    heap = Heap(store, node)
    if heap.kind != _PROPERTIES:
        raise damaged()
    found = Properties(heap, store.below(node.below))
    for key, value in heap.records(heap.root):
        with parsing(_WHAT):
            kind, raw = struct.unpack("<H4s", value)
        found.values[int.from_bytes(key, "little")] = (kind, raw)
    own = [found.number(MESSAGE_PAGE), strings.family(found.number(INTERNET_PAGE))]
    found.pages = tuple(dict.fromkeys(page for page in (*own, *pages) if page))
    return found


def rows(store: Store, node: Node, most: int, pages: tuple[int, ...] = ()) -> Iterator[Properties]:
    """The first *most* rows of a table, each as properties. Raises ``BadEvidence``."""
    heap = Heap(store, node)
    if heap.kind != _TABLE:
        raise damaged()
    with parsing(_WHAT):
        table = _Table(heap, store.below(node.below))
    for number, (_, place) in enumerate(heap.records(table.index)):
        if number >= most:
            return
        with parsing(_WHAT):
            found = table.row(int.from_bytes(place, "little"))
        yield Properties(heap, table.below, found, pages)


class _Table:
    """The head of a table (TCINFO) and its rows."""

    def __init__(self, heap: Heap, below: dict[int, Node]) -> None:
        self.below, data = below, heap.get(heap.root)
        _, columns, _, _, ones, self._size, self.index, rows = struct.unpack_from("<BBHHHHII", data)
        self._columns = [struct.unpack_from("<HHHBB", data, 22 + 8 * number) for number in range(columns)]
        self._bits, self._matrix, self._width = ones, b"", 0
        self._stream: Data | None = None
        if not self._size:
            raise damaged()
        if rows & 0x1F:
            node = below.get(rows)
            if node is None:
                raise damaged()
            self._stream = heap.store.data(node.data)
            # Rows are not cut between blocks (MS-PST 2.3.4.4).
            self._width = heap.store.sizes(self._stream.blocks[0])[2] if self._stream.blocks else self._size
        else:
            self._matrix = heap.get(rows)

    def row(self, number: int) -> dict[int, tuple[int, bytes]]:
        """Type and value of each property that the row has."""
        data = self._data(number)
        bits = data[self._bits :]
        return {
            tag: (kind, data[at : at + width])
            for kind, tag, at, width, bit in self._columns
            if bit // 8 < len(bits) and bits[bit // 8] & (0x80 >> bit % 8)
        }

    def _data(self, number: int) -> bytes:
        if self._stream is None:
            data = self._matrix[number * self._size : (number + 1) * self._size]
        else:
            each = max(1, self._width // self._size)
            cast("BinaryIO", self._stream).seek(number // each * self._width + number % each * self._size)
            data = self._stream.read(self._size)
        if len(data) < self._size:
            raise damaged()
        return data
