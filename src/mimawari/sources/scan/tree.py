"""The volumes of an image, or a packed copy of a PC, as a ground: named streams and hard links where NTFS keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Protocol, runtime_checkable

from mimawari.model import BadEvidence, Blob, Gap, Looked, Origin, digest
from mimawari.sources.scan import SPECIAL, Below, Dated, Filed, Listed, Stage, Written
from mimawari.trees import Entry, Tree, Volume
from mimawari.trees.ntfs_streams import Beside

_OWN = frozenset(
    {"$AttrDef", "$BadClus", "$Bitmap", "$Boot", "$Extend", "$LogFile", "$MFT", "$MFTMirr", "$Secure", "$UpCase", "$Volume"}
)
"""What NTFS keeps for itself: no files of anybody, and pieces of files that were deleted."""


@runtime_checkable
class Streamed(Protocol):
    """A tree whose files have named streams and several names."""

    def beside(self, path: str) -> Beside | None:
        """What a file has beside its content. May raise ``BadEvidence``."""

    def stream(self, path: str, name: str) -> BinaryIO:
        """A named stream. May raise ``BadEvidence``."""


@dataclass(frozen=True, slots=True)
class InTree:
    """The content of a file of a tree, or of its stream *name*."""

    tree: Tree
    path: str
    size: int
    name: str = ""

    def open(self) -> BinaryIO:
        """A new stream. Raises ``BadEvidence``."""
        if self.name and isinstance(self.tree, Streamed):
            return self.tree.stream(self.path, self.name)
        return self.tree.open(self.path)


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """*volumes* of today. A way begins with the volume's number: ``0/Users``. *stamp* stands for all of the container,
    which was *written* then.

    *named* makes the path of an origin of a volume and a way on it, *staged* tells where a stage begins.
    """

    volumes: Sequence[Volume]
    place: str
    stamp: str
    written: Written
    origin: Origin
    named: Callable[[int, str], tuple[str, ...]]
    staged: Callable[[int, str], Stage | None]

    def at(self, folder: str) -> Origin:
        """The origin of a folder."""
        number, _, path = folder.partition("/")
        return self._at(int(number), path)

    def listed(self, folder: str) -> Iterator[Listed]:
        """What lies in a folder, sorted by name. Raises ``BadEvidence``."""
        number, _, path = folder.partition("/")
        tree = self.volumes[int(number)].tree
        if isinstance(tree, Streamed) and not path:
            yield Filed("", 0, partial(self._streams, tree, int(number), "", self.stamp), is_folder=True)
        entries = sorted(self._entries(tree, int(number), path), key=lambda thing: getattr(thing, "name", ""))
        for entry in entries:
            yield from [entry] if isinstance(entry, Gap) else self._one(tree, int(number), path, entry)

    def _entries(self, tree: Tree, number: int, path: str) -> Iterator[Entry | Gap]:
        try:
            yield from tree.list(path)
        except BadEvidence as bad:
            yield Gap(self._at(number, path), bad.reason, "file", bad.detail)

    def _one(self, tree: Tree, number: int, folder: str, entry: Entry) -> Iterator[Listed]:
        path = f"{folder}/{entry.name}" if folder else entry.name
        is_own = not folder and entry.name in _OWN and isinstance(tree, Streamed)
        if entry.special or is_own:
            yield Looked(SPECIAL, 1)
        elif entry.is_folder:
            yield Below(f"{number}/{path}", self.staged(number, path))
            if isinstance(tree, Streamed):
                stamp = f"{self.stamp}:{entry.created}:{entry.modified}"
                yield Filed(entry.name, 0, partial(self._streams, tree, number, path, stamp), is_folder=True)
        else:
            yield Filed(entry.name, entry.size or 0, partial(self._dated, tree, number, path, entry))

    def _dated(self, tree: Tree, number: int, path: str, entry: Entry) -> Iterator[Dated | Gap]:
        try:
            size = entry.size if entry.size is not None else _measured(tree, path)
            found = tree.beside(path) if isinstance(tree, Streamed) else None
        except BadEvidence as bad:
            yield Gap(self._at(number, path), bad.reason, "file", bad.detail)
            return
        stamp = f"{self.stamp}:{size}:{entry.created}:{entry.modified}"
        same = f"{number}-{found.record:x}-{digest(self.stamp)}" if found and found.links > 1 else ""
        yield Dated(f"{number}/{path}", self._blob(tree, number, path, size), stamp, same, self.written)
        for name, length in found.streams if found else ():
            yield Dated(f"{number}/{path}:{name}", self._blob(tree, number, path, length, name), stamp, written=self.written)

    def _streams(self, tree: Streamed, number: int, path: str, stamp: str) -> Iterator[Dated | Gap]:
        """The named streams of a folder."""
        try:
            found = tree.beside(path)
        except BadEvidence as bad:
            yield Gap(self._at(number, path), bad.reason, "file", bad.detail)
            return
        for name, length in found.streams if found else ():
            blob = self._blob(self.volumes[number].tree, number, path, length, name)
            yield Dated(f"{number}/{path}:{name}", blob, stamp, written=self.written)

    def _blob(self, tree: Tree, number: int, path: str, size: int, stream: str = "") -> Blob:
        whole = f"{path}:{stream}" if stream else path
        return Blob(self._at(number, whole), whole.rsplit("/", 1)[-1], InTree(tree, path, size, stream))

    def holds(self, key: str, same: str) -> bool:
        """Always: *same* is of the container as it is now, which has the same files."""
        return bool(key and same)

    def _at(self, number: int, path: str) -> Origin:
        return self.origin.at(*self.origin.path, *self.named(number, path))


def _measured(tree: Tree, path: str) -> int:
    with tree.open(path) as stream:
        return stream.seek(0, 2)
