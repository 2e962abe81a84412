"""The cells of a sheet in a workbook stream ([MS-XLS] 2.1.7.20.5 and 2.1.7.20.6)."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mimawari.formats.office.excel.biff_globals import Globals
from mimawari.formats.office.excel.biff_records import BOF, EOF, Record, Records
from mimawari.formats.office.excel.biff_strings import Segments, text, unbroken
from mimawari.formats.office.excel.functions import FUNCTIONS, MACRO_ONLY
from mimawari.formats.office.excel.references import ERRORS, number_text
from mimawari.formats.office.excel.shells import Cell
from mimawari.formats.office.excel.tokens import parsed
from mimawari.model import Reason

MOST_DEPTH = 64
"""Charts may lie in sheets, with records of their own."""
MOST_SHARED = 100_000

_MACRO_NUMBERS = b"|".join(re.escape(struct.pack("<H", number)) for number, name in FUNCTIONS.items() if name in MACRO_ONLY)
_MAY_CALL = re.compile(rb"[\x39\x59\x79\x23\x43\x63]|[\x21\x41\x61](?:" + _MACRO_NUMBERS + rb")|[\x22\x42\x62].(?:" + _MACRO_NUMBERS
                       + rb"|\xff\x00|.[\x80-\xff])", re.DOTALL)  # fmt: skip
"""Tokens in which a macro, a macro function, or something of another program is called; other bytes may look like them."""


@dataclass(slots=True)
class _Sheet:
    """``waiting`` is a formula whose text comes in a STRING record, ``sharing`` are those whose tokens stand in another record."""

    book: Globals
    records: Records
    is_macro: bool
    last: tuple[int, int] = (-1, -1)
    waiting: Cell | None = None
    shared: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    sharing: list[tuple[Cell, tuple[int, int]]] = field(default_factory=list)

    def render(self, cell: Cell, tokens: bytes, extra: bytes) -> tuple[int, int] | None:
        """Give *cell* its formula's text; the cell that has the formula, where it is shared."""
        found = parsed(tokens, extra, self.book.dialect, self.book, cell.row, cell.column)
        cell.text = found.text
        if found.fault:
            self.book.notes.add(Reason.CORRUPT, f"a formula could not be read to its end ({found.fault})")
        return found.shared


def cells(book: Globals, records: Records, at: int, is_macro: bool) -> Iterator[Cell]:
    """The cells from the BOF at *at* to its EOF. Formulas that share their tokens come last, when these are known.

    Of a worksheet (not *is_macro*) a formula has its text only where it may call a macro or something outside.
    """
    sheet = _Sheet(book, records, is_macro)
    for record in _own(records, at):
        handler = _HANDLERS.get(record.number)
        if handler is None:
            continue
        try:
            yield from handler(sheet, record)
        except struct.error:
            book.notes.add(Reason.CORRUPT, "a cell is cut off")
    if sheet.waiting is not None:
        yield sheet.waiting
    yield from _resolved(sheet)


def _own(records: Records, at: int) -> Iterator[Record]:
    """The records of the sheet itself, without those of charts in it."""
    depth = 0
    for record in records.walk(at):
        if record.number == BOF:
            depth += 1
        elif record.number == EOF:
            depth -= 1
        elif depth == 1:
            yield record
        if depth <= 0 or depth > MOST_DEPTH:
            return


def _resolved(sheet: _Sheet) -> Iterator[Cell]:
    for cell, key in sheet.sharing:
        tokens, extra = sheet.shared.get(key, (b"", b""))
        if not tokens:
            sheet.book.notes.add(Reason.CORRUPT, "a shared formula is missing")
        elif sheet.render(cell, tokens, extra) is not None:
            sheet.book.notes.add(Reason.CORRUPT, "a shared formula leads to another one")
        yield cell


