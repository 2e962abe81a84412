"""SYLK: a workbook as lines of text, macrosheets included ("SYLK File Format", Microsoft 1986, and what Excel writes).

``ID;P`` begins it, ``O;E`` makes it a macrosheet, ``C;X1;Y2;EALERT(R1C1)`` is a cell, ``NN;NAuto_Open;ER1C1`` a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.office.excel.gathering import gathered
from mimawari.formats.office.excel.r1c1 import in_a1
from mimawari.formats.office.excel.shells import Cell, Entry, name_as_stored
from mimawari.formats.office.parts import Notes
from mimawari.model import Blob, DefinedName, External, OfficeDocument, Reason, Sheet

MOST = 16 << 20
MOST_LINES = 500_000
MOST_NAMES = 10_000
MOST_LINE = 64 << 10
_DDE = re.compile(r"[A-Za-z][\w.]{0,60}\|(?:'[^']{0,2000}'|[^!'\s]{1,2000})![\w.$']{1,200}")
_ROWS, _COLUMNS = 1 << 20, 1 << 14


def recognises(head: Head) -> bool:
    """``ID;`` at the first byte, as Excel asks it, or behind a byte order mark."""
    return head.start.removeprefix(b"\xef\xbb\xbf")[:3].upper() == b"ID;"


def opened(blob: Blob, _budget: Budget) -> Iterator[Inside]:
    """The workbook, and gaps for what was not read of it."""
    notes = Notes()
    with blob.content.open() as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        notes.add(Reason.TOO_LARGE, f"more than {MOST >> 20} MiB of text")
    shell = _Shell(_decoded(data[:MOST]), blob.name, notes)
    book = gathered(shell, notes)
    yield OfficeDocument(  # noqa: S604  # not that kind of shell
        **blob.common,
        application="excel",
        shell="text",
        sheets=book.sheets,
        formulas=book.formulas,
        defined_names=book.defined_names,
        fields=book.fields,
    )
    yield from notes.gaps(blob.origin)


def _decoded(data: bytes) -> str:
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@dataclass(slots=True)
class _Reading:
    """``form`` is a macrosheet's once an ``O`` record has ``E``. Rows and columns hold until another one is told."""

    notes: Notes
    form: str = "worksheet"
    state: str = "visible"
    row: int = 0
    column: int = 0
    cells: list[Cell] = field(default_factory=list)
    names: list[DefinedName] = field(default_factory=list)
    bases: dict[tuple[int, int], str] = field(default_factory=dict)
    fields: dict[str, None] = field(default_factory=dict)

    def line(self, line: str) -> None:
        """One record."""
        if len(line) > MOST_LINE:
            self.notes.add(Reason.TOO_LARGE, "a line is longer than is read")
        kind, *told = _split(line[:MOST_LINE])
        if kind.upper() == "O" and any(one[:1] in "Ee" for one in told if one):
            self.form = "macrosheet"
        elif kind.upper() == "NN":
            self._name(told)
        elif kind.upper() in ("C", "F"):
            self._place(told)
            if kind.upper() == "C":
                self._cell(told)

    def _place(self, told: list[str]) -> None:
        for one in told:
            number = int(one[1:]) if one[1:].isascii() and one[1:].isdigit() and len(one) < 9 else 0
            if one[:1] in ("Y", "y", "R", "r") and number:
                self.row = min(number, _ROWS) - 1
            elif one[:1] in ("X", "x", "C", "c") and number:
                self.column = min(number, _COLUMNS) - 1

    def _cell(self, told: list[str]) -> None:
        first = {one[:1].upper(): one[1:] for one in reversed(told) if one}
        value = first.get("K", "")
        expression = self._expression(first)
        if not expression and not value:
            return
        text = in_a1(expression, self.row, self.column) if expression else ""
        for found in _DDE.finditer(text):
            self.fields.setdefault(found.group())
        is_text = value.startswith('"')
        shown = value[1:].removesuffix('"').replace('""', '"') if is_text else value
        self.cells.append(Cell(self.row, self.column, text, shown, is_number=not is_text))

    def _expression(self, told: dict[str, str]) -> str:
        """``E`` is the formula itself; ``S`` says that it is that of the cell at ``R`` and ``C``, where it is kept."""
        if "E" in told:
            if len(self.bases) < MOST_NAMES:
                self.bases[self.row, self.column] = told["E"]
            return told["E"]
        row, column = told.get("R", ""), told.get("C", "")
        if "S" in told and row.isdigit() and column.isdigit() and len(row + column) < 16:
            return self.bases.get((int(row) - 1, int(column) - 1), "")
        return ""

    def _name(self, told: list[str]) -> None:
        first = {one[:1].upper(): one[1:] for one in reversed(told) if one}
        if len(self.names) >= MOST_NAMES:
            self.notes.add(Reason.TOO_LARGE, f"more than {MOST_NAMES} names")
            return
        text = in_a1(first.get("E", ""), 0, 0)
        self.names.append(DefinedName(name=name_as_stored(first.get("N", "")), text=text, hidden="H" in first))


class _Shell:
    """The file as a workbook of one sheet, which Excel names like the file."""

    externals: tuple[External, ...] = ()

    def __init__(self, text: str, name: str, notes: Notes) -> None:
        reading = _Reading(notes)
        for number, line in enumerate(_lines(text)):
            if number >= MOST_LINES:
                notes.add(Reason.TOO_LARGE, f"more than {MOST_LINES} lines")
                break
            if line == "E":
                break
            reading.line(line)
        self._cells = reading.cells
        self.entries: tuple[Entry, ...] = (Entry(Sheet(name=name.rsplit(".", 1)[0], form=reading.form, state=reading.state), 0),)
        self.names, self.fields = tuple(reading.names), tuple(reading.fields)

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """All cells that were told."""
        assert entry.place == 0
        yield from self._cells

    def shared_texts(self, wanted: frozenset[int]) -> dict[int, str]:
        """There is no table."""
        return dict.fromkeys(wanted, "")


def _lines(text: str) -> Iterator[str]:
    """Lines by CR, LF or both; NUL bytes, which Excel passes over, left out."""
    at = 0
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end + 1


def _split(line: str) -> list[str]:
    """Fields by ``;``; two of them are one in a text."""
    return [one.replace("\1", ";") for one in line.replace("\1", "").replace(";;", "\1").split(";")]


FORMAT = Format("slk", order=150, recognises=recognises, open=opened)
