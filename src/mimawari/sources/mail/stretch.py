"""A stretch of a file as content: read from where it lies each time, never held."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mimawari.trees.streams import Window, buffered, open_plain


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of a regular file from ``start`` up to ``end``."""

    path: Path
    start: int
    end: int

    @property
    def size(self) -> int:
        """In bytes."""
        return max(0, self.end - self.start)

    def open(self) -> BinaryIO:
        """A new stream. Raises ``BadEvidence`` if the file is gone or has become shorter."""
        return buffered(Window(open_plain(self.path), self.start, self.size, what="mail"))
