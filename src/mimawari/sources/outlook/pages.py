"""The two B-trees of the file (MS-PST 2.2.2.7.7): nodes by their number, and blocks by theirs."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.outlook.layout import Layout
from mimawari.trees.faults import parsing

BLOCKS, NODES = 0x80, 0x81
"""``ptypeBBT`` and ``ptypeNBT`` (MS-PST 2.2.2.7.1)."""
MOST = 20_000_000
"""So many entries of a tree are walked over."""
_LEVELS, _CACHED = 12, 512
_LEAF = {(False, BLOCKS): 12, (False, NODES): 16, (True, BLOCKS): 24, (True, NODES): 32}

Entry = tuple[int, ...]
"""Of a block: number, offset, stored size, the 16 bits behind it (unpacked size in an OST of 4 KiB pages). Of a node: number,
block of its data, block of its subnodes, number of its parent."""

_FORMS = {
    (False, BLOCKS): "<IIHH",
    (False, NODES): "<IIII",
    (True, BLOCKS): "<QQHH4x",
    (True, NODES): "<QQQI4x",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``level`` 0 is a leaf. ``keys`` in their order; ``children`` are the offsets of a branch, ``entries`` a leaf's."""

    level: int
    keys: tuple[int, ...]
    children: tuple[int, ...] = ()
    entries: tuple[Entry, ...] = ()


class Tree:
    """One of the two trees, whose root lies at *root*."""

    def __init__(self, stream: BinaryIO, layout: Layout, kind: int, root: int) -> None:
        self._stream, self._layout, self._kind, self._root = stream, layout, kind, root
        self._cache: OrderedDict[int, Page] = OrderedDict()

    def find(self, key: int) -> Entry | None:
        """The entry of that number; None where there is none. Raises ``BadEvidence`` where a page on the way is damaged."""
        page = self.page(self._root)
        while page.level:
            at = bisect_right(page.keys, key) - 1
            if at < 0:
                return None
            page = self.page(page.children[at], page.level - 1)
        at = bisect_right(page.keys, key) - 1
        return page.entries[at] if at >= 0 and page.keys[at] == key else None

    def walk(self, first: int = 0, last: int = 1 << 64, lost: Callable[[BadEvidence], None] | None = None) -> Iterator[Entry]:
        """Every entry from *first* to *last*, in their order. *lost* is told of each page that cannot be read.

        Without *lost* such a page raises ``BadEvidence``.
        """
        waiting, met, count = [(self._root, -1)], set[int](), 0
        while waiting:
            offset, level = waiting.pop()
            try:
                page = self._once(offset, level, met)
            except BadEvidence as bad:
                if lost is None:
                    raise
                lost(bad)
                continue
            if page.level:
                low = max(0, bisect_right(page.keys, first) - 1)
                high = bisect_right(page.keys, last)
                waiting.extend((child, page.level - 1) for child in reversed(page.children[low:high]))
                continue
            for entry in page.entries:
                if first <= entry[0] <= last:
                    count += 1
                    yield entry
            if count > MOST:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {MOST} entries in the index of an Outlook data file")

    def _once(self, offset: int, level: int, met: set[int]) -> Page:
        if offset in met:
            raise BadEvidence(Reason.CORRUPT, "the index of an Outlook data file leads in a circle")
        met.add(offset)
        return self.page(offset, level)

    def page(self, offset: int, level: int = -1) -> Page:
        """The page at *offset*, of *level* unless that is -1. Raises ``BadEvidence`` where there is none."""
        page = self._cache.get(offset)
        if page is None:
            with parsing("the index of an Outlook data file"):
                self._stream.seek(offset)
                data = self._stream.read(self._layout.page)
            page = parsed(data, self._layout, self._kind)
            self._cache[offset] = page
            if len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        if level not in (-1, page.level):
            raise _damaged()
        return page


def parsed(data: bytes, layout: Layout, kind: int) -> Page:
    """A page of a tree of that *kind*. Raises ``BadEvidence`` where *data* is none."""
    if len(data) < layout.page:
        raise BadEvidence(Reason.CORRUPT, "the index of an Outlook data file is cut off")
    form = "<HHBB" if layout.page > 512 else "<BBBB"
    count, _, size, level = struct.unpack_from(form, data, layout.entries)
    if data[layout.kind_at] != kind or data[layout.kind_at + 1] != kind or level > _LEVELS or count * size > layout.entries:
        raise _damaged()
    pattern = _FORMS[layout.wide, kind] if level == 0 else "<QQQ" if layout.wide else "<III"
    least = struct.calcsize(pattern)
    if count and size < least:
        raise _damaged()
    found = tuple(struct.unpack_from(pattern, data, at * size) for at in range(count))
    mask = ~1 if kind == BLOCKS else 0xFFFFFFFF
    keys = tuple(entry[0] & mask for entry in found)
    if level:
        return Page(level, keys, children=tuple(entry[2] for entry in found))
    return Page(0, keys, entries=tuple((key, *entry[1:]) for key, entry in zip(keys, found, strict=True)))


def _damaged() -> BadEvidence:
    return BadEvidence(Reason.CORRUPT, "a page of the index of an Outlook data file is damaged")
