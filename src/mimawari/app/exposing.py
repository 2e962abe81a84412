"""Who must be told: mailboxes, address books and order exports read into one list without doubles, and counted.

Mailboxes, address books and orders are read in workers; then their people are added up here.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

from mimawari import engine
from mimawari.engine import Progress, Settings
from mimawari.engine.books import CONTACT, ORDER, Book, Told, Wanted, books, origin_of
from mimawari.engine.gathering import Mailbox, Other, gather
from mimawari.engine.own_folder import own_folder
from mimawari.engine.people import Gaps, Gathered, Gathering, lure_key, place_of
from mimawari.exposure import joining, people
from mimawari.exposure.counting import Counting
from mimawari.exposure.ledger import Ledger, NoRoom
from mimawari.exposure.roles import domain_of, is_shared
from mimawari.formats.correspondents import WANTED
from mimawari.formats.mail.spans import Owner
from mimawari.knowledge import Knowledge
from mimawari.knowledge.orders import MappingTrouble
from mimawari.knowledge.orders import layout_of as mapping_of
from mimawari.model import (
    About,
    ExposureCounts,
    Firm,
    Gap,
    Looked,
    OrderLayout,
    OwnAccount,
    Person,
    Reason,
    Report,
    Strength,
)
from mimawari.model.item import mail_at
from mimawari.sources import Evidence
from mimawari.sources.orders import LAYOUT

__all__ = [
    "Asked",
    "Exposed",
    "MappingTrouble",
    "NoRoom",
    "exposed",
    "facts_of",
    "layout_of",
    "lures_of",
    "mapping_of",
    "own_folder",
]

MAIL = "mail"
"""What is counted of a place: mails, entries of a book, rows of orders."""
NOTHING = "no mailbox and no address book: name those that lie in it"
"""The detail of something that was named and holds no people."""
_SHARE = 10
"""An account with this part of a mailbox's mails is one of those whose mailbox it is."""
_BOOKS = ("abook*.sqlite", "history*.sqlite", "abook*.mab", "history*.mab")
"""Thunderbird's address books, in its profile."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read. ``accounts``: only mailboxes of these; none: all. ``lures`` as of :func:`lures_of`.

    ``chosen`` is how the order exports are to be read where the user says so.
    """

    evidence: tuple[Evidence, ...] = ()
    orders: tuple[str, ...] = ()
    chosen: OrderLayout | None = None
    firm: Firm = field(default_factory=Firm)
    accounts: frozenset[str] = frozenset()
    lures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exposed:
    """The list and its counts. ``people`` gives the list from its beginning whenever it is called.

    ``owners`` are the mailboxes that were counted, each with whose it is (empty: unknown), ``passed`` those that were not because
    they are of no account that was named. ``firm`` is who was taken for the firm's own.
    """

    people: Callable[[], Iterator[Person]]
    counts: ExposureCounts
    owners: tuple[tuple[str, str], ...]
    passed: tuple[tuple[str, str], ...]
    firm: Firm


@contextmanager
def exposed(
    asked: Asked, settings: Settings, known: Knowledge, jobs: int | None = None, progress: Progress | None = None
) -> Iterator[Exposed]:
    """Read all of it. The list lies in a database that is gone afterwards. Raises :class:`NoRoom`."""
    workers = engine_jobs(jobs)
    with (
        Ledger(known) as ledger,
        engine.Pool(workers, settings.limits) if workers else nullcontext(engine.Inline()) as executor,
    ):
        yield _Reading(asked, settings, known, ledger).done(executor, progress)


def engine_jobs(jobs: int | None) -> int:
    """How many workers; 0: this process."""
    return (os.cpu_count() or 1) if jobs is None else jobs


