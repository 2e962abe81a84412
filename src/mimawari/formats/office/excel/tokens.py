"""Parsed formulas (tokens in reverse Polish notation) back to the text that Excel shows.

[MS-XLS] 2.5.198 for BIFF8, [MS-XLSB] 2.5.97 for BIFF12; BIFF5 and BIFF7 as "OpenOffice.org's Documentation of the Microsoft Excel
File Format" 3 has them.
Spaces and line ends that somebody typed between the tokens are left out.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from mimawari.formats.office.excel.constants import array_text
from mimawari.formats.office.excel.dialects import Dialect
from mimawari.formats.office.excel.functions import ARGUMENTS, COMMANDS, FUNCTIONS, USER_DEFINED
from mimawari.formats.office.excel.reading import MISSING, Book, Node, Parsed, Reading, Unknown
from mimawari.formats.office.excel.references import ERRORS, number_text, span

MOST_TOKENS = 20_000
MOST_TEXT = 32 << 10
"""Of one formula; Excel's own limit is 8,192 characters."""

_BINARY = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=",
    0x0C: ">=", 0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_AROUND = {0x12: ("+", ""), 0x13: ("-", ""), 0x14: ("", "%"), 0x15: ("(", ")")}


def parsed(data: bytes, extra: bytes, dialect: Dialect, book: Book, row: int = 0, column: int = 0) -> Parsed:
    """The text of the tokens *data* in the cell at *row*, *column*. It never raises: what was read before a fault is kept."""
    reading = Reading(data, extra, dialect, book, row, column)
    fault = ""
    try:
        _read(reading)
    except (Unknown, struct.error) as bad:
        fault = str(bad) if isinstance(bad, Unknown) else "cut off"
    text, is_longer = _joined(reading.stack)
    return Parsed(text, reading.shared, fault or ("too long" if is_longer else ""))


def _read(reading: Reading) -> None:
    for _ in range(MOST_TOKENS):
        if reading.at >= len(reading.data):
            return
        token = reading.data[reading.at]
        reading.at += 1
        _one(reading, token)
    raise Unknown("too many tokens")


def _one(reading: Reading, token: int) -> None:
    if token in _BINARY:
        left, right = reading.pop(2)
        reading.push((left, _BINARY[token], right))
    elif token in _AROUND:
        before, after = _AROUND[token]
        reading.push((before, reading.pop(1)[0], after))
    else:
        handler = _HANDLERS.get(token if token < 0x20 else (token & 0x1F) | 0x20) if token < 0x80 else None
        if handler is None:
            raise Unknown(f"token 0x{token:02X}")
        handler(reading)


def _joined(stack: list[Node]) -> tuple[str, bool]:
    """More than one operand at the end is a fault in the tokens: they are shown one after the other."""
    found: list[str] = []
    room = MOST_TEXT
    waiting: list[Node] = [part for node in reversed(stack) for part in (node, " ")][:-1]
    while waiting and room >= 0:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        else:
            found.append(node)
            room -= len(node)
    return "".join(found)[:MOST_TEXT], room < 0


def _string(reading: Reading) -> None:
    text, reading.at = reading.dialect.string(reading.data, reading.at)
    reading.push('"' + text.replace('"', '""') + '"')


def _attribute(reading: Reading) -> None:
    (flags, count) = reading.take("<BH")
    if flags & 0x04:
        reading.bytes(2 * (count + 1))
    elif flags & 0x10:
        reading.push(("SUM(", reading.pop(1)[0], ")"))


def _extended(reading: Reading) -> None:
    """PtgElf and their kind, and BIFF12's structured reference to a table."""
    (form,) = reading.take("<B")
    if form == 0x19 and reading.dialect.wide:
        (_, _, table, _, _) = reading.take("<HHIHH")
        reading.push(f"Table{table}[]")
        return
    reading.bytes(4)
    if form in (0x02, 0x03, 0x06, 0x07, 0x0A, 0x0B, 0x0D, 0x0F, 0x10, 0x1D):
        reading.push("#NAME?")


def _number(form: str) -> Callable[[Reading], None]:
    return lambda reading: reading.push(number_text(reading.take(form)[0]))


def _error(reading: Reading) -> None:
    reading.push(ERRORS.get(reading.take("<B")[0], "#N/A"))


def _boolean(reading: Reading) -> None:
    reading.push("TRUE" if reading.take("<B")[0] else "FALSE")


def _array(reading: Reading) -> None:
    reading.bytes(reading.dialect.array)
    text, reading.behind = array_text(reading.extra, reading.behind, reading.dialect)
    reading.push(text)


def _function(reading: Reading) -> None:
    (number,) = reading.take("<H")
    name = FUNCTIONS.get(number, f"FUNCTION{number}")
    _call(reading, name, ARGUMENTS.get(name, 0))


def _variable_function(reading: Reading) -> None:
    (count, number) = reading.take("<BH")
    is_command, prompts = bool(number & 0x8000), bool(count & 0x80)
    number &= 0x7FFF
    if number == USER_DEFINED and not is_command:
        arguments = reading.pop(count & 0x7F)
        _called(reading, arguments[0] if arguments else MISSING, arguments[1:])
        return
    name = (COMMANDS if is_command else FUNCTIONS).get(number, f"{'COMMAND' if is_command else 'FUNCTION'}{number}")
    _call(reading, name + "?" * prompts, count & 0x7F)


