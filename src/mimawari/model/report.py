"""All of it, in one document. Reports merge as sets do: in any order, any number of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from mimawari.model.finding import Finding
from mimawari.model.gap import Gap
from mimawari.model.holding import Holding
from mimawari.model.item import Letter
from mimawari.model.part import Part
from mimawari.model.used import Used

SourceKey = tuple[str, str, str, str]


class Conflict(ValueError):
    """Two reports hold the same part with different content: one of them is not what it says it is."""


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """One run of the program: times are UTC, ISO 8601 with ``Z``."""

    id: str
    started: str
    ended: str


@dataclass(frozen=True)
class Source:
    """One piece of evidence and all that was done with it.

    ``id`` identifies the evidence, ``machine`` the host it is of (empty where there is none), so that the newest
    evidence of a host can decide. ``seen_at`` is the moment the evidence shows. ``inside`` leads from the locator
    to what lies in a folder of evidence. ``ought`` is its coverage minimum. ``series`` tells of what it is only a part of a
    machine (a drive), or of no machine (a stick): the newest evidence of a series decides. ``used`` is what its parts were made
    with, sorted; empty where that was not kept.
    """

    id: str
    locator: str
    kind: str
    host: str = ""
    machine: str = ""
    seen_at: str = ""
    inside: str = ""
    ought: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    runs: tuple[Run, ...] = ()
    series: str = ""
    used: tuple[Used, ...] = ()

    @property
    def key(self) -> SourceKey:
        """What tells it from the other sources of a report."""
        return (self.id, self.locator, self.inside, self.kind)

    @property
    def place(self) -> str:
        """Where it lies, as the user would write it."""
        return f"{self.locator.rstrip('/')}/{self.inside}" if self.inside else self.locator

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all parts, sorted, each once."""
        return tuple(sorted({f for part in self.parts for f in part.findings}))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps of all parts, sorted, each once."""
        return tuple(sorted({g for part in self.parts for g in part.gaps}, key=_gap_order))

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The mails that the findings and gaps speak of, sorted, each once."""
        return tuple(sorted({letter for part in self.parts for letter in part.letters}))

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """What lay there that is of value to whoever robs it, sorted, each once."""
        return tuple(sorted({one for part in self.parts for one in part.holdings}, key=holding_order))

    @cached_property
    def looked_at(self) -> dict[str, int]:
        """How many things of each kind were looked at; a kind with zero was looked for and not met."""
        total: Counter[str] = Counter()
        for looked in (looked for part in self.parts for looked in part.looked):
            total[looked.kind] += looked.count
        return dict(sorted(total.items()))

    def __or__(self, other: Source) -> Source:
        parts = {part.id: part for part in self.parts}
        for part in other.parts:
            if parts.setdefault(part.id, part) != part:
                raise Conflict(f"{self.locator}: {part.key}")
        return replace(
            self,
            machine=max(self.machine, other.machine),
            series=max(self.series, other.series),
            seen_at=max(self.seen_at, other.seen_at),
            ought=tuple(sorted({*self.ought, *other.ought})),
            parts=tuple(parts[key] for key in sorted(parts)),
            runs=tuple(sorted({*self.runs, *other.runs})),
            used=tuple(sorted({*self.used, *other.used})),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """Sources and their parts; everything else is derived from them."""

    sources: tuple[Source, ...] = field(default=())

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Report:
        """A report of *sources*, those with the same identity joined."""
        joined: dict[SourceKey, Source] = {}
        for source in sources:
            joined[source.key] = joined[source.key] | source if source.key in joined else source
        return cls(tuple(joined[key] for key in sorted(joined)))

    def used(self) -> dict[Used, list[int]]:
        """What parts were made with, sorted, each with the places in ``sources`` of those that it is of."""
        # All sources of a run share one, which is costly to compare where it names a thousand lists.
        places: dict[int, tuple[Used, list[int]]] = {}
        for place, source in enumerate(self.sources):
            for one in source.used:
                places.setdefault(id(one), (one, []))[1].append(place)
        found: dict[Used, list[int]] = {}
        for one, at in places.values():
            found.setdefault(one, []).extend(at)
        return {one: sorted(found[one]) for one in sorted(found)}

    def __or__(self, other: Report) -> Report:
        return Report.of((*self.sources, *other.sources))


def holding_order(one: Holding) -> tuple[str, ...]:
    """By what all of its fields say, so that the same set is always in the same order."""
    return (one.held, one.user, one.program, one.account, one.place, one.service, repr(one))


def _gap_order(gap: Gap) -> tuple[object, ...]:
    return (gap.origin, gap.reason, gap.wanted, gap.detail, str(gap.remedy))
