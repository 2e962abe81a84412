"""The file as blocks and nodes (MS-PST 2.2.2.8): a node is a number with data and, below it, nodes of its own."""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.outlook import cipher
from mimawari.sources.outlook.layout import HEADER, header
from mimawari.sources.outlook.pages import BLOCKS, NODES, Tree
from mimawari.sources.outlook.salvage import Salvaged, scan
from mimawari.trees.faults import parsing
from mimawari.trees.streams import Readable, size_of

LEAVES, SUBNODES = 1 << 18, 20_000
"""The most blocks of one node's data (2 GiB of it), and the most nodes below one."""
LOOKUPS = 1 << 20
"""So many blocks and nodes may make up one item."""
_INTERNAL, _CACHED, _BELOW = 2, 32, 8
_CUT = "a block of an Outlook data file is cut off"
_BLOCK = "a block of an Outlook data file"
_BROKEN = "a block of an Outlook data file is damaged"


@dataclass(frozen=True, slots=True)
class Node:
    """A node: the blocks (BID) of its data and of its subnodes, 0 where it has none; ``parent`` is a node's number (NID)."""

    number: int
    data: int
    below: int
    parent: int = 0

    @property
    def kind(self) -> int:
        """What it is (``nidType``, MS-PST 2.2.2.1)."""
        return self.number & 0x1F


