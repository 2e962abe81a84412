"""A case opened: its entries, what they come to, the union of its reports, its verdict and plan, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mimawari import casebook
from mimawari.casebook import (
    Book,
    Case,
    CaseTrouble,
    Fault,
    FaultKind,
    Head,
    Kept,
    Kind,
    Memory,
    Place,
    fault,
    faults,
    reports_of,
    state_of,
)
from mimawari.judge import judge, unread
from mimawari.knowledge import Knowledge
from mimawari.model import CaseState, Conflict, Deed, Entry, Plan, Reason, Report, Verdict

Reader = Callable[[bytes], Report]
"""How a face reads a report that is kept; may raise an error of its own."""
BEHIND = frozenset({FaultKind.LAST_MISSING, FaultKind.OTHER})
"""Faults of a copy that is not the one that was seen: nothing is written there until somebody says so."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as it stands. ``report`` is the union of its reports, ``verdict`` and ``plan`` are worked out of it.
    ``later`` is the union of those that second checks brought: they do not change what the plan is for.

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
    later: Report
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
    from mimawari.respond.planning import planned

    return planned(report, verdict, known)


@contextmanager
def open_case(place: str, known: Knowledge, read: Reader, state: Path) -> Iterator[OpenedCase]:
    """The case at *place*; *state* is the folder where this PC remembers what it saw. Raises :class:`CaseTrouble`."""
    at = Place.read(place)
    with casebook.opened(at) as book:
        yield _opened(at, book, chosen(at, book), known, read, Memory(state))


def chosen(place: Place, book: Book) -> Case:
    """The case that *place* names, or the only one. Raises :class:`CaseTrouble`."""
    every = book.cases()
    if not any(one.count for one in every) and (astray := strays(book)):
        raise CaseTrouble(Kind.DAMAGED, place=place.shown, why=astray[0].words)
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
    # First what was seen, then what is there: what somebody adds in between is then more than was seen, and not less.
    seen = memory.recall(case.id)
    rows = book.rows(case.id)
    entries = tuple(row.entry for row in rows if row.entry is not None)
    contents = contents_of(book, rows)
    wrong = faults(rows, seen, digests(contents))
    if not entries:
        raise CaseTrouble(Kind.DAMAGED, place=place.shown, why=wrong[0].words if wrong else "0")
    name = next((one.text for one in entries if one.deed is Deed.OPENED), case.name)
    state = state_of(case.id, name, entries)
    report, conflicts = _union(entries, Deed.REPORT_ADDED, contents, read, known)
    later, others = _union(entries, Deed.RECHECKED, contents, read, known)
    verdict = judge(report)
    plan = plan_of(report, verdict, known)
    every = tuple(sorted((*wrong, *conflicts, *others, *strays(book))))
    opened = OpenedCase(place, book, case.id, name, rows, entries, state, report, later, verdict, plan, every, memory)
    head = Head.of(rows)
    if head and not opened.behind:
        memory.remember(case.id, head)
    return opened


def strays(book: Book) -> tuple[Fault, ...]:
    """That entries lie in the book which belong to no case of it."""
    return (fault(FaultKind.STRAYS, 0),) if book.has_strays() else ()


def contents_of(book: Book, rows: Sequence[Kept]) -> dict[str, bytes | None]:
    """What is kept of each report of the case."""
    names = {name for row in rows if row.entry for name in reports_of(row.entry)}
    return {name: book.report(name) for name in sorted(names)}


def digests(contents: Mapping[str, bytes | None]) -> dict[str, str | None]:
    """The digest that each report of the case has now."""
    return {name: None if content is None else hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _union(
    entries: Sequence[Entry], deed: Deed, contents: Mapping[str, bytes | None], read: Reader, known: Knowledge
) -> tuple[Report, list[Fault]]:
    """The reports that entries of a kind brought, as one. In the place of one that is missing, was changed or contradicts others
    stands that it was not read: without it nobody knows what it said, and the rest alone might look like an all-clear."""
    whole, conflicts, now_is = Report(), [], digests(contents)
    for entry in entries:
        for name in reports_of(entry) if entry.deed is deed else ():
            content = contents.get(name)
            called = entry.text if deed is Deed.REPORT_ADDED else f"{entry.text} {name[:12]}"
            if content is None or now_is[name] != name:
                reason = Reason.MISSING if content is None else Reason.CORRUPT
                whole |= Report.of([unread(called, "", reason, "", known)])
                continue
            try:
                whole |= read(content)
            except Conflict:
                conflicts.append(fault(FaultKind.REPORT_CONFLICTS, entry.number))
                whole |= Report.of([unread(called, "", Reason.CORRUPT, "", known)])
    return whole, conflicts
