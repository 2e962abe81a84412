"""From the cells of any shell to what matters: all of macrosheets, and of worksheets what these use or what calls a macro."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats.office.excel.folding import folded
from mimawari.formats.office.excel.formula_text import calls, references
from mimawari.formats.office.excel.functions import MACRO_ONLY
from mimawari.formats.office.excel.references import address
from mimawari.formats.office.excel.shells import Cell, Entry, Shell
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.model import Formula, Reason

MOST_FORMULAS = 200_000
MOST_TEXT = 8 << 20
"""Characters of all formulas and texts of a workbook together."""
MOST_CONSTANTS = 200_000
"""Cells with numbers that formulas may refer to."""
MOST_CELLS = 1_000_000
"""Cells that are looked at, where there are macros at all."""
MOST_AREAS = 500
_ANY_CALL = re.compile(r"[\w.]\(|\||!")


@dataclass(slots=True)
class _Wanted:
    """The cells of worksheets that macros refer to, by the sheet's name in lower case."""

    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    areas: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def add(self, text: str, notes: Notes) -> None:
        if "!" not in text:
            return
        for sheet, first, last in references(text):
            if not sheet:
                continue
            if first == last:
                self.cells.setdefault(sheet.lower(), set()).add(first)
                continue
            areas = self.areas.setdefault(sheet.lower(), [])
            if len(areas) < MOST_AREAS:
                areas.append((*first, *last))
            else:
                notes.add(Reason.TOO_LARGE, f"more than {MOST_AREAS} areas that macros refer to")

    def __contains__(self, place: tuple[str, int, int]) -> bool:
        sheet, row, column = place
        if (row, column) in self.cells.get(sheet, ()):
            return True
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas.get(sheet, ()))


@dataclass(slots=True)
class _Gathering:
    shell: Shell
    notes: Notes
    taken: list[tuple[str, Cell]] = field(default_factory=list)
    constants: list[tuple[str, Cell]] = field(default_factory=list)
    room: int = MOST_TEXT
    left: int = MOST_CELLS
    is_full: bool = False

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """The cells of a sheet, until enough was kept or looked at."""
        for cell in self.shell.cells(entry):
            if self.left <= 0:
                self.notes.add(Reason.TOO_LARGE, f"more than {MOST_CELLS} cells beside macros")
            if self.is_full or self.left <= 0:
                return
            self.left -= 1
            yield cell

    def take(self, sheet: str, cell: Cell) -> None:
        """Keep a formula or a text; a number only as what others may refer to."""
        if cell.is_number and not cell.text:
            if len(self.constants) < MOST_CONSTANTS:
                self.constants.append((sheet, cell))
            return
        self.room -= len(cell.text) + len(cell.value)
        if self.room < 0 or len(self.taken) >= MOST_FORMULAS:
            self.is_full = True
            self.notes.add(Reason.TOO_LARGE, "more formulas and texts of macros than are kept")
            return
        self.taken.append((sheet, cell))


def gathered(shell: Shell, notes: Notes) -> Workbook:
    """The workbook of a shell."""
    gathering = _Gathering(shell, notes)
    macros = [entry for entry in shell.entries if entry.sheet.form == "macrosheet"]
    for entry in macros:
        for cell in gathering.cells(entry):
            gathering.take(entry.sheet.name, cell)
    if macros or _calls_anything(shell):
        wanted = _wanted(gathering)
        for entry in shell.entries:
            if entry.sheet.form in ("worksheet", "dialog"):
                _worksheet(gathering, entry, wanted)
    return _workbook(gathering)


def _calls_anything(shell: Shell) -> bool:
    """Whether a formula of a worksheet can do anything: only through a name, or a link to another program."""
    return bool(shell.fields) or any(name.text == "" or calls(name.text) & MACRO_ONLY for name in shell.names)


def _wanted(gathering: _Gathering) -> _Wanted:
    wanted = _Wanted()
    for _, cell in gathering.taken:
        wanted.add(cell.text, gathering.notes)
    for name in gathering.shell.names:
        wanted.add(name.text, gathering.notes)
    return wanted


def _worksheet(gathering: _Gathering, entry: Entry, wanted: _Wanted) -> None:
    names = frozenset(name.name.upper() for name in gathering.shell.names)
    sheet = entry.sheet.name.lower()
    for cell in gathering.cells(entry):
        if (sheet, cell.row, cell.column) in wanted or (cell.text and _calls(cell.text, names, gathering.shell.fields)):
            gathering.take(entry.sheet.name, cell)


def _calls(text: str, names: frozenset[str], fields: tuple[str, ...]) -> bool:
    """Whether a worksheet's formula calls a macro function, a defined name as a function, or another program."""
    if not _ANY_CALL.search(text):
        return False
    found = calls(text)
    return bool(found & MACRO_ONLY or found & names) or any(field in text for field in fields)


def _workbook(gathering: _Gathering) -> Workbook:
    shell = gathering.shell
    everything = gathering.taken + gathering.constants
    numbers = frozenset(cell.shared_text for _, cell in everything if cell.shared_text is not None)
    texts = shell.shared_texts(numbers) if numbers else {}
    for _, cell in gathering.taken:
        if cell.shared_text is not None:
            cell.value = texts.get(cell.shared_text, "")
    kept = tuple(_within(gathering))
    constants = {(sheet.lower(), cell.row, cell.column): cell.value for sheet, cell in gathering.constants}
    formulas = folded(kept, shell.names, constants, gathering.notes)
    return Workbook(
        sheets=tuple(entry.sheet for entry in shell.entries),
        formulas=formulas,
        defined_names=shell.names,
        fields=shell.fields,
        externals=shell.externals,
    )


def _within(gathering: _Gathering) -> Iterator[Formula]:
    """The shared texts count as well, now that they are known."""
    room = MOST_TEXT
    for sheet, cell in gathering.taken:
        if not cell.text and not cell.value:
            continue
        room -= len(cell.text) + len(cell.value)
        if room < 0:
            gathering.notes.add(Reason.TOO_LARGE, "more formulas and texts of macros than are kept")
            return
        yield Formula(sheet=sheet, cell=address(cell.row, cell.column), text=cell.text, value=cell.value)
