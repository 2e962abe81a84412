"""Writes the lower half of Outlook's data file (MS-PST 2.2 and 2.3): blocks, nodes, heaps, properties, tables. All of it inert.

What it writes is read by libpff and libpst too. Allocation maps, which only a writer needs, are left out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from support.pst_cipher import disguised

FIRST = 0x4800


class Form(NamedTuple):
    """A form of the file; sizes in bytes."""

    name: str
    version: int
    page: int
    entries: int
    align: int
    footer: int
    block: int
    index_bits: int


ANSI = Form("ansi", 14, 512, 496, 64, 12, 8192, 11)
UNICODE = Form("unicode", 23, 512, 488, 64, 16, 8192, 11)
LARGE = Form("unicode-4k", 36, 4096, 4056, 512, 24, 65536, 14)


def checksum(data: bytes | bytearray) -> int:
    """The CRC of MS-PST 5.3: the usual one, beginning with 0 and not turned over in the end."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(offset: int, block: int) -> int:
    """MS-PST 5.5."""
    value = (offset ^ block) & 0xFFFFFFFF
    return (value >> 16) ^ (value & 0xFFFF)


@dataclass(slots=True)
class File:
    """A file in the making. ``crypt``: 0 none, 1 permute, 2 cyclic. ``squeeze``: blocks are compressed, where the form can."""

    form: Form = UNICODE
    crypt: int = 1
    client: bytes = b"SM"
    squeeze: bool = True
    blocks: list[tuple[int, int, int, int]] = field(default_factory=list)
    nodes: list[tuple[int, int, int, int]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    _next: int = 4

    @property
    def is_wide(self) -> bool:
        """Identifiers of 8 bytes."""
        return self.form is not ANSI

    @property
    def room(self) -> int:
        """How much one block holds."""
        return self.form.block - self.form.footer

    def block(self, data: bytes, is_internal: bool = False) -> int:
        """One block; its number."""
        number = self._next | (2 if is_internal else 0)
        self._next += 4
        plain = data if is_internal else disguised(data, self.crypt, number)
        stored = zlib.compress(plain) if self.form is LARGE and self.squeeze else plain
        if len(stored) >= len(plain):
            stored = plain
        offset = FIRST + len(self.body)
        size = -(-(len(stored) + self.form.footer) // self.form.align) * self.form.align
        self.body += stored + bytes(size - self.form.footer - len(stored))
        self.body += self._footer(offset, number, stored, len(plain))
        self.blocks.append((number, offset, len(stored), len(plain)))
        return number

    def _footer(self, offset: int, number: int, stored: bytes, size: int) -> bytes:
        mark, crc = signature(offset, number), checksum(stored)
        if not self.is_wide:
            return struct.pack("<HHII", len(stored), mark, number, crc)
        tail = struct.pack("<HHI", 0, size, 0) if self.form is LARGE else b""
        return struct.pack("<HHIQ", len(stored), mark, crc, number) + tail

    def data(self, data: bytes) -> int:
        """Data of any length; the number of the block that it begins with."""
        return self.chain([data[at : at + self.room] for at in range(0, len(data), self.room)])

    def chain(self, pieces: Iterable[bytes]) -> int:
        """Blocks one behind the other."""
        sizes = [(self.block(piece), len(piece)) for piece in pieces]
        if len(sizes) < 2:
            return sizes[0][0] if sizes else 0
        level = 1
        while level == 1 or len(sizes) > 1:
            width = (self.room - 8) // (8 if self.is_wide else 4)
            sizes = [self._over(level, sizes[at : at + width]) for at in range(0, len(sizes), width)]
            level += 1
        return sizes[0][0]

    def _over(self, level: int, below: list[tuple[int, int]]) -> tuple[int, int]:
        total = sum(size for _, size in below)
        form = f"<{len(below)}{'Q' if self.is_wide else 'I'}"
        numbers = struct.pack(form, *(number for number, _ in below))
        return self.block(struct.pack("<BBHI", 1, level, len(below), total) + numbers, is_internal=True), total

    def below(self, nodes: Mapping[int, tuple[int, int]]) -> int:
        """Subnodes (data, their subnodes) by number; the number of the block that tells them, 0 for none."""
        if not nodes:
            return 0
        entries = sorted((number, *rest) for number, rest in nodes.items())
        width = (self.room - 8) // (24 if self.is_wide else 12)
        groups = [entries[at : at + width] for at in range(0, len(entries), width)]
        leaves = [(group[0][0], self._told(0, group)) for group in groups]
        return leaves[0][1] if len(leaves) == 1 else self._told(1, leaves)

    def _told(self, level: int, entries: Iterable[tuple[int, ...]]) -> int:
        entries = list(entries)
        packed = b"".join(struct.pack(f"<{len(one)}{'Q' if self.is_wide else 'I'}", *one) for one in entries)
        head = struct.pack("<BBH", 2, level, len(entries)) + (bytes(4) if self.is_wide else b"")
        return self.block(head + packed, is_internal=True)

    def node(self, number: int, data: int, below: int = 0, parent: int = 0) -> None:
        """A node of the file."""
        self.nodes.append((number, data, below, parent))

    def done(self) -> bytes:
        """The whole file."""
        blocks = [self._block_entry(*one) for one in sorted(self.blocks)]
        form = "<QQQII" if self.is_wide else "<IIII"
        nodes = [(one[0], struct.pack(form, *one, *((2,) if self.is_wide else ()))) for one in sorted(self.nodes)]
        block_root = self._tree(0x80, blocks)
        node_root = self._tree(0x81, nodes)
        return self._header(node_root, block_root) + bytes(self.body)

    def _block_entry(self, number: int, offset: int, stored: int, size: int) -> tuple[int, bytes]:
        if not self.is_wide:
            return number, struct.pack("<IIHH", number, offset, stored, 2)
        return number, struct.pack("<QQHHI", number, offset, stored, size if self.form is LARGE else 2, 0)

    def _tree(self, kind: int, entries: list[tuple[int, bytes]]) -> tuple[int, int]:
        level = 0
        while True:
            step = len(entries[0][1]) if entries else 32
            width = self.form.entries // step
            groups = [entries[at : at + width] for at in range(0, len(entries), width)] or [[]]
            pages = [(group[0][0] if group else 0, *self._page(kind, level, step, group)) for group in groups]
            if len(pages) == 1:
                return pages[0][1:]
            form = "<QQQ" if self.is_wide else "<III"
            entries = [(key, struct.pack(form, key, number, offset)) for key, number, offset in pages]
            level += 1

    def _page(self, kind: int, level: int, step: int, group: list[tuple[int, bytes]]) -> tuple[int, int]:
        self.body += bytes(-(FIRST + len(self.body)) % self.form.page)
        offset, number = FIRST + len(self.body), self._next
        self._next += 4
        rows = b"".join(row for _, row in group).ljust(self.form.entries, b"\0")
        most, mark = self.form.entries // step, signature(offset, number)
        if self.form is LARGE:
            rows += struct.pack("<HHBB10x", len(group), most, step, level)
            self.body += rows + struct.pack("<BBHIQQ", kind, kind, mark, checksum(rows), number, 0)
        elif self.is_wide:
            rows += struct.pack("<BBBB4x", len(group), most, step, level)
            self.body += rows + struct.pack("<BBHIQ", kind, kind, mark, checksum(rows), number)
        else:
            rows += struct.pack("<BBBB", len(group), most, step, level)
            self.body += rows + struct.pack("<BBHII", kind, kind, mark, number, checksum(rows))
        return number, offset

    def _header(self, nodes: tuple[int, int], blocks: tuple[int, int]) -> bytes:
        start = b"!BDN\0\0\0\0" + self.client + struct.pack("<HHBBII", self.form.version, 19, 1, 1, 0, 0)
        size = FIRST + len(self.body)
        marks = struct.pack("<32I", *([0x400] * 32))
        if not self.is_wide:
            root = struct.pack("<IIIIIIIIIBBH", 0, size, 0x4400, 0, 0, *nodes, *blocks, 0, 0, 0)
            whole = bytearray(start + struct.pack("<III", self._next, self._next, 1) + marks + root + b"\xff" * 256)
            whole += bytes((0x80, self.crypt)) + bytes(50)
            struct.pack_into("<I", whole, 4, checksum(whole[8 : 8 + 471]))
            return bytes(whole).ljust(FIRST, b"\0")
        root = struct.pack("<IQQQQQQQQBBHI", 0, size, 0x4400, 0, 0, *nodes, *blocks, 0, 0, 0, 0)
        whole = bytearray(start + struct.pack("<QQI", 0, self._next, 1) + marks + bytes(8) + root + b"\xff" * 256)
        whole += bytes((0x80, self.crypt, 0, 0)) + struct.pack("<Q", self._next)
        struct.pack_into("<I", whole, 4, checksum(whole[8 : 8 + 471]))
        whole += struct.pack("<I", checksum(whole[8 : 8 + 516])) + bytes(36)
        return bytes(whole).ljust(FIRST, b"\0")
