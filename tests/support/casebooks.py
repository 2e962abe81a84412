"""Books for tests: on a file and on a real server, and what changes them behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import pytest

from mimawari import casebook
from mimawari.casebook import CaseTrouble, Draft, Kept, Place, faults
from mimawari.model import LANGUAGES, Deed, Entry

TABLES = ("mimawari_cases", "mimawari_entries", "mimawari_reports", "mimawari_book")


def note(text: str = "a note", who: str = "山田") -> Draft:
    return Draft(deed=Deed.NOTED, who=who, text=text)


def begun(at: str, *texts: str, reports: Sequence[bytes] = ()) -> str:
    """The id of a new case at *at* with an entry for each text."""
    drafts = [Draft(deed=Deed.OPENED, who="山田", text="件"), *(note(text) for text in texts)]
    with casebook.opened(Place.read(at), is_new=True) as book:
        return book.begin("件", drafts, reports)[0].case


def rows(at: str, case: str) -> tuple[Kept, ...]:
    with casebook.opened(Place.read(at)) as book:
        return book.rows(case)


def entries(at: str, case: str) -> tuple[Entry, ...]:
    return tuple(row.entry for row in rows(at, case) if row.entry)


def change(at: str, *statements: str) -> None:
    """Run SQL as somebody with intent would: without the triggers that stand against accidents."""
    if Place.read(at).is_server:
        _change_server(at, *statements)
    else:
        base = sqlite3.connect(at)
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            base.execute(statement)
        base.commit()
        base.close()


def _change_server(at: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(at) as base:
        for table in TABLES:
            base.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL".encode())
        for statement in statements:
            base.execute(statement.encode())


def refused(at: str, *, is_new: bool = False, wait: float = 0.3, case: str = "") -> CaseTrouble:
    """Why nothing can be read there; of a *case* why nothing can be added."""
    with pytest.raises(CaseTrouble) as caught, casebook.opened(Place.read(at), is_new=is_new, wait=wait) as book:
        if case:
            book.append(case, [note("one more")])
        else:
            for one in book.cases():
                book.rows(one.id)
    for language in LANGUAGES:
        assert caught.value.words.say(language).format_map({"cases": "", "case": ""} | caught.value.facts)
    return caught.value


def intact(at: str, case: str, count: int) -> bool:
    return len(entries(at, case)) == count and not faults(rows(at, case))
