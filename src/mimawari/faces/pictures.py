"""Pictures of accounts' sending as files in a folder: an SVG and a text of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mimawari.faces import profile_svg, profile_text
from mimawari.faces.profile import Marks
from mimawari.faces.safe import file_name
from mimawari.model import SendingProfile, Testimony
from mimawari.model.sending_baseline import Limits, stretches

MOST = 200
"""Accounts of which pictures are written; those that stand out come first."""


def write(folder: Path, drawn: Iterable[tuple[SendingProfile, Marks]], language: str, zone: int | None = None) -> tuple[Path, ...]:
    """Write the pictures and give their paths; nothing is overwritten (``FileExistsError``). May raise ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    every = sorted(drawn, key=lambda one: (not one[1].bursts, not one[1].networks, one[0].account, one[0].way))
    return tuple(_written(folder, every[:MOST], language, zone))


def drawn(testimony: Iterable[Testimony], named: Iterable[str]) -> tuple[tuple[SendingProfile, Marks], ...]:
    """The profiles to draw: those of the accounts *named*, and those with hours that stand out; each with its marks."""
    wanted = {name.casefold() for name in named}
    every = [(one, marks(one)) for one in testimony if isinstance(one, SendingProfile)]
    return tuple((one, mark) for one, mark in every if mark.bursts or one.account.casefold() in wanted)


def marks(profile: SendingProfile) -> Marks:
    """The hours and networks that stand out by the account's own course; what it does again and again does not.

    Of a log too short to tell what is usual nothing is marked.
    """
    odd = [one for one in stretches(profile, Limits()) if one.learnt and one.excess and not one.routine]
    return Marks(
        frozenset(hour for one in odd for hour in one.high),
        frozenset(network.network for one in odd for network in one.new_networks),
    )


def _written(folder: Path, every: list[tuple[SendingProfile, Marks]], language: str, zone: int | None) -> Iterator[Path]:
    for number, (profile, marks) in enumerate(every, 1):
        name = f"{number:03}_{file_name(profile.account, 'account')}"
        for ending, make in (("svg", profile_svg.picture), ("txt", profile_text.picture)):
            path = folder / f"{name}.{ending}"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n") as file:
                file.write(make(profile, marks, language, zone))
            yield path
