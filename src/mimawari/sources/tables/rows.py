"""Rows of separated values (RFC 4180) out of lines, such that one damaged row costs that row alone.

A quote that is never closed would otherwise swallow the rest of the file: a row that goes over too many lines, or does not have
the columns of the table, ends with its first line, and the next line begins a row again.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from mimawari.model import Reason
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.text import MAX_LINE, Line

MAX_LINES = 200
"""Lines of one row."""

_SPLIT_BY_CSV = 100_000
"""Characters: above, a field may be larger than the library's limit, which is one for the whole process."""
_UNREAD = "rows that cannot be read"
_QUOTES = "rows with quotes that are not closed, read as if there were none"
_SHORT = "rows with too few columns, read as far as they go"

Row = tuple[int, list[str]]


def split(record: str, separator: str) -> list[str]:
    """The fields of one record. One that is not well formed gives what stands there."""
    if '"' not in record:
        return record.split(separator)
    if len(record) < _SPLIT_BY_CSV:
        try:
            return next(csv.reader([record], delimiter=separator), [])
        except csv.Error:
            return []
    return list(_long(record, separator))


def _long(record: str, separator: str) -> Iterator[str]:
    at = 0
    while at <= len(record):
        if record[at : at + 1] != '"':
            end = record.find(separator, at)
            end = len(record) if end < 0 else end
            yield record[at:end]
        else:
            end = _closed(record, at + 1)
            yield record[at + 1 : end].replace('""', '"')
            end = record.find(separator, end)
            end = len(record) if end < 0 else end
        at = end + 1


def _closed(record: str, at: int) -> int:
    """Where the quote is that closes the field."""
    while (at := record.find('"', at)) >= 0:
        if record[at + 1 : at + 2] != '"':
            return at
        at += 2
    return len(record)


def rows(lines: Iterator[Line], separator: str, width: int, faults: Faults, least: int = 0) -> Iterator[Row]:
    """Each row with the number of its first line; those that have not *width* columns are counted instead.

    Empty lines are passed over, and empty columns behind the last. With *least*, rows are read in spite of what is wrong with
    them, and counted: one of at least so many columns is filled up, for spreadsheets leave out the separators behind the last
    value of a row; one with a quote that is never closed is taken as if it had none.
    """
    again: deque[Line] = deque()
    while True:
        first = again.popleft() if again else next(lines, None)
        if first is None:
            return
        gathered = [first]
        number, text = first
        if text.count('"') % 2:
            text = _joined(gathered, again, lines)
        if not text.strip():
            continue
        fields = (
            None
            if _has_swallowed(gathered, text, separator, width, may_guess=least > 0)
            else _fitting(split(text, separator), width)
        )
        if fields is None and len(gathered) > 1:
            again.extendleft(reversed(gathered[1:]))
            fields = _fitting(split(first[1], separator), width)
        fields = fields or _salvaged(first[1], separator, width, least, faults, number)
        if fields is not None:
            yield number, fields


def _has_swallowed(gathered: list[Line], text: str, separator: str, width: int, *, may_guess: bool) -> bool:
    """Whether a quoted field of several lines has other rows in it: two stray quotes, far apart, make one field of what is between.

    A remark may have lines like rows: so the quotes have to be wrong as well. Where they happen not to be, and it *may* be
    *guessed*, the first and the last line have each just the columns of the table, and a mail address.
    """
    if not any(_is_like_a_row(line, separator, width) for _, line in gathered[1:]):
        return False
    if not _is_well_quoted(text, separator):
        return True
    ends = (gathered[0][1], gathered[-1][1])
    return may_guess and all(line.count(separator) == width - 1 and "@" in line for line in ends)


def _is_like_a_row(line: str, separator: str, width: int) -> bool:
    return line.count(separator) >= width - 1 or (separator in line and "@" in line)


def _is_well_quoted(text: str, separator: str) -> bool:
    """Whether quotes stand only around fields, and twice within (RFC 4180)."""
    if len(text) >= _SPLIT_BY_CSV:
        return False
    try:
        next(csv.reader([text], delimiter=separator, strict=True), None)
    except csv.Error:
        return False
    return True


def _salvaged(text: str, separator: str, width: int, least: int, faults: Faults, number: int) -> list[str] | None:
    """A row that has not its columns: counted, and read in spite of that where *least* allows it."""
    is_broken = bool(text.count('"') % 2)
    fields = [field.strip('"') for field in text.split(separator)] if is_broken else split(text, separator)
    if least and is_broken and len(fields) == width:
        faults.add(Reason.CORRUPT, _QUOTES, number)
        return fields
    if least and not is_broken and least <= len(fields) < width:
        faults.add(Reason.CORRUPT, _SHORT, number)
        return fields + [""] * (width - len(fields))
    faults.add(Reason.CORRUPT, _UNREAD, number)
    return None


def _joined(gathered: list[Line], again: deque[Line], lines: Iterator[Line]) -> str:
    size, is_open = len(gathered[0][1]), True
    while is_open and len(gathered) < MAX_LINES and size <= MAX_LINE:
        line = again.popleft() if again else next(lines, None)
        if line is None:
            break
        gathered.append(line)
        size += len(line[1]) + 1
        is_open ^= bool(line[1].count('"') % 2)
    return "\n".join(text for _, text in gathered)


def _fitting(fields: list[str], width: int) -> list[str] | None:
    if len(fields) > width and not any(fields[width:]):
        fields = fields[:width]
    return fields if len(fields) == width else None
