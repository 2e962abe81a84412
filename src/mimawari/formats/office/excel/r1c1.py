"""References by row and column number (``R1C1``, ``R[-1]C``) as addresses (``$A$1``, ``A1``)."""

from __future__ import annotations

import re

from mimawari.formats.office.excel.references import COLUMNS, ROWS, reference

_PIECE = re.compile(
    r'"(?:[^"]|"")*+"?'
    r"|(?<![\w.])[Rr](?P<row>\d{1,7}|\[-?\d{1,7}\])?[Cc](?P<column>\d{1,5}|\[-?\d{1,5}\])?(?![\w.(\[])"
)  # fmt: skip


def in_a1(text: str, row: int, column: int) -> str:
    """*text*, a formula of the cell at *row*, *column* (from 0), with its references as Excel shows them. Texts stay."""

    def one(found: re.Match[str]) -> str:
        if found.group().startswith('"'):
            return found.group()
        down, row_moves = _one(found["row"], row)
        right, column_moves = _one(found["column"], column)
        return reference(down % ROWS, right % COLUMNS, row_moves, column_moves)

    return _PIECE.sub(one, text)


def _one(told: str | None, base: int) -> tuple[int, bool]:
    if told is None:
        return base, True
    if told.startswith("["):
        return base + int(told[1:-1]), True
    return int(told) - 1, False
