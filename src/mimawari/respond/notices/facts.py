"""What the case tells, by the name of the place that it fills: each with its source, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mimawari.model import Blank, Entry, Finding, Held, Situation, Text, Told
from mimawari.respond.notices.case import REPORT, US, Case, ground, number, source_of
from mimawari.respond.notices.moments import day, moment, shifted, span, zone_name
from mimawari.respond.notices.rows import Row, Rows, rows

__all__ = ["Facts", "Row", "facts"]

NAMES = 5
"""Names in one sentence; of more the number is told."""


@dataclass(frozen=True)
class Facts:
    """``holds`` are conditions with their source, ``slots`` what fills a place, ``rows`` what a sentence is repeated for."""

    case: Case
    tongue: str
    holds: Mapping[str, str]
    slots: Mapping[str, tuple[Text, ...]]
    rows: Mapping[str, Rows]

    def blank(self, name: str) -> Blank:
        """The blank of that id."""
        return self.case.known.notices.blank(name, self.tongue)


def facts(case: Case, tongue: str) -> Facts:
    """All of them."""
    told = (_firm, _moments, _logs, _names, _abuse, _counts, _deadlines)
    slots = {name: texts for tell in told for name, texts in tell(case, tongue)}
    return Facts(case, tongue, case.holds, slots, rows(case, tongue))


Slot = tuple[str, tuple[Told, ...]]


def _firm(case: Case, tongue: str) -> Iterator[Slot]:
    firm = case.firm
    name = ((firm.name_ja or firm.name) if tongue == "ja" else (firm.name or firm.name_ja)) if firm else ""
    if name or case.dossier.firm:
        yield "own-name", (Told(name or case.dossier.firm, US, usable=True),)
    if "domains" in case.holds and firm:
        yield "domains", (Told(_listed((f"@{one}" for one in firm.domains), tongue, case), US, usable=True),)
    if firm and firm.provider and firm.provider.casefold() not in _OWN_SERVER:
        yield "provider", (Told(firm.provider, US, usable=True),)
    yield "zone", (Told(_zone(case, tongue), REPORT),)
    yield "program", (Told(f"mimawari {case.dossier.version}".strip(), REPORT),)


_OWN_SERVER = frozenset({"own server", "own", "self", "自社", "自社サーバー"})
"""What a profile says where the firm is its own provider."""


def _zone(case: Case, tongue: str) -> str:
    name = zone_name(case.dossier.zone)
    return ("日本時間（JST、UTC+9）" if tongue == "ja" else "JST (UTC+9)") if name == "JST" else name


def _moments(case: Case, tongue: str) -> Iterator[Slot]:
    known, zone = case.dossier.state.known_at, case.dossier.zone
    if known and (said := moment(known.text, tongue, zone)):
        yield "known-at", (Told(said, source_of(known)),)
        yield "known-day", (Told(day(known.text, tongue, zone), source_of(known)),)
    for name, found in (
        ("first-sign", case.dated[:1]),
        ("reported-first", case.reported[:1]),
        ("reported-last", case.reported[-1:]),
    ):
        for one in found:
            yield name, (Told(moment(one.seen_at or "", tongue, zone), one.id),)
            yield f"{name}-day", (Told(day(one.seen_at or "", tongue, zone), one.id),)
    if case.reported:
        days = span(case.reported[0].seen_at or "", case.reported[-1].seen_at or "", tongue, zone, hours=False)
        yield "reported-days", (Told(days, case.reported[0].id),)
        yield "reported-count", (Told(f"{len(case.reported):,}", case.reported[0].id),)


def _logs(case: Case, tongue: str) -> Iterator[Slot]:
    """The first day of which logs are asked for: the one before anything that is known."""
    known = sorted((*case.measured[:1], *case.dated[:1], *case.reported[:1]), key=lambda one: one.seen_at or "")
    for one in known[:1]:
        if said := day(one.seen_at or "", tongue, case.dossier.zone, later=-1):
            yield "log-first", (Told(said, one.id),)


def _names(case: Case, tongue: str) -> Iterator[Slot]:
    plan = case.dossier.plan
    targets = [target for one in case.standings for target in (*one.hosts, *one.accounts)]
    grounds = {target.name: ground(target.evidence) for target in targets}
    for name, every in (("hosts", plan.hosts), ("accounts", plan.accounts)):
        if every:
            source = grounds.get(every[0], REPORT)
            yield name, (Told(_listed(every, tongue, case), source, usable=True),)
            yield f"{name}-count", (Told(f"{len(every):,}", source),)
    if plan.partners:
        standing = next(one for one in case.standings if one.partners)
        source = ground(standing.evidence)
        yield "partners", (Told(_listed(plan.partners, tongue, case), source, usable=True),)
    if case.quiet_hosts:
        yield "looked", (Told(_listed(case.quiet_hosts, tongue, case), REPORT),)
        yield "looked-count", (Told(f"{len(case.quiet_hosts):,}", REPORT),)
    if "our-device" in case.holds:
        word, source = ("malware-emotet", case.emotet[0].id) if case.emotet else ("malware", case.holds["our-device"])
        yield "malware", (Told(case.known.notices.words[word].say(tongue), source),)
    if case.emotet:
        yield "family", (Told("Emotet（エモテット）" if tongue == "ja" else "Emotet", case.emotet[0].id),)


def _abuse(case: Case, tongue: str) -> Iterator[Slot]:
    found = case.measured[0] if case.measured else None
    if found is None:
        return
    told = found.facts
    for name, key in (("abuse-mails", "messages"), ("abuse-people", "recipients"), ("abuse-clients", "clients")):
        if number(told.get(key)):
            yield name, (Told(f"{number(told.get(key)):,}", found.id),)
    yield from _span(found, case, tongue)


def _span(found: Finding, case: Case, tongue: str) -> Iterator[Slot]:
    """Its times are local ones of the log; the finding's own time tells how far these are from UTC."""
    first, last = str(found.facts.get("begins") or ""), str(found.facts.get("ends") or "")
    end = shifted(last, first, found.seen_at or "")
    if found.seen_at and end:
        yield "abuse-span", (Told(span(found.seen_at, end, tongue, case.dossier.zone), found.id),)
        if not case.dated:
            yield "first-sign", (Told(moment(found.seen_at, tongue, case.dossier.zone), found.id),)


