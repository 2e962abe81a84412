"""What stands in the file: folders by the names that people see, messages by their number."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

from mimawari.model import BadEvidence, Reason
from mimawari.sources.outlook.properties import properties
from mimawari.sources.outlook.store import Node, Store
from mimawari.sources.outlook.strings import EASTERN

MESSAGE, HIDDEN, ATTACHMENT = 0x04, 0x08, 0x05
"""Kinds of nodes (MS-PST 2.2.2.1): a message, a message that folders keep for themselves, an attachment."""
ORPHAN = "(orphan)"
"""The folder of a message whose own folder is not there."""
RECOVERED = "(recovered)"
"""The folder of what was deleted, or is an older state of a message."""
_STORE, _ROOT, _SUBTREE, _NAME = 0x21, 0x122, 0x35E0, 0x3001
_LEVELS, _SAMPLE, _FOLDERS, _LONGEST = 64, 64, 20_000, 200


def messages(store: Store, lost: Callable[[BadEvidence], None]) -> array[int]:
    """The numbers of all messages, ascending. *lost* is told of each page of the index that cannot be read."""
    found = array("I", (entry[0] for entry in store.nodes.walk(lost=lost) if entry[0] & 0x1F in (MESSAGE, HIDDEN)))
    return array("I", sorted(found))


def damages(store: Store, lost: Callable[[BadEvidence], None]) -> None:
    """Tell *lost* of each page of the index of blocks that cannot be read, and if the file is shorter than it says it is."""
    for _ in store.blocks.walk(lost=lost):
        pass
    if store.length < store.header.size:
        lost(BadEvidence(Reason.CORRUPT, "the file is cut off: its end is missing"))


def between(store: Store, first: int, last: int) -> Iterator[Node]:
    """The messages from one number to another; pages that cannot be read are passed over."""
    for entry in store.nodes.walk(first, last, lost=lambda _: None):
        if entry[0] & 0x1F in (MESSAGE, HIDDEN):
            yield Node(*entry)


def code_pages(store: Store) -> tuple[int, ...]:
    """The code page that texts of an ANSI file are in, as its first messages tell; none for the other forms."""
    found: list[int] = []
    for entry in () if store.layout.wide else store.nodes.walk(lost=lambda _: None):
        if entry[0] & 0x1F != MESSAGE:
            continue
        try:
            found += properties(store, Node(*entry)).pages[:1]
        except BadEvidence:
            continue
        if len(found) >= _SAMPLE:
            break
    # Mail from abroad is everywhere; a page of the Far East is there because the PC has it.
    return tuple(sorted(set(found), key=lambda page: (page not in EASTERN, -found.count(page), page))[:1])


class Folders:
    """The paths of folders, as they are asked for."""

    def __init__(self, store: Store, pages: tuple[int, ...]) -> None:
        self._store, self._pages = store, pages
        self._known: dict[int, str] = {}
        self._top = self._subtree()

    def path(self, message: Node) -> str:
        """The names of the folders that *message* lies in, with ``/`` between.

        :data:`ORPHAN` where it lies in none; below :data:`RECOVERED` what only salvaging found.
        """
        path = self._path(message)
        return f"{RECOVERED}/{path}" if self._store.is_stray(message) else path

    def _path(self, message: Node) -> str:
        if message.parent not in self._known:
            if len(self._known) >= _FOLDERS:
                self._known.clear()
            self._known[message.parent] = self._named(message.parent)
        return self._known[message.parent]

    def _named(self, number: int) -> str:
        names: list[str] = []
        met: set[int] = set()
        while number not in met and len(met) < _LEVELS:
            met.add(number)
            node = self._node(number)
            if node is None:
                names.append(ORPHAN)
                break
            # The uppermost folders are not shown, unless a message lies right in them.
            if number in (_ROOT, self._top):
                names = names or [self._name(node)]
                break
            names.append(self._name(node))
            number = node.parent
        return "/".join(reversed(names))

    def _node(self, number: int) -> Node | None:
        try:
            return self._store.node(number) if number else None
        except BadEvidence:
            return None

    def _name(self, node: Node) -> str:
        try:
            name = properties(self._store, node, self._pages).text(_NAME)
        except BadEvidence:
            name = ""
        plain = " ".join(name.replace("/", "_").replace("\0", "").split())[:_LONGEST]
        return plain or f"(folder {node.number})"

    def _subtree(self) -> int:
        """The folder that people see as the uppermost (PidTagIpmSubTreeEntryId, MS-PST 2.4.3.2); 0 where it is not told."""
        try:
            node = self._store.node(_STORE)
            entry = properties(self._store, node).data(_SUBTREE, 24) if node else b""
        except BadEvidence:
            entry = b""
        return int.from_bytes(entry[20:24], "little") if len(entry) == 24 else 0
