"""What stands on the page, as plain text made harmless: nothing in here is markup, and nothing of it becomes a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mimawari import app
from mimawari.faces.safe import plain, shown
from mimawari.faces.text import fleet
from mimawari.faces.text.detail import cells
from mimawari.faces.text.moments import moment
from mimawari.faces.text.reasons import Reason, alike, place, places, whereabouts
from mimawari.faces.text.unseen import Group, exactly, groups
from mimawari.faces.text.view import HostView, View
from mimawari.faces.text.why import counted
from mimawari.model import Finding, Report, Strength

MOST_REASONS, MOST_GAPS, MOST_PLACES = 30, 30, 5
"""How many of one machine stand on the page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """One reason: its sentence, its marks in short, and where it was seen."""

    text: str
    marks: tuple[str, ...]
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What could not be looked at, how often, where (and what exactly there), and what to do about it."""

    text: str
    hole: bool
    count: int
    places: tuple[str, ...]
    more: int
    remedy: str


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: its row of cells, and what is folded away below it."""

    standing: str
    cells: tuple[str, ...]
    rule: str
    because: tuple[Reasoned, ...]
    hints: tuple[Reasoned, ...]
    missed: tuple[Missed, ...]
    more: int
    looked: str

    @property
    def name(self) -> str:
        """What it is called."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom to ask. Our own data: contacts stay as they are, so that they can be used."""

    name: str
    contact: str
    purpose: str
    page: str
    as_of: str


def machines(view: View) -> tuple[Machine, ...]:
    """All of them, the worst first."""
    return tuple(_machine(view, host) for host in fleet.ranked(view))


def _machine(view: View, host: HostView) -> Machine:
    from mimawari.faces.explanation import rule

    own = View(Report(host.sources), view.known, view.language)
    hints = sorted({finding for source in own.deciding for finding in source.findings if finding.strength is Strength.HINT})
    kept = [list(_reasons(own, found)) for found in (host.verdict.because, hints)]
    missed = [_missed(own, group) for group in groups(own)]
    left_out = sum(max(0, len(found) - MOST_REASONS) for found in kept) + max(0, len(missed) - MOST_GAPS)
    return Machine(
        standing=host.standing,
        cells=cells(view, host),
        rule=shown(rule(own.report, view.known).say(view.language), 1000),
        because=tuple(kept[0][:MOST_REASONS]),
        hints=tuple(kept[1][:MOST_REASONS]),
        missed=tuple(missed[:MOST_GAPS]),
        more=left_out,
        looked=counted(own),
    )


def _reasons(view: View, findings: tuple[Finding, ...] | list[Finding]) -> Iterator[Reasoned]:
    for one in alike(findings):
        every = places(one)
        yield Reasoned(
            text=view.sentence(one.findings[0]),
            marks=tuple(_marks(view, one)),
            places=tuple(every[:MOST_PLACES]),
            more=max(0, len(every) - MOST_PLACES),
        )


def _marks(view: View, one: Reason) -> Iterator[str]:
    finding = one.findings[0]
    yield view.named("strength", finding.strength.word)
    yield from (shown(word) for word in (finding.kind, finding.family or "", *finding.attack) if word)
    if finding.seen_at:
        yield moment(finding.seen_at, view.language)
    yield from (shown(way) for way in islice(whereabouts(view, one), MOST_PLACES) if len(view.report.sources) > 1)


def _missed(view: View, group: Group) -> Missed:
    wanted = view.listed(dict.fromkeys(view.named("wanted", word) for word in sorted(group.wanted)), 8)
    is_told = len(view.report.sources) > 1 or view.report.sources[0].kind == app.UNREAD
    ways = sorted({place(at.path) or (shown(view.whereabouts(at)) if is_told else "") for at in group.places} - {""})
    ways = [exactly(view, *one) for one in sorted(group.details.items())] or ways
    return Missed(
        text=f"{wanted}{'：' if view.language == 'ja' else ': '}{group.why(view)}",
        hole=group.hole,
        count=group.count,
        places=tuple(ways[:MOST_PLACES]),
        more=max(0, len(ways) - MOST_PLACES),
        remedy=shown(view.say(group.remedy), 600),
    )


def desks(view: View) -> tuple[Desk, ...]:
    """Whom to ask."""
    tongue = view.language
    rows = ((one.name.say(tongue), one.contact, one.purpose.say(tongue), one.page, one.as_of) for one in view.known.desks)
    return tuple(Desk(*map(plain, row)) for row in rows)
