"""A case, opened with all that is worked out of it, and what is recorded in it. Faces read reports and hand them down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mimawari import casebook
from mimawari.app import case_opening
from mimawari.app.case_opening import BEHIND, OpenedCase, open_case
from mimawari.casebook import Book, Case, CaseTrouble, Draft, Fault, FaultKind, Head, Kind, Memory, Place
from mimawari.judge import judge
from mimawari.knowledge import Knowledge
from mimawari.model import Asker, Deed, Dossier, Entry, Fact, HelpDesk, LegalClock, Plan, Recheck, Report, Verdict

__all__ = [
    "BEHIND",
    "Book",
    "Case",
    "CaseTrouble",
    "Draft",
    "Entry",
    "Fault",
    "FaultKind",
    "Given",
    "Kind",
    "NoSuchPrefecture",
    "OpenedCase",
    "Place",
    "add_reports",
    "begin_case",
    "cacao_of",
    "cases_at",
    "clock_of",
    "desks_of",
    "dossier",
    "expected_of",
    "has_case",
    "last_recheck",
    "now",
    "open_case",
    "plan_of",
    "recheck_of",
    "rechecked",
    "record",
    "record_recheck",
    "standing",
]


def now() -> str:
    """The moment (UTC, ISO 8601 with ``Z``)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Given:
    """A report that is to be added: the name of its file, its bytes, and what was read of them."""

    name: str
    content: bytes
    report: Report

    @property
    def sha256(self) -> str:
        """The digest under which it is kept."""
        return hashlib.sha256(self.content).hexdigest()


def cases_at(place: str) -> tuple[Case, ...]:
    """The cases of a book."""
    with casebook.opened(Place.read(place)) as book:
        return book.cases()


def has_case(place: str) -> bool:
    """Whether there is a book with a case already; a file that is not there yet has none."""
    at = Place.read(place)
    try:
        with casebook.opened(at) as book:
            if not (found := bool(book.cases())) and (astray := case_opening.strays(book)):
                raise CaseTrouble(Kind.DAMAGED, place=at.shown, why=astray[0].words)
            return found
    except CaseTrouble as trouble:
        if trouble.kind is Kind.MISSING or (trouble.kind is Kind.FOREIGN and _is_empty(at)):
            return False
        raise


def _is_empty(place: Place) -> bool:
    """An empty file is what is left where making a book was broken off."""
    path = Path(place.at)
    return not place.is_server and path.is_file() and path.stat().st_size == 0


def begin_case(place: str, name: str, who: str, given: Sequence[Given], known: Knowledge, state: Path) -> str:
    """A new case with its first reports; gives its place with its id, empty where somebody began one of that name meanwhile.

    Raises :class:`CaseTrouble`, ``Conflict``.
    """
    at = Place.read(place)
    opening = Draft(deed=Deed.OPENED, who=who, text=name)
    drafts = (opening, *_reported(given, who, known, Report()))
    with casebook.opened(at, is_new=True) as book:
        entries = book.begin(name, drafts, [one.content for one in given], alone=True)
    if not entries:
        return ""
    last = entries[-1]
    Memory(state).remember(last.case, Head(last.number, last.hash, last.at))
    return f"{at.at}#{last.case}"


def add_reports(opened: OpenedCase, who: str, given: Sequence[Given], known: Knowledge) -> tuple[Entry, ...]:
    """Add reports that are not there yet, or whose content was lost, and what is planned with them.

    Raises :class:`CaseTrouble`, ``Conflict``.
    """
    new = [one for one in given if one.sha256 not in opened.state.reports or not opened.book.holds(one.sha256)]
    if not new:
        return ()
    drafts = _reported(new, who, known, opened.report)
    return _append(opened, drafts, [one.content for one in new])


def _reported(given: Sequence[Given], who: str, known: Knowledge, before: Report) -> tuple[Draft, ...]:
    whole, drafts = before, []
    for one in given:
        whole |= one.report
        facts: dict[str, Fact] = {
            "level": judge(one.report).level.value, "hosts": len({s.host for s in one.report.sources if s.host}),
            "bytes": len(one.content),
        }  # fmt: skip
        drafts.append(Draft(deed=Deed.REPORT_ADDED, who=who, about=one.sha256, text=one.name, facts=facts))
    verdict = judge(whole)
    plan = case_opening.plan_of(whole, verdict, known)
    planned: dict[str, Fact] = {
        "level": verdict.level.value, "situations": " ".join(plan.situations), "steps": len(plan.steps), "knowledge": known.version,
    }  # fmt: skip
    return (*drafts, Draft(deed=Deed.PLANNED, who=who, facts=planned))


def writable(opened: OpenedCase) -> None:
    """Asked before long work that ends with an entry. Raises :class:`CaseTrouble` where the case is an old copy of itself."""
    if opened.behind:
        raise CaseTrouble(Kind.OLD_COPY, place=opened.place.shown, why=opened.behind.words)


def record(
    opened: OpenedCase, deed: Deed, who: str, *, about: str = "", text: str = "", facts: Mapping[str, Fact] | None = None
) -> Entry:
    """Add one entry. When this returns, it is on the disk. Raises :class:`CaseTrouble`."""
    return _append(opened, (Draft(deed=deed, who=who, about=about, text=text, facts=facts or {}),))[-1]


