"""The numbers that authorities ask for, counted over the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from mimawari.exposure.ledger import Ledger, room
from mimawari.model import Counted, Datum, ExposureCounts, Gap, LeftOut, Person, Template, Tie

_K = TypeVar("_K")


@dataclass(slots=True)
class Counting:
    """Counts people one by one."""

    people: int = 0
    reachable: int = 0
    ties: Counter[Tie] = field(default_factory=Counter)
    data: Counter[Datum] = field(default_factory=Counter)
    templates: Counter[Template] = field(default_factory=Counter)
    tongues: Counter[str] = field(default_factory=Counter)
    alike: int = 0
    masked: int = 0
    further: int = 0
    first: str = ""
    last: str = ""

    def take(self, one: Person) -> None:
        """One more."""
        self.people += 1
        self.reachable += bool(one.address)
        self.ties.update(tie for tie, _ in one.ties)
        self.data.update(datum for datum, _ in one.data)
        self.templates[one.template] += 1
        self.tongues[one.tongue] += 1
        self.alike += one.alike > 0
        self.masked += one.is_masked
        self.further += len(one.further)
        if one.first:
            self.first = min(self.first or one.first, one.first)
        self.last = max(self.last, one.last)

    def counts(self, ledger: Ledger, read: Mapping[tuple[str, str], int], gaps: Iterable[Gap]) -> ExposureCounts:
        """All of it. *read* are items by the place and what they are (``mail``, ``contact``, ``order``)."""
        within = people_by_place(ledger)
        return ExposureCounts(
            people=self.people,
            reachable=self.reachable,
            by_tie=_in_order(self.ties, Tie),
            by_datum=_in_order(self.data, Datum),
            by_template=_in_order(self.templates, Template),
            by_tongue=tuple(sorted(self.tongues.items())),
            left_out=left_out(ledger),
            alike=self.alike,
            masked=self.masked,
            further=self.further,
            first=self.first,
            last=self.last,
            places=tuple(
                Counted(place=place, what=what, items=items, people=within.get(place, 0)) for (place, what), items in read.items()
            ),
            gaps=tuple(gaps),
        )


def _in_order(counts: Counter[_K], kinds: Iterable[_K]) -> tuple[tuple[_K, int], ...]:
    return tuple((kind, counts[kind]) for kind in kinds if counts[kind])


def people_by_place(ledger: Ledger) -> dict[str, int]:
    """How many people on the list were named in each place."""
    with room():
        found = ledger.book.execute(_BY_PLACE)
        return dict(found.fetchall())


def left_out(ledger: Ledger) -> tuple[tuple[LeftOut, int], ...]:
    """How many addresses are on no list, by why."""
    with room():
        found = ledger.book.execute(_LEFT_OUT)
        counts = Counter({LeftOut(why): number for why, number in found})
    return _in_order(counts, LeftOut)


_BY_PLACE = "SELECT place, count(DISTINCT root) FROM place JOIN who ON id = who WHERE why IS NULL GROUP BY place"
_LEFT_OUT = "SELECT coalesce(why, unreached), count(*) FROM who WHERE coalesce(why, unreached) != '' GROUP BY 1"
