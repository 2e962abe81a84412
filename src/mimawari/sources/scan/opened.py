"""Folders and files of this machine by the longest of paths: what is too long for one call is gone to step by step."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import of_os
from mimawari.trees.streams import open_plain, read_from

_LONGEST = 3_000
"""Bytes of a path that any system takes in one call (PATH_MAX is 4,096 on Linux, 1,024 on macOS with names of up to 255)."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = _FLAGS | getattr(os, "O_DIRECTORY", 0)
_NONE_HERE = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP})
_TOO_LONG = frozenset({errno.E2BIG, errno.ERANGE})
"""Linux gives out no more than 64 KiB (XATTR_SIZE_MAX, XATTR_LIST_MAX: xattr(7))."""


@contextmanager
def folder(path: str) -> Iterator[int]:
    """A descriptor of the folder at *path*, in which no last step is a link. Raises ``OSError``."""
    steps = _steps(path)
    at = os.open(steps[0], _FOLDER)
    try:
        for step in steps[1:]:
            following = os.open(step, _FOLDER, dir_fd=at)
            os.close(at)
            at = following
        yield at
    finally:
        os.close(at)


def _steps(path: str) -> list[str]:
    """*path* in pieces of which each is short enough."""
    if len(os.fsencode(path)) <= _LONGEST:
        return [path]
    found = [""]
    for name in path.split("/"):
        if len(os.fsencode(found[-1])) + len(os.fsencode(name)) >= _LONGEST:
            found.append(name)
        else:
            found[-1] += f"/{name}" if found[-1] else name or "/"
    return found


@dataclass(frozen=True, slots=True)
class OnDisk:
    """The content of a regular file of this machine that was *size* bytes long when it was listed."""

    path: Path
    size: int

    def open(self) -> BinaryIO:
        """A new stream. Raises ``BadEvidence``."""
        return open_plain(self.path)

    @property
    def lies_at(self) -> Path:
        """Where it lies as a whole."""
        return self.path


@dataclass(frozen=True, slots=True)
class FarDown:
    """As :class:`OnDisk`, by a path that is too long for one call."""

    place: str
    size: int

    def open(self) -> BinaryIO:
        """A new stream. Raises ``BadEvidence``."""
        above, _, name = self.place.rpartition("/")
        try:
            with folder(above) as at:
                handle = os.open(name, _FLAGS, dir_fd=at)
        except OSError as fault:
            raise of_os(fault, name) from fault
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise BadEvidence(Reason.UNSUPPORTED, f"{name}: not a regular file")
        return read_from(handle)


def content(path: str, size: int) -> OnDisk | FarDown:
    """The content of the file at *path*."""
    return OnDisk(Path(path), size) if len(os.fsencode(path)) <= _LONGEST else FarDown(path, size)


def attribute_streams(path: str) -> Iterator[tuple[str, bytes | BadEvidence]]:
    """The named streams that a mounted NTFS shows as extended attributes ``user.NAME``.

    What is wrong with one that cannot be read stands in its place; without a name, where not even their names can be had.
    """
    names, value = getattr(os, "listxattr", None), getattr(os, "getxattr", None)
    if names is None or value is None:
        return
    try:
        found = sorted(names(path, follow_symlinks=False))
    except OSError as fault:
        if fault.errno not in _NONE_HERE:
            yield "", _untold(fault, "the list of named streams is too long for this system")
        return
    for name in found:
        if name.startswith("user."):
            try:
                data: bytes | BadEvidence = bytes(value(path, name, follow_symlinks=False))
            except OSError as fault:
                data = _untold(fault, "a named stream of more than 64 KiB, which this system does not hand out")
            yield name.removeprefix("user."), data


def _untold(fault: OSError, too_long: str) -> BadEvidence:
    return BadEvidence(Reason.TOO_LARGE, too_long) if fault.errno in _TOO_LONG else of_os(fault, "named streams")
