"""A case, opened with all that is worked out of it, and what is recorded in it. Faces read reports and hand them down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from mimawari import casebook
from mimawari.casebook import (
    Book,
    Case,
    CaseTrouble,
    Draft,
    Fault,
    FaultKind,
    Head,
    Kept,
    Kind,
    Memory,
    Place,
    fault,
    faults,
    state_of,
)
from mimawari.judge import judge
from mimawari.knowledge import Knowledge
from mimawari.model import CaseState, Conflict, Deed, Dossier, Entry, Fact, LegalClock, Plan, Recheck, Report, Verdict

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
    "OpenedCase",
    "Place",
    "add_reports",
    "begin_case",
    "cases_at",
    "clock_of",
    "dossier",
    "has_case",
    "now",
    "open_case",
    "plan_of",
    "record",
]

Reader = Callable[[bytes], Report]
"""How a face reads a report that is kept; may raise an error of its own."""
BEHIND = frozenset({FaultKind.LAST_MISSING, FaultKind.OTHER})
"""Faults of a copy that is not the one that was seen: nothing is written there until somebody says so."""


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


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as it stands. ``report`` is the union of its reports, ``verdict`` and ``plan`` are worked out of it.

    ``faults`` is what is wrong with the record; ``memory`` what this PC keeps of it. The book stays open as long as
    :func:`open_case` runs.
    """

    place: Place
    book: Book
    case: str
    name: str
    rows: tuple[Kept, ...]
    entries: tuple[Entry, ...]
    state: CaseState
    report: Report
    verdict: Verdict
    plan: Plan
    faults: tuple[Fault, ...]
    memory: Memory

    @property
    def behind(self) -> Fault | None:
        """Why nothing may be written here: the copy is not the one that was seen on this PC."""
        return next((one for one in self.faults if one.kind in BEHIND), None)


def plan_of(report: Report, verdict: Verdict, known: Knowledge) -> Plan:
    """What to do about a report."""
    if find_spec("mimawari.respond.planning") is None:
        return Plan(())
    planned: Plan = import_module("mimawari.respond.planning").planned(report, verdict, known)
    return planned


def cases_at(place: str) -> tuple[Case, ...]:
    """The cases of a book."""
    with casebook.opened(Place.read(place)) as book:
        return book.cases()


def has_case(place: str) -> bool:
    """Whether there is a book with a case already; a file that is not there yet has none."""
    at = Place.read(place)
    try:
        with casebook.opened(at) as book:
            return bool(book.cases())
    except CaseTrouble as trouble:
        if trouble.kind is Kind.MISSING or (trouble.kind is Kind.FOREIGN and _is_empty(at)):
            return False
        raise


def _is_empty(place: Place) -> bool:
    """An empty file is what is left where making a book was broken off."""
    path = Path(place.at)
    return not place.is_server and path.is_file() and path.stat().st_size == 0


@contextmanager
def open_case(place: str, known: Knowledge, read: Reader, state: Path) -> Iterator[OpenedCase]:
    """The case at *place*; *state* is the folder where this PC remembers what it saw. Raises :class:`CaseTrouble`."""
    at = Place.read(place)
    with casebook.opened(at) as book:
        yield _opened(at, book, chosen(at, book), known, read, Memory(state))


def chosen(place: Place, book: Book) -> Case:
    """The case that *place* names, or the only one. Raises :class:`CaseTrouble`."""
    every = book.cases()
    if place.case:
        found = next((one for one in every if one.id == place.case), None)
        if found is None:
            raise CaseTrouble(Kind.NO_CASE, place=place.shown, case=place.case)
        return found
    if not every:
        raise CaseTrouble(Kind.MISSING, place=place.shown)
    if len(every) > 1:
        raise CaseTrouble(Kind.SEVERAL, place=place.shown, cases=", ".join(place.of(one.id) for one in every[:10]))
    return every[0]


def _opened(place: Place, book: Book, case: Case, known: Knowledge, read: Reader, memory: Memory) -> OpenedCase:
    rows = book.rows(case.id)
    entries = tuple(row.entry for row in rows if row.entry is not None)
    contents = contents_of(book, rows)
    wrong = faults(rows, memory.recall(case.id), digests(contents))
    if not entries:
        raise CaseTrouble(Kind.DAMAGED, place=place.shown, why=wrong[0].words if wrong else "0")
    name = next((one.text for one in entries if one.deed is Deed.OPENED), case.name)
    state = state_of(case.id, name, entries)
    report, conflicts = _union(entries, contents, read)
    verdict = judge(report)
    plan = plan_of(report, verdict, known)
    every = tuple(sorted((*wrong, *conflicts)))
    opened = OpenedCase(place, book, case.id, name, rows, entries, state, report, verdict, plan, every, memory)
    head = Head.of(rows)
    if head and not opened.behind:
        memory.remember(case.id, head)
    return opened


