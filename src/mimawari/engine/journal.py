"""What each file of a full scan gave, kept file by file: a run that was killed goes on, and what has not changed is not read twice.

One SQLite database a ground, in a folder to which nobody else may write. Every worker writes into it itself, each file in a
transaction of its own (a write into the page cache, no waiting for the disk): a killed process loses nothing that it had done. A
row counts only with the same stamp and under the same rules, and only if its own digest fits. By which of its names a file is
read holds for one run.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from mimawari.engine import rows
from mimawari.engine.examine import Outcome
from mimawari.model import Gap, Origin, Reason
from mimawari.signatures.masking import masked

DAMAGED, NO_ROOM, UNUSABLE = "damaged", "no room", "unusable"
"""What may be wrong with a journal: its rows are not used; nothing more can be written; there is none."""
_FORM = 2
_MOST = 4 << 30
"""A journal larger than this, in bytes, is begun anew: most of its rows are of files that are gone."""
_UNDONE = frozenset({Reason.FAILED, Reason.TIMED_OUT, Reason.DENIED, Reason.MISSING})
"""What may be otherwise the next time."""
_TABLES = (
    "files (key BLOB PRIMARY KEY, stamp TEXT, rules TEXT, result BLOB, reads INT, digest BLOB) WITHOUT ROWID",
    "names (same TEXT PRIMARY KEY, key BLOB) WITHOUT ROWID",
)


class Journal:
    """The journal at *path*, under *rules*. ``trouble`` says what is wrong with it; it then remembers no more."""

    def __init__(self, path: Path, rules: str) -> None:
        self._rules = rules
        self.trouble = ""
        self._base: sqlite3.Connection | None = None
        self._try(lambda: self._open(path))

    def _open(self, path: Path) -> None:
        if _is_ours(path):
            self._base = _connected(path)
        else:
            self.trouble = UNUSABLE

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except sqlite3.DatabaseError as error:
            self.trouble = _trouble(error)
            self.close()

    def close(self) -> None:
        """Nothing more is asked or told."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None

    def recall(self, key: str, stamp: str, at: Origin, tries_locked: bool) -> list[Outcome] | None:
        """What the file gave; None where it must be read. *tries_locked*: there are passwords for what stayed encrypted."""
        found: list[tuple[str, str, bytes, bytes]] = []
        if stamp:
            self._try(lambda: found.extend(self._rows(key)))
        if not found or found[0][:2] != (stamp, self._rules):
            return None
        try:
            result = _text(found[0][2])
            if found[0][3] != _digest(key, stamp, self._rules, result):
                return None
            outcomes = rows.read(result, at)
        except (ValueError, TypeError):
            return None
        return None if _is_undone(outcomes, tries_locked) else outcomes

    def _rows(self, key: str) -> list[tuple[str, str, bytes, bytes]]:
        if self._base is None:
            return []
        return self._base.execute("SELECT stamp, rules, result, digest FROM files WHERE key = ?", (_kept(key),)).fetchall()

    def keep(self, key: str, stamp: str, at: Origin, outcomes: Sequence[Outcome]) -> None:
        """Remember what the file gave."""
        base = self._base
        if base is None or not stamp:
            return
        try:
            result = rows.written(outcomes, at)
        except ValueError:
            return  # It speaks of something outside of the file: that may change without it.
        row = (_kept(key), stamp, self._rules, _kept(result), _digest(key, stamp, self._rules, result))
        self._try(lambda: _put(base, row))

    def is_first(self, key: str, same: str, holds: Callable[[str, str], bool]) -> bool:
        """Whether *key* is the way by which the file *same* is read under its name: the first that was met, if it still is one.

        Rules, lists and formats ask for a file's name, not for the folder: by each name that it has anywhere it is read once.
        """
        own, file = _kept(key), f"{self._rules} {same} {_digest(key.rpartition('/')[2]).hex()}"
        found: list[tuple[bytes]] = []
        self._try(lambda: found.extend(self._names(file)))
        if found and found[0][0] != own and holds(_text(found[0][0]), same):
            return False
        base = self._base
        if base is not None and not (found and found[0][0] == own):
            self._try(lambda: _name(base, file, own))
        return True

    def _names(self, same: str) -> list[tuple[bytes]]:
        return self._base.execute("SELECT key FROM names WHERE same = ?", (same,)).fetchall() if self._base else []


