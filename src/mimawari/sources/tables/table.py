"""A table in a file: what its head says, and its rows by the names of their columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mimawari.model import BadEvidence
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import Row, rows, split
from mimawari.sources.tables.stamps import is_ambiguous, order_of
from mimawari.sources.tables.text import encoding_of, lines
from mimawari.trees.streams import open_plain

HEAD = 64 << 10
"""Bytes in which the names of the columns have to stand."""
MAX_COLUMNS = 500

_SEPARATORS = ",\t;"
_PREAMBLE = 50
"""Lines before the names of the columns."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows. ``fields`` are the names of the columns in lower case, ``line`` is theirs.

    ``about`` are the ``#Key: value`` lines of a log of Windows, keys in lower case; ``separator`` what stands between two columns.
    """

    fields: tuple[str, ...]
    separator: str = ","
    encoding: str = ""
    line: int = 1
    about: tuple[tuple[str, str], ...] = ()

    def said(self, key: str) -> str:
        """What a line above says, empty where there is none."""
        return dict(self.about).get(key, "")


def start_of(path: Path) -> bytes:
    """The first bytes of a regular file; none where it cannot be read."""
    try:
        with open_plain(path) as stream:
            return stream.read(HEAD)
    except BadEvidence:
        return b""


def head_of(start: bytes, encoding: str = "") -> Head | None:
    """The head of a file that begins with *start*; None where that is no table."""
    encoding = encoding or encoding_of(start)
    about: list[tuple[str, str]] = []
    for number, text in lines(io.BytesIO(start), encoding, Faults()):
        if number > _PREAMBLE:
            return None
        key, colon, value = text.removeprefix("#").partition(":")
        if text.startswith("#") and colon and key.lower() == "fields":
            return _head(value.strip(), encoding, number, about)
        if text.startswith("#") and colon:
            about.append((key.strip().lower(), value.strip()))
        elif text.strip() and not text.startswith(("#TYPE ", "sep=")):
            # Windows PowerShell writes the type first, and some give Excel its separator.
            return _head(text, encoding, number, about)
    return None


def _head(text: str, encoding: str, line: int, about: list[tuple[str, str]]) -> Head | None:
    separator = max(_SEPARATORS, key=text.count)
    names = tuple(name.strip().strip('"').strip().lower() for name in split(text, separator))
    if not 1 < len(names) <= MAX_COLUMNS:
        return None
    return Head(names, separator, encoding, line, tuple(about))


class Table:
    """The rows of a file below its head. Each way through it opens the file anew."""

    def __init__(self, path: Path, head: Head) -> None:
        self.path = path
        self.head = head
        self._index = {name: at for at, name in reversed(list(enumerate(head.fields)))}

    def rows(self, faults: Faults) -> Iterator[Row]:
        """Each row with its line. What is no row is counted; a head that stands there again, and comments, are passed over."""
        with open_plain(self.path) as stream:
            below = (line for line in lines(stream, self.head.encoding, faults) if line[0] > self.head.line)
            told = (line for line in below if not (self.head.about and line[1].startswith("#")))
            for number, row in rows(told, self.head.separator, len(self.head.fields), faults):
                if row[0].strip().lower() != self.head.fields[0] or not self._is_head(row):
                    yield number, row

    def _is_head(self, row: list[str]) -> bool:
        return tuple(name.strip().lower() for name in row) == self.head.fields

    def order(self, at: int) -> str:
        """What stands first in the stamps of a column, day or month (:func:`~mimawari.sources.tables.stamps.order_of`).

        Only where the first stamp is of the doubtful form, the file is looked through for one that tells.
        """
        stamps = (row[at] for _, row in self.rows(Faults()))
        first = next(stamps, "")
        return order_of(chain((first,), stamps)) if is_ambiguous(first) else ""

    def at(self, *names: str) -> int | None:
        """The place of the first of *names* that there is a column of."""
        return next((self._index[name] for name in names if name in self._index), None)

    def named(self, row: list[str]) -> dict[str, str]:
        """A row by the names of its columns, the first of several with one name."""
        if len(self._index) == len(row):
            return dict(zip(self.head.fields, map(str.strip, row), strict=True))
        return {name: row[at].strip() for name, at in self._index.items()}
