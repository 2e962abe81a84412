"""Thunderbird's address books since version 78: ``abook.sqlite`` and ``history.sqlite`` (collected addresses).

``properties(card, name, value)`` holds all of a card; since version 102 its property ``_vCard`` is the whole card.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.trees.faults import system
from mimawari.trees.streams import open_plain

MOST = 1 << 30
"""Bytes of the file and of what was not yet written back into it."""
_MAGIC = b"SQLite format 3\0"
_STEPS = 2_000_000_000
"""Instructions of the database machine: an address book of some hundred thousand cards needs a few million."""
_EVERY = 1_000_000
_LONGEST = 1 << 20
_WANTED = ("DisplayName", "FirstName", "LastName", "PrimaryEmail", "SecondEmail", "WorkPhone", "HomePhone", "CellularNumber",
           "Company", "WorkZipCode", "HomeZipCode", "WorkState", "WorkCity", "WorkAddress", "WorkAddress2", "HomeState", "HomeCity",
           "HomeAddress", "HomeAddress2", "BirthYear", "_vCard")  # fmt: skip
_LARGE = "a larger address book than is read"
_DAMAGED, _ENDLESS = "the address book's database is damaged", "the address book's database takes too long"


def is_one(path: Path, start: bytes, scratch: Path | None = None) -> bool:
    """Whether a file is such a database. *scratch* is where a copy is made for a while."""
    if not start.startswith(_MAGIC):
        return False
    try:
        with _opened(path, scratch) as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'properties'").fetchall()
            columns = {row[1] for row in database.execute("PRAGMA table_info(properties)")}
    except (sqlite3.Error, UnicodeDecodeError, BadEvidence):
        return False
    return bool(found) and {"card", "name", "value"} <= columns


def read(path: Path, scratch: Path | None = None) -> Iterator[tuple[Entry, str]]:
    """Each card and the text of its whole card, which may be empty. Raises ``BadEvidence``."""
    marks = ", ".join("?" * len(_WANTED))
    query = f"SELECT card, name, value FROM properties WHERE name IN ({marks}) ORDER BY card"  # noqa: S608  # marks only
    try:
        with _opened(path, scratch) as database:
            for _, rows in groupby(database.execute(query, _WANTED), key=lambda row: row[0]):
                said = {str(name): str(value)[:_LONGEST] for _, name, value in rows if value is not None}
                yield _entry(said), said.get("_vCard", "")
    except sqlite3.OperationalError as fault:
        is_over = "interrupted" in str(fault)
        raise BadEvidence(Reason.TIMED_OUT if is_over else Reason.CORRUPT, _ENDLESS if is_over else _DAMAGED) from fault
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        # What SQLite says of a damaged table names the table, by whatever bytes it has.
        raise BadEvidence(Reason.CORRUPT, _DAMAGED) from fault


@contextmanager
def _opened(path: Path, scratch: Path | None) -> Iterator[sqlite3.Connection]:
    """The database as it stands, read only. What was not yet written back lies beside: then both are copied first."""
    beside = path.with_name(f"{path.name}-wal")
    with system(path.name):
        size = path.stat().st_size + (beside.stat().st_size if beside.is_file() else 0)
    if size > MOST:
        raise BadEvidence(Reason.TOO_LARGE, _LARGE)
    if not beside.is_file() or not beside.stat().st_size:
        with _connected(path, "mode=ro&immutable=1") as database:
            yield database
        return
    with tempfile.TemporaryDirectory(prefix="mimawari-", dir=scratch) as folder:
        copied = Path(folder) / "book.sqlite"
        for source, target in ((path, copied), (beside, copied.with_name(f"{copied.name}-wal"))):
            with open_plain(source) as stream, system(path.name), target.open("wb") as out:
                shutil.copyfileobj(stream, out)
        with _connected(copied, "mode=rw") as database:
            yield database


@contextmanager
def _connected(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)
    steps = [_STEPS // _EVERY]

    def tick() -> int:
        steps[0] -= 1
        return int(steps[0] < 0)

    try:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 << 20)
        database.set_progress_handler(tick, _EVERY)
        database.execute("PRAGMA trusted_schema = OFF")
        yield database
    finally:
        database.close()


def _entry(said: dict[str, str]) -> Entry:
    def first(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    def joined(where: str) -> str:
        return " ".join(part for name in ("State", "City", "Address", "Address2") if (part := said.get(where + name, "")))

    return Entry(
        name=full_name(first("LastName"), first("FirstName")) or first("DisplayName"),
        mails=tuple(text for name in ("PrimaryEmail", "SecondEmail") if (text := said.get(name, ""))),
        telephone=first("WorkPhone", "HomePhone", "CellularNumber"),
        postcode=first("WorkZipCode", "HomeZipCode"),
        street=joined("Work") or joined("Home"),
        organisation=first("Company"),
        has_birthday=bool(first("BirthYear")),
    )
