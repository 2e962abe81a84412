"""The compiled code (p-code) of a VBA module and the names it uses: what it says, not what it does.

Office runs this and not the source when its own version wrote it. The layout is not published by Microsoft; the facts are those
of Vesselin Bontchev's description of it (github.com/bontchev/pcodedmp, version 1.2.6): a table of lines behind the mark 0xCAFE,
instructions of 16 bits with the number in the lower ten, and operands of a fixed length for each number.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats.office.vba.opcodes import OPERANDS, Operand, number_of

LINES = 50_000
WORDS = 20_000
_MAGIC = b"\xfe\xca"
_HEADER = 0x3C
"""How far behind the place that the header names the line table begins."""
_WIDE = 1
"""SYSKIND of 64-bit Windows."""


@dataclass(slots=True)
class Compiled:
    """``lines`` counts the lines that have code; ``texts`` are their string literals, ``names`` the identifiers they use.

    ``whole`` is False where an instruction was unknown or the table damaged: what is here is right, but not all.
    """

    lines: int = 0
    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Machine:
    """What the instructions depend on: the version of ``_VBA_PROJECT``, the bits of the system, the names, the code page."""

    version: int
    is_64_bit: bool
    identifiers: tuple[str, ...]
    codec: str


def read_compiled(data: bytes, machine: Machine) -> Compiled:
    """The compiled code at the beginning of a module's stream; nothing where there is none that can be read."""
    found = Compiled()
    if machine.version < 0x6B:
        found.whole = not data
        return found
    for line in _lines(data, found):
        if line:
            found.lines += 1
            _read_line(line, machine, found)
        if len(found.texts) + len(found.names) > WORDS:
            found.whole = False
            break
    return found


def _lines(data: bytes, found: Compiled) -> Iterator[bytes]:
    table = _table(data)
    if table is None:
        found.whole = False
        return
    count = struct.unpack_from("<H", data, table)[0]
    base = table + 2 + count * 12 + 10
    left = len(data)  # lines do not overlap
    for at in range(table + 2, table + 2 + min(count, LINES) * 12, 12):
        if at + 12 > len(data):
            found.whole = False
            return
        length, offset = struct.unpack_from("<4xH2xI", data, at)
        start = base + offset
        if not length or offset == 0xFFFFFFFF:
            continue
        left -= length
        if left < 0:
            found.whole = False
            return
        if start + length > len(data):
            found.whole = False
            continue
        yield data[start : start + length]


def _table(data: bytes) -> int | None:
    """Where the number of lines stands."""
    if len(data) < 0x1D:
        return None
    told = struct.unpack_from("<I", data, 0x19)[0] + _HEADER
    if data[told : told + 2] == _MAGIC and told + 6 <= len(data):
        return int(told) + 4
    return None


def _read_line(line: bytes, machine: Machine, found: Compiled) -> None:
    at = 0
    while at + 2 <= len(line):
        word = struct.unpack_from("<H", line, at)[0]
        operand = OPERANDS.get(number_of(word & 0x3FF, machine.is_64_bit))
        if operand is None:
            found.whole = False
            return
        at += 2
        if operand.names and at + 2 <= len(line):
            _add_name(struct.unpack_from("<H", line, at)[0], machine, found)
        at += operand.length + _more(operand, word >> 10, machine)
        if operand.is_text or operand.is_data:
            at = _read_text(line, at, operand, machine, found)


def _more(operand: Operand, kind: int, machine: Machine) -> int:
    """Operands that are only there sometimes."""
    if operand.is_variable and kind & 0x10:
        return 2
    return 4 if operand.is_context and machine.is_64_bit else 0


def _read_text(line: bytes, at: int, operand: Operand, machine: Machine, found: Compiled) -> int:
    if at + 2 > len(line):
        found.whole = False
        return len(line)
    length = int(struct.unpack_from("<H", line, at)[0])
    value = line[at + 2 : at + 2 + length]
    if operand.is_text and value:
        found.texts.append(value.decode(machine.codec, "replace"))
    return at + 2 + length + (length & 1)


def _add_name(word: int, machine: Machine, found: Compiled) -> None:
    """The project's own names follow those that every project has: 0x100, and a few more since VBA 7.

    Measured on 128 honest projects of versions 0x88 to 0xDF: with these numbers the names are those of the source.
    """
    number = (word >> 1) - 0x100
    if number < 0:
        return
    if machine.version >= 0x97:
        number -= 7 if machine.is_64_bit else 4
    if 0 <= number < len(machine.identifiers) and (name := machine.identifiers[number]):
        found.names.append(name)
