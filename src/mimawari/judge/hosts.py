"""What the PCs of the same report say to "is it us?": infected, suspected, without a sign, not wholly looked at."""

from __future__ import annotations

from collections.abc import Iterator

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
    """One or two clues of each PC that the report looked at; newer evidence of a PC goes before older."""
    for source in deciding(report.sources):
        if source.kind in _PCS and (source.host or source.kind != "all-files"):
            for name in _names(source):
                yield _clue(name, source, known)


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
