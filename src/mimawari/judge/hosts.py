"""What the PCs of the same report say to "is it us?": infected, suspected, without a sign, not wholly looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mimawari.judge.ladder import deciding, level_of
from mimawari.knowledge import Knowledge
from mimawari.model import Clue, Level, Origin, Report, Source, Strength

_PCS = frozenset(("live", "folder", "triage", "disk-image", "memory-image", "emocheck-report", "all-files"))
_BY_LEVEL = {
    Level.INFECTED: ("host-confirmed",),
    Level.SUSPECTED: ("host-suspected", "not-confirmed"),
    Level.NO_SIGN: ("host-clean",),
    Level.UNDETERMINED: ("host-gap",),
}


def host_clues(report: Report, known: Knowledge) -> Iterator[Clue]:
    """One or two clues of each PC that the report looked at; newer evidence of a PC goes before older.

    A PC that was infected and is quiet now may well be where mail was stolen: that is told as past.
    """
    newest = {source.key for source in deciding(report.sources)}
    for source in report.sources:
        if source.kind not in _PCS or (source.kind == "all-files" and not source.host):
            continue
        if source.key in newest:
            yield from (_clue(name, source, known) for name in _names(source))
        elif level_of(source) is Level.INFECTED:
            yield replace(_clue("host-confirmed", source, known), past=True)


def _names(source: Source) -> tuple[str, ...]:
    level = level_of(source)
    if source.kind == "emocheck-report" and level not in (Level.INFECTED, Level.SUSPECTED):
        return ("emocheck-no",)
    return _BY_LEVEL.get(level, ())


def _clue(name: str, source: Source, known: Knowledge) -> Clue:
    row = known.us.clues[name]
    machine = source.host or source.place
    seen = min((finding.seen_at for finding in source.findings if finding.seen_at and finding.strength > Strength.HINT), default="")
    given = {"subject": f"host:{machine}", "account": "", "machine": machine, "day": (seen or source.seen_at)[:10]}
    return Clue(
        origin=Origin(source.id, source.locator, (source.inside,) if source.inside else ()),
        name=name,
        words=row.words,
        strength=Strength[row.strength.upper()],
        given=tuple(sorted(given.items())),
    )
