"""Formulas as texts: their pieces, what they call, which cells they refer to. Every pattern is linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from mimawari.formats.office.excel.references import COLUMNS, ROWS, column_of

MOST_PIECES = 50_000

_PIECE = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*+"?)
  | (?P<reference>(?:(?P<sheet>'(?:[^']|''){0,300}+'|[^\W\d][\w.]*+)!)?
        \$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})(?![\w.(])
        (?:\:\$?(?P<column2>[A-Za-z]{1,3})\$?(?P<row2>\d{1,7})(?![\w.(]))?)
  | (?P<name>(?:'(?:[^']|''){0,300}+'!|(?:\[\d+\])?[^\W\d][\w.]*+!)?[^\W\d][\w.?\\]*+)
  | (?P<number>\d++(?:\.\d*+)?(?:[Ee][+-]?\d+)?|\.\d++)
  | '(?:[^']|''){0,300}+'?
  | (?P<space>\s++)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

Piece = re.Match[str]
Place = tuple[int, int]


def pieces(text: str) -> list[Piece]:
    """The pieces of a formula, up to :data:`MOST_PIECES`; together they are all of the text.

    What stands in apostrophes and names no sheet is one piece, so that no part of a text is gone over more than a few times.
    """
    found: list[Piece] = []
    for one in _PIECE.finditer(text):
        found.append(one)
        if len(found) >= MOST_PIECES:
            break
    return found


def calls(text: str) -> frozenset[str]:
    """The names, in upper case, that stand before an opening bracket."""
    found = pieces(text)
    pairs = pairwise(found)
    return frozenset(one["name"].upper().rsplit("!", 1)[-1] for one, after in pairs if one["name"] and after.group() == "(")


def place(piece: Piece) -> tuple[str, Place, Place]:
    """Sheet (empty: the formula's own), first cell and last cell of a piece that is a reference."""
    sheet = piece["sheet"] or ""
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first = (int(piece["row"]) - 1, column_of(piece["column"]))
    last = (int(piece["row2"]) - 1, column_of(piece["column2"])) if piece["row2"] else first
    return sheet, first, last


def references(text: str) -> Iterator[tuple[str, Place, Place]]:
    """The cells and areas that a formula names, whatever it does with them."""
    for piece in pieces(text):
        if piece["reference"]:
            sheet, first, last = place(piece)
            if 0 <= max(first[0], last[0]) < ROWS and max(first[1], last[1]) < COLUMNS:
                yield sheet, first, last