def prepare(path: Path) -> str:
    """Make the journal at *path* ready for a run, a damaged one anew; gives what is wrong, empty where all is well."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(path.parent.stat()):
            return UNUSABLE
        if not _is_ours(path) or (path.exists() and path.stat().st_size > _MOST):
            forget(path)
        if not _is_ours(path):
            return UNUSABLE
        base = _connected(path)
        try:
            # By which name a file was read holds for the run that read it: meanwhile that name may be of another, or not be met.
            base.execute("DELETE FROM names")
        finally:
            base.close()
    except sqlite3.OperationalError as error:
        return _trouble(error)
    except sqlite3.DatabaseError:
        return _renewed(path)
    except OSError:
        return UNUSABLE
    return ""


def _renewed(path: Path) -> str:
    forget(path)
    try:
        _connected(path).close()
    except sqlite3.Error:
        return UNUSABLE
    return DAMAGED


def forget(path: Path) -> None:
    """Take a journal away."""
    opened.cache_clear()
    for one in _files(path):
        with suppress(OSError):
            one.unlink()


def _files(path: Path) -> Iterator[Path]:
    return (path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal"))


def _is_ours(path: Path) -> bool:
    """Whether nobody else may write there: rows of somebody else would make files pass unread."""
    try:
        return _is_own(path.parent.stat()) and all(map(_is_own_file, _files(path)))
    except OSError:
        return False


def _is_own_file(path: Path) -> bool:
    """Whether it is a file of ours alone, if there is one."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(status.st_mode) and _is_own(status)


def _is_own(status: os.stat_result) -> bool:
    owner = getattr(os, "getuid", None)
    return owner is None or (status.st_uid == owner() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _make(path: Path) -> None:
    """An empty file for us alone, where there is none: one that SQLite makes others may write, as the umask is."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as fault:
        raise sqlite3.OperationalError(str(fault)) from fault


def _connected(path: Path) -> sqlite3.Connection:
    _make(path)
    base = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        form = base.execute("PRAGMA user_version").fetchone()[0]
        if form not in (0, _FORM):
            raise sqlite3.DatabaseError("another form")
        for table in _TABLES:
            base.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        if not form:
            base.execute(f"PRAGMA user_version = {_FORM}")
    except sqlite3.Error:
        base.close()
        raise
    return base


@lru_cache(maxsize=4)
def opened(path: Path, rules: str) -> Journal:
    """The journal, kept open for the next piece of work in this process."""
    return Journal(path, rules)


def _put(base: sqlite3.Connection, row: tuple[bytes, str, str, bytes, bytes]) -> None:
    base.execute(
        "INSERT INTO files VALUES (?1, ?2, ?3, ?4, 1, ?5) ON CONFLICT (key) DO UPDATE SET "
        "stamp = ?2, rules = ?3, result = ?4, reads = reads + 1, digest = ?5",
        row,
    )


def _name(base: sqlite3.Connection, same: str, key: bytes) -> None:
    base.execute("INSERT INTO names VALUES (?1, ?2) ON CONFLICT (same) DO UPDATE SET key = ?2", (same, key))


def _is_undone(outcomes: Sequence[Outcome], tries_locked: bool) -> bool:
    reasons = {one.reason for one in outcomes if isinstance(one, Gap)}
    return bool(reasons & _UNDONE) or (tries_locked and Reason.ENCRYPTED in reasons)


def _trouble(error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DAMAGED
    return NO_ROOM if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) else UNUSABLE


def _digest(*texts: str) -> bytes:
    known = hashlib.blake2b(digest_size=12)
    for text in texts:
        raw = _raw(text)
        known.update(len(raw).to_bytes(8) + raw)
    return known.digest()


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _kept(text: str) -> bytes:
    """As it stands in the journal: names of files and words of findings would be found there by whoever looks for them."""
    return masked(_raw(text))


def _text(kept: bytes) -> str:
    return masked(kept).decode("utf-8", "surrogatepass")
