"""Writes what programs keep on a PC, with a word in place of each secret that no output may show; and what was read of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from support.evidence import read
from support.pc import Pc

from mimawari.examples.hive_writer import Key, Value
from mimawari.model import Gap, Held, Holding

SECRET = "PLANTED-SECRET"
LOCAL, ROAMING = "Users/shop/AppData/Local", "Users/shop/AppData/Roaming"
CHROME = f"{LOCAL}/Google/Chrome/User Data/Default"
LOGINS = (
    "CREATE TABLE logins (origin_url VARCHAR NOT NULL, username_value VARCHAR, password_value BLOB, signon_realm VARCHAR NOT NULL, "
    "date_created INTEGER NOT NULL, blacklisted_by_user INTEGER NOT NULL, date_last_used INTEGER NOT NULL DEFAULT 0)"
)
"""After Chromium's login_database.cc, with the columns that matter here."""
DAY = 86_400_000_000
MARCH = 13_290_912_000_000_000
"""2022-03-05T00:00:00Z in microseconds since 1601."""


KEYS = (
    "Messaging Subsystem", "Internet Account Manager", "\\Identities", "TuruKame", "Shuriken", "EdMax", "Sylpheed", "RimArts",
    "Martin Prikryl", "SimonTatham", "FFFTP", "Terminal Server Client", "\\Network", "IntelliForms",
    "Justsystem", "ActiveSync", "Windows Live Mail", "Windows Mail", "UserAssist",
)  # fmt: skip
"""Parts of the names of registry keys that only tell what programs keep: no verdict hangs on them."""


def database(*statements: str, rows: Iterable[tuple[object, ...]] = (), table: str = "logins") -> bytes:
    """A database that was made with *statements* and has *rows*."""
    with closing(sqlite3.connect(":memory:")) as base:
        for statement in statements:
            base.execute(statement)
        every = list(rows)
        if every:
            base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(every[0]))})", every)
        base.commit()
        return base.serialize()


def login(url: str, used: int = MARCH, *, refused: bool = False, realm: str = "") -> tuple[object, ...]:
    """A row of Chrome's logins; *refused*: never to be saved."""
    word = b"" if refused else f"v10{SECRET}".encode()
    return (url, "" if refused else f"who-{SECRET}", word, realm or url, used, int(refused), used)


def chrome(*rows: tuple[object, ...]) -> bytes:
    """Chrome's ``Login Data`` with *rows*."""
    return database(LOGINS, rows=rows)


def seen(pc: Pc, folder: Path) -> tuple[list[Holding], list[Gap]]:
    """What lay on *pc*, and what of that could not be looked at."""
    every = read(pc.write(folder))[1]
    found = [one for one in every if isinstance(one, Holding)]
    gaps = [one for one in every if isinstance(one, Gap) and one.wanted == Holding.kind()]
    assert SECRET not in repr((found, gaps))
    return found, gaps


def told(pc: Pc, folder: Path, kind: Held) -> list[Holding]:
    """What of one kind lay there; nothing may have been left out."""
    found, gaps = seen(pc, folder)
    assert gaps == []
    return [one for one in found if one.held is kind]


def hive(pc: Pc, path: str, *values: Value) -> Key:
    """A key of the first user with values."""
    return pc.hives["shop"].at(path).put(*values)


def stores(pc: Pc, folder: Path) -> list[tuple[Held, str, str]]:
    """Mailboxes and address books: what, of which program, and the end of its place."""
    found = [one for one in seen(pc, folder)[0] if one.held in (Held.MAILBOX, Held.ADDRESS_BOOK)]
    return sorted((one.held, one.program, one.origin.path[-1].rpartition("\\")[2]) for one in found)


def places(gaps: Iterable[Gap]) -> list[str]:
    """Where they are, each by the last part of its origin."""
    return sorted(gap.origin.path[-1] for gap in gaps)
