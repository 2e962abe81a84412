"""Writing that survives a kill or a power cut: all of it is there afterwards, or nothing; and reading that comes to an end."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put *content* into the place of *path*, in one step. Raises ``OSError``."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        create(draft, content)
        draft.replace(path)
        settle(path.parent)
    finally:
        with suppress(OSError):
            draft.unlink()


def create(path: Path, content: bytes) -> None:
    """A new file with *content*, on the disk when this returns. Raises ``OSError``, also where it is there already."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, most: int) -> bytes:
    """The first *most* bytes of a regular file;
    whatever else bears the name could keep its reader for ever. Raises ``OSError``.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    with path.open("rb") as file:
        return file.read(most)


def is_there(path: str | Path) -> bool:
    """Whether something is there; unlike its twin it never raises: not for a long name, nor in a closed folder."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: str | Path) -> bool:
    """Whether a folder is there. Never raises."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: str | Path) -> bool:
    """Whether a regular file is there. Never raises."""
    return os.path.isfile(path)  # noqa: PTH113


def aside(path: Path) -> None:
    """Move *path* out of the way, under a name of its own. Raises ``OSError``."""
    path.rename(path.with_name(f"{path.name}.damaged-{secrets.token_hex(4)}"))


def folder_at(path: Path) -> None:
    """Have a folder in *path*; what else bears the name is moved aside. Raises ``OSError``."""
    if os.path.lexists(path) and not is_folder(path):
        aside(path)
    path.mkdir(mode=0o755, exist_ok=True)


def settle(folder: Path) -> None:
    """Have the names in *folder* on the disk; Windows does that by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file *path*; the system lets go of it however the process ends.
    Raises ``BlockingIOError`` where it is held.
    """
    with path.open("ab") as file:
        _lock(file.fileno())
        yield


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror) from error

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
