"""Going through a tree as its users do."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import BadEvidence
from mimawari.trees import Entry, Tree


def walk(tree: Tree, path: str = "", depth: int = 40) -> Iterator[tuple[str, Entry]]:
    """Every entry below *path* with its own path; no deeper than *depth*."""
    for entry in tree.list(path):
        below = f"{path}/{entry.name}" if path else entry.name
        yield below, entry
        if entry.is_folder and not entry.special and depth:
            yield from walk(tree, below, depth - 1)


def listing(tree: Tree) -> dict[str, Entry]:
    """Every entry by path, without the file system's own files."""
    return {path: entry for path, entry in walk(tree) if not path.startswith("$")}


def exhaust(tree: Tree, limit: int = 5000, size: int = 1 << 21) -> int:
    """List and read whatever there is; only ``BadEvidence`` may come out. Gives how much could be read."""
    count, waiting = 0, [""]
    while waiting and limit:
        path = waiting.pop()
        try:
            for entry in tree.list(path):
                limit -= 1
                below = f"{path}/{entry.name}" if path else entry.name
                if entry.is_folder and not entry.special and below.count("/") < 30 and limit > 0:
                    waiting.append(below)
                count += _read(tree, below, size)
        except BadEvidence:
            continue
    return count


def _read(tree: Tree, path: str, size: int) -> int:
    try:
        tree.entry(path)
        with tree.open(path) as stream:
            stream.read(64)
            stream.seek(-16, 2) if stream.seek(0, 2) > 16 else None
            stream.read(16)
            stream.seek(0)
            return len(stream.read(size))
    except BadEvidence:
        return 0
