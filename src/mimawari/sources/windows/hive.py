"""Registry hives: keys and values, from a file that may be dirty, damaged or hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, TypeVar

from mimawari.model import BadEvidence
from mimawari.sources.windows.hive_base import PRIMARY, SIZE, BaseBlock, read
from mimawari.sources.windows.hive_cells import COUNT_LIMIT, Cells
from mimawari.sources.windows.hive_errors import corrupt, reading
from mimawari.sources.windows.hive_log import Recovery, recover
from mimawari.sources.windows.hive_names import belies, fits, same_name
from mimawari.sources.windows.hive_overlay import Overlay
from mimawari.sources.windows.hive_value import HiveValue, decoded

__all__ = ["Hive", "HiveKey", "HiveValue", "open_hive"]

T = TypeVar("T")
_DEPTH = 512  # Windows has no deeper trees


class HiveKey:
    """A key. What it gives is read when it is asked for, and may raise ``BadEvidence``: corrupt."""

    def __init__(self, cells: Cells, offset: int, node: Any, depth: int = 0) -> None:
        self._cells, self._offset, self._node, self._depth = cells, offset, node, depth

    @property
    def name(self) -> str:
        """The key's own name."""
        return str(self._node.name)

    @property
    def written(self) -> int:
        """When the key, or one of its values, was last written: a FILETIME."""
        return int(self._node.cell.LastWriteTime)

    def values(self) -> Iterator[HiveValue]:
        """The values. What can be read comes first, then ``BadEvidence`` if something could not."""
        count = self._node.cell.ValueList.Count
        size = 0
        for value in _salvaged(self._cells.values(self._node.cell.ValueList.List, count), self._value) if count else ():
            size += len(value.data)
            if size > self._cells.length:
                raise corrupt("more data than the hive holds")
            yield value

    def value(self, name: str) -> HiveValue | None:
        """The value of this name in any letter case; None if there is none. Raises only if it may be what is damaged."""
        return next((value for value in self.values() if same_name(value.name, name)), None)

    def shown(self, name: str) -> str:
        """The text of a value as it stands: nothing here can look it up elsewhere."""
        found = self.value(name)
        return found.data if found and isinstance(found.data, str) else ""

    def subkeys(self) -> Iterator[HiveKey]:
        """The keys below. What can be read comes first, then ``BadEvidence`` if something could not."""
        yield from _salvaged((offset for offset, _ in self._entries()), self._subkey)

    def subkey(self, name: str) -> HiveKey | None:
        """The key below of this name in any letter case; None if there is none. Raises only if damage may hide it."""
        candidates = (offset for offset, hint in self._entries() if fits(name, hint))
        found = next((key for key in _salvaged(candidates, self._subkey) if same_name(key.name, name)), None)
        return found or self._despite_hints(name)

    def _despite_hints(self, name: str) -> HiveKey | None:
        """The same where the list's hint is damaged; raises where the hint is right and the key's own name is not."""
        for offset, hint in self._entries():
            key = self._readable(offset)
            if key is not None and same_name(key.name, name):
                return key
            if key is not None and fits(name, hint) and belies(key.name, hint):
                raise corrupt(f"key at {offset:#x}: not the name that its list says")
        return None

    def _readable(self, offset: int) -> HiveKey | None:
        try:
            return next(self._subkey(offset), None)
        except BadEvidence:
            return None

    def _entries(self) -> Iterator[tuple[int, bytes | None]]:
        """The entries of the subkey lists; a damaged list is reported after the entries of the sound ones."""
        count = self._node.cell.SubKeyCounts[0]
        if not count:
            return
        if count > COUNT_LIMIT or self._depth >= _DEPTH:
            raise corrupt(f"{count} subkeys at depth {self._depth}")
        leaves = self._cells.leaves(self._node.cell.SubKeyLists[0])
        number = -1
        for number, entry in enumerate(_salvaged(leaves, self._cells.keys)):
            if number >= COUNT_LIMIT:
                raise corrupt("more subkeys than may be")
            yield entry
        if number + 1 < count:
            raise corrupt(f"{number + 1} of {count} subkeys")

    def _subkey(self, offset: int) -> Iterator[HiveKey]:
        node = self._cells.node(offset)
        if node.cell.Parent != self._offset or offset == self._cells.root:
            raise corrupt(f"key at {offset:#x}: not below this one")
        yield HiveKey(self._cells, offset, node, self._depth + 1)

    def _value(self, offset: int) -> Iterator[HiveValue]:
        cell = self._cells.value(offset)
        name = str(cell.name) if cell.cell.NameLength else ""
        data = self._cells.content(cell.cell.DataLength, cell.cell.Data)
        yield HiveValue(name, int(cell.type), decoded(int(cell.type), data))


