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
    """A look with the findings that it rests on. ``of_machine``: it is at the machine itself, not at a mailbox or a tool's report.

    ``knowledge`` is the newest version of the knowledge that it was made with, as numbers.
    """

    look: HostLook
    findings: tuple[Finding, ...]
    of_machine: bool = False
    knowledge: tuple[int, ...] = ()

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
    """By host the look that stands: the newest at the machine. One that is not whole takes no signs back that were seen before."""
    found: dict[str, Looked] = {}
    for one in sorted(looks, key=lambda one: one.look.seen_at):
        key = host_key(one.look.host)
        if key not in found or _replaces(one, found[key]):
            found[key] = one
    return found


def part_seen(looks: Iterable[Looked]) -> frozenset[str]:
    """The keys of hosts of which no look at the machine is there, or the newest is not whole."""
    whole: dict[str, bool] = {}
    for one in sorted(looks, key=lambda one: one.look.seen_at):
        key = host_key(one.look.host)
        whole[key] = one.look.whole if one.of_machine else whole.get(key, False)
    return frozenset(key for key, is_whole in whole.items() if not is_whole)


def _replaces(one: Looked, before: Looked) -> bool:
    return one.shows_signs or one.look.whole or not before.of_machine or (one.of_machine and not before.shows_signs)


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
        whole=any(map(is_whole, sources)),
        findings=tuple(one.id for one in findings),
    )
    return Looked(look, findings, any(map(is_machine, sources)), max(map(_version, sources)))


def is_machine(source: Source) -> bool:
    """Whether it is of a machine's Windows: of the kinds whose minimum names the host."""
    return "host" in source.ought


def is_whole(source: Source) -> bool:
    """Whether it is of a machine, and all was looked at that its kind has."""
    return is_machine(source) and not holes(source)


def _version(source: Source) -> tuple[int, ...]:
    """The version of the knowledge of its parts, ``2026.11.5`` as numbers; what stands behind a plus sign are lists of the user."""
    versions = (part.knowledge.partition("+")[0].split(".") for part in source.parts)
    return max((tuple(int(n) for n in one if n.isdecimal()) for one in versions), default=())


def _level(sources: list[Source]) -> Level:
    """The worst; what one source could not see does not count where another of the same moment is whole."""
    levels = [level_of(source) for source in sources]
    if any(map(is_whole, sources)):
        levels = [level for level in levels if level is not Level.UNDETERMINED]
    return max(levels, key=lambda level: level.rank)


def _weighty(sources: Iterable[Source]) -> Iterator[Finding]:
    for source in sources:
        yield from (one for one in source.findings if one.strength > Strength.HINT and one.about is not About.ORIGIN)
