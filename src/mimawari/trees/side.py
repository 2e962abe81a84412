"""What stands beside a file's content: its alternate data streams, of which Windows' mark ``Zone.Identifier`` is one.

NTFS alone keeps them. Copies lose them, unless whoever copied put each beside the file, under the name ``file:stream``
(Velociraptor, the Linux in Windows), or mounted the volume with ntfs-3g, which shows them as extended attributes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol, runtime_checkable

from mimawari.model import BadEvidence
from mimawari.trees import Tree

LIMIT = 4096
"""The mark is some hundred bytes long; more than this of a stream is not read."""


@runtime_checkable
class Sided(Protocol):
    """A tree that can read the streams of its files."""

    def side(self, path: str, name: str) -> bytes:
        """The first bytes of the stream *name* of the file at *path*; empty where there is none, or none that can be read."""


def side_stream(tree: Tree, path: str, name: str) -> bytes:
    """The first bytes of a file's stream, whatever way the tree keeps it; empty where there is none. It never raises."""
    found = b""
    with suppress(BadEvidence, OSError):
        found = tree.side(path, name) if isinstance(tree, Sided) else b""
    with suppress(BadEvidence, OSError):
        found = found or _beside(tree, f"{path}:{name}")
    return found


def _beside(tree: Tree, path: str) -> bytes:
    entry = tree.entry(path)
    if entry is None or entry.is_folder or entry.special:
        return b""
    with tree.open(path) as opened:
        return opened.read(LIMIT)