def _formula(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    """[MS-XLS] 2.4.127."""
    if sheet.waiting is not None:
        yield sheet.waiting
        sheet.waiting = None
    data = sheet.records.joined(record)
    row, column, _, result, length = struct.unpack_from("<HHH8s6xH", data)
    tokens, extra = data[22 : 22 + length], data[22 + length :]
    value, is_number = _result(result)
    cell = Cell(row, column, value=value or "", is_number=is_number)
    sheet.last = (row, column)
    key = None
    if sheet.is_macro or _MAY_CALL.search(tokens):
        key = sheet.render(cell, tokens, extra)
        if len(tokens) < length:
            sheet.book.notes.add(Reason.CORRUPT, "a formula could not be read to its end (cut off)")
    if key is not None and sheet.is_macro:
        if len(sheet.sharing) < MOST_SHARED:
            sheet.sharing.append((cell, key))
        else:
            sheet.book.notes.add(Reason.TOO_LARGE, f"more than {MOST_SHARED} shared formulas")
    if value is None:
        sheet.waiting = cell
    elif key is None or not sheet.is_macro:
        yield cell


def _result(data: bytes) -> tuple[str | None, bool]:
    """[MS-XLS] 2.5.133; None where a text follows in a record of its own."""
    if data[6:] != b"\xff\xff":
        return number_text(struct.unpack("<d", data)[0]), True
    if data[0] == 0:
        return None, False
    if data[0] == 1:
        return ("TRUE" if data[2] else "FALSE"), False
    return (ERRORS.get(data[2], "") if data[0] == 2 else ""), False


def _string_result(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    cell, sheet.waiting = sheet.waiting, None
    if cell is None:
        return
    try:
        cell.value = _text_of(sheet, record, 0)
    finally:
        if not (sheet.sharing and sheet.sharing[-1][0] is cell):
            yield cell


def _text_of(sheet: _Sheet, record: Record, before: int) -> str:
    """A text with a count of two bytes, *before* bytes into the record; in BIFF8 it may go on in others."""
    if sheet.book.dialect.version == 5:
        data = sheet.records.data(record)
        (count,) = struct.unpack_from("<H", data, before)
        return unbroken(data, before + 2, count, sheet.book.dialect.code_page)[0]
    segments = Segments(sheet.records.segments(record))
    segments.skip(before)
    return text(segments)


def _label(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    """LABEL and RSTRING: the text stands in the record."""
    row, column = struct.unpack_from("<HH", sheet.records.data(record))
    yield Cell(row, column, value=_text_of(sheet, record, 6))


def _shared_label(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    row, column, number = struct.unpack_from("<HHxxI", sheet.records.data(record))
    yield Cell(row, column, shared_text=number)


def _number(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    row, column, value = struct.unpack_from("<HHxxd", sheet.records.data(record))
    yield Cell(row, column, value=number_text(value), is_number=True)


def _rk(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    row, column, value = struct.unpack_from("<HHxxI", sheet.records.data(record))
    yield Cell(row, column, value=number_text(rk(value)), is_number=True)


def _rks(sheet: _Sheet, record: Record) -> Iterator[Cell]:
    data = sheet.records.data(record)
    row, column = struct.unpack_from("<HH", data)
    for number, (_, value) in enumerate(struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6])):
        yield Cell(row, column + number, value=number_text(rk(value)), is_number=True)


def rk(value: int) -> float:
    """[MS-XLS] 2.5.217 (RkNumber)."""
    if value & 2:
        number = float((value >> 2) - ((value & 0x80000000) >> 1))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0])
    return number / 100 if value & 1 else number


def _sharing(before: int) -> Callable[[_Sheet, Record], Iterator[Cell]]:
    """SHRFMLA and ARRAY: the range's first row, its last, its first column, its last; then tokens *before* bytes into it."""

    def sharing(sheet: _Sheet, record: Record) -> Iterator[Cell]:
        data = sheet.records.joined(record)
        row, column = struct.unpack_from("<HxxB", data)
        (length,) = struct.unpack_from("<H", data, before)
        one = data[before + 2 : before + 2 + length], data[before + 2 + length :]
        if sheet.is_macro:
            sheet.shared[row, column] = one
            sheet.shared.setdefault(sheet.last, one)
        elif _MAY_CALL.search(one[0]):
            cell = Cell(row, column)
            sheet.render(cell, *one)
            yield cell

    return sharing


_STRING = 0x0207
_HANDLERS: dict[int, Callable[[_Sheet, Record], Iterator[Cell]]] = {
    0x0006: _formula, 0x0206: _formula, 0x0406: _formula, _STRING: _string_result, 0x0204: _label, 0x00D6: _label,
    0x00FD: _shared_label, 0x0203: _number, 0x027E: _rk, 0x00BD: _rks, 0x04BC: _sharing(8), 0x0221: _sharing(12),
}  # fmt: skip
