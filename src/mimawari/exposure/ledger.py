"""The people seen so far, in a database that has no name and is gone when it is closed: memory does not grow with their number.

An address is a row, and numbers are added to it. Who has no address is a row by name, telephone and place.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from mimawari.exposure import names, roles
from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Sighting, Sightings, Tie

TIES, DATA = tuple(Tie), tuple(Datum)
"""In the order of their columns."""
NOBODY = "\t"
"""How the key of a row without a mail address begins; no address does."""
_COUNTS = ("mails", "japanese", "other", "listed", "bulk", "automatic", "reported", "junk",
           *(f"tie{at}" for at in range(len(TIES))), *(f"datum{at}" for at in range(len(DATA))))  # fmt: skip
_TEXTS = ("organisation", "telephone", "postcode", "street")
COLUMNS = ("address", "first", "last", "rank", *_TEXTS, *_COUNTS)
"""What a row tells, in this order. ``rank``: at which place of an entry of a book it stands, the first best."""
_FULL, _CACHE_KIB = 5_000, 16_000
MOST_OF_ONE = 10
"""An entry of a book with more addresses is a group's; then each of them is somebody by itself."""
SURE, LIKELY = "entry", "name"
"""What makes two rows one: an entry of a book, whatever they hold; or a name with a telephone or postcode."""
_OF_FIRMS = ("0120", "0800", "0570", "0180", "0990")
_NUMERALS = "一二三四五六七八九"
_TOWN, _NUMBERS = re.compile(f"([{_NUMERALS}])丁目"), re.compile(r"[0-9]+")
_FILLING = ("12345678", "1234567", "23456789")
_FIRST_TIE = _COUNTS.index("tie0")
_TIE_AT = {tie: _FIRST_TIE + at for at, tie in enumerate(TIES)}
_DATUM_AT = {datum: _FIRST_TIE + len(TIES) + at for at, datum in enumerate(DATA)}


class NoRoom(Exception):
    """The disk has no room for the people seen."""


@contextmanager
def room() -> Iterator[None]:
    """Raises :class:`NoRoom` where the database cannot be written."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise NoRoom(str(error)) from error


class _Row:
    """What is added up of an address until it goes to the database."""

    __slots__ = ("counts", "first", "last", "names", "places", "rank", "texts", "twins")

    def __init__(self) -> None:
        self.counts = [0] * len(_COUNTS)
        self.first = self.last = ""
        self.rank = MOST_OF_ONE
        self.texts = ["", "", "", ""]
        self.names: dict[str, int] = {}
        self.places: set[str] = set()
        self.twins: set[str] = set()

    def days(self, first: str, last: str) -> None:
        if first:
            self.first = min(self.first or first, first)
        self.last = max(self.last, last)


class Ledger:
    """Takes sightings; :attr:`book` is the database for whoever reads it when all are taken. Raises :class:`NoRoom`."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._rows: dict[str, _Row] = {}
        # Without a name: it lies in memory as far as the cache goes, then in a file that the system deletes.
        self.book = sqlite3.connect("")
        with room():
            for command in _BEGINNING:
                self.book.execute(command)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.book.close()

    def add(self, one: Sighting) -> None:
        """Somebody named once. All addresses of one entry of a book are one person's, unless there are too many of them."""
        every = list(
            dict.fromkeys(plain for plain in map(roles.plain, (one.address, *one.more)) if plain and not roles.is_hidden(plain))
        )
        entry = f"{SURE}:{_digest(sorted(every))}" if 1 < len(every) <= MOST_OF_ONE else ""
        for at, address in enumerate(every or [self._nobody(one)]):
            row = self._row(address)
            row.rank = min(row.rank, at)
            self._count(row, one)
            row.twins.update(self._twins(one))
            if entry:
                row.twins.add(entry)
        self._flush_if_full()

    def add_up(self, one: Sightings) -> None:
        """What a mailbox says of an address."""
        row = self._row(roles.plain(one.address))
        for at, number in enumerate(
            (one.mails, one.japanese, one.other, one.listed, one.bulk, one.automatic, one.reported, one.junk)
        ):
            row.counts[at] += number
        for tie, number in one.ties:
            row.counts[_TIE_AT[tie]] += number
        for datum, number in one.data:
            row.counts[_DATUM_AT[datum]] += number
        row.counts[_DATUM_AT[Datum.MAIL_ADDRESS]] += one.mails
        row.counts[_DATUM_AT[Datum.NAME]] += one.mails if one.names else 0
        for name, number in one.names:
            row.names[name] = row.names.get(name, 0) + number
        row.days(one.first, one.last)
        row.places.add(one.place)
        self._flush_if_full()

    def _row(self, address: str) -> _Row:
        row = self._rows.get(address)
        if row is None:
            row = self._rows[address] = _Row()
        return row

    def _nobody(self, one: Sighting) -> str:
        name = names.key(names.taken_apart(one.name, self._known.exposure).person or one.name, self._known.exposure)
        return NOBODY + _digest(name, one.address, one.organisation, _digits(one.telephone), _digits(one.postcode), one.street)

    @staticmethod
    def _count(row: _Row, one: Sighting) -> None:
        row.counts[1] += one.japanese is True
        row.counts[2] += one.japanese is False
        row.counts[3] += one.is_list
        row.counts[_TIE_AT[one.tie]] += 1
        shown = ((Datum.NAME, one.name), (Datum.MAIL_ADDRESS, one.address), (Datum.TELEPHONE, one.telephone),
                 (Datum.POSTAL_ADDRESS, one.street))  # fmt: skip
        for datum in {*one.data, *(kind for kind, value in shown if value)}:
            row.counts[_DATUM_AT[datum]] += 1
        for at, text in enumerate((one.organisation, one.telephone, one.postcode, one.street)):
            row.texts[at] = row.texts[at] or text[: names.LONGEST]
        name = one.name[: names.LONGEST].strip()
        if name:
            row.names[name] = row.names.get(name, 0) + 1
        day = day_of(one.date)
        row.days(day, day)
        row.places.add(one.place)

    def _twins(self, one: Sighting) -> Iterator[str]:
        """By what somebody may be whoever has the same: a whole name of a person with a telephone, or with a place."""
        if not (one.telephone or one.postcode):
            return
        tables = self._known.exposure
        person = names.taken_apart(one.name, tables).person
        name = names.key(person, tables)
        if not names.is_whole(person, name) or names.is_office(person, tables):
            return
        if tells_apart(digits := _digits(one.telephone)):
            yield f"{LIKELY}:{_digest('telephone', digits, name)}"
        if len(code := _digits(one.postcode)) >= 5 and (number := house(one.street)):
            yield f"{LIKELY}:{_digest('postcode', code, number, name)}"

    def _flush_if_full(self) -> None:
        if len(self._rows) >= _FULL:
            self.flush()

    def flush(self) -> None:
        """Everything into the database."""
        rows, self._rows = self._rows, {}
        given = ((key, row.first, row.last, row.rank, *row.texts, *row.counts) for key, row in rows.items())
        with room():
            self.book.executemany(_UPSERT, given)
            self.book.executemany(_NAME, ((key, name, number) for key, row in rows.items() for name, number in row.names.items()))
            self.book.executemany(_PLACE, ((key, place) for key, row in rows.items() for place in row.places))
            self.book.executemany(_TWIN, ((twin, key) for key, row in rows.items() for twin in row.twins))


