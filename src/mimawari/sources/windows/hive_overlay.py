"""A registry hive with the pages of its logs laid over it, without copying either."""

from __future__ import annotations

import io
from typing import BinaryIO

from mimawari.sources.windows.hive_base import SECTOR

_READ_LIMIT = 64 << 20


class Overlay(io.RawIOBase):
    """A read-only file: the primary file, but for those sectors of 512 bytes that were put over it.

    Positions count from the start of the file. No read gives more than 64 MiB, whatever a damaged size asks for.
    """

    def __init__(self, primary: BinaryIO) -> None:
        super().__init__()
        self._primary = primary
        self._sectors: dict[int, tuple[BinaryIO, int]] = {}
        self._at = 0
        self.primary_size = primary.seek(0, io.SEEK_END)
        self.head = b""

    def put(self, offset: int, log: BinaryIO, at: int, size: int) -> None:
        """Lay *size* bytes of *log* over *offset*. All three are multiples of a sector but *at*."""
        for step in range(0, size, SECTOR):
            self._sectors[(offset + step) // SECTOR] = (log, at + step)

    @property
    def end(self) -> int:
        """Where the last byte is that the primary file or a log has."""
        return max(self.primary_size, (max(self._sectors, default=-1) + 1) * SECTOR)

    def missing(self, end: int) -> int:
        """How many bytes up to *end* neither the primary file nor a log has."""
        if self.primary_size >= end:
            return 0
        first, rest = divmod(self.primary_size, SECTOR)
        last = -(-end // SECTOR)
        lost = (last - first - sum(first <= sector < last for sector in self._sectors)) * SECTOR
        return lost - (0 if first in self._sectors else rest)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """Any place can be gone to."""
        return True

    def tell(self) -> int:
        """The position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position counted from the start; ``ValueError`` for any other."""
        if whence != io.SEEK_SET or offset < 0:
            raise ValueError("only positions from the start")
        self._at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        """Up to *size* bytes; less at the end, or where a sector is missing. ``EOFError`` for a negative size."""
        if size < 0:
            raise EOFError("negative size")
        data = self._read(self._at, min(size, _READ_LIMIT))
        self._at += len(data)
        return data

    def _read(self, start: int, size: int) -> bytes:
        if start < len(self.head):
            return self.head[start : start + size]
        first, last = start // SECTOR, (start + size - 1) // SECTOR
        if not self._sectors or not any(sector in self._sectors for sector in range(first, last + 1)):
            return self._from(self._primary, start, size)
        return self._mixed(first, last)[start - first * SECTOR :][:size]

    def _mixed(self, first: int, last: int) -> bytes:
        data = bytearray(self._from(self._primary, first * SECTOR, (last + 1 - first) * SECTOR))
        for sector in range(first, last + 1):
            at = (sector - first) * SECTOR
            if sector in self._sectors:
                data[at : at + SECTOR] = self._from(*self._sectors[sector], SECTOR)
            elif len(data) < at + SECTOR:
                break
        return bytes(data)

    @staticmethod
    def _from(file: BinaryIO, at: int, size: int) -> bytes:
        file.seek(at)
        return file.read(size)