class _Reading:
    def __init__(self, asked: Asked, settings: Settings, known: Knowledge, ledger: Ledger) -> None:
        self._asked, self._settings, self._known, self._ledger = asked, settings, known, ledger
        self._gathering = Gathering(asked.firm, asked.lures)
        self._read: Counter[tuple[str, str]] = Counter()
        self._gaps = Gaps()
        self._owners: dict[Evidence, Owner] = {}
        self._passed: list[tuple[str, str]] = []
        files = {os.path.realpath(one): one for one in reversed(asked.orders)}
        self._ordered = frozenset(files)
        self._wanted = [Wanted(Evidence(one), (ORDER,), asked.chosen, is_sure=True) for one in reversed(files.values())]
        self._others: dict[Evidence, Other] = {}
        self._notices: list[Gap] = []

    def done(self, executor: engine.Inline | engine.Pool, progress: Progress | None) -> Exposed:
        wanted: Iterable[Evidence] = self._asked.evidence
        if self._asked.accounts:
            wanted = self._of_accounts(executor, progress)
        for met in gather(wanted, self._settings, self._gathering, executor, progress):
            self._take(met, is_first=not self._asked.accounts)
        for one, found, told in books(self._wanted, self._settings, executor):
            self._take_book(one, found, told)
        return self._exposed()

    def _of_accounts(self, executor: engine.Inline | engine.Pool, progress: Progress | None) -> list[Evidence]:
        """The mailboxes of the accounts that were named: all are read once, to see whose they are."""
        for met in gather(self._asked.evidence, self._settings, self._gathering, executor, progress):
            if isinstance(met, tuple):
                self._owned(*met)
            elif isinstance(met, Other):
                self._take_other(met)
        owners, self._owners = self._owners, {}
        chosen = [one for one, owner in owners.items() if is_of(owner, self._asked.accounts)]
        self._passed = [(place_of(one), owners[one].address()) for one in owners if one not in chosen]
        return chosen

    def _take(self, met: tuple[Evidence, Gathered] | Mailbox | Other, *, is_first: bool) -> None:
        if isinstance(met, Other):
            if is_first:
                self._take_other(met)
        elif isinstance(met, Mailbox):
            self._take_books(met)
        else:
            evidence, gathered = met
            for one in gathered.people:
                self._ledger.add_up(one)
            for gap in gathered.gaps:
                self._gaps.add(gap)
            self._read[place_of(evidence), MAIL] += gathered.mails
            self._owned(evidence, gathered)

    def _owned(self, evidence: Evidence, gathered: Gathered) -> None:
        self._owners.setdefault(evidence, Owner()).add(gathered.owner)

    def _take_books(self, mailbox: Mailbox) -> None:
        """Address books that may lie in a mailbox, or in the folder of a mail program."""
        evidence, path = mailbox.evidence, mailbox.evidence.path
        if path.is_dir():
            for one in sorted(found for form in _BOOKS for found in path.glob(form)):
                inside = f"{evidence.inside}/{one.name}".lstrip("/")
                self._wanted.append(Wanted(replace(evidence, inside=inside), (CONTACT,)))
        else:
            self._wanted.append(Wanted(evidence, (CONTACT,), is_mailbox=True))

    def _take_other(self, other: Other) -> None:
        """What is no mailbox may be an address book, or orders; those that were named by themselves are read once."""
        if os.path.realpath(other.evidence.path) in self._ordered:
            return
        self._others[other.evidence] = other
        self._wanted.append(Wanted(other.evidence))

    def _take_book(self, wanted: Wanted, found: Book, told: Iterator[Told]) -> None:
        if found.full:
            raise NoRoom(found.full)
        place = place_of(wanted.evidence)
        for one in told:
            if isinstance(one, Gap):
                self._take_gap(one)
            elif isinstance(one, Looked):
                self._read[place, found.kind] += one.count
            else:
                self._ledger.add(one if one.place == place else replace(one, place=place))
        other = self._others.get(wanted.evidence)
        if other and not found.kind:
            for gap in other.gaps or (Gap(origin_of(wanted, "exposure"), Reason.UNSUPPORTED, WANTED, NOTHING),):
                self._take_gap(gap)

    def _take_gap(self, gap: Gap) -> None:
        if gap.wanted == LAYOUT:
            self._notices.append(gap)
        else:
            self._gaps.add(self._advised(gap))

    def _advised(self, gap: Gap) -> Gap:
        return gap if gap.remedy else replace(gap, remedy=self._known.remedy(gap))

    def _exposed(self) -> Exposed:
        firm = own_firm(self._asked.firm, self._asked.accounts, self._owners.values(), self._known)
        joining.join(self._ledger, firm, self._known)
        people.make(self._ledger, self._known)
        counting = Counting()
        for one in people.people(self._ledger):
            counting.take(one)
        return Exposed(
            people=partial(people.people, self._ledger),
            counts=replace(
                counting.counts(self._ledger, dict(sorted(self._read.items())), self._gaps.told()), notices=tuple(self._notices)
            ),
            owners=tuple(sorted((place_of(one), owner.address(firm)) for one, owner in self._owners.items())),
            passed=tuple(sorted(self._passed)),
            firm=firm,
        )


