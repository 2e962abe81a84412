"""The files of a folder and of the folders in it, one after the other, in flat memory however many; no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from mimawari.model import Reason
from mimawari.model.os_words import cause
from mimawari.sources.mail.names import readable
from mimawari.trees.faults import of_os

DEPTH = 16
"""How many folders deep mails may lie below the folder that was named."""
_FIRST = 10_000
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT of Windows


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A regular file: the folder below the top (``""`` is the top itself, ``/`` between names), name, size, time in ns."""

    folder: str
    name: str
    size: int = 0
    time: int = 0

    def at(self, top: Path) -> Path:
        """Where it lies."""
        return top / self.folder / self.name if self.folder else top / self.name


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is not looked at, and why: a link, a pipe, a folder that cannot be read."""

    folder: str
    name: str
    reason: Reason
    detail: str


Listed = File | Fault
Chooses = Callable[[str, str], bool]
"""Told the folder in which something lies and its name."""


def _same(name: str) -> str:
    return name


def _nowhere(folder: str) -> tuple[str, ...]:  # noqa: ARG001  # the signature of what decides it
    return ()


@dataclass(frozen=True, slots=True)
class Order:
    """What stays of the folder and of the name of a mail while programs use it: by that the files are in order.

    ``beside``: the folders among which a mail of a folder moves when it is read.
    """

    folder: Callable[[str], str] = _same
    name: Callable[[str], str] = _same
    beside: Callable[[str], tuple[str, ...]] = _nowhere

    def place(self, file: File) -> tuple[str, str]:
        """Where a file is in the order."""
        return self.folder(file.folder), self.name(file.name)


BY_NAME = Order()


@dataclass(frozen=True, slots=True)
class Range:
    """The files from ``first`` on and before ``before`` (None: up to the last), each a place in an order."""

    first: tuple[str, str] = ("", "")
    before: tuple[str, str] | None = None
    order: Order = BY_NAME

    def names(self, folder: str) -> tuple[str, str | None]:
        """From which name on, and before which, the files of a folder are in it."""
        until, folder = self.before, self.order.folder(folder)
        if folder < self.first[0] or (until is not None and folder > until[0]):
            return "", ""
        return self.first[1] if folder == self.first[0] else "", until[1] if until is not None and folder == until[0] else None


EVERYTHING = Range()


def anywhere(folder: str, name: str) -> bool:  # noqa: ARG001  # the signature of what decides it
    """Enter every folder."""
    return True


def files(top: Path, wanted: Range = EVERYTHING, enters: Chooses = anywhere, depth: int = DEPTH) -> Iterator[Listed]:
    """The files below *top* that are *wanted*, and what is not followed, in no order. *enters*: which folders are entered."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for listed in entries(top, folder, wanted):
            if not isinstance(listed, str):
                yield listed
            elif folder.count("/") + bool(folder) >= depth:
                yield Fault(folder, listed, Reason.TOO_LARGE, f"more than {depth} folders deep")
            elif enters(folder, listed):
                waiting.append(f"{folder}/{listed}" if folder else listed)


def entries(top: Path, folder: str, wanted: Range = EVERYTHING) -> Iterator[Listed | str]:
    """What lies directly in a folder and is *wanted*; of a folder its name, of every folder."""
    (first, before), ordered = wanted.names(folder), wanted.order.name
    try:
        with os.scandir(top / folder) as found:
            for entry in found:
                # Most of a large folder is another piece's: nothing is asked of the system about that.
                name = ordered(entry.name)
                if (first <= name and (before is None or name < before)) or entry.is_dir(follow_symlinks=False):
                    yield _listed(folder, entry)
    except OSError as error:
        bad = of_os(error, "folder")
        above, _, name = folder.rpartition("/")
        yield Fault(above, name, bad.reason, "the folder cannot be read")


def _listed(folder: str, entry: os.DirEntry[str]) -> Listed | str:
    refused = refusal(entry)
    if refused is not None:
        return Fault(folder, entry.name, *refused)
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISDIR(status.st_mode):
        return entry.name
    return File(folder, entry.name, status.st_size, status.st_mtime_ns)


def refusal(entry: os.DirEntry[str]) -> tuple[Reason, str] | None:
    """Why an entry is not looked at; None for a regular file or a folder."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return of_os(error, "entry").reason, cause(error).en
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        return Reason.UNSUPPORTED, "a link, not followed"
    if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
        return None
    return Reason.UNSUPPORTED, "not a file and not a folder"


def as_stored(top: Path, shown: str) -> str:
    """The way below *top* that people see as *shown*: other than that where a name in it is no UTF-8."""
    way = ""
    for part in shown.split("/"):
        here = top / way
        name = part if os.path.lexists(here / part) else _odd(here).get(part, part)
        way = f"{way}/{name}" if way else name
    return way


@lru_cache(maxsize=8)
def _odd(folder: Path) -> dict[str, str]:
    """Names in a folder that cannot be shown as they are, by what is shown."""
    return {readable(name): name for name in inside(folder) if readable(name) != name}


def first_names(folder: Path) -> tuple[list[str], list[str]]:
    """The names of the first folders, sorted, and of the first other things in a folder; none where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            first = list(islice(found, _FIRST))
            inner = {one.name for one in first if one.is_dir(follow_symlinks=False)}
    except OSError:
        return [], []
    return sorted(inner), [one.name for one in first if one.name not in inner]


def inside(folder: Path) -> Iterator[str]:
    """The names of what lies in a folder; none where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            yield from (entry.name for entry in found)
    except OSError:
        return
