"""DMARC reports: our own servers as ever or far above it, and strangers that fail with our domain (RFC 7489 7.2).

They see only mails with our domain in From: that they show nothing proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from statistics import median

from mimawari.inquiry.case import Case
from mimawari.inquiry.hosts import domain_of, is_aligned, is_ours, org
from mimawari.inquiry.letters import Letter
from mimawari.model import Clue, DmarcRow
from mimawari.model.firm import within

DMARC = "dmarc"
_TIMES, _ABOVE = 10, 200
_LEARNT = 5
_SOURCES, _MAILS = 5, 100
_REGULAR_DAYS, _REGULAR_RUNS = 60, 6
_WEEK = 7
_AGREE = 2


def dmarc(letters: tuple[Letter, ...], case: Case) -> Iterator[Clue]:
    """All that the reports tell."""
    rows = tuple(row for row in case.rows if case.firm.owns(row.author_domain))
    if not rows:
        return
    own = [row for row in rows if is_ours(case.firm, row.address)]
    foreign = [row for row in rows if not is_ours(case.firm, row.address)]
    found = [*_own(own, rows, case), *_foreign(foreign, letters, case)]
    yield from found
    names = {clue.kind for clue in found}
    place = min(row.origin for row in rows)
    if not names & {"dmarc-own-spike", "dmarc-foreign"}:
        yield case.clue("dmarc-silent", place, DMARC, account="")
    yield case.clue("dmarc-blind", place, DMARC, account="")


def _own(own: list[DmarcRow], rows: tuple[DmarcRow, ...], case: Case) -> Iterator[Clue]:
    passing = [row for row in own if "pass" in (row.dkim, row.spf)]
    days = _by_day(passing)
    if not days:
        return
    spikes = _spikes(days)
    if not spikes:
        if len(days) >= _LEARNT:
            yield case.clue(
                "dmarc-own-normal", min(row.origin for row in passing), DMARC, account="", usual=round(median(days.values()))
            )
        return
    usual = round(median(count for day, count in days.items() if day not in spikes))
    if len(spikes) >= 3 and _is_even(sorted(spikes), days):
        place = min(row.origin for row in passing)
        yield case.clue("own-routine", place, DMARC, account="", why="regular", times=len(spikes), address=passing[0].address)
        return
    day = max(spikes, key=lambda one: days[one])
    there = [row for row in passing if row.begins[:10] == day]
    first = min(there, key=lambda row: (_begun(row, rows), -row.count, row.origin))
    yield case.clue(
        "dmarc-own-spike", first.origin, DMARC, account="", day=day, mails=days[day], usual=usual, address=first.address
    )
    yield case.clue("could-be-routine", first.origin, DMARC, account="", day=day)
    if len({row.reporter for row in there}) < _AGREE:
        # Anybody can post a report in any name.
        return
    for row in there:
        if _begun(row, rows) == day and any(one.reporter != row.reporter and one.begins[:10] < day for one in rows):
            yield case.clue("dmarc-new-receivers", row.origin, DMARC, account="", day=day, reporter=row.reporter, mails=row.count)


def _begun(row: DmarcRow, rows: Iterable[DmarcRow]) -> str:
    """The first day on which its reporter reported."""
    return min(one.begins[:10] for one in rows if one.reporter == row.reporter)


def _by_day(rows: Iterable[DmarcRow]) -> dict[str, int]:
    days: dict[str, int] = defaultdict(int)
    for row in rows:
        days[row.begins[:10]] += row.count
    return dict(days)


def _spikes(days: dict[str, int]) -> set[str]:
    if len(days) < _LEARNT + 1:
        return set()
    usual = median(days.values())
    return {day for day, count in days.items() if count >= _TIMES * usual and count >= usual + _ABOVE}


def _is_even(spikes: list[str], days: dict[str, int]) -> bool:
    """Whether runs come at a week's or a month's distance, and are of like size."""
    when = [date.fromisoformat(one) for one in spikes]
    gaps = [(later - earlier).days for earlier, later in pairwise(when)]
    sizes = [days[one] for one in spikes]
    return max(sizes) <= 2 * min(sizes) and (all(gap % _WEEK == 0 for gap in gaps) or all(25 <= gap <= 35 for gap in gaps))


def _foreign(rows: list[DmarcRow], letters: tuple[Letter, ...], case: Case) -> Iterator[Clue]:
    failing = [row for row in rows if row.dkim != "pass" and row.spf != "pass"]
    listed = [row for row in failing if "mailing_list" in row.reasons]
    if listed:
        yield case.clue("dmarc-list", min(row.origin for row in listed), DMARC, account="", mails=sum(row.count for row in listed))
    left = [row for row in failing if not row.reasons]
    for sender in sorted({_sender(row, case) for row in left}):
        mine = [row for row in left if _sender(row, case) == sender]
        if _is_agreed(mine[0], case) or _is_regular(mine):
            left = [row for row in left if row not in mine]
            yield from _routine(mine, sender, letters, case)
    sources, mails = len({row.address for row in left}), sum(row.count for row in left)
    if mails >= _MAILS or sources >= _SOURCES:
        day = max(_by_day(left).items(), key=lambda item: (item[1], item[0]))[0]
        if len({row.reporter for row in left}) < _AGREE and not _is_established(left[0].reporter, case):
            yield case.clue("dmarc-one-reporter", min(row.origin for row in left), DMARC, account="", reporter=left[0].reporter)
        yield case.clue("dmarc-foreign", min(row.origin for row in left), DMARC, account="", day=day, sources=sources, mails=mails)


def _is_established(reporter: str, case: Case) -> bool:
    """Whether it reported on many days: whoever invents a report begins with it."""
    return len({row.begins[:10] for row in case.rows if row.reporter == reporter}) > _LEARNT


def _sender(row: DmarcRow, case: Case) -> str:
    """Who sent: the service whose own domain passed, else the address."""
    passed = [domain for domain in (*row.spf_domains, *row.dkim_domains) if not is_aligned(domain, case.firm, case.known)]
    return org(passed[0], case.known) if passed else row.address


def _is_agreed(row: DmarcRow, case: Case) -> bool:
    domains = {domain_of(one) for one in (*row.spf_domains, *row.dkim_domains)}
    return any(
        within(row.address, one.networks)
        or any(domain == own or domain.endswith("." + own) for domain in domains for own in one.domains)
        for one in case.firm.other_senders
    )


def _is_regular(rows: list[DmarcRow]) -> bool:
    """As much at even distances, for months, by a service whose own name passed: nobody forges so."""
    days = _by_day(rows)
    if len(days) < _REGULAR_RUNS or not any(row.spf_domains or row.dkim_domains for row in rows):
        return False
    when = sorted(date.fromisoformat(day) for day in days)
    long = (when[-1] - when[0]).days >= _REGULAR_DAYS
    gaps = sorted((later - earlier).days for earlier, later in pairwise(when))
    even = gaps[-1] <= 2 * max(1, gaps[len(gaps) // 2])
    middle = median(days.values())
    return long and even and sum(0.5 * middle <= count <= 2 * middle for count in days.values()) >= 0.9 * len(days)


def _routine(rows: list[DmarcRow], sender: str, letters: tuple[Letter, ...], case: Case) -> Iterator[Clue]:
    """A service of the firm's own; reported mails that came from it are its mails."""
    place = min(row.origin for row in rows)
    networks = tuple(sorted({row.address for row in rows}))
    facts: dict[str, str | float | bool | None] = {"account": "", "why": "service", "times": len(_by_day(rows)), "address": sender}
    yield case.clue("own-routine", place, DMARC, **facts)
    for letter in letters:
        if letter.is_from_us and within(letter.way.hop.address, networks):
            yield case.clue("own-routine", place, letter.mail.id, **facts)
