"""Addresses of cells as Excel writes them, and the names of sheets in front of them."""

from __future__ import annotations

import re

ROWS, COLUMNS = 1 << 20, 1 << 14
"""What a sheet has since Excel 2007; before, 65,536 and 256."""

_PLAIN = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


def letters(column: int) -> str:
    """``A`` for 0, ``IV`` for 255."""
    found = ""
    number = max(0, column) + 1
    while number:
        number, digit = divmod(number - 1, 26)
        found = chr(ord("A") + digit) + found
    return found


def column_of(text: str) -> int:
    """0 for ``A``, in any letter case."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address(row: int, column: int) -> str:
    """``B3`` for (2, 1)."""
    return f"{letters(column)}{row + 1}"


def reference(row: int, column: int, row_relative: bool, column_relative: bool) -> str:
    """``$B3``: a dollar before what is not relative."""
    return f"{'' if column_relative else '$'}{letters(column)}{'' if row_relative else '$'}{row + 1}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands before ``!``: in apostrophes where it must."""
    if not sheet or (_PLAIN.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet)):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def span(first: str, last: str) -> str:
    """``Sheet1!`` or ``'Sheet 1:Sheet 3'!``, with the exclamation mark."""
    if first == last:
        return quoted(first) + "!"
    if quoted(first) == first and quoted(last) == last:
        return f"{first}:{last}!"
    return quoted(f"{first}:{last}") + "!"


def number_text(value: float) -> str:
    """A number as a cell shows it, to 15 digits."""
    return format(value, ".15g").replace("e", "E")


ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""[MS-XLS] 2.5.10 (BErr)."""
