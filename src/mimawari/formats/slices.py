"""A piece of other content, without a copy of it; content that is little; and bounded reads."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast

from mimawari.model import Content
from mimawari.trees.streams import Window


@dataclass(frozen=True, eq=False)
class Slice:
    """``size`` bytes of ``whole`` from ``offset`` on. Reading raises ``BadEvidence`` corrupt where that one ends early."""

    whole: Content
    offset: int
    size: int

    def open(self) -> BinaryIO:
        """A stream of it."""
        return cast("BinaryIO", Window(self.whole.open(), self.offset, self.size))


@dataclass(frozen=True, eq=False)
class Held:
    """Bytes that are in memory: for what is little and read often."""

    data: bytes

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.data)

    def open(self) -> BinaryIO:
        """A stream of them."""
        return BytesIO(self.data)


def read(content: Content, most: int, offset: int = 0) -> bytes:
    """Up to *most* bytes of *content* from *offset* on; fewer only at its end."""
    with content.open() as stream:
        stream.seek(offset)
        pieces, left = [], most
        while left and (piece := stream.read(left)):
            pieces.append(piece)
            left -= len(piece)
    return b"".join(pieces)
