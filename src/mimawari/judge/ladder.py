"""The ladder of levels: what a source's findings and gaps amount to, and what the sources amount to together."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.judge.opened import openings, raised
from mimawari.model import About, Finding, Gap, Item, Level, Report, Source, Strength, Verdict

BLOCKED = "blocked-by-antivirus"
"""What a gap wants whose file an antivirus program does not let anybody read."""


RULE = "rule-hit"
"""What fits a rule, a virus signature or a list: it speaks of bytes. Whether they ran, what starts by itself or runs tells."""

_ITEM = ("content", "message")


def judge(report: Report) -> Verdict:
    """The verdict on *report*: the newest evidence of a host decides, as soon as it is whole (see :func:`deciding`)."""
    newest = deciding(report.sources)
    found = openings(Report(tuple(newest)))
    levels = raised({source.key: level_of(source) for source in report.sources}, found)
    level = max((levels[source.key] for source in newest), key=lambda level: level.rank, default=Level.UNDETERMINED)
    decides = {source.key for source in newest}
    older = [source for source in report.sources if source.key not in decides]
    because = tuple(sorted({*(one.opened for one in found), *(finding for source in newest for finding in weighty(source))}))
    return Verdict(
        level=level,
        families=tuple(sorted({finding.family for finding in because if finding.family})),
        past=any(levels[source.key] is Level.INFECTED for source in older)
        or any(finding.past and finding.strength > Strength.HINT for finding in because),
        because=because,
        unseen=_unseen(newest),
        undetermined_sources=sum(levels[source.key] is Level.UNDETERMINED for source in newest),
        opened=tuple(dict.fromkeys(one.words for one in found)),
        levels=levels,
    )


def level_of(source: Source) -> Level:
    """The level of one source. What ran in the past alone makes it suspected, what was only delivered exposed; no more.

    A mail that is a lure by its traits alone is suspected; one that carries something malicious is exposed, lure or not. Bytes of
    malware in a file make it suspected: that a file lies on a machine does not say that it ran there.
    """
    return _shown_by(weighty(source)) or (Level.UNDETERMINED if holes(source) else Level.NO_SIGN)


def level_of_item(item: Item) -> Level:
    """The level of one mail by itself: as of a source that ought to be opened."""
    found = _shown_by([finding for finding in item.findings if finding.strength > Strength.HINT])
    unseen = any(gap.wanted in _ITEM or gap.wanted == BLOCKED for gap in item.gaps) or not item.opened
    return found or (Level.UNDETERMINED if unseen else Level.NO_SIGN)


def _shown_by(weighty: list[Finding]) -> Level | None:
    """The level that findings above a hint show; None where there are none."""
    of_host = [finding for finding in weighty if finding.about is About.HOST]
    if _proves([finding for finding in of_host if not finding.past and finding.kind != RULE]):
        return Level.INFECTED
    if of_host or _lures(weighty):
        return Level.SUSPECTED
    return Level.EXPOSED if weighty else None


def _lures(weighty: list[Finding]) -> bool:
    """Whether a mail is a lure by what it says and how it was sent, and nothing in it was found to be malicious."""
    carrying = {finding.origin.path[:end] for finding in weighty if finding.about is About.DELIVERY
                for end in range(len(finding.origin.path) + 1)}  # fmt: skip
    return any(finding.about is About.MAIL and finding.origin.path not in carrying for finding in weighty)


def holes(source: Source) -> tuple[str, ...]:
    """The words of the source's minimum that were not looked at, or not wholly; all of it where nothing ought to be.

    What an antivirus program keeps from being read, because it calls it malware, is a hole in any of them.
    """
    spoiled = {gap.wanted for gap in source.gaps}
    looked = source.looked_at
    missing = tuple(word for word in source.ought if word not in looked or word in spoiled)
    missing += (BLOCKED,) if BLOCKED in spoiled else ()
    return missing or (() if source.ought else ("content",))


def _proves(findings: list[Finding]) -> bool:
    """One conclusive finding, or two strong ones that are of different kinds."""
    strong = {finding.kind for finding in findings}
    return len(strong) >= 2 or any(finding.strength is Strength.CONCLUSIVE for finding in findings)


def weighty(source: Source) -> list[Finding]:
    """What counts for the level: where mails come from is a question of its own."""
    return [one for one in source.findings if one.strength > Strength.HINT and one.about is not About.ORIGIN]


def deciding(sources: Iterable[Source]) -> list[Source]:
    """All but those of which newer evidence of the same series was wholly looked at or shows worse, with the same signatures.

    A series is the evidence of one kind of one machine, or what says of itself which it is of. Newer evidence that could not be
    read takes nothing back: an infection seen before it stands.
    """
    every = list(sources)
    series: dict[tuple[str, ...], list[Source]] = {}
    for source in every:
        if source.seen_at and (named := _series(source)):
            series.setdefault(named, []).append(source)
    newest = {named: _deciding(group) for named, group in series.items()}
    return [one for one in every if not _is_outlived(one, newest.get(_series(one), []))]


def _series(source: Source) -> tuple[str, ...]:
    """What newer evidence has to have in common with *source* to take its place; nothing where none can."""
    if source.series:
        return (source.series,)
    return (source.machine, source.kind) if source.machine else ()


def _deciding(group: list[Source]) -> list[Source]:
    """The evidence of one series from whose moment on it decides."""
    *older, last = sorted({source.seen_at for source in group})
    level = {moment: _worst(source for source in group if source.seen_at == moment) for moment in (*older, last)}
    while older and level[last] is Level.UNDETERMINED:
        last = older.pop()
    return [source for source in group if source.seen_at == last]


def _is_outlived(one: Source, newest: list[Source]) -> bool:
    """Whether *newest*, of its series, is newer, and was held against all sets of signatures that *one* was held against."""
    is_older = bool(one.seen_at and newest) and one.seen_at < newest[0].seen_at
    return is_older and _sets(one) <= {name for source in newest for name in _sets(source)}


def _sets(source: Source) -> set[tuple[str, str]]:
    """Sets of signatures by kind and name, of whatever version. Without what is known to be good more is found, not less."""
    return {(one.by, one.name) for used in source.used for one in used.sets if one.by != "known-good"}


def _worst(sources: Iterable[Source]) -> Level:
    return max((level_of(source) for source in sources), key=lambda level: level.rank)


def _unseen(sources: Iterable[Source]) -> tuple[Gap, ...]:
    """Every gap, those first that stand in the way of a verdict."""
    weighed = {(gap.wanted not in holes(source), gap.id): gap for source in sources for gap in source.gaps}
    return tuple(weighed[key] for key in sorted(weighed))
