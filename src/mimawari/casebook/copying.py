"""A copy of the file of a case, whole at one moment, whoever writes to it meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from mimawari.casebook.place import Place
from mimawari.casebook.trouble import CaseTrouble, Kind


def copied(place: Place, into: Path) -> None:
    """The database at *place* by SQLite's own backup, into a new file. Raises :class:`CaseTrouble`."""
    source = f"{Path(place.at).absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(source, uri=True)) as base, closing(sqlite3.connect(into)) as copy:
            base.backup(copy)
    except sqlite3.Error as error:
        kind = Kind.FULL if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL else Kind.UNREADABLE
        raise CaseTrouble(kind, place=place.shown, why=str(error)) from error
