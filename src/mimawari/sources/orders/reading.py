"""An order export, row by row, as sightings of whoever ordered and of whoever it was sent to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mimawari.model import Gap, Looked, OrderLayout, Origin, Reason, Sighting
from mimawari.sources.orders.head import Start, found, start_of, unified
from mimawari.sources.orders.people import People
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import Row, rows
from mimawari.sources.tables.text import lines
from mimawari.trees.streams import open_plain

ROW = "order-row"
"""What is looked at, and what a gap says is missing."""
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOK = "a workbook of a spreadsheet, which cannot be read here: save it as CSV"
_NO_COLUMNS = "no column is known that names a person or a mail address: name the columns in a mapping file"
_OTHER_COLUMNS = "the columns that were named are not in the file"
_EMPTY = "the file is empty"
_UNKNOWN = "the layout is not known, the columns were taken by their names"
_UNNAMED = "a column that the layout does not name was taken by its name"


def recognises(path: Path, layouts: tuple[OrderLayout, ...] = ()) -> bool:
    """Whether it is a table that has columns of orders, by *layouts* or by usual names. Never raises ``BadEvidence``."""
    start = found(start_of(path), layouts)
    return start is not None and start.binding.is_order


def orders(
    path: Path, origin: Origin, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None
) -> Iterator[Sighting | Gap | Looked]:
    """Each row's people, then what could not be read, then how many rows were.

    Memory does not grow with the file. Raises ``BadEvidence`` where the file cannot be opened.
    """
    with open_plain(path) as stream:
        sample = stream.read(1 << 18)
        gap = _refused(sample, origin)
        start = None if gap else found(sample, layouts, chosen)
        if start is None:
            yield gap or Gap(origin, Reason.UNSUPPORTED, ROW, _OTHER_COLUMNS if chosen else _NO_COLUMNS)
            yield Looked(ROW, 0)
            return
        yield from _notices(start, origin)
        faults, count = Faults(), 0
        people = People(start.binding, path.name, faults)
        stream.seek(0)
        table = unified(stream, sample)
        for number, row in _rows(lines(table, start.encoding, faults), start, faults):
            count += 1
            yield from people.of(row, number)
        yield from faults.gaps(origin, ROW)
        yield Looked(ROW, count)


def _refused(sample: bytes, origin: Origin) -> Gap | None:
    if not sample.strip(b"\0\r\n\t \xef\xbb\xbf"):
        return Gap(origin, Reason.CORRUPT, ROW, _EMPTY)
    if sample.startswith((_ZIP, _COMPOUND)):
        return Gap(origin, Reason.UNSUPPORTED, ROW, _WORKBOOK)
    return None


def _notices(start: Start, origin: Origin) -> Iterator[Gap]:
    """What was taken by the names of columns alone."""
    columns = start.binding.columns
    told = ", ".join(f"{meaning} = {' + '.join(start.fields[at] for at in columns[meaning])}" for meaning in start.binding.guesses)
    if told:
        what = _UNKNOWN if start.binding.layout is None else _UNNAMED
        yield Gap(origin, Reason.UNSUPPORTED, "order-layout", f"{what}: {told}")


def _rows(all_lines: Iterator[tuple[int, str]], start: Start, faults: Faults) -> Iterator[Row]:
    below = (line for line in all_lines if line[0] > start.line)
    least = 1 + min(places[0] for places in start.binding.columns.values())
    for number, row in rows(below, start.separator, len(start.fields), faults, min(max(2, least), len(start.fields))):
        if row[0].strip() != start.fields[0] or tuple(name.strip() for name in row) != start.fields:
            yield number, row
