"""What is left of the index of a damaged or cut off file: every leaf of its two trees that still lies somewhere in it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from mimawari.model import BadEvidence
from mimawari.sources.outlook.layout import Layout
from mimawari.sources.outlook.pages import BLOCKS, NODES, Entry, Page, Tree, parsed
from mimawari.trees.faults import parsing
from mimawari.trees.streams import BLOCK

MOST = 400_000
"""So many entries of a tree are kept: of some 3 GiB of blocks."""
_PACKED = struct.Struct("<5Q")
"""Number of the page, and the entry: a fifth of what they take as tuples."""
_MARK = re.compile(rb"(?=\x80\x80|\x81\x81)")
_FIRST = 0x4400


class Salvaged(Tree):
    """A tree, and behind it what was found of it elsewhere in the file."""

    def __init__(self, stream: BinaryIO, layout: Layout, kind: int, root: int, found: dict[int, bytes]) -> None:
        super().__init__(stream, layout, kind, root)
        self._found = found

    def find(self, key: int) -> Entry | None:
        """From the tree itself if that can still be read."""
        try:
            entry = super().find(key)
        except BadEvidence:
            entry = None
        return _PACKED.unpack(self._found[key])[1:] if entry is None and key in self._found else entry

    def walk(self, first: int = 0, last: int = 1 << 64, lost: Callable[[BadEvidence], None] | None = None) -> Iterator[Entry]:
        """First what the tree itself has, then what was found elsewhere."""
        met = set()
        for entry in super().walk(first, last, lost or (lambda _: None)):
            met.add(entry[0])
            yield entry
        strays = sorted(key for key in self._found if first <= key <= last and key not in met)
        yield from (_PACKED.unpack(self._found[key])[1:] for key in strays)

    def is_stray(self, key: int) -> bool:
        """Whether the tree can be read where *key* belongs and does not have it: it was deleted, or it is an older state."""
        try:
            return super().find(key) is None
        except BadEvidence:
            return False


def scan(stream: BinaryIO, layout: Layout) -> dict[int, dict[int, bytes]]:
    """The entries of all intact leaves by their tree, packed; of two for one number the newer.

    It ends at :data:`MOST`: that something is lost has been told before anybody salvages. Raises ``BadEvidence``.
    """
    newest: dict[int, dict[int, bytes]] = {BLOCKS: {}, NODES: {}}
    for kind, version, page in _leaves(stream, layout):
        found = newest[kind]
        for key, entry in zip(page.keys, page.entries, strict=True):
            if key not in found or _PACKED.unpack(found[key])[0] <= version:
                found[key] = _PACKED.pack(version, *entry)
        if len(found) > MOST:
            break
    return newest


def _leaves(stream: BinaryIO, layout: Layout) -> Iterator[tuple[int, int, Page]]:
    """Kind, number and content of each page that is a leaf and stands where it says it does."""
    at, step = _FIRST // layout.page * layout.page, BLOCK // layout.page * layout.page
    while True:
        with parsing("the index of an Outlook data file"):
            stream.seek(at)
            data = stream.read(step)
        for found in _MARK.finditer(data):
            offset = found.start() - layout.kind_at
            if offset >= 0 and offset % layout.page == 0:
                page = data[offset : offset + layout.page]
                leaf = _leaf(page, at + offset, layout, page[layout.kind_at]) if len(page) == layout.page else None
                if leaf:
                    yield page[layout.kind_at], *leaf
        if len(data) < step:
            return
        at += step


def _leaf(data: bytes, offset: int, layout: Layout, kind: int) -> tuple[int, Page] | None:
    """Its number and content; None where check sum or signature (MS-PST 5.3 and 5.5) do not fit, or it is a branch."""
    form = "<HIQ" if layout.wide else "<HII"
    mark, one, other = struct.unpack_from(form, data, layout.kind_at + 2)
    told, number = (one, other) if layout.wide else (other, one)
    value = (offset ^ number) & 0xFFFFFFFF
    if mark != (value >> 16) ^ (value & 0xFFFF) or told != zlib.crc32(data[: layout.kind_at], 0xFFFFFFFF) ^ 0xFFFFFFFF:
        return None
    try:
        page = parsed(data, layout, kind)
    except BadEvidence:
        return None
    return (number, page) if page.level == 0 else None