def _old_command(reading: Reading) -> None:
    """BIFF4's and BIFF5's PtgFuncCE."""
    (count, number) = reading.take("<BB")
    _call(reading, COMMANDS.get(number, f"COMMAND{number}") + "?" * bool(count & 0x80), count & 0x7F)


def _call(reading: Reading, name: str, count: int) -> None:
    _called(reading, name, reading.pop(count))


def _called(reading: Reading, name: Node, arguments: list[Node]) -> None:
    between: list[Node] = [part for argument in arguments for part in (argument, ",")][:-1]
    reading.push((name, "(", *between, ")"))


def _name(reading: Reading) -> None:
    dialect = reading.dialect
    (number,) = struct.unpack_from(dialect.name_number, reading.data, reading.at)
    reading.bytes(dialect.name)
    reading.push(reading.book.name(number))


def _foreign_name(reading: Reading) -> None:
    data = reading.bytes(reading.dialect.foreign_name)
    number, index = reading.dialect.foreign_numbers(data)
    reading.push(reading.book.foreign_name(number, index))


def _reference(reading: Reading) -> None:
    reading.push(reading.dialect.cell(reading.bytes(reading.dialect.reference)))


def _area(reading: Reading) -> None:
    reading.push(reading.dialect.area_text(reading.bytes(reading.dialect.area)))


def _relative_reference(reading: Reading) -> None:
    data = reading.bytes(reading.dialect.reference)
    reading.push(reading.dialect.cell(data, (reading.row, reading.column)))


def _relative_area(reading: Reading) -> None:
    data = reading.bytes(reading.dialect.area)
    reading.push(reading.dialect.area_text(data, (reading.row, reading.column)))


def _lost(length: str) -> Callable[[Reading], None]:
    def lost(reading: Reading) -> None:
        reading.bytes(getattr(reading.dialect, length))
        reading.push("#REF!")

    return lost


def _lost_elsewhere(length: str) -> Callable[[Reading], None]:
    def lost(reading: Reading) -> None:
        where = _sheets(reading)
        reading.bytes(getattr(reading.dialect, length))
        reading.push(where + "#REF!")

    return lost


def _sheets(reading: Reading) -> str:
    data = reading.bytes(reading.dialect.elsewhere)
    number, first, last = reading.dialect.elsewhere_numbers(data)
    if first is not None and number < 0:
        return span(reading.book.own_sheet(first), reading.book.own_sheet(last or 0))
    return span(*reading.book.sheets(number))


def _elsewhere(reading: Reading) -> None:
    where = _sheets(reading)
    reading.push(where + reading.dialect.cell(reading.bytes(reading.dialect.reference)))


def _area_elsewhere(reading: Reading) -> None:
    where = _sheets(reading)
    reading.push(where + reading.dialect.area_text(reading.bytes(reading.dialect.area)))


def _shared(reading: Reading) -> None:
    """PtgExp and PtgTbl: the formula stands in another record."""
    if reading.dialect.wide:
        (row,) = reading.take("<I")
        column = struct.unpack_from("<I", reading.extra)[0] if len(reading.extra) >= 4 else reading.column
        reading.shared = (row, column)
    else:
        row, column = reading.take("<HH")
        reading.shared = (row, column)


def _cached_area(reading: Reading) -> None:
    """PtgMemArea: what its operands come to lies behind the tokens, before the constants that follow."""
    reading.bytes(6)
    wide = reading.dialect.wide
    count = struct.unpack_from("<I" if wide else "<H", reading.extra, reading.behind)[0]
    reading.behind += (4 + 16 * count) if wide else (2 + count * reading.dialect.area)


def _skip(length: int) -> Callable[[Reading], None]:
    def skip(reading: Reading) -> None:
        reading.bytes(length)

    return skip


_HANDLERS: dict[int, Callable[[Reading], None]] = {
    0x01: _shared, 0x02: _shared, 0x16: lambda reading: reading.push(""), 0x17: _string, 0x18: _extended, 0x19: _attribute,
    0x1A: _skip(10), 0x1B: _skip(4), 0x1C: _error, 0x1D: _boolean, 0x1E: _number("<H"), 0x1F: _number("<d"),
    0x20: _array, 0x21: _function, 0x22: _variable_function, 0x23: _name, 0x24: _reference, 0x25: _area, 0x26: _cached_area,
    0x27: _skip(6), 0x28: _skip(6), 0x29: _skip(2), 0x2A: _lost("reference"), 0x2B: _lost("area"), 0x2C: _relative_reference,
    0x2D: _relative_area, 0x2E: _skip(2), 0x2F: _skip(2), 0x38: _old_command, 0x39: _foreign_name, 0x3A: _elsewhere,
    0x3B: _area_elsewhere, 0x3C: _lost_elsewhere("reference"), 0x3D: _lost_elsewhere("area"),
}  # fmt: skip