def _append(opened: OpenedCase, drafts: Sequence[Draft], contents: Sequence[bytes] = ()) -> tuple[Entry, ...]:
    writable(opened)
    return _written(opened, drafts, contents)


def _written(opened: OpenedCase, drafts: Sequence[Draft], contents: Sequence[bytes] = ()) -> tuple[Entry, ...]:
    entries = opened.book.append(opened.case, drafts, contents)
    opened.memory.remember(opened.case, Head(entries[-1].number, entries[-1].hash, entries[-1].at))
    return entries


def plan_of(report: Report, verdict: Verdict, known: Knowledge) -> Plan:
    """What to do about a report, without a case."""
    return case_opening.plan_of(report, verdict, known)


def clock_of(opened: OpenedCase, known: Knowledge, now: str) -> LegalClock:
    """The legal clock of a case. *now* is the moment of asking (UTC)."""
    from mimawari.respond.clock import clock

    return clock(opened.report, opened.verdict, opened.state, known, now=now)


class NoSuchPrefecture(ValueError):
    """What was given is no prefecture."""


def desks_of(opened: OpenedCase, known: Knowledge, *, asker: Asker = Asker.COMPANY, prefecture: str = "") -> tuple[HelpDesk, ...]:
    """Who helps with it. Raises :class:`NoSuchPrefecture`."""
    from mimawari.respond import desks

    try:
        return desks.desks_for(opened.plan.situations, known, asker=asker, prefecture=prefecture)
    except desks.NoSuchPrefecture as none:
        raise NoSuchPrefecture(str(none)) from none


def cacao_of(opened: OpenedCase, tongue: str) -> dict[str, Any]:
    """The plan as a CACAO 2.0 playbook. Raises ``ValueError`` where nothing is planned."""
    from mimawari.respond.cacao import cacao

    made: dict[str, Any] = cacao(opened.plan, created=opened.state.opened.at, tongue=tongue, name=f"{opened.case} {opened.name}")
    return made


def expected_of(opened: OpenedCase, named: Iterable[str] = ()) -> tuple[str, ...]:
    """The PCs that the firm has, as far as anybody said: *named* now, and those of every second check before."""
    before = (str(dict(entry.facts).get("expected") or "").splitlines() for entry in opened.state.rechecks)
    return tuple(dict.fromkeys((*named, *(name for names in before for name in names))))


def rechecked(opened: OpenedCase) -> frozenset[str]:
    """The digests of the reports that second checks brought."""
    return frozenset(name for entry in opened.state.rechecks for name in casebook.reports_of(entry))


def recheck_of(opened: OpenedCase, later: Report, expected: Iterable[str], now: str) -> Recheck:
    """What *later* says against all that the case knows. *expected* are PCs that the firm has, beside those named before."""
    from mimawari.respond.rechecking import recheck

    return recheck(opened.report | opened.later, later, expected_of(opened, expected), opened.plan, opened.state, now=now)


def record_recheck(opened: OpenedCase, who: str, given: Sequence[Given], expected: Iterable[str], found: Recheck) -> Entry:
    """Record a second check with its reports. When this returns, it is on the disk."""
    every = expected_of(opened, expected)
    facts: dict[str, Fact] = {
        "reports": " ".join(one.sha256 for one in given), "expected": "\n".join(every), "may_lift": found.may_lift,
        "unchecked": ", ".join(found.unchecked), "reinfected": ", ".join(found.reinfected),
    }  # fmt: skip
    draft = Draft(deed=Deed.RECHECKED, who=who, text=", ".join(one.name for one in given), facts=facts)
    return _append(opened, (draft,), [one.content for one in given])[-1]


def last_recheck(opened: OpenedCase, now: str) -> Recheck | None:
    """The second check as it stands; None where there was none."""
    return standing(opened, now) if opened.state.rechecks else None


def standing(opened: OpenedCase, now: str) -> Recheck:
    """What the case says for and against lifting isolation, whether there was a second check or not."""
    from mimawari.respond.rechecking import recheck

    return recheck(opened.report, opened.later, expected_of(opened), opened.plan, opened.state, now=now)


def dossier(opened: OpenedCase, known: Knowledge, now: str, *, firm: str = "") -> Dossier:
    """All that pages and exchange files are made of. *now* is the moment of writing (UTC)."""
    from mimawari.app import version
    from mimawari.respond.chronicle import timeline
    from mimawari.respond.desks import desks_for

    counted = clock_of(opened, known, now)
    return Dossier(
        state=opened.state,
        entries=opened.entries,
        report=opened.report,
        verdict=opened.verdict,
        plan=opened.plan,
        clock=counted,
        desks=desks_for(opened.plan.situations, known),
        timeline=timeline(opened.report, opened.verdict, opened.entries, counted),
        now=now,
        recheck=last_recheck(opened, now),
        firm=firm,
        version=version(),
        knowledge=known.version,
        knowledge_as_of=known.as_of,
    )
