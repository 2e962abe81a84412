"""Thunderbird's address books before version 78 (``abook.mab``): Mork, a text of dictionaries and rows.

Only what such a file needs is read: dictionaries of columns and of values, and the cells of rows. A row that was changed stands
there again, later. A row that was deleted is given too: it had been in the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.trees.streams import open_plain

MOST = 256 << 20
"""Bytes of a file that is read: it is held as a whole."""
_MOST_ROWS = 1_000_000
_MAGIC = re.compile(rb"\s*//\s*<!--\s*<mdb:mork:z v=")
_NAMED = ("PrimaryEmail", "DisplayName", "LastName", "FirstName")
_CARD = "ns:addrbk:db:row:scope:card:all"
_TOKENS = re.compile(
    rb"""(?P<comment>//[^\r\n]*)|(?P<columns><\s*+\(a=c\)[^>]{0,200}>)|(?P<open><)|(?P<close>>)
    |\((?P<key>\^?[^=^()\\]{1,200})(?P<mark>[=^])
    |(?P<row>\[\s*+(?P<cut>-?)\s*+(?P<id>[0-9A-Fa-f]{1,16})(?::(?P<scope>\^?[^\s()\[\]]{1,200}))?)|(?P<end>\])
    |(?P<group>@\$\$[{}][^@]{0,40}@)""",
    re.VERBOSE,
)
_ESCAPES = re.compile(rb"\\(\r\n|[\s\S])|\$([0-9A-Fa-f]{2})")
_LARGE, _CUT = "a larger address book than is read", "the address book is cut off"
_Row = dict[str, str]


def is_one(start: bytes) -> bool:
    """Whether a file that begins so is Mork."""
    return _MAGIC.match(start) is not None


def read(path: Path) -> Iterator[Entry]:
    """Each card. Raises ``BadEvidence`` where the file is too large or ends within a row, after what stands before."""
    with open_plain(path) as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise BadEvidence(Reason.TOO_LARGE, _LARGE)
    reader = _Reader()
    is_cut = _fed(reader, data)
    for (scope, _), row in reader.rows.items():
        if scope in (_CARD, "") and not row.keys().isdisjoint(_NAMED):
            yield _entry(row)
    if is_cut or reader.is_open:
        raise BadEvidence(Reason.CORRUPT, _CUT)


def _fed(reader: _Reader, data: bytes) -> bool:
    """Give the reader all tokens. Whether the data ended within a cell."""
    at = 0
    while token := _TOKENS.search(data, at):
        at = token.end()
        if token["key"] is None:
            reader.take(token)
            continue
        end = _closed(data, at)
        if end < 0:
            return True
        reader.cell(token["key"], token["mark"], data[at:end])
        at = end + 1
    return False


def _closed(data: bytes, at: int) -> int:
    """Where the bracket is that closes a cell and has no backslash before it; -1 for none."""
    end = at - 1
    while (end := data.find(b")", end + 1)) >= 0:
        before = end
        while before > at and data[before - 1 : before] == b"\\":
            before -= 1
        if (end - before) % 2 == 0:
            return end
    return -1


class _Reader:
    """The state between two tokens: which dictionary, which row."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], _Row] = {}
        self._columns: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._in_dictionary = False
        self._is_columns = False
        self._row: _Row | None = None

    @property
    def is_open(self) -> bool:
        """Whether the file ended within a row or a dictionary."""
        return self._row is not None or self._in_dictionary

    def take(self, token: re.Match[bytes]) -> None:
        """The next token."""
        kind = token.lastgroup
        if token["row"]:
            self._begin(token)
        elif kind == "columns":
            self._is_columns = True
        elif kind == "open":
            self._in_dictionary, self._is_columns = True, False
        elif kind == "close":
            self._in_dictionary = False
        elif kind == "end":
            self._row = None

    def _begin(self, token: re.Match[bytes]) -> None:
        scope = (token["scope"] or b"").decode("latin-1")
        scope = self._columns.get(scope[1:], scope) if scope.startswith("^") else scope
        key = (scope, token["id"].decode().upper())
        if len(self.rows) >= _MOST_ROWS and key not in self.rows:
            raise BadEvidence(Reason.TOO_LARGE, _LARGE)
        self._row = self.rows.setdefault(key, {})
        if token["cut"]:
            self._row.clear()

    def cell(self, name: bytes, mark: bytes, value: bytes) -> None:
        """A cell: in a dictionary a new word of it, in a row a value."""
        key = name.decode("latin-1").strip()
        if self._in_dictionary:
            (self._columns if self._is_columns else self._values)[key.upper()] = _plain(value)
        elif self._row is not None:
            column = self._columns.get(key[1:].upper(), "") if key.startswith("^") else key
            text = self._values.get(value.decode("latin-1").strip().upper(), "") if mark == b"^" else _plain(value)
            self._row[column] = text


def _plain(value: bytes) -> str:
    def put(found: re.Match[bytes]) -> bytes:
        if found[2]:
            return bytes((int(found[2], 16),))
        return b"" if found[1] in (b"\n", b"\r\n", b"\r") else found[1]

    data = _ESCAPES.sub(put, value)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")


def _entry(row: _Row) -> Entry:
    def first(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    work = " ".join(part for name in ("WorkState", "WorkCity", "WorkAddress", "WorkAddress2") if (part := row.get(name, "")))
    home = " ".join(part for name in ("HomeState", "HomeCity", "HomeAddress", "HomeAddress2") if (part := row.get(name, "")))
    return Entry(
        name=full_name(row.get("LastName", ""), row.get("FirstName", "")) or first("DisplayName"),
        mails=tuple(text for name in ("PrimaryEmail", "SecondEmail") if (text := row.get(name, ""))),
        telephone=first("WorkPhone", "HomePhone", "CellularNumber"),
        postcode=first("WorkZipCode", "HomeZipCode"),
        street=work or home,
        organisation=first("Company"),
        has_birthday=bool(first("BirthYear", "BirthMonth")),
    )
