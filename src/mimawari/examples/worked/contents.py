"""What a case is made of, and how it is written: files by their path, and copies of PCs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from mimawari.examples.moments import moment, unix_ns
from mimawari.examples.tree_writer import MARKER, Copy, refuse_others

EVIDENCE = "evidence"
"""The folder with all that is to be checked."""
_DAY = "2022-11-11"
"""The day of every file that is no part of a PC."""


@dataclass(slots=True)
class Contents:
    """A case in the making: its evidence as ``files`` by ``/`` path and ``pcs`` by their folder; beside it ``us.toml``.

    ``beside`` are further files beside the evidence, which no verdict is made of.
    """

    us: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    pcs: dict[str, Copy] = field(default_factory=dict)
    beside: dict[str, bytes] = field(default_factory=dict)

    def write(self, target: Path, about: str) -> None:
        """Write it to *target*, in place of an example that is there; ``FileExistsError`` where anything else is.

        Of a case that is there only its evidence goes: what somebody keeps beside it (a record, reports) stays.
        """
        refuse_others(target)
        inside = target / EVIDENCE
        if inside.is_symlink():
            raise FileExistsError(f"{inside}: a link, left as it is")
        if inside.exists():
            shutil.rmtree(inside)
        target.mkdir(parents=True, exist_ok=True)
        for path, content in self._files(about).items():
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for name, copy in self.pcs.items():
            copy.write(inside / name, about)
        self._date(target, self._files(about))

    def _files(self, about: str) -> dict[str, bytes]:
        inside = {f"{EVIDENCE}/{path}": content for path, content in self.files.items()}
        return {MARKER: about.encode(), "us.toml": self.us, **self.beside, **inside}

    def _date(self, target: Path, files: Iterable[str]) -> None:
        """The same times each time, folders after what is in them; a PC's folder has its own."""
        stamp = unix_ns(moment(_DAY, "case"))
        every = list(files)
        above = {str(folder) for path in every for folder in Path(path).parents}
        for path in [*every, *sorted(above, reverse=True)]:
            os.utime(target / path, ns=(stamp, stamp))
