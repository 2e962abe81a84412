"""A formula moved to another cell: what is not held by a dollar goes along."""

from __future__ import annotations

from mimawari.formats.office.excel.formula_text import Piece, pieces, place
from mimawari.formats.office.excel.references import COLUMNS, ROWS, reference


def moved(text: str, down: int, right: int) -> str:
    """*text* as it reads *down* rows lower and *right* columns further right."""
    return "".join(_moved(piece, down, right) if piece["reference"] else piece.group() for piece in pieces(text))


def _moved(piece: Piece, down: int, right: int) -> str:
    written = piece.group()
    sheet = f"{piece['sheet']}!" if piece["sheet"] else ""
    _, *corners = place(piece)
    parts = written[len(sheet) :].split(":")
    return sheet + ":".join(_corner(part, corner, down, right) for part, corner in zip(parts, corners, strict=False))


def _corner(written: str, at: tuple[int, int], down: int, right: int) -> str:
    column_holds = written.startswith("$")
    row_holds = "$" in written[1:]
    row = at[0] if row_holds else (at[0] + down) % ROWS
    column = at[1] if column_holds else (at[1] + right) % COLUMNS
    return reference(row, column, not row_holds, not column_holds)
