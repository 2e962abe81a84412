"""An order export, row by row, as sightings of whoever ordered and of whoever it was sent to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from mimawari.model import BadEvidence, Gap, Looked, OrderLayout, Origin, Reason, Sighting
from mimawari.sources.orders.guess import meaning_in_words
from mimawari.sources.orders.head import Start, found, found_in_rows, start_of, table_lines
from mimawari.sources.orders.people import People
from mimawari.sources.orders.workbook import MAGIC, Workbook
from mimawari.sources.tables.charset import SAMPLE
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import Row, rows
from mimawari.trees.streams import open_plain

ROW = "order-row"
"""What is looked at, and what a gap says is missing."""
_LONGEST = 60
"""Characters of a column's name that are told."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
_WORKBOOK = "an old or locked workbook of a spreadsheet, which cannot be read here: save it as CSV"
_NO_COLUMNS = "no column is known that names a person or a mail address: name the columns in a mapping file"
_OTHER_COLUMNS = "the columns that were named are not in the file"
_EMPTY = "the file is empty"
_GUESSED = "taken by the names of the columns"
_DOUBTFUL = "several columns may be this one, the first that is filled was taken"
_MISSING = "columns that the layout has are not in the file"
LAYOUT = "order-layout"
"""What a gap names that tells how columns were understood, where nothing is missing: it is to be checked."""


def recognises(path: Path, layouts: tuple[OrderLayout, ...] = ()) -> bool:
    """Whether it is a table that has columns of orders, by *layouts* or by usual names. Never raises ``BadEvidence``."""
    sample = start_of(path)
    if sample.startswith(MAGIC):
        return path.suffix.lower() in (".xlsx", ".xlsm") and _has_orders(path, layouts)
    start = found(sample, layouts)
    return start is not None and start.binding.is_order and _goes_on(sample, start)


def _goes_on(sample: bytes, start: Start) -> bool:
    """Whether a row follows, or nothing: a text that happens to name such columns is no table."""
    below = (line for line in table_lines(io.BytesIO(sample), sample, start.encoding, Faults()) if line[0] > start.line)
    first = next((line for line in below if line[1].strip()), None)
    if first is None:
        return True
    return next(rows(chain((first,), below), start.separator, len(start.fields), Faults(), 2), (0, []))[0] == first[0]


def _has_orders(path: Path, layouts: tuple[OrderLayout, ...]) -> bool:
    try:
        with Workbook(path) as book:
            starts = [found_in_rows(book.rows(sheet), layouts) for sheet in book.sheets]
    except BadEvidence:
        return False
    return any(start is not None and start.binding.is_order for start in starts)


def orders(
    path: Path, origin: Origin, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None
) -> Iterator[Sighting | Gap | Looked]:
    """Each row's people, then what could not be read, then how many rows were.

    Memory does not grow with the file; of a workbook the texts that its cells share are held, up to a limit. Raises
    ``BadEvidence`` where the file cannot be opened.
    """
    with open_plain(path) as stream:
        sample = stream.read(SAMPLE)
    if sample.startswith(MAGIC):
        yield from _of_workbook(path, origin, layouts, chosen)
    elif not sample.strip(b"\0\r\n\t \xef\xbb\xbf"):
        yield from (Gap(origin, Reason.CORRUPT, ROW, _EMPTY), Looked(ROW, 0))
    elif sample.startswith(_COMPOUND):
        yield from (Gap(origin, Reason.UNSUPPORTED, ROW, _WORKBOOK), Looked(ROW, 0))
    else:
        yield from _of_text(path, sample, origin, found(sample, layouts, chosen), is_chosen=chosen is not None)


def _of_text(
    path: Path, sample: bytes, origin: Origin, start: Start | None, *, is_chosen: bool
) -> Iterator[Sighting | Gap | Looked]:
    if start is None:
        yield from (Gap(origin, Reason.UNSUPPORTED, ROW, _OTHER_COLUMNS if is_chosen else _NO_COLUMNS), Looked(ROW, 0))
        return
    yield from _notices(start, origin)
    faults, count = Faults(), 0
    people = People(start.binding, path.name, faults)
    with open_plain(path) as stream:
        for number, row in _rows(table_lines(stream, sample, start.encoding, faults), start, faults):
            count += 1
            yield from people.of(row, number)
    yield from faults.gaps(origin, ROW)
    yield Looked(ROW, count)


def _of_workbook(
    path: Path, origin: Origin, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None
) -> Iterator[Sighting | Gap | Looked]:
    """The rows of each sheet that has orders."""
    faults, counts = Faults(), []
    try:
        with Workbook(path) as book:
            for sheet in book.sheets:
                start = found_in_rows(book.rows(sheet), layouts, chosen)
                if start is None:
                    continue
                counts.append(0)
                yield from _notices(start, origin)
                people = People(start.binding, path.name, faults, has_serials=True)
                for number, row in book.rows(sheet):
                    filled = row + [""] * (len(start.fields) - len(row))
                    if number > start.line and tuple(map(str.strip, filled)) != start.fields:
                        counts[-1] += 1
                        yield from people.of(filled, number)
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, ROW, bad.detail)
        counts.append(0)
    if not counts:
        yield Gap(origin, Reason.UNSUPPORTED, ROW, _OTHER_COLUMNS if chosen else _NO_COLUMNS)
    yield from faults.gaps(origin, ROW)
    yield Looked(ROW, sum(counts))


def _notices(start: Start, origin: Origin) -> Iterator[Gap]:
    """What was taken by the names of columns alone, each by itself; which columns are missing."""
    binding = start.binding
    if binding.missing:
        yield Gap(origin, Reason.UNSUPPORTED, ROW, f"{_MISSING}: {', '.join(binding.missing)}")
    for meaning in binding.guesses:
        told = f"{meaning_in_words(meaning)}: {' + '.join(start.fields[at][:_LONGEST] for at in binding.columns[meaning])}"
        if meaning in binding.doubtful:
            yield Gap(origin, Reason.UNSUPPORTED, ROW, f"{_DOUBTFUL}: {told}")
        else:
            yield Gap(origin, Reason.UNSUPPORTED, LAYOUT, f"{_GUESSED}: {told}")


def _rows(all_lines: Iterator[tuple[int, str]], start: Start, faults: Faults) -> Iterator[Row]:
    below = (line for line in all_lines if line[0] > start.line)
    least = 1 + min(places[0] for places in start.binding.columns.values())
    for number, row in rows(below, start.separator, len(start.fields), faults, min(max(2, least), len(start.fields))):
        if row[0].strip() != start.fields[0] or tuple(name.strip() for name in row) != start.fields:
            yield number, row
