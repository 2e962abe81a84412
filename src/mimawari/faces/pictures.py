"""Pictures of accounts' sending as files in a folder: an SVG and a text of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mimawari.faces import profile_svg, profile_text
from mimawari.faces.profile import Marks
from mimawari.faces.safe import file_name
from mimawari.model import SendingProfile

MOST = 200
"""Accounts of which pictures are written; those that stand out come first."""


def write(folder: Path, drawn: Iterable[tuple[SendingProfile, Marks]], language: str, zone: int | None = None) -> tuple[Path, ...]:
    """Write the pictures and give their paths; nothing is overwritten (``FileExistsError``). May raise ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    every = sorted(drawn, key=lambda one: (not one[1].bursts, not one[1].networks, one[0].account, one[0].way))
    return tuple(_written(folder, every[:MOST], language, zone))


def _written(folder: Path, every: list[tuple[SendingProfile, Marks]], language: str, zone: int | None) -> Iterator[Path]:
    for number, (profile, marks) in enumerate(every, 1):
        name = f"{number:03}_{file_name(profile.account, 'account')}"
        for ending, make in (("svg", profile_svg.picture), ("txt", profile_text.picture)):
            path = folder / f"{name}.{ending}"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n") as file:
                file.write(make(profile, marks, language, zone))
            yield path
