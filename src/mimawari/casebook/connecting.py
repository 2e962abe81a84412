"""A connection to a book: a file by SQLite, a server by psycopg; and what either says when it cannot, as a :class:`CaseTrouble`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mimawari.casebook.place import Place
from mimawari.casebook.trouble import CaseTrouble, Kind
from mimawari.model.words import Words

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.exc import DBAPIError

_MAGIC = b"SQLite format 3\0"
WAIT = 10.0
"""Seconds to wait while somebody else writes, or for a server to answer."""
LONGEST = (1 << 28) + (1 << 20)
"""Bytes of a value or row of a file that are read: the largest report, and a little more."""
WRITES = "mimawari_writes"
"""The execution option of a transaction that writes: SQLite then takes the lock at once, so that what was read stays true."""
_NO_KIND = Words(
    en="a case lies in a file, or at postgresql://user@host/db",
    ja="使えるのはファイルか postgresql://ユーザー@サーバー/データベース です",
)
_CODES = {
    sqlite3.SQLITE_BUSY: Kind.LOCKED,
    sqlite3.SQLITE_LOCKED: Kind.LOCKED,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY,
    sqlite3.SQLITE_PERM: Kind.READ_ONLY,
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_NOTADB: Kind.FOREIGN,
    sqlite3.SQLITE_CORRUPT: Kind.DAMAGED,
    sqlite3.SQLITE_SCHEMA: Kind.DAMAGED,
    sqlite3.SQLITE_ERROR: Kind.DAMAGED,
}
_WRITE_FAULTS = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE})
"""What a limit on the size of files, a quota or a full network disk looks like to SQLite."""


def engine_of(place: Place, wait: float = WAIT) -> Engine:
    """What makes connections; none is kept open between two uses. Raises :class:`CaseTrouble`."""
    return _server(place, wait) if place.is_server else _file(place, wait)


def _file(place: Place, wait: float) -> Engine:
    from sqlalchemy import NullPool, create_engine, event

    def connect() -> sqlite3.Connection:
        base = sqlite3.connect(place.at, timeout=wait, isolation_level=None)
        # A text that somebody spoiled is a fault of its row, and stops nobody from reading the others.
        base.text_factory = _text
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        try:
            # EXTRA: the folder is on the disk as well before a transaction counts as done.
            base.execute("PRAGMA synchronous = EXTRA")
            # The file may have come from anybody: what its schema holds may call nothing that has effects.
            base.execute("PRAGMA trusted_schema = OFF")
        except sqlite3.Error:
            base.close()
            raise
        return base

    made = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return made


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _server(place: Place, wait: float) -> Engine:
    if find_spec("psycopg") is None:
        raise CaseTrouble(Kind.NO_DRIVER, place=place.shown)
    from sqlalchemy import NullPool, create_engine, event, make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(place.at).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise CaseTrouble(Kind.UNREACHED, place=place.shown, why=type(error).__name__) from error
    given = {
        "connect_timeout": max(2, int(wait)), "client_encoding": "utf8", "application_name": "mimawari",
        "tcp_user_timeout": max(10_000, int(wait * 3000)),  # milliseconds until a server that fell silent counts as gone
    }  # fmt: skip
    made = create_engine(url, poolclass=NullPool, connect_args=given)

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        # Reading waits too where somebody holds the whole table.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait * 1000)}")
        if connection.get_execution_options().get(WRITES):
            # Whatever the server is set to: what was acknowledged is on its disk.
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")

    return made


def is_race(error: DBAPIError) -> bool:
    """Whether somebody else was first, so that it is worth another try."""
    state = getattr(error.orig, "sqlstate", None)
    code = getattr(error.orig, "sqlite_errorcode", None)
    return state in ("23505", "40001", "40P01") or code in (
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    )


@contextmanager
def speaking(place: Place, wait: float = WAIT, *, writes: bool = False) -> Iterator[None]:
    """Turn what a database says into a :class:`CaseTrouble`."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise (_of_server if place.is_server else _of_file)(place, error, wait, writes) from error


def _of_file(place: Place, error: DBAPIError, wait: float, _writes: bool) -> CaseTrouble:
    code = getattr(error.orig, "sqlite_errorcode", 0)
    kind = Kind.FULL if code in _WRITE_FAULTS else _CODES.get(code & 0xFF, Kind.UNREADABLE)
    return CaseTrouble(kind, place=place.shown, why=str(error.orig), seconds=f"{wait:g}")


def _of_server(place: Place, error: DBAPIError, wait: float, writes: bool) -> CaseTrouble:
    state = getattr(error.orig, "sqlstate", None) or ""
    why = str(error.orig).strip().partition("\n")[0]
    if error.connection_invalidated or state.startswith("57P"):
        kind = Kind.UNCERTAIN if writes else Kind.UNREACHED
    elif state.startswith("53"):
        kind = Kind.FULL
    elif state == "55P03":
        kind = Kind.LOCKED
    elif state == "25006":
        kind = Kind.READ_ONLY
    else:
        kind = Kind.REFUSED if state else Kind.UNREACHED
    return CaseTrouble(kind, place=place.shown, why=why, seconds=f"{wait:g}")


def look(place: Place, *, is_new: bool) -> None:
    """Whether a file can be there at all. Raises :class:`CaseTrouble`."""
    if place.is_server:
        return
    if place.is_url:
        raise CaseTrouble(Kind.UNREADABLE, place=place.shown, why=_NO_KIND)
    path = Path(place.at)
    try:
        is_there, is_file, has_folder = path.exists(), path.is_file(), path.absolute().parent.is_dir()
    except OSError as error:
        raise CaseTrouble(Kind.UNREADABLE, place=place.shown, why=error) from error
    if "\0" in place.at:
        raise CaseTrouble(Kind.UNREADABLE, place=place.shown, why="NUL")
    if not has_folder:
        raise CaseTrouble(Kind.FOLDER, place=place.shown)
    if not is_there and not is_new:
        raise CaseTrouble(Kind.MISSING, place=place.shown)
    # Opening a pipe waits until somebody writes to it, for ever if nobody does.
    if is_there and not (is_file and _begins_as_database(path, place)):
        raise CaseTrouble(Kind.FOREIGN, place=place.shown)


def _begins_as_database(path: Path, place: Place) -> bool:
    """Whether it is SQLite's, or empty: SQLite takes a file of a few bytes for an empty one, and would write over them."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise CaseTrouble(Kind.UNREADABLE, place=place.shown, why=error) from error
    return head in (b"", _MAGIC)
