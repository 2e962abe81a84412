"""Findings as reasons on the page: those of a machine by their sentence, those of mails mail by mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.credits import credit
from mimawari.faces.text.mails import letter, mail_of, weighty
from mimawari.faces.text.moments import moment
from mimawari.faces.text.reasons import Reason, alike, place, places, whereabouts
from mimawari.faces.text.view import View
from mimawari.model import About, Finding, Item, Level, Strength

MOST_PLACES, MOST_MAILS, MOST_OF_MAIL = 5, 200, 5
"""How many places of one reason, mails of one mailbox and reasons of one mail stand on the page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """One reason: its sentence, its marks in short, and where it was seen."""

    text: str
    marks: tuple[str, ...]
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that the verdict rests on: its level, date, sender and subject, its folder and place, and what was found in it."""

    level: str
    text: str
    place: str
    reasons: tuple[Reasoned, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Mails:
    """The first of the mails that the verdict rests on, and how many there are besides."""

    shown: tuple[Mail, ...]
    more: int


def mails(view: View) -> Mails:
    """Those of the machine or mailbox of *view*, the worst first."""
    found = weighty(view)
    return Mails(tuple(_mail(view, item) for item in found[:MOST_MAILS]), max(0, len(found) - MOST_MAILS))


def _mail(view: View, item: Item) -> Mail:
    level = app.level_of_item(item)
    strong = [finding for finding in item.findings if finding.strength > Strength.HINT]
    every = alike(sorted(strong, key=lambda finding: (finding.about is About.MAIL, finding)))
    path = item.letter.path
    return Mail(
        level=view.named("level", "mail-suspected" if level is Level.SUSPECTED else level),
        text=letter(view, item.letter),
        place=place(tuple(step for step in path if step != ".")),
        reasons=tuple(_reason(view, one, _inside(one, path)) for one in every[:MOST_OF_MAIL]),
        more=max(0, len(every) - MOST_OF_MAIL),
    )


def _inside(one: Reason, path: tuple[str, ...]) -> list[str]:
    """Where in the mail it is, which is named above."""
    way = place(one.findings[0].origin.path[len(path) :])
    return [way] if way else []


def reasoned(view: View, findings: Iterable[Finding]) -> Iterator[Reasoned]:
    """*findings* of one machine, each place that is in a mail with what tells that mail."""
    for one in alike(findings):
        mail = mail_of(view, one.findings[0].origin)
        yield _reason(view, one, [*([letter(view, mail)] if mail else []), *places(one)])


def beside_mails(view: View, findings: Iterable[Finding]) -> list[Finding]:
    """Those of *findings* that are of no mail."""
    return [finding for finding in findings if not mail_of(view, finding.origin)]


def _reason(view: View, one: Reason, every: list[str]) -> Reasoned:
    return Reasoned(
        text=view.sentence(one.findings[0]),
        marks=tuple(_marks(view, one)),
        places=tuple(every[:MOST_PLACES]),
        more=max(0, len(every) - MOST_PLACES),
    )


def _marks(view: View, one: Reason) -> Iterator[str]:
    finding = one.findings[0]
    yield view.named("strength", finding.strength.word)
    yield from (shown(word) for word in (finding.kind, finding.family or "", *finding.attack) if word)
    if said := credit(view, finding):
        yield said
    if finding.seen_at:
        yield moment(finding.seen_at, view.language)
    yield from (shown(way) for way in islice(whereabouts(view, one), MOST_PLACES) if len(view.sources) > 1)
