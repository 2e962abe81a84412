"""A folder of example evidence, written so that it is the same each time, to the last 100 ns of every time."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mimawari.examples.moments import unix_ns

MARKER = "EXAMPLE.txt"


@dataclass(slots=True)
class Copy:
    """A copied drive in the making: ``files`` and ``times`` (FILETIMEs, of files and folders) by ``/`` path below ``C``."""

    files: dict[str, bytes] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def add(self, path: str, content: bytes, written: int) -> None:
        """A file, and the folders above it; a folder takes the time of its newest file unless it is given one."""
        self.files[path] = content
        self.times[path] = written
        for folder in list(PurePosixPath(path).parents)[:-1]:
            self.folder(str(folder), max(written + 1, self.times.get(str(folder), 0)))

    def folder(self, path: str, written: int) -> None:
        """A folder with its time."""
        self.times[path] = written

    def write(self, target: Path, about: str) -> None:
        """Write it to *target*, in place of an example that is there; ``FileExistsError`` where anything else is."""
        refuse_others(target)
        if (target / "C").exists():
            shutil.rmtree(target / "C")
        (target / "C").mkdir(parents=True)
        (target / MARKER).write_bytes(about.encode())
        for path in sorted(set(self.times) - set(self.files)):
            (target / "C" / path).mkdir(parents=True, exist_ok=True)
        for path, content in self.files.items():
            (target / "C" / path).write_bytes(content)
        self._date(target)

    def _date(self, target: Path) -> None:
        """Set the times of the files, then of the folders: a folder's own time changes with what is written in it."""
        newest = max(self.times.values())
        for path in sorted(self.times, key=lambda path: (path not in self.files, path)):
            _set_time(target / "C" / path, self.times[path])
        for above in (target / MARKER, target / "C", target):
            _set_time(above, newest)


def _set_time(path: Path, filetime: int) -> None:
    os.utime(path, ns=(unix_ns(filetime), unix_ns(filetime)))


def refuse_others(target: Path) -> None:
    """``FileExistsError`` for a folder that is not empty and no example, for a file, and for a link."""
    if not target.is_symlink() and not target.exists():
        return
    ours = (target / MARKER).is_file() or (target.is_dir() and not any(target.iterdir()))
    links = target.is_symlink() or (target / "C").is_symlink() or (target / MARKER).is_symlink()
    if links or not ours:
        raise FileExistsError(f"{target}: not an example of mimawari, left as it is")