def day_of(date: str) -> str:
    """The day of a date as it stands, if it is one (ISO 8601, or with slashes); else empty."""
    day = date.strip()[:10].replace("/", "-")
    return day if len(day) == 10 and day[4] == day[7] == "-" and (day[:4] + day[5:7] + day[8:]).isdecimal() else ""


def tells_apart(digits: str) -> bool:
    """Whether it can be somebody's own telephone: no free number of a firm, and none that is only there to fill a field."""
    if len(digits) < 9 or digits.startswith(_OF_FIRMS):
        return False
    return digits[3:] not in _FILLING and len(set(digits[-6:])) > 1


def house(street: str) -> str:
    """The numbers of a street, as far as they tell a house: 一丁目2番3号 and 1-2-3 are the same; empty where there are none."""
    plain = _TOWN.sub(lambda found: f"{_NUMERALS.index(found[1]) + 1}-", names.normal(street))
    return "-".join(_NUMBERS.findall(plain)[:3])


def _digits(text: str) -> str:
    """The digits of a number; a Japanese one that is written as from abroad as at home."""
    plain = names.normal(text)
    found = "".join(sign for sign in plain if sign.isascii() and sign.isdigit())
    return f"0{found[2:].lstrip('0')}" if plain.strip().startswith("+81") else found


def _digest(*parts: str | Iterable[str]) -> str:
    return hashlib.blake2b(repr([one if isinstance(one, str) else list(one) for one in parts]).encode(), digest_size=12).hexdigest()


_BEGINNING = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    f"PRAGMA cache_size=-{_CACHE_KIB}",
    "CREATE TABLE who (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, first TEXT NOT NULL, last TEXT NOT NULL, "
    "rank INTEGER NOT NULL, "
    + ", ".join(f"{name} TEXT NOT NULL" for name in _TEXTS) + ", "
    + ", ".join(f"{name} INTEGER NOT NULL" for name in _COUNTS)
    + ", why TEXT, unreached TEXT, root INTEGER)",
    "CREATE TABLE name (who INTEGER, name TEXT, n INTEGER, PRIMARY KEY (who, name)) WITHOUT ROWID",
    "CREATE TABLE place (who INTEGER, place TEXT, PRIMARY KEY (who, place)) WITHOUT ROWID",
    "CREATE TABLE twin (twin TEXT, who INTEGER, PRIMARY KEY (twin, who)) WITHOUT ROWID",
)  # fmt: skip
# Nothing is put into these but names of columns that stand above.
_UPSERT = (
    f"INSERT INTO who ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT(address) DO UPDATE SET "  # noqa: S608
    "first = CASE WHEN first = '' THEN excluded.first WHEN excluded.first = '' THEN first ELSE min(first, excluded.first) END, "
    "last = max(last, excluded.last), rank = min(rank, excluded.rank), "
    + ", ".join(f"{name} = CASE WHEN {name} = '' THEN excluded.{name} ELSE {name} END" for name in _TEXTS) + ", "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in _COUNTS)
)  # fmt: skip
_ID = "(SELECT id FROM who WHERE address = ?)"
_NAME = f"INSERT INTO name VALUES ({_ID}, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"  # noqa: S608
_PLACE = f"INSERT OR IGNORE INTO place VALUES ({_ID}, ?)"  # noqa: S608
_TWIN = f"INSERT OR IGNORE INTO twin VALUES (?, {_ID})"  # noqa: S608
