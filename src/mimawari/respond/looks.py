"""Looks at hosts: what a report says of each, when the evidence shows it, and what changed from one look to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from mimawari.judge import UNCHECKED, UNREAD, holes, host_key, level_of
from mimawari.model import About, Finding, HostLook, Level, Report, Source, Strength

Identity = tuple[str, tuple[tuple[str, str], ...]]
SIGNS = frozenset({Level.INFECTED, Level.SUSPECTED})
_CHANGING = frozenset({"pid", "parent"})
"""Facts that differ each time a PC starts."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A look with the findings that it rests on."""

    look: HostLook
    findings: tuple[Finding, ...]

    @property
    def shows_signs(self) -> bool:
        """Whether it shows more than hints of malware that is there, not only was."""
        return self.look.level in SIGNS and any(one.about is About.HOST and not one.past for one in self.findings)


def looks_of(report: Report) -> tuple[HostLook, ...]:
    """The looks at each host of *report*, in the order of names and times: one for each moment that evidence of it shows."""
    return tuple(one.look for one in looked(report))


def looked(report: Report) -> tuple[Looked, ...]:
    """As :func:`looks_of`, with the findings. What bears no host, or was never read, is no look at one."""
    groups: dict[tuple[str, str], list[Source]] = {}
    for source in report.sources:
        if source.host and source.kind not in (UNCHECKED, UNREAD):
            groups.setdefault((host_key(source.host), shown_at(source)), []).append(source)
    return tuple(_looked(groups[key], key[1]) for key in sorted(groups))


def shown_at(source: Source) -> str:
    """The moment that the evidence shows; where it has none, when the last run that looked at it began. Empty for neither."""
    return source.seen_at or max((run.started for run in source.runs), default="")


def newest(looks: Iterable[Looked]) -> dict[str, Looked]:
    """By host the look that counts: the newest that is whole or shows signs, else the newest."""
    found: dict[str, Looked] = {}
    for one in sorted(looks, key=lambda one: (one.look.whole or one.shows_signs, one.look.seen_at)):
        found[host_key(one.look.host)] = one
    return found


def identity(finding: Finding) -> Identity:
    """What a finding is known by from one look to the next: its kind and facts, not where the copy of the disk lay."""
    facts = ((name, str(value)) for name, value in finding.facts.items() if name not in _CHANGING)
    return (finding.kind, tuple(sorted(facts)))


def instant(text: str) -> datetime | None:
    """A time as it can be compared; one without a zone is taken for UTC, None for what is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _looked(sources: list[Source], at: str) -> Looked:
    findings = tuple(sorted(_weighty(sources)))
    look = HostLook(
        host=min(source.host for source in sources),
        seen_at=at,
        level=_level(sources),
        whole=any(map(_is_whole, sources)),
        findings=tuple(one.id for one in findings),
    )
    return Looked(look, findings)


def _is_whole(source: Source) -> bool:
    """Whether the machine itself was looked at in all that its kind of source has: a mailbox or a tool's report is no machine."""
    return "host" in source.ought and not holes(source)


def _level(sources: list[Source]) -> Level:
    """The worst; what one source could not see does not count where another of the same moment is whole."""
    levels = [level_of(source) for source in sources]
    if any(map(_is_whole, sources)):
        levels = [level for level in levels if level is not Level.UNDETERMINED]
    return max(levels, key=lambda level: level.rank)


def _weighty(sources: Iterable[Source]) -> Iterator[Finding]:
    for source in sources:
        yield from (one for one in source.findings if one.strength > Strength.HINT and one.about is not About.ORIGIN)
