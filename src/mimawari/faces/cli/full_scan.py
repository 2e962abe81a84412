"""``check --all``: what a full scan needs of the command line: its locators, its journal, its progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import click

from mimawari import app
from mimawari.faces.cli import memory, spoken
from mimawari.faces.scan_progress import ScanProgress
from mimawari.model import Words

_ALL = Words(
    en="Read every file of LOCATOR as well (a folder, a drive, a disk image, a copied PC; without LOCATOR: every drive of this "
    "PC), beside the usual check. It takes hours on a large disk; broken off, it goes on where it was. all:PATH reads the files "
    "alone.",
    ja="通常の調査に加えて、LOCATOR（フォルダー、ドライブ、ディスクイメージ、PCのコピー。省略時はこのPCの全ドライブ）のすべてのファイルを調べます（フルスキャン）。"
    "大きなディスクでは数時間かかりますが、中断しても続きから再開できます。all:パス と指定すると、ファイルだけを調べます。",
)
_LOW = Words(
    en="Let every other program go first (slower, for a PC that somebody works on).",
    ja="ほかのプログラムを優先します（時間はかかりますが、PCを使いながら調べられます）。",
)

is_full = click.option("--all", "is_full", is_flag=True, cls=spoken.Option, words=_ALL)
is_low = click.option("--low-priority", "is_low", is_flag=True, cls=spoken.Option, words=_LOW)


@dataclass(frozen=True, slots=True)
class FullScan:
    """*locators* are those of the run, full scans among them. *scan* is how those are done; None where there are none."""

    locators: tuple[str, ...]
    scan: app.Scan | None = None

    @classmethod
    def of(cls, locators: tuple[str, ...], is_full: bool, again: bool) -> FullScan:
        """What is to be looked at: with *is_full* each locator twice, as what it is and file by file."""
        every = (*locators, *_full(locators)) if is_full else locators
        if not any(app.is_full_scan(locator) for locator in every):
            return cls(every)
        return cls(every, app.Scan(journal=memory.folder(), again=again))

    @contextmanager
    def watched(self, settings: app.Settings, tongue: str) -> Iterator[tuple[app.Settings, ScanProgress | None]]:
        """The settings for it, and who is told of it."""
        if self.scan is None:
            yield settings, None
            return
        with app.board.folder() as board, ScanProgress(tongue, board) as progress:
            yield replace(settings, scan=replace(self.scan, board=board)), progress


def _full(locators: tuple[str, ...]) -> tuple[str, ...]:
    """The full scans of *locators*, each once."""
    return tuple(dict.fromkeys(one for locator in locators for one in app.full_scans(locator)))
