"""How long the operands of each p-code instruction are (VBA 6 and 7). Source: see :mod:`mimawari.formats.office.vba.pcode`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operand:
    """``length`` bytes of fixed operands; ``names``: the first is an identifier. Texts and data bring their own length."""

    length: int = 0
    names: bool = False
    is_text: bool = False
    is_data: bool = False
    is_variable: bool = False
    is_context: bool = False


_LAST = 263
_TEXT = 185
"""LitStr: a string literal."""


def _spread(*parts: int | range) -> tuple[int, ...]:
    return tuple(number for part in parts for number in (part if isinstance(part, range) else (part,)))


# Numbers as 64-bit VBA 7 counts them.
_NAME = _spread(
    range(31, 35), range(39, 42), range(46, 49), 53, 54, 57, 58, 61, 62, 73, 74, 153, 154, 163, 168, 204, 212, 232, 251, 261
)
_NAME_AND_COUNT = _spread(range(36, 39), range(43, 46), range(50, 53), 55, 56, 59, 60, range(63, 69), range(117, 120))
_NAME_AND_TYPE = _spread(range(194, 198), 228, 229)
_WORD = _spread(
    35, 42, 49, 70, 85, 86, 102, 114, 138, 145, 148, 157, 158, 165, 172, 175, 179, 201, 207, 225, 235, 238
)  # fmt: skip
_TWO_WORDS = _spread(92, 173, 176, 180, 182, 241, 116, 150, 151, 243)
_FOUR_WORDS = _spread(159, 169, 170, 174, 177, 181, 183)
_DATA = _spread(166, 205, 206, 230, 231)
_VARIABLE, _CONTEXT, _COMMENT = 245, 90, 227


def _table() -> dict[int, Operand]:
    table = {number: Operand() for number in range(_LAST + 1)}
    table |= dict.fromkeys(_NAME, Operand(2, names=True))
    table |= dict.fromkeys(_NAME_AND_COUNT, Operand(4, names=True))
    table |= dict.fromkeys(_NAME_AND_TYPE, Operand(8, names=True))
    table |= dict.fromkeys(_WORD, Operand(2))
    table |= dict.fromkeys(_TWO_WORDS, Operand(4))
    table |= dict.fromkeys(_FOUR_WORDS, Operand(8))
    table |= dict.fromkeys(_DATA, Operand(is_data=True))
    return table | {
        _TEXT: Operand(is_text=True),
        _COMMENT: Operand(2, is_data=True),
        _VARIABLE: Operand(4, is_variable=True),
        _CONTEXT: Operand(4, is_context=True),
    }


OPERANDS = _table()


def number_of(opcode: int, is_64_bit: bool) -> int:
    """The number of an instruction; 32-bit VBA lacks the three for numbers of 64 bits, and counts without them."""
    if is_64_bit or opcode <= 173:
        return opcode
    return opcode + (1 if opcode <= 175 else 2 if opcode <= 178 else 3)
