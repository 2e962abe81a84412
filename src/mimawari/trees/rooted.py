"""A folder of a tree as a tree of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from mimawari.trees import Entry, Tree
from mimawari.trees.side import side_stream


@dataclass(slots=True)
class Rooted:
    """*tree* seen from *root* on."""

    tree: Tree
    root: str

    @property
    def exact(self) -> bool:
        """As the tree below."""
        return self.tree.exact

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of a folder."""
        return self.tree.list(self._at(path))

    def entry(self, path: str) -> Entry | None:
        """The entry at *path*."""
        found = self.tree.entry(self._at(path))
        return replace(found, name="") if found and not path else found

    def open(self, path: str) -> BinaryIO:
        """The content at *path*."""
        return self.tree.open(self._at(path))

    def side(self, path: str, name: str) -> bytes:
        """The first bytes of a stream of the file at *path*."""
        return side_stream(self.tree, self._at(path), name)

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}".strip("/")
