"""The people of one piece of a mailbox, added up by address where it is read, so that no text leaves the worker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from mimawari import sources
from mimawari.engine.guard import guarded
from mimawari.engine.settings import Settings
from mimawari.formats.budget import Budget
from mimawari.formats.correspondents import WANTED, Correspondents, correspondents
from mimawari.formats.mail.dates import in_utc
from mimawari.formats.mail.spans import Owner
from mimawari.model import Blob, Datum, Firm, Gap, Mailbox, Message, Origin, Reason, Sightings, Tie
from mimawari.sources import Evidence, Piece, Survey

MOST_PEOPLE, MOST_NAMES, MOST_GAPS = 100_000, 8, 20
"""The most addresses of a piece, names of one address, and gaps of one kind that are told one by one."""
_LONGEST_NAME = 200
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
FURTHER = "# more mails could not be read"
CROWDED = f"more than {MOST_PEOPLE} addresses in one piece of a mailbox"


@dataclass(frozen=True, slots=True)
class Gathering:
    """What is known beforehand. ``lures`` are the mails that a report takes for lures: Message-IDs, and ``source/path`` of each."""

    firm: Firm = field(default_factory=Firm)
    lures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a piece gave. ``owner`` tells whose mailbox it is of."""

    people: tuple[Sightings, ...]
    mails: int
    owner: Owner = field(default_factory=Owner)
    gaps: tuple[Gap, ...] = ()


def lure_key(source: str, path: Iterable[str]) -> str:
    """By what a lure without a Message-ID is known again."""
    return "/".join((source, *path))


def people_piece(evidence: Evidence, found: Survey, work: Piece, settings: Settings, gathering: Gathering) -> Gathered:
    """The people of a piece; of the items that ``work.again`` names, if it names any."""
    kind = sources.load()[found.kind]
    again = kind.reopen if work.again else None
    look = partial(again, evidence, found, work.again) if again else partial(kind.look, evidence, found, work.key)
    adding, gaps, budget = Adding(place_of(evidence), found.source, gathering), Gaps(), Budget()
    for thing in guarded(look, found.origin(evidence, work.key), (WANTED,), work.key, settings.reraise):
        if isinstance(thing, Gap):
            gaps.add(thing)
        elif isinstance(thing, Blob):
            for one in _read(thing, budget.renewed(), settings):
                if isinstance(one, Gap):
                    gaps.add(one)
                else:
                    adding.take(one)
    return adding.gathered([*adding.gaps(found.origin(evidence)), *gaps.told()])


def _read(blob: Blob, budget: Budget, settings: Settings) -> Iterator[Correspondents | Gap]:
    return guarded(partial(correspondents, blob, budget), blob.origin, (WANTED,), "people", settings.reraise)


def place_of(evidence: Evidence) -> str:
    """What people call a piece of evidence: its name, and the way below the folder that was named."""
    name = evidence.locator.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return f"{name}/{evidence.inside}" if evidence.inside else name or evidence.locator


