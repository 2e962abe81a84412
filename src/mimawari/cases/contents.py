"""Holds the contents of cases against the rules of a knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.knowledge import Knowledge
from mimawari.model import Blob, Match
from mimawari.signatures import Chosen, yara

_made: list[tuple[Knowledge, yara.Rules | None]] = []
"""The last one: to compile rules for each case would take longer than all else."""


def rules(known: Knowledge) -> yara.Rules | None:
    """The rules of *known*, ready; None where it has none."""
    if not _made or _made[0][0] is not known:
        _made[:] = [(known, yara.ready(Chosen(), known))]
    return _made[0][1]


def matches(contents: Iterable[Blob], known: Knowledge) -> Iterator[Match]:
    """The rules that fit *contents*."""
    made = rules(known)
    if made is None:
        return
    for blob in contents:
        yield from (one for one in made.matches(blob) if isinstance(one, Match))
