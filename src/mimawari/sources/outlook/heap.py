"""What lies in the data of a node (MS-PST 2.3.1 and 2.3.2): a heap of small pieces, and a B-tree in it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mimawari.model import BadEvidence, Reason
from mimawari.sources.outlook.store import Node, Store, damaged
from mimawari.trees.faults import parsing

MOST = 100_000
"""So many records of a tree in a heap are read."""
_SIGNATURE, _TREE, _LEVELS = b"\xec", 0xB5, 8
_WHAT = "what an item of Outlook holds"


class Heap:
    """The heap of a node. ``kind`` is its ``bClientSig`` (0xBC: properties, 0x7C: a table), ``root`` where its content begins."""

    def __init__(self, store: Store, node: Node) -> None:
        self.store = store
        self._blocks = store.leaves(node.data)
        if not self._blocks:
            raise BadEvidence(Reason.MISSING, "an item of Outlook without content")
        first = store.block(self._blocks[0])
        if first[2:3] != _SIGNATURE:
            store.force(_SIGNATURE, self._blocks[0])
            first = store.block(self._blocks[0])
        with parsing(_WHAT):
            self.kind, self.root = struct.unpack_from("<BI", first, 3)

    def get(self, place: int) -> bytes:
        """The piece at *place* (HID, MS-PST 2.3.1.1); empty for 0. Raises ``BadEvidence``."""
        if not place:
            return b""
        bits = self.store.layout.index_bits
        index, number = (place >> 5) & ((1 << bits) - 1), place >> (5 + bits)
        if place & 0x1F or not index or number >= len(self._blocks):
            raise damaged()
        data = self.store.block(self._blocks[number])
        with parsing(_WHAT):
            at = struct.unpack_from("<H", data)[0]
            count = struct.unpack_from("<H", data, at)[0]
            if index > count:
                raise damaged()
            start, end = struct.unpack_from("<HH", data, at + 4 + 2 * (index - 1))
        if not start <= end <= len(data):
            raise damaged()
        return data[start:end]

    def records(self, root: int) -> Iterator[tuple[bytes, bytes]]:
        """Key and value of each record of the B-tree at *root* (MS-PST 2.3.2), in their order. Raises ``BadEvidence``."""
        with parsing(_WHAT):
            kind, key, value, levels, top = struct.unpack("<BBBBI", self.get(root)[:8])
        if kind != _TREE or not key or levels > _LEVELS:
            raise damaged()
        waiting, count = [(top, levels)] if top else [], 0
        while waiting:
            place, level = waiting.pop()
            piece, step = self.get(place), key + (4 if level else value)
            count += len(piece) // step + 1
            if count > MOST:
                raise BadEvidence(Reason.TOO_LARGE, "an item of Outlook that is too large to be read")
            found = [(piece[at : at + key], piece[at + key : at + step]) for at in range(0, len(piece) - step + 1, step)]
            if level:
                waiting.extend((int.from_bytes(below, "little"), level - 1) for _, below in reversed(found))
            else:
                yield from found