class Store:
    """An open file. It holds some pages and blocks of it, never more.

    *salvage* what is damaged: then it holds all that was found of the two trees. Raises ``BadEvidence``.
    """

    def __init__(self, stream: BinaryIO, *, salvage: bool = False) -> None:
        self._stream = stream
        stream.seek(0)
        self.start = stream.read(HEADER)
        self.header = header(self.start)
        self.layout = self.header.layout
        self.length = size_of(stream)
        self.crypt = self.header.crypt
        found = scan(stream, self.layout) if salvage else {}
        self.nodes = self._tree_at(NODES, self.header.nodes, found)
        self.blocks = self._tree_at(BLOCKS, self.header.blocks, found)
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._below: OrderedDict[int, dict[int, Node]] = OrderedDict()
        self._left = LOOKUPS
        self._noted: list[tuple[Reason, str]] = []

    def _tree_at(self, kind: int, root: int, found: dict[int, dict[int, bytes]]) -> Tree:
        if found:
            return Salvaged(self._stream, self.layout, kind, root, found[kind])
        return Tree(self._stream, self.layout, kind, root)

    def is_stray(self, node: Node) -> bool:
        """Whether a node was only found by salvaging: it was deleted, or it is an older state of one."""
        return isinstance(self.nodes, Salvaged) and self.nodes.is_stray(node.number)

    def next_item(self) -> None:
        """What may be spent on one item begins anew."""
        self._left = LOOKUPS
        self._noted.clear()

    def noted(self) -> list[tuple[Reason, str]]:
        """Faults that were met since this was asked last, and that did not keep the rest from being read."""
        found = list(dict.fromkeys(self._noted))
        self._noted.clear()
        return found

    def note(self, reason: Reason, detail: str) -> None:
        """Such a fault."""
        if len(self._noted) < 100:
            self._noted.append((reason, detail))

    def spend(self, count: int) -> None:
        """Count blocks or nodes of an item. Raises ``BadEvidence`` too large where there are more than an item has."""
        self._left -= count
        if self._left < 0:
            raise _too_large()

    def node(self, number: int) -> Node | None:
        """A node by its number. Raises ``BadEvidence`` where the index is damaged."""
        found = self.nodes.find(number)
        return Node(*found) if found else None

    def sizes(self, block: int) -> tuple[int, int, int]:
        """Of a block: offset, stored size, size. Raises ``BadEvidence`` where there is no such block."""
        found = self.blocks.find(block & ~1)
        if found is None:
            raise BadEvidence(Reason.CORRUPT, "a block of an Outlook data file is missing")
        _, offset, stored, unpacked = found
        size = unpacked if self.layout.page > 512 and unpacked else stored
        if stored > self.layout.most:
            raise BadEvidence(Reason.CORRUPT, "a block of an Outlook data file is too large")
        return offset, stored, size

    def block(self, block: int) -> bytes:
        """What a block holds, unpacked and without its disguise. Raises ``BadEvidence``."""
        data = self._cache.get(block)
        if data is not None:
            self._cache.move_to_end(block)
            return data
        data = self._plain(self._stored(block), block)
        self._cache[block] = data
        if len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
        return data

    def _stored(self, block: int) -> bytes:
        offset, stored, size = self.sizes(block)
        align, footer = self.layout.align, self.layout.footer
        with parsing(_BLOCK):
            self._stream.seek(offset)
            data = self._stream.read((stored + footer + align - 1) // align * align)
        if len(data) < stored:
            raise BadEvidence(Reason.CORRUPT, _CUT)
        data, tail = data[:stored], data[-footer:]
        self._check(data, tail, block)
        if stored == size:
            return data
        with parsing(_BLOCK):
            data = zlib.decompressobj().decompress(data, size)
        if len(data) < size:
            raise BadEvidence(Reason.CORRUPT, _CUT)
        return data

    def _check(self, data: bytes, tail: bytes, block: int) -> None:
        """Whether check sum and number fit (MS-PST 2.2.2.8.1 and 5.3); 0 is none."""
        told, number = int.from_bytes(tail[4:8], "little"), int.from_bytes(tail[8:16], "little")
        if not self.layout.wide:
            told, number = number & 0xFFFFFFFF, told
        is_other = number and (number ^ block) & ~1
        if is_other or (told and told != zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF):
            self.note(Reason.CORRUPT, _BROKEN)

    def _plain(self, data: bytes, block: int) -> bytes:
        return data if block & _INTERNAL else cipher.decoded(data, self.crypt, block & 0xFFFFFFFF)

    def force(self, is_right: bytes, block: int) -> None:
        """Some damaged files say that nothing is disguised while it is: believe the block of which *is_right* are bytes 2.

        Raises ``BadEvidence`` where that makes no sense of it either.
        """
        plain = cipher.decoded(self._stored(block), cipher.PERMUTE, block)
        if self.crypt != cipher.NONE or plain[2:3] != is_right:
            raise damaged()
        self.crypt = cipher.PERMUTE
        self._cache.clear()
        self._below.clear()

    def leaves(self, block: int) -> array[int]:
        """The blocks of a node's data in their order (MS-PST 2.2.2.8.3.2). Raises ``BadEvidence``."""
        found = array("Q")
        if not block & _INTERNAL:
            if block:
                found.append(block)
            return found
        level, children = self._tree(block)
        if level == 1:
            found.extend(children)
            return found
        for child in children:
            below, leaves = self._tree(child)
            if below != 1 or len(found) + len(leaves) > LEAVES:
                raise _too_large() if below == 1 else damaged()
            found.extend(leaves)
        return found

    def _tree(self, block: int) -> tuple[int, tuple[int, ...]]:
        """Level and children of an XBLOCK or XXBLOCK."""
        data = self.block(block)
        with parsing("the data of an item of Outlook"):
            kind, level, count, _ = struct.unpack_from("<BBHI", data)
            if kind != 1 or level not in (1, 2):
                raise damaged()
            return level, struct.unpack_from(f"<{count}{'Q' if self.layout.wide else 'I'}", data, 8)

    def data(self, block: int) -> Data:
        """A stream of a node's data. Raises ``BadEvidence``."""
        return Data(self, self.leaves(block))

    def below(self, block: int) -> dict[int, Node]:
        """The nodes below one by their number; *block* is of its subnodes. Raises ``BadEvidence`` (MS-PST 2.2.2.8.3.3)."""
        if not block:
            return {}
        if block not in self._below:
            self._below[block] = self._read_below(block)
            if len(self._below) > _BELOW:
                self._below.popitem(last=False)
        return self._below[block]

    def _read_below(self, block: int) -> dict[int, Node]:
        found: dict[int, Node] = {}
        level, entries = self._subnodes(block)
        leaves = (self._leaf(entry[1]) for entry in entries) if level else iter([entries])
        for leaf in leaves:
            self.spend(len(leaf))
            for number, data, deeper in leaf:
                found.setdefault(number & 0xFFFFFFFF, Node(number & 0xFFFFFFFF, data, deeper))
            if len(found) > SUBNODES:
                raise _too_large()
        return found

    def _leaf(self, block: int) -> list[tuple[int, ...]]:
        level, entries = self._subnodes(block)
        if level:
            raise damaged()
        return entries

    def _subnodes(self, block: int) -> tuple[int, list[tuple[int, ...]]]:
        """Level and entries of an SLBLOCK or SIBLOCK."""
        data = self.block(block)
        with parsing("the parts of an item of Outlook"):
            kind, level, count = struct.unpack_from("<BBH", data)
            if kind != 2 or level > 1:
                raise damaged()
            pattern = ("<QQ" if level else "<QQQ") if self.layout.wide else ("<II" if level else "<III")
            at, step = 8 if self.layout.wide else 4, struct.calcsize(pattern)
            return level, [struct.unpack_from(pattern, data, at + number * step) for number in range(count)]


class Data(Readable):
    """The data of a node, block after block. A block that is damaged is read as zeros, and noted in the store.

    ``is_whole``: the file is long enough to hold all of it.
    """

    def __init__(self, store: Store, blocks: array[int]) -> None:
        self._store, self.blocks, self.is_whole = store, blocks, True
        self._ends = array("Q")
        store.spend(len(blocks))
        total = 0
        for block in blocks:
            offset, stored, size = store.sizes(block)
            self.is_whole = self.is_whole and offset + stored <= store.length
            total += size
            self._ends.append(total)
        super().__init__(total)

    def _piece(self, offset: int, length: int) -> bytes:
        pieces, end = [], offset + length
        number = bisect_right(self._ends, offset)
        while offset < end:
            start = self._ends[number - 1] if number else 0
            data = self._block(self.blocks[number], self._ends[number] - start)
            pieces.append(data[offset - start : end - start])
            offset, number = self._ends[number], number + 1
        return b"".join(pieces)

    def _block(self, block: int, size: int) -> bytes:
        try:
            return self._store.block(block).ljust(size, b"\0")
        except BadEvidence as bad:
            self._store.note(bad.reason, bad.detail)
            return bytes(size)


def damaged() -> BadEvidence:
    """What is raised where an item makes no sense."""
    return BadEvidence(Reason.CORRUPT, "what an item of Outlook holds is damaged")


def _too_large() -> BadEvidence:
    return BadEvidence(Reason.TOO_LARGE, "an item of Outlook that is too large to be read")
