"""The cells of a sheet in XML (ECMA-376 part 1, 18.3.1.4 c, 18.3.1.40 f), and the items of the table of texts (18.4.8 si)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats.office.excel.moving import moved
from mimawari.formats.office.excel.references import COLUMNS, ROWS, column_of
from mimawari.formats.office.excel.shells import Cell
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.xml_events import Event, Kind
from mimawari.model import Reason

MOST_TEXT = 64 << 10
MOST_SHARED = 100_000
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Reading:
    """``row`` and ``column`` are those of the cell that is open, for cells that do not name theirs."""

    notes: Notes
    row: int = -1
    column: int = -1
    form: str = ""
    share: str | None = None
    pieces: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def open(self, told: dict[str, str]) -> None:
        self.form, self.share, self.pieces = told.get("t", "n"), None, {}
        found = _ADDRESS.fullmatch(told.get("r", ""))
        if found:
            self.row, self.column = min(int(found[2]), ROWS) - 1, min(column_of(found[1]), COLUMNS - 1)
        else:
            self.column += 1

    def text(self, name: str) -> str:
        found = "".join(self.pieces.get(name, ()))
        if len(found) > MOST_TEXT:
            self.notes.add(Reason.TOO_LARGE, "a text of a cell is longer than is kept")
        return found[:MOST_TEXT]

    def formula(self) -> str:
        """A formula that others share is moved to where they are."""
        text = self.text("f")
        if self.share is None:
            return text
        if text:
            if len(self.shared) < MOST_SHARED:
                self.shared[self.share] = (text, self.row, self.column)
            return text
        base = self.shared.get(self.share)
        if base is None:
            self.notes.add(Reason.CORRUPT, "a shared formula is missing")
            return ""
        return moved(base[0], self.row - base[1], self.column - base[2])

    def cell(self) -> Cell | None:
        """None for a cell in which nothing is."""
        formula, value = self.formula(), self.text("t") if self.form == "inlineStr" else self.text("v")
        if not formula and not value:
            return None
        found = Cell(self.row, self.column, formula)
        if self.form == "s":
            found.shared_text = int(value) if value.strip().isascii() and value.strip().isdigit() and len(value) < 10 else None
        elif self.form == "b":
            found.value = "TRUE" if value.strip() == "1" else "FALSE"
        else:
            found.value, found.is_number = value, self.form == "n"
        return found


def sheet_cells(flow: Iterator[Event], notes: Notes) -> Iterator[Cell]:
    """All cells that hold something, in the order of the part."""
    reading = _Reading(notes)
    is_open = False
    for event in flow:
        if event.kind is Kind.TEXT:
            if is_open:
                reading.pieces.setdefault(event.name, []).append(event.text)
        elif event.kind is Kind.START:
            is_open = _started(reading, event, is_open=is_open)
        elif event.name == "c" and is_open:
            is_open = False
            cell = reading.cell()
            if cell is not None:
                yield cell


def _started(reading: _Reading, event: Event, *, is_open: bool) -> bool:
    if event.name == "c":
        reading.open(event.attributes)
        return True
    if event.name == "row":
        number = event.attributes.get("r", "")
        reading.row = min(int(number), ROWS) - 1 if number.isascii() and number.isdigit() and len(number) < 9 else reading.row + 1
        reading.column = -1
    elif event.name == "f" and event.attributes.get("t") == "shared":
        reading.share = event.attributes.get("si", "")
    return is_open


def string_items(flow: Iterator[Event], item: str) -> Iterator[str]:
    """The text of each element *item*; what is said of its pronunciation is left out."""
    pieces: list[str] = []
    is_aloud = False
    for event in flow:
        if event.kind is Kind.START and event.name == item:
            pieces = []
        elif event.name == "rPh" and event.kind is not Kind.TEXT:
            is_aloud = event.kind is Kind.START
        elif event.kind is Kind.TEXT and event.name == "t" and not is_aloud:
            pieces.append(event.text)
        elif event.kind is Kind.END and event.name == item:
            yield "".join(pieces)[:MOST_TEXT]
