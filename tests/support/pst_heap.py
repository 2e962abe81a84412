"""Writes what lies in a node (MS-PST 2.3): a heap, properties, a table."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support.pst_file import File

MOST = 3580
"""In a heap no piece is larger (MS-PST 2.3.1.1); what is, becomes a node of its own."""
SHORT, LONG, BOOLEAN, TIME, ANSI, UNICODE, BINARY, OBJECT = 2, 3, 0x0B, 0x40, 0x1E, 0x1F, 0x102, 0x0D
_WIDTHS = {SHORT: 2, LONG: 4, BOOLEAN: 1, TIME: 8}

Value = tuple[int, int | bytes]
"""Type and value. Of an object: the number of the node below and its size, packed."""


@dataclass(slots=True)
class Heap:
    """A heap in the making, with the nodes below it."""

    file: File
    kind: int
    blocks: list[list[bytes]] = field(default_factory=lambda: [[]])
    below: dict[int, tuple[int, int]] = field(default_factory=dict)
    _next: int = 0x400

    def put(self, data: bytes) -> int:
        """A piece; its place (HID)."""
        pieces = self.blocks[-1]
        used = sum(map(len, pieces)) + 2 * len(pieces) + 100
        if pieces and used + len(data) > min(self.file.room, 8176):
            self.blocks.append([])
        self.blocks[-1].append(data)
        bits = self.file.form.index_bits
        return (len(self.blocks) - 1) << (5 + bits) | len(self.blocks[-1]) << 5

    def place(self, data: bytes) -> int:
        """*data* as a piece or, if it is too large, as a node below; its place (HNID)."""
        if not data:
            return 0
        if len(data) <= MOST:
            return self.put(data)
        self._next += 1
        number = self._next << 5 | 0x1F
        self.below[number] = (self.file.data(data), 0)
        return number

    def tree(self, key: int, value: int, records: Sequence[bytes]) -> int:
        """A B-tree of records in their order; the place of its head."""
        head = self.put(bytes(8))
        step, levels = MOST // (key + value), 0
        below = [records[at : at + step] for at in range(0, len(records), step)]
        places = [(group[0][:key], self.put(b"".join(group))) for group in below]
        while len(places) > 1:
            step, levels = MOST // (key + 4), levels + 1
            groups = [places[at : at + step] for at in range(0, len(places), step)]
            places = [(group[0][0], self.put(b"".join(one + struct.pack("<I", at) for one, at in group))) for group in groups]
        top = places[0][1] if places else 0
        self.replace(head, struct.pack("<BBBBI", 0xB5, key, value, levels, top))
        return head

    def replace(self, place: int, data: bytes) -> None:
        """Another content for a piece of the first block."""
        bits = self.file.form.index_bits
        self.blocks[place >> (5 + bits)][((place >> 5) & ((1 << bits) - 1)) - 1] = data

    def done(self, root: int) -> int:
        """The block that the heap begins with; *root* is where its content does."""
        return self.file.chain([self._block(number, root) for number in range(len(self.blocks))])

    def _block(self, number: int, root: int) -> bytes:
        head = bytes(66 if number % 128 == 8 else 2) if number else struct.pack("<xxBBII", 0xEC, self.kind, root, 0)
        ends = [len(head)]
        for piece in self.blocks[number]:
            ends.append(ends[-1] + len(piece))
        data = head + b"".join(self.blocks[number])
        data += bytes(len(data) % 2)
        table = struct.pack(f"<HH{len(ends)}H", len(ends) - 1, 0, *ends)
        return struct.pack("<H", len(data)) + data[2:] + table


def properties(file: File, values: Mapping[int, Value], below: Mapping[int, tuple[int, int]] | None = None) -> tuple[int, int]:
    """Blocks of data and of subnodes of a node of properties (MS-PST 2.3.3)."""
    heap = Heap(file, 0xBC)
    heap.below.update(below or {})
    records = []
    head = heap.put(bytes(8))
    for number, (kind, value) in sorted(values.items()):
        if kind in (SHORT, LONG, BOOLEAN):
            raw = struct.pack("<I", int(value) & 0xFFFFFFFF)
        elif kind == TIME:
            raw = struct.pack("<I", heap.put(struct.pack("<Q", value)))
        else:
            assert isinstance(value, bytes)
            raw = struct.pack("<I", heap.place(value))
        records.append(struct.pack("<HH", number, kind) + raw)
    heap.replace(head, struct.pack("<BBBBI", 0xB5, 2, 6, 0, heap.put(b"".join(records))))
    return heap.done(head), file.below(heap.below)


def table(file: File, columns: Mapping[int, int], rows: Mapping[int, Mapping[int, int | bytes]]) -> tuple[int, int]:
    """Blocks of a table (MS-PST 2.3.4): the type of each column by its number, the values of each row by its number."""
    heap = Heap(file, 0x7C)
    head = heap.put(bytes(22 + 8 * (len(columns) + 2)))
    layout, ends = _laid({0x67F2: LONG, 0x67F3: LONG} | dict(columns))
    order = sorted(layout.items())
    bits = {number: place for place, (number, _) in enumerate(sorted(layout.items(), key=lambda one: one[1][1]))}
    size = ends[2] + -(-len(layout) // 8)
    key = 4 if file.is_wide else 2
    index = heap.tree(4, key, [struct.pack("<I", number) + place.to_bytes(key, "little") for place, number in enumerate(rows)])
    packed = [_row(heap, layout, bits, size, ends[2], {0x67F2: number, 0x67F3: 1} | dict(row)) for number, row in rows.items()]
    matrix = _matrix(heap, packed, size)
    told = struct.pack("<BBHHHHIII", 0x7C, len(layout), *ends, size, index, matrix, 0)
    for number, (kind, at, width) in order:
        told += struct.pack("<HHHBB", kind, number, at, width, bits[number])
    heap.replace(head, told)
    return heap.done(head), file.below(heap.below)


def _matrix(heap: Heap, rows: list[bytes], size: int) -> int:
    if len(rows) * size <= MOST:
        return heap.place(b"".join(rows))
    each = heap.file.room // size
    blocks = [b"".join(rows[at : at + each]).ljust(heap.file.room, b"\0") for at in range(0, len(rows), each)]
    blocks[-1] = b"".join(rows[(len(blocks) - 1) * each :])
    heap.below[0x3E9 << 5 | 0x1F] = (heap.file.chain(blocks), 0)
    return 0x3E9 << 5 | 0x1F


def _laid(columns: Mapping[int, int]) -> tuple[dict[int, tuple[int, int, int]], list[int]]:
    """Type, place and width of each column; where those of 4 and 8, of 2 and of 1 byte end."""
    layout: dict[int, tuple[int, int, int]] = {}
    ends, at = [], 0
    for widths in ((4, 8), (2,), (1,)):
        for number, kind in sorted(columns.items(), key=lambda one: (one[0] not in (0x67F2, 0x67F3), one[0])):
            width = _WIDTHS.get(kind, 4)
            if width in widths:
                layout[number] = (kind, at, width)
                at += width
        ends.append(at)
    return layout, ends


def _row(
    heap: Heap,
    layout: Mapping[int, tuple[int, int, int]],
    bits: Mapping[int, int],
    size: int,
    ones: int,
    values: Mapping[int, int | bytes],
) -> bytes:
    row = bytearray(size)
    for number, value in values.items():
        _, at, width = layout[number]
        raw = value if isinstance(value, int) else heap.place(value)
        row[at : at + width] = raw.to_bytes(width, "little")
        row[ones + bits[number] // 8] |= 0x80 >> bits[number] % 8
    return bytes(row)