class Gaps:
    """Keeps some of each kind and counts the others: of ten thousand damaged mails nobody reads ten thousand lines."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Reason, str], list[Gap]] = {}
        self._more: Counter[tuple[Reason, str]] = Counter()

    def add(self, gap: Gap) -> None:
        """Take one."""
        alike = self._kept.setdefault((gap.reason, gap.wanted), [])
        if len(alike) < MOST_GAPS:
            alike.append(gap)
        else:
            self._more[gap.reason, gap.wanted] += 1

    def told(self) -> list[Gap]:
        """Those kept, and of each kind how many more there are."""
        told = [gap for alike in self._kept.values() for gap in alike]
        for (reason, wanted), more in self._more.items():
            origin = self._kept[reason, wanted][0].origin
            told.append(Gap(origin.at(), reason, wanted, FURTHER.replace("#", str(more))))
        return told


@dataclass(slots=True)
class _One:
    """What is added up of an address."""

    mails: int = 0
    names: Counter[str] = field(default_factory=Counter)
    ties: Counter[Tie] = field(default_factory=Counter)
    data: Counter[Datum] = field(default_factory=Counter)
    first: str = ""
    last: str = ""
    japanese: int = 0
    other: int = 0
    listed: int = 0
    bulk: int = 0
    automatic: int = 0
    reported: int = 0
    junk: int = 0


class Adding:
    """Takes the people of one mail after the other."""

    def __init__(self, place: str, source: str, gathering: Gathering) -> None:
        self._place, self._source, self._gathering = place, source, gathering
        self._by: dict[str, _One] = {}
        self._owner = Owner()
        self._mails = self._crowded = 0

    def take(self, seen: Correspondents) -> None:
        """The people of one mail more."""
        self._mails += 1
        self._owner.take(seen.outline)
        is_lure = self._is_lure(seen.outline)
        day = day_of(seen)
        for address, (tie, name) in self._ties(seen, is_lure=is_lure).items():
            one = self._one(address)
            if one is None:
                self._crowded += 1
            elif is_lure and tie is Tie.WROTE:
                one.reported += 1
            elif seen.is_junk:
                one.junk += 1
            else:
                # What a lure calls people is its writer's choice: a forged name would stand on the letter to a stranger.
                self._count(one, seen, address, tie, "" if is_lure else name, day)
                one.data.update(() if is_lure else seen.data)

    def _one(self, address: str) -> _One | None:
        """What is added up of an address; None where there is no room for one more."""
        one = self._by.get(address)
        if one is None and len(self._by) < MOST_PEOPLE:
            one = self._by[address] = _One()
        return one

    def _is_lure(self, mail: Message) -> bool:
        lures = self._gathering.lures
        return bool(lures) and (mail.message_id in lures or lure_key(self._source, mail.origin.path) in lures)

    def _ties(self, seen: Correspondents, *, is_lure: bool) -> dict[str, tuple[Tie, str]]:
        """How the firm knows each by this mail, the closest tie of several, and by which name."""
        writer = seen.outline.author
        by_us = seen.is_sent or (writer is not None and self._gathering.firm.owns(writer.address))
        found: dict[str, tuple[Tie, str]] = {}
        named = (
            (Tie.WROTE, ((writer,) if writer else ()) + seen.answers),
            (Tie.WRITTEN_TO if by_us else Tie.COPIED, seen.to),
            (Tie.COPIED, seen.copied + seen.quoted),
            (Tie.NAMED, () if is_lure or seen.is_junk else _mentioned(seen)),
        )
        for tie, people in named:
            for each in people:
                for closer, one in _with_others(tie, each) if "@" in each.name else ((tie, each),):
                    if "@" in one.address:
                        before = found.get(one.address)
                        found[one.address] = (before[0], before[1] or one.name) if before else (closer, one.name)
        return found

    @staticmethod
    def _count(one: _One, seen: Correspondents, address: str, tie: Tie, name: str, day: str) -> None:
        one.mails += 1
        one.ties[tie] += 1
        one.listed += address in seen.lists
        name = name[:_LONGEST_NAME]
        if name and (name in one.names or len(one.names) < MOST_NAMES):
            one.names[name] += 1
        if day:
            one.first = min(one.first or day, day)
            one.last = max(one.last, day)
        one.japanese += seen.japanese
        one.other += not seen.japanese
        if tie is Tie.WROTE:
            one.bulk += seen.outline.bulk == "bulk" or (seen.outline.bulk == "list" and not seen.lists)
            one.automatic += seen.outline.bulk == "auto"

    def gaps(self, origin: Origin) -> Iterator[Gap]:
        """That there was no room for all."""
        if self._crowded:
            yield Gap(origin, Reason.TOO_LARGE, WANTED, CROWDED)

    def gathered(self, gaps: Iterable[Gap]) -> Gathered:
        """All of it."""
        people = tuple(_sightings(address, self._place, one) for address, one in self._by.items())
        return Gathered(people, self._mails, self._owner, tuple(gaps))


def _mentioned(seen: Correspondents) -> tuple[Mailbox, ...]:
    """Those in the text: of newsletters, whose texts are full of their makers' addresses, only whom a form names."""
    is_bulk = seen.outline.bulk in ("bulk", "list")
    return tuple(one for one, is_form in seen.mentioned if is_form or not is_bulk)


def _with_others(tie: Tie, one: Mailbox) -> Iterator[tuple[Tie, Mailbox]]:
    """Somebody whose name holds addresses. If they are others', it is no name: false senders show who they want to be in it."""
    others = {found[0].lower() for found in _ADDRESS.finditer(one.name)} - {one.address}
    yield tie, Mailbox("", one.address) if others else one
    yield from ((Tie.COPIED, Mailbox("", other)) for other in sorted(others))


def day_of(seen: Correspondents) -> str:
    """The day of a mail (ISO, UTC); empty where it tells none."""
    received = seen.outline.received
    moment = in_utc(seen.outline.date) or (in_utc(received[0].time) if received else "")
    day = moment[:10]
    # A wrong clock, or one that wants to stand at the top of every list.
    return day if day <= (datetime.now(UTC) + timedelta(days=1)).date().isoformat() else ""


def _sightings(address: str, place: str, one: _One) -> Sightings:
    return Sightings(
        address=address,
        place=place,
        mails=one.mails,
        names=tuple(one.names.most_common()),
        ties=tuple(one.ties.items()),
        data=tuple(one.data.items()),
        first=one.first,
        last=one.last,
        japanese=one.japanese,
        other=one.other,
        listed=one.listed,
        bulk=one.bulk,
        automatic=one.automatic,
        reported=one.reported,
        junk=one.junk,
    )
