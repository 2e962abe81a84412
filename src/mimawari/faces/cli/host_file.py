"""``--out DIR`` for the running PC: one file a PC and check, so that one folder can take those of many."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.out import UNWRITABLE
from mimawari.model import Report

SUFFIX, UNFINISHED = "_mimawari.json", ".part"


@dataclass(frozen=True, slots=True)
class HostFile:
    """Where the report goes, and the language to complain in. Until it is whole it bears a name that ends in ``.part``."""

    path: Path
    tongue: str

    @classmethod
    def prepared(cls, folder: str, tongue: str) -> HostFile:
        """The first free name in a folder, taken now: what cannot be written is refused before anything is looked at."""
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        host = re.sub(r"[^\w.-]", "_", os.environ.get("COMPUTERNAME") or platform.node())[:64] or "unnamed"
        for number in count(1):
            more = f"-{number}" if number > 1 else ""
            file = cls(Path(folder) / f"{host}_{started}{more}{SUFFIX}", tongue)
            with file.writing():
                file.path.parent.mkdir(parents=True, exist_ok=True)
                if not file.path.exists() and file._taken():
                    return file
        raise AssertionError

    @property
    def parts(self) -> None:
        """Findings beyond those in the report are not kept: one file a PC."""

    @property
    def _unfinished(self) -> Path:
        return self.path.with_name(self.path.name + UNFINISHED)

    def _taken(self) -> bool:
        try:
            self._unfinished.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Refuse, by name, what goes on in it and cannot write there."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise refused(UNWRITABLE, self.tongue, path=self.path, why=error) from error

    def write(self, report: Report, known: app.Knowledge) -> None:
        """Write the report, then give it its name."""
        text = json_report.text(report, known) + "\n"
        with self.writing():
            with self._unfinished.open("w", encoding="ascii", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._unfinished.rename(self.path)
