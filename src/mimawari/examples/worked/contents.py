"""What a case is made of, and how it is written: files by their path, and copies of PCs."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from mimawari.examples.moments import moment, unix_ns
from mimawari.examples.tree_writer import MARKER, Copy, refuse_others

_DAY = "2022-11-11"
"""The day of every file that is no part of a PC."""


@dataclass(slots=True)
class Contents:
    """A case in the making: ``files`` by ``/`` path, ``pcs`` by the name of their folder."""

    files: dict[str, bytes] = field(default_factory=dict)
    pcs: dict[str, Copy] = field(default_factory=dict)

    def write(self, target: Path, about: str) -> None:
        """Write it to *target*, in place of an example that is there; ``FileExistsError`` where anything else is."""
        refuse_others(target)
        if target.exists():
            shutil.rmtree(target)
        target.mkdir(parents=True)
        for path, content in {MARKER: about.encode(), **self.files}.items():
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for name, copy in self.pcs.items():
            copy.write(target / name, about)
        self._date(target)

    def _date(self, target: Path) -> None:
        """The same times each time, folders after what is in them; a PC's folder has its own."""
        stamp = unix_ns(moment(_DAY, "case"))
        files = [MARKER, *self.files]
        above = {str(folder) for path in files for folder in Path(path).parents}
        for path in [*files, *sorted(above, reverse=True)]:
            os.utime(target / path, ns=(stamp, stamp))
