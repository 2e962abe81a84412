"""Pieces one behind the other, as one content: what is small in memory, what is large read from the file."""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_right
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.sources.outlook.store import Data
from mimawari.trees.streams import Readable, buffered


@dataclass(frozen=True, slots=True, eq=False)
class Base64:
    """The data of a node in base64, on one line."""

    data: Data

    @property
    def size(self) -> int:
        """In bytes."""
        return (self.data.size + 2) // 3 * 4

    def read(self, start: int, end: int) -> bytes:
        """From one byte to another. Raises ``BadEvidence`` where the file is damaged."""
        first = start // 4 * 3
        self.data.seek(first)
        return b64encode(self.data.read((end + 3) // 4 * 3 - first))[start % 4 :][: end - start]


Piece = bytes | Base64


def size_of(piece: Piece) -> int:
    """In bytes."""
    return len(piece) if isinstance(piece, bytes) else piece.size


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """The content that *pieces* are."""

    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(size_of, self.pieces))

    def open(self) -> BinaryIO:
        """A new stream. Reading raises ``BadEvidence`` where the file is damaged."""
        return buffered(Joined(self.pieces))


class Joined(Readable):
    """Pieces one behind the other."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = [piece for piece in pieces if size_of(piece)]
        self._ends: list[int] = []
        total = 0
        for piece in self._pieces:
            total += size_of(piece)
            self._ends.append(total)
        super().__init__(total)

    def _piece(self, offset: int, length: int) -> bytes:
        found, end = [], offset + length
        number = bisect_right(self._ends, offset)
        while offset < end:
            start = self._ends[number - 1] if number else 0
            piece, until = self._pieces[number], min(end, self._ends[number])
            if isinstance(piece, bytes):
                found.append(piece[offset - start : until - start])
            else:
                found.append(piece.read(offset - start, until - start))
            offset, number = until, number + 1
        return b"".join(found)
