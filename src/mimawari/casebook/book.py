"""A book: cases with their entries and reports. Whatever ``append`` gave back is on the disk, whatever happens afterwards."""

from __future__ import annotations

import hashlib
import random
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from mimawari.casebook.connecting import WAIT, WRITES, engine_of, is_race, look, speaking
from mimawari.casebook.kept import Kept, clean, kept_of, row_of
from mimawari.casebook.place import IS_ID, Place
from mimawari.casebook.tables import FORM, form_of, make, one_at_a_time, strange, tables
from mimawari.casebook.trouble import CaseTrouble, Kind
from mimawari.model.case_record import START, Deed, Entry
from mimawari.model.finding import Fact

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MOST = 1 << 28
"""Bytes of a report that is kept; a row that unpacks to more is damaged."""
_TRIES = 200
_HIGHEST = (1 << 31) - 1
"""No entry is numbered as high. What somebody put in in its place (SQLite takes a text there) is not gone on from."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a book: its id, its name, how many entries it has, and when the last was made (UTC)."""

    id: str
    name: str
    count: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that is to be added; number, time and what it is bound to come when it is."""

    deed: Deed
    who: str
    about: str = ""
    text: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def entry(self, case: str, number: int, previous: str, at: str) -> Entry:
        """The entry at its place."""
        said = {clean(name): clean(value) if isinstance(value, str) else value for name, value in self.facts.items()}
        return Entry(
            case=case, number=number, at=at, who=clean(self.who), deed=self.deed, about=clean(self.about),
            text=clean(self.text), facts=tuple(sorted(said.items())), previous=previous,
        )  # fmt: skip


def now() -> str:
    """The moment, UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def opened(place: Place, *, is_new: bool = False, wait: float = WAIT) -> Iterator[Book]:
    """The book at *place*; *is_new* makes one where there is none. Raises :class:`CaseTrouble`."""
    look(place, is_new=is_new)
    engine = engine_of(place, wait)
    try:
        book = Book(place, engine, wait)
        book.ready(is_new=is_new)
        yield book
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Book:
    """A book that is open. Each method is one transaction of its own, and raises :class:`CaseTrouble`."""

    place: Place
    engine: Engine
    wait: float = WAIT

    def ready(self, *, is_new: bool) -> None:
        """Look whether it is a book that this version reads; make one in an empty place where it *is_new*."""
        form = self._read(_form)
        if form is None and is_new and not self._read(_is_taken):
            self._write(make)
            form = self._read(_form)
        if form is None:
            raise CaseTrouble(Kind.MISSING if self.place.is_server else Kind.FOREIGN, place=self.place.shown)
        if not form.isdecimal():
            raise CaseTrouble(Kind.DAMAGED, place=self.place.shown, why="form")
        if int(form) > FORM:
            raise CaseTrouble(Kind.NEWER, place=self.place.shown)
        if name := self._read(strange):
            raise CaseTrouble(Kind.DAMAGED, place=self.place.shown, why=name)

    def cases(self) -> tuple[Case, ...]:
        """Its cases, the one that was written to last first. A row whose id is none of ours is left out."""
        return tuple(one for one in self._read(_cases) if IS_ID.fullmatch(one.id))

    def has_strays(self) -> bool:
        """Whether entries lie there that belong to none of :meth:`cases`."""
        return self._read(_strays)

    def rows(self, case: str) -> tuple[Kept, ...]:
        """The entries of a case as they lie there, by number."""
        return self._read(lambda connection: _rows(connection, case))

    def report(self, sha256: str) -> bytes | None:
        """The content that is kept under a digest, whatever its digest really is; None where there is none, or none readable."""
        return self._read(lambda connection: _report(connection, sha256))

    def holds(self, sha256: str) -> bool:
        """Whether something is kept under a digest, readable or not: what is there is never written over."""
        return self._read(lambda connection: _is_kept(connection, sha256))

    def begin(
        self, name: str, drafts: Sequence[Draft], reports: Iterable[bytes] = (), at: str = "", *, alone: bool = False
    ) -> tuple[Entry, ...]:
        """A new case with its first entries and reports, all of them or nothing.

        *alone*: nothing, and no entry is given back, where there is a case of that name by now.
        """
        case = f"c-{secrets.token_hex(4)}"
        kept = tuple(reports)

        def act(connection: Connection) -> tuple[Entry, ...]:
            if alone and _is_begun(connection, clean(name)):
                return ()
            connection.execute(tables().cases.insert(), {"id": case, "name": clean(name)})
            return _added(connection, case, drafts, kept, at)

        return self._write(act)

    def append(self, case: str, drafts: Sequence[Draft], reports: Iterable[bytes] = (), at: str = "") -> tuple[Entry, ...]:
        """Add entries, each bound to the one before it, and reports, all of them or nothing. *at* is now unless it is given."""
        kept = tuple(reports)
        return self._write(lambda connection: _added(connection, case, drafts, kept, at))

    def damage(self) -> str:
        """What SQLite finds wrong with the file itself; empty where nothing is, and for a server, which looks after its own."""
        if self.place.is_server:
            return ""
        found = self._read(lambda connection: [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")])
        return "" if found == ["ok"] else "; ".join(found)

    def _read(self, act: Callable[[Connection], _T]) -> _T:
        with speaking(self.place, self.wait), self.engine.connect() as connection, connection.begin():
            return act(connection)

    def _write(self, act: Callable[[Connection], _T]) -> _T:
        from sqlalchemy.exc import DBAPIError

        for trial in range(_TRIES):
            with speaking(self.place, self.wait, writes=True):
                try:
                    with self.engine.execution_options(**{WRITES: True}).begin() as connection:
                        return act(connection)
                except DBAPIError as error:
                    if not is_race(error):
                        raise
            time.sleep(random.uniform(0, 0.002 * min(trial + 1, 20)))  # noqa: S311  # only to get out of each other's way
        raise CaseTrouble(Kind.LOCKED, place=self.place.shown, seconds=f"{self.wait:g}")


def _form(connection: Connection) -> str | None:
    return form_of(connection)


def _is_begun(connection: Connection, name: str) -> bool:
    """Whether there is a case of that name; whoever else wants to know waits until this transaction ends."""
    from sqlalchemy import select

    one_at_a_time(connection)
    cases = tables().cases
    return connection.execute(select(cases.c.id).where(cases.c.name == name)).first() is not None


def _is_taken(connection: Connection) -> bool:
    """Whether a file holds tables of somebody else."""
    from sqlalchemy import inspect

    return connection.dialect.name == "sqlite" and bool(inspect(connection).get_table_names())


def _cases(connection: Connection) -> list[Case]:
    from sqlalchemy import func, select

    cases, entries = tables().cases, tables().entries
    said = (
        select(cases.c.id, cases.c.name, func.count(entries.c.number), func.max(entries.c.at))
        .select_from(cases.outerjoin(entries, entries.c.case_id == cases.c.id))
        .group_by(cases.c.id, cases.c.name)
    )
    found = [Case(str(case), str(name), int(count), str(last or "")) for case, name, count, last in connection.execute(said)]
    return sorted(sorted(found, key=lambda one: one.id), key=lambda one: one.last, reverse=True)


def _strays(connection: Connection) -> bool:
    from sqlalchemy import select

    cases, entries = tables().cases, tables().entries
    found = connection.execute(select(entries.c.case_id).distinct().where(entries.c.case_id.not_in(select(cases.c.id))))
    return found.first() is not None


def _rows(connection: Connection, case: str) -> tuple[Kept, ...]:
    from sqlalchemy import select

    entries = tables().entries
    found = connection.execute(select(entries).where(entries.c.case_id == case).order_by(entries.c.number))
    return tuple(kept_of({str(name): value for name, value in row.items()}) for row in found.mappings())


def _report(connection: Connection, sha256: str) -> bytes | None:
    from sqlalchemy import select

    reports = tables().reports
    packed = connection.execute(select(reports.c.content).where(reports.c.sha256 == sha256)).scalar()
    return unpacked(packed) if isinstance(packed, bytes) else None


def unpacked(content: bytes) -> bytes | None:
    """The report; None for what is damaged, or would be larger than any report."""
    work = zlib.decompressobj()
    try:
        out = work.decompress(content, MOST + 1)
    except zlib.error:
        return None
    return out if work.eof and len(out) <= MOST else None


def _added(connection: Connection, case: str, drafts: Sequence[Draft], reports: Sequence[bytes], at: str) -> tuple[Entry, ...]:
    from sqlalchemy import select

    made = tables()
    for report in reports:
        _keep(connection, report)
    of_case = (made.entries.c.case_id == case) & (made.entries.c.number < _HIGHEST)
    last = select(made.entries.c.number, made.entries.c.hash).where(of_case).order_by(made.entries.c.number.desc())
    found = connection.execute(last.limit(1)).first()
    # Bound to the hash that was written, not to what the row says now: whoever changed the last row does not get it confirmed.
    number, previous = (int(found[0]), str(found[1])) if found else (0, START)
    entries = []
    for draft in drafts:
        number += 1
        entries.append(draft.entry(case, number, previous, at or now()))
        previous = entries[-1].hash
    if entries:
        connection.execute(made.entries.insert(), [row_of(entry) for entry in entries])
    return tuple(entries)


def _is_kept(connection: Connection, sha256: str) -> bool:
    from sqlalchemy import select

    reports = tables().reports
    return connection.execute(select(reports.c.sha256).where(reports.c.sha256 == sha256)).first() is not None


def _keep(connection: Connection, report: bytes) -> None:
    name = hashlib.sha256(report).hexdigest()
    if not _is_kept(connection, name):
        connection.execute(tables().reports.insert(), {"sha256": name, "size": len(report), "content": zlib.compress(report, 6)})