def contents_of(book: Book, rows: Sequence[Kept]) -> dict[str, bytes | None]:
    """What is kept of each report of the case."""
    added = {row.entry.about for row in rows if row.entry and row.entry.deed is Deed.REPORT_ADDED}
    return {name: book.report(name) for name in sorted(added)}


def digests(contents: Mapping[str, bytes | None]) -> dict[str, str | None]:
    """The digest that each report of the case has now."""
    return {name: None if content is None else hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _union(entries: Sequence[Entry], contents: Mapping[str, bytes | None], read: Reader) -> tuple[Report, list[Fault]]:
    """The reports of a case as one. What is missing or was changed is left out, and what contradicts those before it."""
    whole, conflicts, now_is = Report(), [], digests(contents)
    for entry in entries:
        content = contents.get(entry.about) if entry.deed is Deed.REPORT_ADDED else None
        if content is None or now_is[entry.about] != entry.about:
            continue
        try:
            whole |= read(content)
        except Conflict:
            conflicts.append(fault(FaultKind.REPORT_CONFLICTS, entry.number))
    return whole, conflicts


def begin_case(place: str, name: str, who: str, given: Sequence[Given], known: Knowledge, state: Path) -> str:
    """A new case with its first reports; gives its place with its id. Raises :class:`CaseTrouble`, ``Conflict``."""
    at = Place.read(place)
    opening = Draft(deed=Deed.OPENED, who=who, text=name)
    drafts = (opening, *_reported(given, who, known, Report()))
    with casebook.opened(at, is_new=True) as book:
        entries = book.begin(name, drafts, [one.content for one in given])
    last = entries[-1]
    Memory(state).remember(last.case, Head(last.number, last.hash, last.at))
    return f"{at.at}#{last.case}"


def add_reports(opened: OpenedCase, who: str, given: Sequence[Given], known: Knowledge) -> tuple[Entry, ...]:
    """Add reports that are not there yet, and what is planned with them. Raises :class:`CaseTrouble`, ``Conflict``."""
    new = [one for one in given if one.sha256 not in opened.state.reports]
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
    plan = plan_of(whole, verdict, known)
    planned: dict[str, Fact] = {
        "level": verdict.level.value, "situations": " ".join(plan.situations), "steps": len(plan.steps), "knowledge": known.version,
    }  # fmt: skip
    return (*drafts, Draft(deed=Deed.PLANNED, who=who, facts=planned))


def record(
    opened: OpenedCase, deed: Deed, who: str, *, about: str = "", text: str = "", facts: Mapping[str, Fact] | None = None
) -> Entry:
    """Add one entry. When this returns, it is on the disk. Raises :class:`CaseTrouble`."""
    return _append(opened, (Draft(deed=deed, who=who, about=about, text=text, facts=facts or {}),))[-1]


def _append(opened: OpenedCase, drafts: Sequence[Draft], contents: Sequence[bytes] = ()) -> tuple[Entry, ...]:
    if opened.behind:
        raise CaseTrouble(Kind.OLD_COPY, place=opened.place.shown, why=opened.behind.words)
    return _written(opened, drafts, contents)


def _written(opened: OpenedCase, drafts: Sequence[Draft], contents: Sequence[bytes] = ()) -> tuple[Entry, ...]:
    entries = opened.book.append(opened.case, drafts, contents)
    opened.memory.remember(opened.case, Head(entries[-1].number, entries[-1].hash, entries[-1].at))
    return entries


def clock_of(opened: OpenedCase, known: Knowledge, now: str) -> LegalClock:
    """The legal clock of a case. *now* is the moment of asking (UTC)."""
    from mimawari.respond.clock import clock

    return clock(opened.report, opened.verdict, opened.state, known, now=now)


def dossier(opened: OpenedCase, known: Knowledge, now: str, *, firm: str = "", recheck: Recheck | None = None) -> Dossier:
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
        recheck=recheck,
        firm=firm,
        version=version(),
        knowledge=known.version,
        knowledge_as_of=known.as_of,
    )
