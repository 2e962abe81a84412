"""Folders of one run: only its user reads them, and they are gone afterwards. What a killed run left, the next takes away.

A folder has a mark. Its words are written when the system holds it for this process: no folder without them is ever taken away,
and none whose mark is held.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mimawari.engine.holding import hold

MARK = "mimawari-at-work"
WORDS = b"mimawari made this folder for one run, and takes it away when that run has ended\n"


@contextmanager
def own_folder(where: Path, prefix: str) -> Iterator[Path]:
    """A folder in *where* whose name begins with *prefix*. Raises ``OSError`` where none can be made."""
    _tidy(where, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=where))
    try:
        with (folder / MARK).open("xb", buffering=0) as file:
            # Where the disk knows no holding, the words stay out: nobody takes the folder for one that was left.
            with suppress(OSError):
                hold(file.fileno())
                file.write(WORDS)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(where: Path, prefix: str) -> None:
    for folder in where.glob(f"{prefix}*"):
        with suppress(OSError):
            if _is_own(folder):
                _take_away(folder)


def _is_own(folder: Path) -> bool:
    status, user = folder.lstat(), getattr(os, "geteuid", None)
    return stat.S_ISDIR(status.st_mode) and not (user and status.st_uid != user())


def _take_away(folder: Path) -> None:
    """Its mark goes last: what could not be taken away this time is known the next time."""
    mark = folder / MARK
    handle = os.open(mark, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        hold(handle)
        os.lseek(handle, 0, os.SEEK_SET)
        if os.read(handle, len(WORDS) + 1) != WORDS:
            return
        for one in folder.iterdir():
            if one != mark:
                _remove(one)
    finally:
        os.close(handle)
    mark.unlink()
    folder.rmdir()


def _remove(one: Path) -> None:
    if one.is_dir() and not one.is_symlink():
        shutil.rmtree(one)
    else:
        one.unlink()
