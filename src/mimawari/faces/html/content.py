"""What stands on the page, as plain text made harmless: nothing in here is markup, and nothing of it becomes a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mimawari import app
from mimawari.faces.html.phrases import OPENED
from mimawari.faces.html.reasons import MOST_PLACES, Mails, Reasoned, beside_mails, mails, reasoned
from mimawari.faces.safe import plain, shown
from mimawari.faces.text import fleet
from mimawari.faces.text.desks import first_way
from mimawari.faces.text.detail import cells
from mimawari.faces.text.mails import letter, mail_of
from mimawari.faces.text.reasons import place
from mimawari.faces.text.unseen import Group, exactly, groups
from mimawari.faces.text.view import HostView, View
from mimawari.faces.text.why import counted
from mimawari.model import Finding, Origin, Report, Strength

MOST_REASONS, MOST_GAPS = 30, 30
"""How many of one machine stand on the page; the rest is counted."""


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
    """One machine or mailbox: its row of cells, and what is folded away below it.

    ``because`` is what it rests on besides ``mails``.
    """

    standing: str
    word: str
    cells: tuple[str, ...]
    rule: str
    because: tuple[Reasoned, ...]
    mails: Mails
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
    weighty: dict[str, list[Finding]] = {}
    for finding in view.verdict.because:
        weighty.setdefault(finding.origin.source, []).append(finding)
    return tuple(_machine(view, host, weighty) for host in fleet.ranked(view))


def _machine(view: View, host: HostView, weighty: Mapping[str, list[Finding]]) -> Machine:
    own = View(Report(host.sources), view.known, view.language)
    because = _because(host, weighty)
    hints = {finding for source in own.deciding for finding in source.findings if finding.strength is Strength.HINT}
    kept = [list(reasoned(own, found)) for found in (beside_mails(own, because), sorted(hints.difference(because)))]
    missed = [_missed(own, group) for group in groups(own)]
    left_out = sum(max(0, len(found) - MOST_REASONS) for found in kept) + max(0, len(missed) - MOST_GAPS)
    return Machine(
        standing=host.standing,
        word=view.named("level", host.word),
        cells=cells(view, host),
        rule=_rule(own, host),
        because=tuple(kept[0][:MOST_REASONS]),
        mails=mails(own),
        hints=tuple(kept[1][:MOST_REASONS]),
        missed=tuple(missed[:MOST_GAPS]),
        more=left_out,
        looked=counted(own),
    )


def _because(host: HostView, weighty: Mapping[str, list[Finding]]) -> list[Finding]:
    """What its level rests on: its own findings, and what counts only beside those of a mailbox."""
    ids = dict.fromkeys(source.id for source in host.sources)
    return sorted({*host.verdict.because, *(finding for key in ids for finding in weighty.get(key, ()))})


def _rule(own: View, host: HostView) -> str:
    from mimawari.faces.explanation import rule

    raised = host.standing != app.UNCHECKED and host.level.rank > host.verdict.level.rank
    words = OPENED if raised else rule(own.report, own.known)
    return shown(words.say(own.language), 1000)


def _missed(view: View, group: Group) -> Missed:
    wanted = view.listed(dict.fromkeys(view.named("wanted", word) for word in sorted(group.wanted)), 8)
    is_told = len(view.sources) > 1 or view.sources[0].kind == app.UNREAD
    ways = sorted({_way(view, at) or (shown(view.whereabouts(at)) if is_told else "") for at in group.places} - {""})
    ways = [exactly(view, detail, at) for detail, origins in sorted(group.details.items()) for at in sorted(origins)] or ways
    return Missed(
        text=f"{wanted}{'：' if view.language == 'ja' else ': '}{group.why(view)}",
        hole=group.hole,
        count=group.count,
        places=tuple(ways[:MOST_PLACES]),
        more=max(0, max(len(ways), group.count if ways else 0) - MOST_PLACES),
        remedy=shown(view.say(group.remedy), 600),
    )


def _way(view: View, at: Origin) -> str:
    mail = mail_of(view, at)
    return f"{letter(view, mail)} > {place(at.path)}" if mail else place(at.path)


def desks(view: View) -> tuple[Desk, ...]:
    """Whom to ask."""
    tongue = view.language
    rows = (
        (one.name.say(tongue), first_way(one, tongue), one.helps.say(tongue), one.cited.page, one.cited.as_of)
        for one in view.known.first_desks
    )
    return tuple(Desk(*map(plain, row)) for row in rows)
