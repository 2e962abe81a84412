"""Where files lie: a folder, an archive, a volume of an image, a file table. One small contract, one module each.

A tree has no opinion on Windows: it lists folders and opens files. Paths are written with ``/``, start at the tree's root
(``Windows/System32``, ``""`` for the root itself) and are found whatever their letter case. It never follows a link out of
the evidence and never opens what is not a regular file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from mimawari.model import Gap


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder as its folder lists it.

    Times are FILETIMEs (100 ns since 1601), None where they are not kept. ``size`` in bytes, None where unknown.
    ``special`` marks what is neither file nor folder, or a link: it is listed, and never followed or opened.
    """

    name: str
    is_folder: bool
    size: int | None = None
    created: int | None = None
    modified: int | None = None
    special: bool = False


class Tree(Protocol):
    """What can be listed and opened."""

    @property
    def exact(self) -> bool:
        """Whether times are kept to 100 ns, or at least well below 1 s."""

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of a folder, sorted by lower-case name.

        Raises ``BadEvidence``: missing (no such folder), denied, corrupt; after the entries that can be read, where a part
        of the folder cannot be.
        """

    def entry(self, path: str) -> Entry | None:
        """The entry at *path*, or None if there is none. The root has an entry with an empty name."""

    def open(self, path: str) -> BinaryIO:
        """The content, seekable, read only.

        Raises ``BadEvidence``: missing (nothing there, or a listing without content), denied, corrupt, encrypted,
        too large, unsupported (a link, a device).
        """


@dataclass(frozen=True, slots=True)
class Volume:
    """A tree with what is known of the volume it stands on.

    ``name`` leads to it in an origin (empty where there is only one). ``serial`` is the 32-bit volume serial as Windows
    shows it. ``past`` says that it is an older state of another volume (a shadow copy), taken at ``seen_at``.
    """

    tree: Tree
    name: str = ""
    serial: int | None = None
    past: bool = False
    seen_at: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """The volumes of a piece of evidence, and what could not be opened of it. One opening equals only itself."""

    volumes: tuple[Volume, ...]
    gaps: tuple[Gap, ...] = ()