def is_of(owner: Owner, accounts: frozenset[str]) -> bool:
    """Whether a mailbox is of one of *accounts*, or of nobody that can be told: then it is counted as well."""
    whole = Counter(owner.received) + Counter(owner.written)
    least = sum(whole.values()) / _SHARE
    return not whole or any(whole[one] >= least and whole[one] for one in accounts) or owner.address() in accounts


def own_firm(told: Firm, accounts: Iterable[str], owners: Iterable[Owner], known: Knowledge) -> Firm:
    """Who is the firm's own: what its profile says, else whose the mailboxes are, with their domain if it is a firm's."""
    named = tuple(OwnAccount(one) for one in sorted(accounts) if told.account(one) is None)
    if told.domains or told.accounts:
        return replace(told, accounts=(*told.accounts, *named))
    found = sorted({*accounts, *(owner.address() for owner in owners)} - {""})
    domains = sorted({domain for domain in map(domain_of, found) if domain and not is_shared(domain, known)})
    return replace(told, domains=tuple(domains), accounts=tuple(map(OwnAccount, found)), learnt=True)


def lures_of(report: Report) -> frozenset[str]:
    """The mails that a report takes for lures: what :class:`~mimawari.engine.people.Gathering` asks for."""
    found: set[str] = set()
    for source in report.sources:
        letters = {letter.path: letter for part in source.parts for letter in part.letters}
        for one in (finding for part in source.parts for finding in part.findings):
            path = mail_at(one.origin.path, letters) if one.strength > Strength.HINT and one.about in _OF_MAILS else ()
            if path:
                found.add(letters[path].message_id or lure_key(source.id, path))
    return frozenset(found)


_OF_MAILS = (About.MAIL, About.DELIVERY)


def layout_of(name: str, known: Knowledge) -> OrderLayout | None:
    """The layout of a shop system's orders that is called so."""
    plain = name.strip().lower()
    return next((one for one in known.order_layouts if plain in (one.id, one.name.lower(), *map(str.lower, one.aliases))), None)


def facts_of(counts: ExposureCounts, sha256: str) -> dict[str, int | str]:
    """The counts as facts of a case. *sha256* is that of the list, which is kept nowhere else."""
    numbers = {"people": counts.people, "reachable": counts.reachable, "alike": counts.alike, "gaps": len(counts.gaps),
               "masked": counts.masked, "further-names": counts.further}  # fmt: skip
    for name, pairs in (("datum", counts.by_datum), ("tie", counts.by_tie), ("template", counts.by_template),
                        ("tongue", counts.by_tongue), ("left-out", counts.left_out)):  # fmt: skip
        numbers |= {f"{name}-{kind}": number for kind, number in pairs}
    return numbers | {"first": counts.first, "last": counts.last, "sha256": sha256}
