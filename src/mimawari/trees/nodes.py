"""Trees whose folders are lists of named nodes: what every tree but a plain folder is built on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Generic, TypeVar

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry

MAX_DEPTH = 512
_CACHED, _ALWAYS = 200_000, 8

Node = TypeVar("Node")


def fold(name: str) -> str:
    """The form in which names that differ only in letter case are the same."""
    return name.lower()


def parts(path: str) -> list[str]:
    """The names on the way; ``.`` and ``..`` are names like any other, and nothing bears them."""
    found = [part for part in path.split("/") if part]
    return found if len(found) <= MAX_DEPTH else [path]


class Folder(Generic[Node]):
    """The nodes of one folder, sorted by lower-case name, to be found whatever the letter case.

    ``is_whole`` is false where a part of the folder could not be read.
    """

    __slots__ = ("by_name", "is_whole", "nodes")

    def __init__(self, nodes: Iterable[tuple[str, Node]]) -> None:
        self.is_whole = True
        keyed = sorted((pair[0].lower(), pair[0], at, pair) for at, pair in enumerate(nodes))
        self.nodes = [row[3] for row in keyed]
        # Backwards, so that of several spellings the first one stands.
        self.by_name = {keyed[at][0]: at for at in range(len(keyed) - 1, -1, -1)}

    def find(self, name: str) -> tuple[str, Node] | None:
        """The node of that name: the exact spelling before another."""
        index = self.by_name.get(name.lower())
        if index is None:
            return None
        first = self.nodes[index]
        if first[0] == name:
            return first
        return next((pair for pair in self.nodes[index : index + 64] if pair[0] == name), first)


class Folders(Generic[Node]):
    """The folders met last, as many as hold some 200,000 names; a few in any case, so that a large one stays with the way to it."""

    def __init__(self, limit: int = _CACHED) -> None:
        self._kept: OrderedDict[int | str, Folder[Node]] = OrderedDict()
        self._limit, self._weight = limit, 0

    def get(self, key: int | str) -> Folder[Node] | None:
        """The folder, if it is still there."""
        folder = self._kept.get(key)
        if folder is not None:
            self._kept.move_to_end(key)
        return folder

    def keep(self, key: int | str, folder: Folder[Node]) -> Folder[Node]:
        """Remember it, and forget the oldest."""
        before = self._kept.pop(key, None)
        self._kept[key] = folder
        self._weight += _weight(folder) - (_weight(before) if before else 0)
        while self._weight > self._limit and len(self._kept) > _ALWAYS:
            _, old = self._kept.popitem(last=False)
            self._weight -= _weight(old)
        return folder


def _weight(folder: Folder[Any]) -> int:
    return len(folder.nodes) + 1


class NodeTree(ABC, Generic[Node]):
    """A tree over nodes. A subclass says what lies in a node, what it is, and how it is read.

    ``defects`` is what was found wrong while it was read; it may grow.
    """

    exact: bool = False

    def __init__(self, root: Node) -> None:
        self._root = root
        self._folders: Folders[Node] = Folders()
        self._defects: dict[tuple[Reason, str], int] = {}

    @property
    def defects(self) -> tuple[tuple[Reason, str], ...]:
        """Reason and detail of what could not be read on the way, with how often."""
        counted = sorted(self._defects.items())
        return tuple((reason, f"{detail} ({count})" if count > 1 else detail) for (reason, detail), count in counted)

    def _note(self, reason: Reason, detail: str, count: int = 1) -> None:
        if count:
            self._defects[reason, detail] = self._defects.get((reason, detail), 0) + count

    @abstractmethod
    def _children(self, node: Node) -> Iterable[tuple[str, Node]]:
        """The names in a folder and what they lead to. Raises ``BadEvidence``."""

    @abstractmethod
    def _entry(self, name: str, node: Node) -> Entry | None:
        """The node as its folder lists it; None where it turns out not to exist."""

    @abstractmethod
    def _content(self, node: Node) -> BinaryIO:
        """The content of a file node. Raises ``BadEvidence``."""

    @abstractmethod
    def _key(self, node: Node) -> int:
        """A number that tells the folder from the others."""

    def _folder(self, node: Node) -> Folder[Node]:
        key = self._key(node)
        return self._folders.get(key) or self._folders.keep(key, self._read_folder(node))

    def _read_folder(self, node: Node) -> Folder[Node]:
        noted = sum(self._defects.values())
        folder = Folder(self._children(node))
        folder.is_whole = noted == sum(self._defects.values())
        return folder

    def _find(self, path: str) -> tuple[Entry, Node] | None:
        name, node = "", self._root
        entry = self._entry(name, node)
        for part in parts(path):
            if entry is None or not entry.is_folder or entry.special:
                return None
            found = self._folder(node).find(part)
            if found is None:
                return None
            name, node = found
            entry = self._entry(name, node)
        return None if entry is None else (entry, node)

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of a folder, sorted by lower-case name. Raises ``BadEvidence``, for a part of it after all the others."""
        found = self._find(path)
        if found is None or not found[0].is_folder or found[0].special:
            raise BadEvidence(Reason.MISSING, "no such folder")
        return self._entries(self._folder(found[1]))

    def _entries(self, folder: Folder[Node]) -> Iterator[Entry]:
        for name, node in folder.nodes:
            if (entry := self._entry(name, node)) is not None:
                yield entry
        if not folder.is_whole:
            raise BadEvidence(Reason.CORRUPT, "a part of the folder cannot be read")

    def entry(self, path: str) -> Entry | None:
        """The entry at *path*, or None."""
        found = self._find(path)
        return found and found[0]

    def open(self, path: str) -> BinaryIO:
        """The content, seekable, read only. Raises ``BadEvidence``."""
        found = self._find(path)
        if found is None or (found[0].is_folder and not found[0].special):
            raise BadEvidence(Reason.MISSING, "no such file")
        if found[0].special:
            raise BadEvidence(Reason.UNSUPPORTED, "a link or a device")
        return self._content(found[1])
