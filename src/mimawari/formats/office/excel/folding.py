"""What can be told of a formula's texts without running it.

That is: pieces joined with ``&``, ``CHAR(n)``, cells and names that only hold text.
Nothing is evaluated: no condition, no jump, no other function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from mimawari.formats.office.excel.formula_text import Piece, pieces, place
from mimawari.formats.office.excel.functions import KNOWN
from mimawari.formats.office.excel.references import column_of
from mimawari.formats.office.parts import Notes
from mimawari.model import DefinedName, Formula, Reason

MOST_DEPTH = 64
"""Brackets inside each other, and cells that lead to cells."""
MOST_TEXT = 64 << 10
"""Characters of one joined text."""
MOST_TOTAL = 16 << 20
"""Characters that are joined of one workbook, those of steps between counted."""
MOST_ALL_PIECES = 400_000
"""Pieces (operands, operators, brackets) of all formulas that are gone over: macros of malware have some ten thousand."""

_TAKE_VALUES = frozenset(
    {
        "EXEC",
        "CALL",
        "REGISTER",
        "REGISTER.ID",
        "FOPEN",
        "FWRITE",
        "FWRITELN",
        "FILE.DELETE",
        "OPEN",
        "EXECUTE",
        "INITIATE",
        "POKE",
        "ALERT",
        "EVALUATE",
        "FORMULA",
        "FORMULA.FILL",
        "FORMULA.ARRAY",
        "CONCATENATE",
        "T",
        "SET.NAME",
        "DIRECTORY",
        "CHAR",
    }
)
"""Known functions in which a cell that stands alone is meant for its text. In others (``GOTO``) it is meant as a place."""

_ENDS = frozenset(",);")


@dataclass(frozen=True, slots=True)
class _Value:
    """A piece of the rewritten formula. ``text`` is its constant text, None where it has none. ``is_plain``: a cell or a name."""

    shown: str
    text: str | None = None
    is_plain: bool = False


@dataclass(slots=True)
class _Known:
    """What cells and names hold. ``done`` and ``called`` are those that were looked up; being asked again, a ring of them ends."""

    cells: dict[tuple[str, int, int], Formula]
    numbers: Mapping[tuple[str, int, int], str]
    names: dict[tuple[str, str], str]
    done: dict[tuple[str, int, int], str | None] = field(default_factory=dict)
    called: dict[tuple[str, str], str | None] = field(default_factory=dict)
    room: int = MOST_TOTAL
    left: int = MOST_ALL_PIECES

    def read(self, text: str) -> list[Piece]:
        """The pieces of a formula but for space; none once :data:`MOST_ALL_PIECES` are gone."""
        if self.left <= 0:
            return []
        found = pieces(text)
        self.left -= len(found)
        return [piece for piece in found if not piece["space"]]

    def spend(self, *texts: str) -> bool:
        """Whether so much text may be made; nothing is made before this is asked."""
        length = sum(map(len, texts))
        self.room -= length
        return self.room >= 0 and length <= MOST_TEXT


def folded(
    formulas: Sequence[Formula],
    names: Sequence[DefinedName],
    numbers: Mapping[tuple[str, int, int], str],
    notes: Notes | None = None,
) -> tuple[Formula, ...]:
    """The formulas, with ``folded`` set where joining changes something. *numbers* are cells (sheet in lower case, row, column).

    *notes* takes that not all could be joined.
    """
    known = _Known(
        {(one.sheet.lower(), *_at(one.cell)): one for one in formulas},
        numbers,
        {(name.sheet.lower(), name.name.lower()): name.text for name in names if name.text},
    )
    found = tuple(_one(one, known) for one in formulas)
    if known.left <= 0 and notes:
        notes.add(Reason.TOO_LARGE, "formulas too long or too many to be put together")
    return found


def _at(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 1) - 1, column_of(letters)


def _one(formula: Formula, known: _Known) -> Formula:
    if not formula.text or known.room <= 0 or known.left <= 0:
        return formula
    reader = _Reader(formula.text, formula.sheet, known, 0)
    plain = reader.plain
    shown = reader.all().shown
    return replace(formula, folded=shown) if shown not in (plain, formula.text) and known.spend(shown) else formula


class _Reader:
    """Goes over the pieces of one formula. ``depth`` counts what led here."""

    def __init__(self, text: str, sheet: str, known: _Known, depth: int) -> None:
        self._pieces = known.read(text)
        self._at = 0
        self._sheet, self._known, self._depth = sheet, known, depth

    @property
    def plain(self) -> str:
        """The formula as it stands, without space."""
        return "".join(piece.group() for piece in self._pieces)

    def all(self) -> _Value:
        """The whole formula."""
        found = self._expression(self._depth, takes_values=False)
        rest = "".join(piece.group() for piece in self._pieces[self._at :])
        return _Value(found.shown + rest) if rest else found

    def _peek(self) -> str:
        return self._pieces[self._at].group() if self._at < len(self._pieces) else ""

    def _next(self) -> Piece:
        self._at += 1
        return self._pieces[self._at - 1]

    def _expression(self, depth: int, *, takes_values: bool) -> _Value:
        """Operands with operators between them, up to a comma or a closing bracket; runs of ``&`` are joined."""
        shown: list[str] = []
        run: list[_Value] = []
        count = 0
        while self._at < len(self._pieces) and self._peek() not in _ENDS:
            operand = self._operand(depth)
            count += 1
            run.append(operand)
            if self._peek() == "&":
                self._at += 1
                continue
            shown.append(self._joined(run, takes_values=takes_values).shown)
            last, run = run, []
        if run:
            shown.append(self._joined(run, takes_values=takes_values).shown + "&")
        if len(shown) == 1 and not run and count:
            return self._joined(last, takes_values=takes_values)
        return _Value("".join(shown))

    def _joined(self, run: list[_Value], *, takes_values: bool) -> _Value:
        """One after the other with ``&``, neighbours that are constant made one."""
        if len(run) == 1:
            only = run[0]
            if only.text is None or not (only.is_plain and takes_values and self._known.spend(only.text)):
                return only
            return _Value(_literal(only.text), only.text)
        if not self._known.spend(*(value.text or value.shown for value in run)):
            return _Value("&".join(value.shown for value in run))
        shown: list[str] = []
        for is_constant, values in groupby(run, key=lambda value: value.text is not None):
            if is_constant:
                text = "".join(value.text or "" for value in values)
                shown.append(_literal(text))
            else:
                shown.extend(value.shown for value in values)
        is_whole = all(value.text is not None for value in run)
        return _Value("&".join(shown), text if is_whole else None)

    def _operand(self, depth: int) -> _Value:
        piece = self._next()
        text = piece.group()
        if piece["string"]:
            return _Value(text, text[1:].removesuffix('"').replace('""', '"'))
        if piece["number"]:
            return _Value(text, text)
        if text == "(":
            return self._bracket(depth)
        if piece["reference"]:
            return self._cell(piece, depth)
        if piece["name"]:
            return self._call(text, depth) if self._peek() == "(" else self._name(text, depth)
        return _Value(text)

    def _bracket(self, depth: int) -> _Value:
        if depth >= MOST_DEPTH:
            return _Value("(")
        inner = self._expression(depth + 1, takes_values=False)
        if self._peek() != ")":
            return _Value("(" + inner.shown)
        self._at += 1
        return _Value(f"({inner.shown})", inner.text)

    def _call(self, name: str, depth: int) -> _Value:
        self._at += 1
        if depth >= MOST_DEPTH:
            return _Value(name + "(")
        plain = name.upper().rsplit("!", 1)[-1]
        takes_values = plain in _TAKE_VALUES or plain not in KNOWN
        arguments = [self._expression(depth + 1, takes_values=takes_values)]
        while self._peek() in (",", ";"):
            self._at += 1
            # The second argument of FORMULA is where the first one is written to.
            takes = takes_values and not plain.startswith("FORMULA")
            arguments.append(self._expression(depth + 1, takes_values=takes))
        is_closed = self._peek() == ")"
        self._at += is_closed
        shown = f"{name}({','.join(one.shown for one in arguments)}{')' * is_closed}"
        return _Value(shown, _called(plain, arguments) if is_closed else None)

    def _cell(self, piece: Piece, depth: int) -> _Value:
        sheet, first, last = place(piece)
        text = _held((sheet or self._sheet).lower(), first, self._known, depth) if first == last else None
        return _Value(piece.group(), text, is_plain=True)

    def _name(self, name: str, depth: int) -> _Value:
        sheet, _, plain = name.rpartition("!")
        known = self._known
        for key in (((sheet.strip("'") or self._sheet).lower(), plain.lower()), ("", plain.lower())):
            if key in known.names:
                if key not in known.called:
                    known.called[key] = None
                    if depth < MOST_DEPTH:
                        known.called[key] = _Reader(known.names[key], self._sheet, known, depth + 1).all().text
                return _Value(name, known.called[key], is_plain=True)
        return _Value(name)


def _called(name: str, arguments: list[_Value]) -> str | None:
    if name == "CHAR" and len(arguments) == 1:
        return _character(arguments[0].text)
    if name in ("CONCATENATE", "T") and all(one.text is not None for one in arguments):
        return "".join(one.text or "" for one in arguments)
    return None


def _character(code: str | None) -> str | None:
    """CHAR counts in the code page of Windows; up to 127 all are alike."""
    try:
        number = int(float(code or ""))
    except (ValueError, OverflowError):
        return None
    return bytes([number]).decode("cp1252", "replace") if 0 < number < 256 else None


def _held(sheet: str, at: tuple[int, int], known: _Known, depth: int) -> str | None:
    """The constant text of a cell: what it holds, what its formula comes to, what was saved with it."""
    key = (sheet, *at)
    if key in known.numbers:
        return known.numbers[key]
    formula = known.cells.get(key)
    if formula is None:
        return None
    if not formula.text:
        return formula.value
    if key not in known.done:
        known.done[key] = formula.value or None
        if depth < MOST_DEPTH and known.room > 0:
            known.done[key] = _Reader(formula.text, formula.sheet, known, depth + 1).all().text or formula.value or None
    return known.done[key]


def _literal(text: str | None) -> str:
    return '"' + (text or "").replace('"', '""') + '"'
