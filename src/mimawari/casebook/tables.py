"""The tables of a book, and what keeps rows from being changed by accident."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData, Table

FORM = 1
"""The version of the tables. A program refuses a book whose version is above its own."""
NAMES = ("mimawari_book", "mimawari_cases", "mimawari_entries", "mimawari_reports")
_REFUSE = "rows of this table are only ever added"
_ONE_AT_A_TIME = 0x6D696D61
"""The advisory lock of PostgreSQL under which tables and cases are made, so that two people may begin at once."""


@dataclass(frozen=True, slots=True)
class Tables:
    """``book`` says which form it has; names begin alike, because a server may hold tables of others beside them."""

    every: MetaData
    book: Table
    cases: Table
    entries: Table
    reports: Table


@cache
def tables() -> Tables:
    """The tables. An entry's place is taken once only: its case and number are the key."""
    from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

    every = MetaData()
    texts = [Column(name, Text, nullable=False) for name in ("at", "who", "deed", "about", "text", "facts", "previous", "hash")]
    return Tables(
        every,
        Table(NAMES[0], every, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)),
        Table(NAMES[1], every, Column("id", String(40), primary_key=True), Column("name", Text, nullable=False)),
        Table(
            NAMES[2], every,
            Column("case_id", String(40), ForeignKey(f"{NAMES[1]}.id"), primary_key=True),
            Column("number", Integer, primary_key=True, autoincrement=False),
            *texts,
        ),
        Table(
            NAMES[3], every,
            Column("sha256", String(64), primary_key=True),
            Column("size", Integer, nullable=False),
            Column("content", LargeBinary, nullable=False),
        ),
    )  # fmt: skip


def make(connection: Connection) -> None:
    """The tables where they are not there yet, in the transaction that is under way: all of them or none."""
    from sqlalchemy import text

    is_server = connection.dialect.name == "postgresql"
    one_at_a_time(connection)
    if form_of(connection) is not None:
        return
    made = tables()
    made.every.create_all(connection)
    for name in NAMES:
        for statement in _server_guard(name) if is_server else _file_guard(name):
            connection.execute(text(statement))
    connection.execute(made.book.insert(), {"name": "form", "value": str(FORM)})


def one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else begins a book or a case; a file's transaction that writes is alone already."""
    from sqlalchemy import text

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})


def form_of(connection: Connection) -> str | None:
    """Which form a book says that it has; None where there is none."""
    from sqlalchemy import inspect, select

    if not inspect(connection).has_table(NAMES[0]):
        return None
    book = tables().book
    found = connection.execute(select(book.c.value).where(book.c.name == "form")).scalar()
    return str(found) if found is not None else ""


def strange(connection: Connection) -> str:
    """The name of something in a file's schema that no version of this program put there and that could act by itself.

    A view in the place of a table could yield rows without end, a trigger could change what is added. Empty where there is none.
    """
    from sqlalchemy import text

    if connection.dialect.name != "sqlite":
        return ""
    own = {statement for name in NAMES for statement in _file_guard(name)}
    for kind, name, sql in connection.execute(text("SELECT type, name, sql FROM sqlite_master")):
        is_plain = kind == "index" or (kind == "table" and str(sql).startswith("CREATE TABLE"))
        if not is_plain and not (kind == "trigger" and sql in own):
            return str(name)
    return ""


def _file_guard(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
        for act in ("UPDATE", "DELETE")
    ]


def _server_guard(table: str) -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION mimawari_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"'BEGIN RAISE EXCEPTION ''{_REFUSE}''; END'"
    )
    trigger = (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION mimawari_refuse()"
    )
    return [function, trigger]
