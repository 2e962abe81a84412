"""What every worker is at just now, in a small file of its own: for the progress, and for the file that costs a worker its life."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import Struct

_HEAD = Struct("<QQHHH")
_LONGEST = 4_096
_SUFFIX = ".worker"


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
