"""The cells of a sheet in BIFF12 ([MS-XLSB] 2.1.7.61 Worksheet, 2.1.7.32 Macro Sheet)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats.office.excel.biff_sheet import rk
from mimawari.formats.office.excel.dialects import BIFF12
from mimawari.formats.office.excel.reading import Book
from mimawari.formats.office.excel.references import COLUMNS, ERRORS, ROWS, number_text
from mimawari.formats.office.excel.shells import Cell
from mimawari.formats.office.excel.tokens import parsed
from mimawari.formats.office.excel.xlsb_records import formula, records, wide
from mimawari.formats.office.parts import Notes
from mimawari.model import Reason

MOST_SHARED = 100_000
_ROW, _END = 0, 146
_ARRAY, _SHARED = 426, 427
_FORMULAS = {8: "text", 9: "number", 10: "boolean", 11: "error"}
_CELLS = {2: "rk", 3: "error", 4: "boolean", 5: "number", 6: "text", 7: "shared", **_FORMULAS}


@dataclass(slots=True)
class _Sheet:
    book: Book
    notes: Notes
    row: int = 0
    last: tuple[int, int] = (-1, -1)
    tokens: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    sharing: list[tuple[Cell, tuple[int, int]]] = field(default_factory=list)

    def render(self, cell: Cell, tokens: bytes, extra: bytes) -> tuple[int, int] | None:
        """Give *cell* its formula's text; the cell that has the formula, where it is shared."""
        found = parsed(tokens, extra, BIFF12, self.book, cell.row, cell.column)
        cell.text = found.text
        if found.fault:
            self.notes.add(Reason.CORRUPT, f"a formula could not be read to its end ({found.fault})")
        return found.shared


def sheet_cells(data: bytes, book: Book, notes: Notes) -> Iterator[Cell]:
    """All cells that hold something; formulas that share their tokens come last, when these are known."""
    sheet = _Sheet(book, notes)
    is_ended = False
    for number, content in records(data):
        try:
            if number == _ROW:
                sheet.row = min(struct.unpack_from("<I", content)[0], ROWS - 1)
            elif number in (_SHARED, _ARRAY):
                _share(sheet, content, 16 + (number == _ARRAY))
            elif number in _CELLS:
                cell = _cell(sheet, number, content)
                if cell is not None:
                    yield cell
            is_ended = is_ended or number == _END
        except struct.error:
            notes.add(Reason.CORRUPT, "a cell is cut off")
    if not is_ended:
        notes.add(Reason.CORRUPT, "a sheet is cut off")
    yield from _resolved(sheet)


def _resolved(sheet: _Sheet) -> Iterator[Cell]:
    for cell, key in sheet.sharing:
        tokens, extra = sheet.tokens.get(key, (b"", b""))
        if not tokens:
            sheet.notes.add(Reason.CORRUPT, "a shared formula is missing")
        elif sheet.render(cell, tokens, extra) is not None:
            sheet.notes.add(Reason.CORRUPT, "a shared formula leads to another one")
        yield cell


def _share(sheet: _Sheet, content: memoryview, before: int) -> None:
    """BrtShrFmla and BrtArrFmla: the range's first row, last row, first column, last column; then the formula."""
    row, column = struct.unpack_from("<I4xI", content)
    one = formula(content, before)
    if len(sheet.tokens) < MOST_SHARED:
        sheet.tokens[row, column] = one
        sheet.tokens.setdefault(sheet.last, one)


def _cell(sheet: _Sheet, number: int, content: memoryview) -> Cell | None:
    """A cell begins with its column and its style; the value follows, then flags and the formula. None: it is yielded later."""
    column = min(struct.unpack_from("<I", content)[0], COLUMNS - 1)
    cell = Cell(sheet.row, column)
    at = _value(cell, _CELLS[number], content)
    if number not in _FORMULAS:
        return cell
    sheet.last = (sheet.row, column)
    key = sheet.render(cell, *formula(content, at + 2))
    if key is None:
        return cell
    if len(sheet.sharing) >= MOST_SHARED:
        sheet.notes.add(Reason.TOO_LARGE, f"more than {MOST_SHARED} shared formulas")
        return cell
    sheet.sharing.append((cell, key))
    return None


def _value(cell: Cell, form: str, content: memoryview) -> int:
    """Sets the value that stands 8 bytes into *content*, and says where it ends."""
    if form == "text":
        cell.value, at = wide(content, 8)
        return at
    if form == "number":
        cell.value, cell.is_number = number_text(struct.unpack_from("<d", content, 8)[0]), True
        return 16
    if form in ("rk", "shared"):
        (number,) = struct.unpack_from("<I", content, 8)
        if form == "rk":
            cell.value, cell.is_number = number_text(rk(number)), True
        else:
            cell.shared_text = number
        return 12
    (byte,) = struct.unpack_from("<B", content, 8)
    cell.value = ERRORS.get(byte, "") if form == "error" else "TRUE" if byte else "FALSE"
    return 9
