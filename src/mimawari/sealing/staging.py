"""Folders in which a bag is made: beside its place, or, where nobody may read it there, private among the temporary files.

Each has a mark that the system holds for the process that made it. One that a killed process left is taken away by the next.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Hold = Callable[[int], None]
"""Holds an open file for this process; raises ``OSError`` where another does."""


def nobody(_: int) -> None:
    """Holds nothing: what a killed process left cannot be told from what is at work, and stays."""
    raise OSError


_MARK, _BESIDE, _PRIVATE = "mimawari-seal", ".part", "mimawari-seal-"


@contextmanager
def beside(last: Path, hold: Hold) -> Iterator[Path]:
    """A folder of one's own beside *last*, which is gone afterwards, whatever happened. Raises ``OSError``."""
    last.parent.mkdir(parents=True, exist_ok=True)
    _tidy(last.parent, f".*{_BESIDE}", hold)
    with _made(last.parent / f".{last.name[:60]}.{secrets.token_hex(4)}{_BESIDE}", hold) as folder:
        yield folder


@contextmanager
def private(hold: Hold) -> Iterator[Path]:
    """The same among the temporary files of this PC."""
    temporary = Path(tempfile.gettempdir())
    _tidy(temporary, f"{_PRIVATE}*", hold)
    with _made(temporary / f"{_PRIVATE}{secrets.token_hex(8)}", hold) as folder:
        yield folder


@contextmanager
def _made(folder: Path, hold: Hold) -> Iterator[Path]:
    folder.mkdir(mode=0o700)
    try:
        with (folder / _MARK).open("xb") as file:
            # Where the disk knows no holding, nobody takes the folder for one that was left.
            with suppress(OSError):
                hold(file.fileno())
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(where: Path, names: str, hold: Hold) -> None:
    user = getattr(os, "geteuid", None)
    for folder in where.glob(names):
        with suppress(OSError):
            if folder.is_symlink() or (user and folder.lstat().st_uid != user()):
                continue
            handle = os.open(folder / _MARK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                hold(handle)
            finally:
                os.close(handle)
            shutil.rmtree(folder, ignore_errors=True)
