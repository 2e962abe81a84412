"""A ground: every file of a folder, a drive or an image, folder by folder. What the full scan goes over.

A source whose :class:`~mimawari.sources.SourceKind` has ``files`` gives a :class:`Ground`. The engine asks it for one folder
after the other, in pieces of work (:class:`Folders`), the stages that give the earliest answer first. Nothing here is opened
before the engine wants it, and what is not a regular file never is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from mimawari.model import Blob, Gap, Looked, Origin
from mimawari.sources.pieces import Piece

SPECIAL = "special-file"
"""Links, FIFOs, sockets, devices: counted, never opened."""


class Stage(IntEnum):
    """What is read first: where malware and its carriers come to lie, then where they stay, then all the rest."""

    INCOMING = 0
    MAIL = 1
    PROFILES = 2
    SYSTEM = 3
    REST = 4

    @property
    def word(self) -> str:
        """The name outside."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Folders(Piece):
    """Work on a ground: ``folders`` are to be listed with all below (``is_listing``), or the files in them to be read.

    ``after``: in the first of them only what stands behind this name. ``lost`` are files (keys of the ground) at which a worker
    was lost, each with reason and detail: they are told and not opened. ``tries`` counts the workers that were lost.
    """

    folders: tuple[str, ...] = ()
    stage: Stage = Stage.REST
    is_listing: bool = False
    after: str = ""
    lost: tuple[tuple[str, str, str], ...] = ()
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """When something was last changed (ns since 1970), and the numbers (inodes) of the files of this machine that it lies in.

    ``is_ours``: no other user may write there, but for the administrator.
    """

    moment: int
    inodes: frozenset[int]
    is_ours: bool = False

    @classmethod
    def of(cls, *files: os.stat_result) -> Written:
        """Of what lies in *files*."""
        moment = max(max(one.st_mtime_ns, one.st_ctime_ns) for one in files)
        return cls(moment, frozenset(one.st_ino for one in files), all(map(_is_ours, files)))


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A file, or a named stream of one. ``key`` is its way in the ground. ``stamp`` changes whenever its content may have changed.

    ``same`` is what all names of one file have in common (hard links); empty where it has only one. ``written``: when it was
    changed, where its times may not tell of a change that a running program makes right now.
    """

    key: str
    blob: Blob
    stamp: str
    same: str = ""
    written: Written | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Filed:
    """A regular file as its folder lists it; ``dated`` gives it with its named streams. ``size`` in bytes.

    ``is_folder``: it is none, and only has named streams.
    """

    name: str
    size: int
    dated: Callable[[], Iterator[Dated | Gap]]
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """A folder in the one that is listed. ``stage`` is its own where it begins another; None: that of the folder it lies in."""

    folder: str
    stage: Stage | None = None


def _is_ours(file: os.stat_result) -> bool:
    user = getattr(os, "geteuid", None)
    return user is not None and file.st_uid == user() and not file.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


Listed = Filed | Below | Gap | Looked


class Ground(Protocol):
    """What can be listed, folder by folder."""

    @property
    def place(self) -> str:
        """What stays the same from one run to the next, and differs for every other ground: hex digits."""

    def at(self, folder: str) -> Origin:
        """The origin of a folder."""

    def listed(self, folder: str) -> Iterator[Listed]:
        """What lies in *folder*, sorted by name; the same order each time. May raise ``BadEvidence``."""

    def holds(self, key: str, same: str) -> bool:
        """Whether what lies at *key* still is one of the names of *same*."""
