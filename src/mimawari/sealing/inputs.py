"""Digests of what the reports looked at, as it lies there at the moment of sealing; what could not be read is named as such."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mimawari.sealing.custody import table
from mimawari.sealing.payload import opened
from mimawari.sealing.trouble import NOT_READ, SealTrouble

MOST_FILES, MOST_BYTES = 20_000, 16 << 30
"""Files and bytes of all inputs together that are read: more are named as not hashed."""
_HEADS = ("locator", "file", "sha256", "bytes", "not_hashed")
_ABSENT, _MUCH, _UNREADABLE, _OTHER = "not there now", "too many or too large", "cannot be read", "no regular file"
_Row = tuple[str, str, str, object, str]


def digests(locators: Iterable[str]) -> bytes:
    """A table of every file below every place, each place once."""
    left = [MOST_FILES, MOST_BYTES]
    return table(_HEADS, (row for locator in dict.fromkeys(locators) for row in _place(locator, left)))


def _place(locator: str, left: list[int]) -> Iterator[_Row]:
    path = Path(locator)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield (locator, "", "", "", _ABSENT)
        return
    if not stat.S_ISDIR(mode):
        yield _file(locator, path, "", left)
        return
    unread: list[str] = []
    for folder, folders, names in os.walk(path, onerror=lambda error: unread.append(str(error.filename))):
        folders.sort()
        for name in sorted(names):
            if left[0] <= 0:
                yield (locator, "", "", "", _MUCH)
                return
            yield _file(locator, Path(folder, name), Path(folder, name).relative_to(path).as_posix(), left)
    yield from ((locator, name, "", "", _UNREADABLE) for name in unread)


def _file(locator: str, path: Path, name: str, left: list[int]) -> _Row:
    try:
        found = path.lstat() if name else path.stat()
        if not stat.S_ISREG(found.st_mode):
            return (locator, name, "", "", _OTHER)
        if found.st_size > left[1]:
            return (locator, name, "", found.st_size, _MUCH)
        left[:] = left[0] - 1, left[1] - found.st_size
        with opened(path, NOT_READ) as file:
            return (locator, name, _digest(file), found.st_size, "")
    except (OSError, SealTrouble):
        return (locator, name, "", "", _UNREADABLE)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