class Hive:
    """An opened hive. ``recovered`` pages came from its logs; ``defects`` says in words what was wrong with it."""

    def __init__(self, cells: Cells, recovery: Recovery) -> None:
        self.cells = cells
        self.recovered = recovery.pages
        self.defects = tuple(recovery.defects)
        self.written = recovery.base.written

    @property
    def root(self) -> HiveKey:
        """The key that holds all others."""
        return HiveKey(self.cells, self.cells.root, self.cells.node(self.cells.root))

    def key(self, path: str) -> HiveKey | None:
        """The key at a path (``Microsoft\\Windows``, no hive prefix, any letter case); None if there is none.

        Raises ``BadEvidence`` where damage may hide it.
        """
        key: HiveKey | None = self.root
        for name in path.split("\\"):
            if key is not None and name:
                key = key.subkey(name)
        return key


def open_hive(primary: BinaryIO, logs: Sequence[BinaryIO] = ()) -> Hive:
    """A hive with its transaction logs applied, in memory; raises ``BadEvidence``: corrupt. The files stay open."""
    with reading("hive"):
        file = Overlay(primary)
        base = read(head := file.read(SIZE))
        if base and base.sound and base.type != PRIMARY:
            raise corrupt("a transaction log, not a hive")
        recovery = recover(base, file, logs) if _has_bins(file) else None
        if recovery is None:
            raise corrupt(_instead(file, head))
        if missing := file.missing(SIZE + recovery.base.length):
            recovery.defects.append(f"truncated: {missing} bytes missing")
        file.head = _for_dissect(recovery.base)
        length = min(recovery.base.length, file.end - SIZE)
        hive = Hive(Cells(file, recovery.base.root, length), recovery)
        hive.root.written  # noqa: B018
    return hive


def _has_bins(file: Overlay) -> bool:
    file.seek(SIZE)
    return file.read(4) == b"hbin"


def _instead(file: Overlay, head: bytes) -> str:
    if not file.primary_size:
        return "empty file"
    if not head.strip(b"\0"):
        return "nothing but zeros"
    return "no registry hive" if head[:4] != b"regf" else "a registry hive without its bins"


def _for_dissect(base: BaseBlock) -> bytes:
    """The base block without its file name, which only tells where the hive lay and can be cut within a character."""
    return (base.raw[:48] + bytes(64) + base.raw[112:]).ljust(SIZE, b"\0")


def _salvaged(offsets: Iterator[int], read_one: Callable[[int], Iterator[T]]) -> Iterator[T]:
    """What *read_one* gives for each offset, each once; the first damage is raised when all else is given."""
    damage: BadEvidence | None = None
    seen: set[int] = set()
    try:
        for offset in offsets:
            if offset in seen:
                damage = damage or corrupt(f"cell at {offset:#x}: named twice")
                continue
            seen.add(offset)
            try:
                yield from read_one(offset)
            except BadEvidence as bad:
                damage = damage or bad
    except BadEvidence as bad:
        damage = damage or bad
    if damage:
        raise damage
