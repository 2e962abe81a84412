"""Readable, seekable pieces of other streams that never hand out less than they promise."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import of_os, parsing

BLOCK = 1 << 20


class Readable(io.RawIOBase):
    """A read-only stream of ``size`` bytes; a subclass gives :meth:`_piece`."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        self._at = 0

    def _piece(self, offset: int, length: int) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The offset of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; beyond the end is allowed and reads nothing."""
        base = (0, self._at, self.size)[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Up to *size* bytes, all of the rest without one."""
        left = max(0, self.size - self._at)
        length = left if size is None or size < 0 else min(size, left)
        if not length:
            return b""
        data = self._piece(self._at, length)
        self._at += len(data)
        return data

    def readall(self) -> bytes:
        """All that is left."""
        return self.read()

    def readinto(self, buffer: Any) -> int:
        """Fill *buffer* as far as there is content."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Window(Readable):
    """``size`` bytes of another stream from ``offset`` on. Raises ``BadEvidence`` corrupt where that one ends early.

    *kinds* are the errors of the library that *stream* comes from.
    """

    def __init__(self, stream: BinaryIO, offset: int, size: int, *kinds: type[Exception], what: str = "content") -> None:
        super().__init__(size)
        self._stream, self._offset, self._kinds, self._what = stream, offset, kinds, what

    def _piece(self, offset: int, length: int) -> bytes:
        with parsing(self._what, *self._kinds):
            self._stream.seek(self._offset + offset)
            data = self._stream.read(length)
        if len(data) != length:
            raise BadEvidence(Reason.CORRUPT, f"{self._what}: it ends early")
        return data


def buffered(stream: Readable) -> BinaryIO:
    """*stream* with a buffer, as callers expect a file."""
    return cast("BinaryIO", io.BufferedReader(stream, 64 << 10))


class _PlainFile(io.FileIO):
    """A file whose read errors are the evidence's fault. A tree keeps it open as long as it lives, and nobody closes it."""

    def __del__(self) -> None:
        self.close()

    def _dealloc_warn(self, _: object) -> None:
        return

    def readinto(self, buffer: Any) -> int:
        try:
            return super().readinto(buffer) or 0
        except OSError as fault:
            raise of_os(fault, "content") from fault

    def readall(self) -> bytes:
        try:
            return super().readall() or b""
        except OSError as fault:
            raise of_os(fault, "content") from fault


def open_plain(path: str | os.PathLike[str]) -> BinaryIO:
    """A regular file, never through a link, never a FIFO, socket or device. Raises ``BadEvidence``."""
    import stat

    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    name = os.path.basename(path)  # noqa: PTH119
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise BadEvidence(Reason.UNSUPPORTED, f"{name}: not a regular file")
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as fault:
        raise of_os(fault, name) from fault
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BadEvidence(Reason.UNSUPPORTED, f"{name}: not a regular file")
    return read_from(handle)


def read_from(handle: int) -> BinaryIO:
    """The file behind an open descriptor, which it closes in the end."""
    return cast("BinaryIO", io.BufferedReader(_PlainFile(handle, "rb"), 64 << 10))


def sha256_of(stream: BinaryIO) -> str:
    """The SHA-256 of all that is left of a stream, in hexadecimal."""
    sha256 = hashlib.sha256()
    while block := stream.read(BLOCK):
        sha256.update(block)
    return sha256.hexdigest()


def size_of(stream: BinaryIO) -> int:
    """The length of a seekable stream."""
    return stream.seek(0, io.SEEK_END)