def _counts(case: Case, tongue: str) -> Iterator[Slot]:
    least = "exposure-gaps" in case.holds
    if case.exposed:
        source = source_of(case.exposed)
        for name in ("people", "reachable", "template-customer", "template-partner"):
            if name in case.counts:
                yield name, (Told(_people(number(case.counts[name]), tongue, least), source),)
        yield from _mails_of(case, case.exposed, tongue)
    yield from _of_record(case, tongue, least)
    for name, held in (("cards-count", Held.SAVED_CARD), ("logins-count", Held.SAVED_LOGIN)):
        if them := case.held(held):
            yield name, (Told(f"{sum(one.count for one in them):,}", REPORT),)


def _of_record(case: Case, tongue: str, least: bool) -> Iterator[Slot]:
    """Which entry the numbers are of, and what of it a person must look at."""
    if case.exposed:
        source = source_of(case.exposed)
        yield "counts-used", (Told(f"{case.exposed.number}", source),)
        if own := number(case.counts.get("left-out-own")):
            yield "left-out-own", (Told(f"{own:,}", source),)
        if cards := number(case.counts.get("datum-card")):
            yield "card-people", (Told(_people(cards, tongue, least), source),)
    if case.counted:
        source, numbers = source_of(case.counted[-1]), [f"{one.number}" for one in case.counted]
        yield "counts-all", (Told(("、" if tongue == "ja" else ", ").join(numbers), source),)
        yield "counts-last", (Told(numbers[-1], source),)


def _mails_of(case: Case, entry: Entry, tongue: str) -> Iterator[Slot]:
    for name in ("first", "last"):
        if said := day(str(case.counts.get(name) or ""), tongue, case.dossier.zone):
            yield f"mails-{name}", (Told(said, source_of(entry)),)


def _people(count: int, tongue: str, least: bool) -> str:
    """A number of people; *least*: something could not be read, so that there may be more."""
    if tongue == "ja":
        return f"{'少なくとも' if least else ''}{count:,}人"
    return f"{'at least ' if least else ''}{count:,} {'person' if count == 1 else 'people'}"


def _deadlines(case: Case, tongue: str) -> Iterator[Slot]:
    """The careful last day of each report, for whoever sends it; never where only the address was used."""
    known = case.dossier.state.known_at
    if known is None or case.standings[0].situation is Situation.ADDRESS_ONLY:
        return
    for one in case.dossier.clock.deadlines:
        if one.countings:
            yield f"due-{one.kind}", (Told(day(one.countings[0].last_day, tongue), source_of(known)),)


def _listed(names: Iterator[str] | tuple[str, ...], tongue: str, case: Case) -> str:
    """Names in a row, and how many more there are."""
    every = list(names)
    said = ("、" if tongue == "ja" else ", ").join(every[:NAMES])
    rest = len(every) - NAMES
    more = case.known.notices.words["more"].say(tongue).format(count=f"{rest:,}")
    return f"{said}{'' if tongue == 'ja' else ' '}{more}" if rest > 0 else said
