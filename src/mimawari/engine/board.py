"""What every worker is at just now, in a small file of its own: for the progress, and for the file that costs a worker its life.

The files lie in a folder of the run among the temporary files. A run that is killed leaves it behind; a later one takes it away.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import Struct

from mimawari.engine.holding import hold

_HEAD = Struct("<QQHHH")
_LONGEST = 4_096
_SUFFIX = ".worker"
_PREFIX, _HELD = "mimawari-", "run"
_YOUNG = 60.0
"""A folder that changed so many seconds ago may be of a run that has not yet taken hold of its mark."""


@dataclass(frozen=True, slots=True)
class At:
    """Files and bytes that a worker has done, the key of the piece it is at, and the file (a key of its ground; empty: none)."""

    files: int = 0
    size: int = 0
    source: str = ""
    piece: str = ""
    file: str = ""


class Desk:
    """A worker's own file. Where it cannot be written nothing is told."""

    def __init__(self, folder: Path) -> None:
        self._files = self._size = 0
        self._handle: int | None = None
        with suppress(OSError):
            self._handle = os.open(folder / f"{os.getpid()}{_SUFFIX}", os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def begin(self, source: str, piece: str, file: str) -> None:
        """*file* is opened next."""
        self._write(source, piece, file)

    def done(self, source: str, piece: str, size: int) -> None:
        """One more file is done."""
        self._files, self._size = self._files + 1, self._size + size
        self._write(source, piece, "")

    def _write(self, *texts: str) -> None:
        if self._handle is None:
            return
        said = [text.encode("utf-8", "surrogatepass")[:_LONGEST] for text in texts]
        with suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _HEAD.pack(self._files, self._size, *map(len, said)) + b"".join(said))


@contextmanager
def folder() -> Iterator[Path | None]:
    """A folder for a run, gone afterwards; None where none can be made. Those of runs that were killed are taken away before."""
    with ExitStack() as held:
        try:
            _tidy(Path(tempfile.gettempdir()))
            path: Path | None = held.enter_context(_made())
        except OSError:
            path = None
        yield path


@contextmanager
def _made() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with (path / _HELD).open("xb") as file:
            hold(file.fileno())
            yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _tidy(temporary: Path) -> None:
    """Take away what runs left that have ended: of this user, with a mark that nobody holds, and with nothing else in it."""
    for path in temporary.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_left(path):
                _take_away(path)


def _is_left(path: Path) -> bool:
    status, user = path.lstat(), getattr(os, "geteuid", None)
    if not stat.S_ISDIR(status.st_mode) or (user and status.st_uid != user()) or time.time() - status.st_mtime < _YOUNG:
        return False
    names = os.listdir(path)
    return _HELD in names and all(name == _HELD or name.endswith(_SUFFIX) for name in names)


def _take_away(path: Path) -> None:
    handle = os.open(path / _HELD, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        hold(handle)
    finally:
        os.close(handle)
    # The mark goes last: what could not be taken away this time is known the next time.
    for one in sorted(os.listdir(path), key=lambda name: name == _HELD):
        (path / one).unlink()
    path.rmdir()


@lru_cache(maxsize=2)
def desk(folder: Path) -> Desk:
    """The desk of this process."""
    return Desk(folder)


def read(folder: Path) -> Iterator[At]:
    """What each worker said last, the newest first. A file that is just being written is left out."""
    with suppress(OSError):
        for path in sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: -path.stat().st_mtime_ns):
            if found := _read(path):
                yield found


def _read(path: Path) -> At | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) < _HEAD.size:
        return None
    files, size, *lengths = _HEAD.unpack_from(data)
    texts, at = [], _HEAD.size
    for length in lengths:
        texts.append(data[at : at + length].decode("utf-8", "surrogatepass" if length < _LONGEST else "ignore"))
        at += length
    return At(files, size, *texts) if at <= len(data) else None
