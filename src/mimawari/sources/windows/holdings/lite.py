"""SQLite databases of browsers, read without touching them: a bounded copy in memory, with what its write-ahead log adds.

Only columns that hold no secret are ever asked for. A database is hostile: views, virtual tables and long work are refused.
The form of the log: https://www.sqlite.org/fileformat2.html (4.1 to 4.3).
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

from mimawari.model import BadEvidence, Reason
from mimawari.sources.windows.holdings.room import Room

MOST = 64 << 20
"""The largest database, and the largest log, that is read (bytes)."""
_STEPS, _TURNS = 100_000, 2_000
"""After so many steps of SQLite's machine it is asked whether to go on, so many times."""
_LONGEST = 1 << 20
_MAGIC, _JOURNAL = b"SQLite format 3\0", bytes.fromhex("d9d505f920a163d7")
_LOG = {0x377F0682: "<", 0x377F0683: ">"}
_LOG_HEAD, _FRAME_HEAD = struct.Struct(">8I"), struct.Struct(">6I")


class Base:
    """An opened copy of a database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def columns(self, table: str) -> frozenset[str]:
        """The names of the columns of an ordinary table; none where there is no such table, or it is a view or a virtual one."""
        with _troubles():
            made = self._connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
            if made is None or not isinstance(made[0], str) or not made[0].upper().lstrip().startswith("CREATE TABLE"):
                return frozenset()
            rows = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchmany(1_000)
        return frozenset(str(row[0]) for row in rows)

    def rows(self, query: str, most: int) -> Iterator[tuple[object, ...]]:
        """The rows of one of our own queries. Raises ``BadEvidence``, where there are more than *most* behind these."""
        with _troubles():
            for count, row in enumerate(self._connection.execute(query)):
                if count >= most:
                    raise BadEvidence(Reason.TOO_LARGE, f"more than {most} rows")
                yield tuple(row)


@contextmanager
def opened(room: Room, path: str) -> Iterator[Base | None]:
    """The database at a Windows path; None where there is none. Raises ``BadEvidence``."""
    content = room.read(path, MOST)
    if content is None:
        yield None
        return
    if not content.startswith(_MAGIC) or len(content) < 512:
        raise BadEvidence(Reason.CORRUPT, "no SQLite database")
    if (room.read(path + "-journal", MOST) or b"").startswith(_JOURNAL):
        raise BadEvidence(Reason.CORRUPT, "a change to the database was not finished")
    whole = _with_log(content, room.read(path + "-wal", MOST) or b"")
    with closing(sqlite3.connect(":memory:")) as connection:
        turns = iter(range(_TURNS))
        with _troubles():
            connection.deserialize(whole)
            del content, whole
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            connection.set_progress_handler(lambda: next(turns, None) is None, _STEPS)
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA trusted_schema = 0")
            connection.execute("PRAGMA cell_size_check = 1")
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
        yield Base(connection)


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise BadEvidence(Reason.TIMED_OUT, "the database takes too long to read") from error
        raise BadEvidence(Reason.CORRUPT, "a damaged database") from error
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        raise BadEvidence(Reason.CORRUPT, "a damaged database") from error


def _with_log(content: bytes, log: bytes) -> bytes:
    """The database with all that was committed to its log, and no longer one that wants its log beside it."""
    pages = bytearray(content)
    if log:
        _replay(pages, log)
    pages[18:20] = b"\1\1"
    return bytes(pages)


def _replay(pages: bytearray, log: bytes) -> None:
    if len(log) < _LOG_HEAD.size:
        return
    magic, _, size, _, *salts, first, second = _LOG_HEAD.unpack_from(log)
    order = _LOG.get(magic)
    if order is None or size not in {1 << bits for bits in range(9, 17)} or _sums(log[:24], order, (0, 0)) != (first, second):
        raise BadEvidence(Reason.CORRUPT, "a damaged write-ahead log")
    sums, waiting = (first, second), dict[int, int]()
    for at in range(_LOG_HEAD.size, len(log) - size - _FRAME_HEAD.size + 1, size + _FRAME_HEAD.size):
        number, length, *theirs, one, two = _FRAME_HEAD.unpack_from(log, at)
        body = at + _FRAME_HEAD.size
        sums = _sums(log[body : body + size], order, _sums(log[at : at + 8], order, sums))
        if theirs != salts or sums != (one, two) or not number:
            return  # what is left of an earlier round of the log, or was never finished
        waiting[number] = body
        if length:
            _commit(pages, log, waiting, size, length)
            waiting.clear()


def _commit(pages: bytearray, log: bytes, waiting: dict[int, int], size: int, length: int) -> None:
    if length * size > MOST or max(waiting) > length:
        raise BadEvidence(Reason.TOO_LARGE, f"larger than {MOST >> 20} MiB")
    del pages[length * size :]
    pages.extend(bytes(length * size - len(pages)))
    for number, body in waiting.items():
        pages[(number - 1) * size : number * size] = log[body : body + size]


def _sums(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    first, second = start
    for one, two in struct.iter_unpack(f"{order}2I", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
