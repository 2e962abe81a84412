"""One file as a ground of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import Blob, Origin, digest
from mimawari.sources.scan import Dated, Filed, Listed, Written
from mimawari.sources.scan.opened import content


@dataclass(frozen=True, slots=True)
class Single:
    """The file at *path*, with its *stamp* and when it was *written*."""

    path: Path
    stamp: str
    written: Written
    origin: Origin

    @property
    def place(self) -> str:
        """By the path."""
        return digest("single", str(self.path))

    def at(self, folder: str) -> Origin:  # noqa: ARG002 - there is none
        """The file's own."""
        return self.origin

    def listed(self, folder: str) -> Iterator[Listed]:  # noqa: ARG002 - there is one only
        """The file."""
        size = self.path.stat().st_size
        yield Filed(self.path.name, size, lambda: iter([self._dated(size)]))

    def _dated(self, size: int) -> Dated:
        return Dated(
            self.path.name, Blob(self.origin, self.path.name, content(str(self.path), size)), self.stamp, written=self.written
        )

    def holds(self, key: str, same: str) -> bool:
        """It has one name here."""
        return bool(key and same)
