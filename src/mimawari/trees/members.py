"""The members of an archive as a tree, whatever their names are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry
from mimawari.trees.nodes import MAX_DEPTH, NodeTree

MAX_MEMBERS = 5_000_000
MAX_NAME = 32_767
"""What Windows allows of a path."""


class Member:
    """A member; ``children`` is None for a file. ``where`` is what the archive needs to find the content."""

    __slots__ = ("children", "created", "modified", "size", "special", "where")

    def __init__(self) -> None:
        self.children: dict[str, Member] | None = None
        self.size: int | None = None
        self.created: int | None = None
        self.modified: int | None = None
        self.special = False
        self.where: int = -1


class Index:
    """Builds the tree of members. ``faults`` counts the members that were left out."""

    def __init__(self) -> None:
        self.root = Member()
        self.root.children = {}
        self.faults: dict[tuple[Reason, str], int] = {}
        self.exact = False
        self._count = 0
        self._last: tuple[str, dict[str, Member]] = ("", self.root.children)

    def note(self, reason: Reason, detail: str) -> None:
        """Something about the archive that was wrong."""
        self.faults[reason, detail] = self.faults.get((reason, detail), 0) + 1

    def place(self, name: str, *, is_folder: bool) -> Member | None:
        """The member of that name, new unless there was one; None for a name that cannot be in a tree."""
        self._count += 1
        if self._count > MAX_MEMBERS:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {MAX_MEMBERS} members")
        folder, _, last = name.replace("\\", "/").rstrip("/").rpartition("/")
        siblings = self._inside(folder)
        if siblings is None or last == ".." or len(name) > MAX_NAME:
            self.note(Reason.CORRUPT, "a member whose name leads out of the archive, or is too long")
            return None
        if last in ("", "."):
            return self.root if is_folder and siblings is self.root.children else None
        member = siblings.setdefault(last, Member())
        if is_folder and member.children is None:
            member.children = {}
        return member

    def find(self, name: str) -> Member | None:
        """The member of exactly that name, if there is one."""
        at: Member | None = self.root
        for part in _ways(name.replace("\\", "/")):
            at = (at.children or {}).get(part) if at else None
        return at

    def _inside(self, folder: str) -> dict[str, Member] | None:
        """What lies in a folder, which is made if the archive did not mention it."""
        if folder == self._last[0]:
            return self._last[1]
        ways = _ways(folder)
        if ".." in ways or len(ways) > MAX_DEPTH or len(folder) > MAX_NAME:
            return None
        at = self.root
        for part in ways:
            at = _below(at, part)
        assert at.children is not None
        self._last = (folder, at.children)
        return at.children


def _below(at: Member, part: str) -> Member:
    assert at.children is not None
    member = at.children.setdefault(part, Member())
    if member.children is None:
        member.children = {}
    return member


def _ways(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


class Contents(Protocol):
    """An archive that can give the content of a member."""

    def open(self, member: Member) -> BinaryIO:
        """Raises ``BadEvidence``."""


class MemberTree(NodeTree[Member]):
    """An archive. ``exact``: at least one member has a time with a part of a second."""

    def __init__(self, index: Index, contents: Contents, decode: Callable[[str], str] | None = None) -> None:
        super().__init__(index.root)
        self.exact = index.exact
        self._index, self._contents, self._decode = index, contents, decode
        for (reason, detail), count in index.faults.items():
            self._note(reason, detail, count)

    def decoded(self, decode: Callable[[str], str]) -> MemberTree:
        """The same archive with its names turned into the real ones (``urllib.parse.unquote``)."""
        return MemberTree(self._index, self._contents, decode)

    def _key(self, node: Member) -> int:
        return id(node)

    def _children(self, node: Member) -> Iterator[tuple[str, Member]]:
        return ((self._shown(name), member) for name, member in (node.children or {}).items())

    def _shown(self, stored: str) -> str:
        name = self._decode(stored) if self._decode else stored
        return name if name and "/" not in name and "\0" not in name else stored

    def _entry(self, name: str, node: Member) -> Entry:
        folder = node.children is not None
        return Entry(name, folder, None if folder else node.size, node.created, node.modified, node.special and not folder)

    def _content(self, node: Member) -> BinaryIO:
        return self._contents.open(node)
