"""The list as CSV and as a workbook, written one person after the other: for the mail merge, and for people to look through."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from mimawari.faces.lists.words import COLUMNS, DATA, KINDS, SHEET, TEMPLATES, TIES, YES
from mimawari.faces.safe import cell, plain
from mimawari.model import Datum, Person

ROWS = 1_000_000
"""The most people of one sheet; a workbook's sheet takes 1,048,576 rows."""
_WIDTHS = (32, 18, 8, 26, 12, 10, 12, 36, 44, 32, 12, 12, 40, 16, 30, 24, 12, 10, 12, 30)
_WRAPPED = frozenset(place for place, name in enumerate(COLUMNS) if name in ("kinds", "data", "ties", "places"))
"""Columns of lists that their neighbour would cut off."""
_HEAD_HEIGHT = 54
"""Points: four lines, which the longest title of a column takes."""
_A4 = 9
_LONGEST = 4000
_SIGNS = ("+", "-", "=")
_FONT = {"ja": "Yu Gothic", "en": "Arial"}


def row(one: Person, tongue: str) -> list[str | int]:
    """What the list says of somebody. Where they live and their telephone stand there only if no mail reaches them."""
    by_post = not one.address
    return [
        one.address,
        one.name,
        one.honorific,
        one.organisation,
        TEMPLATES[one.template].say(tongue),
        one.tongue,
        one.weight,
        _named(one, tongue),
        _counted(((DATA[kind].say(tongue), number) for kind, number in one.data), tongue),
        _counted(((TIES[kind].say(tongue), number) for kind, number in one.ties), tongue),
        one.last,
        one.postcode if by_post else "",
        one.street if by_post else "",
        one.telephone if by_post else "",
        " ".join(one.others),
        " / ".join(one.further) if tongue == "en" else "／".join(one.further),
        YES.say(tongue) if one.is_masked else "",
        YES.say(tongue) if one.is_role else "",
        one.alike or "",
        (" / " if tongue == "en" else "／").join(one.places),
    ]


def _named(one: Person, tongue: str) -> str:
    """The kinds of data of somebody for the mail merge, in one order, without numbers."""
    kinds = dict(one.data)
    return ("、" if tongue == "ja" else ", ").join(KINDS[kind].say(tongue) for kind in Datum if kind in kinds)


def _counted(pairs: Iterator[tuple[str, int]], tongue: str) -> str:
    return "、".join(f"{name}（{n}）" for name, n in pairs) if tongue == "ja" else ", ".join(f"{name} ({n})" for name, n in pairs)


class Csv:
    """Separated by commas, in UTF-8 with a mark at its beginning, by which Excel knows it. No cell is a formula.

    ``guarded`` counts the addresses that are no longer what they are by that: ``+taro@`` has an apostrophe before it.
    """

    def __init__(self, stream: IO[str], tongue: str) -> None:
        self._tongue, self.guarded = tongue, 0
        self._rows = csv.writer(stream, lineterminator="\r\n")
        stream.write("\ufeff")
        self._rows.writerow([words.say(tongue) for words in COLUMNS.values()])

    def add(self, one: Person) -> None:
        """One more."""
        self.guarded += one.address[:1] in _SIGNS
        self._rows.writerow([value if isinstance(value, int) else cell(value, _LONGEST) for value in row(one, self._tongue)])


class Workbook:
    """An Excel workbook whose texts are texts: no formula, no link. Of everybody only one row is held at a time."""

    def __init__(self, path: Path, scratch: Path, tongue: str) -> None:
        import xlsxwriter

        self._tongue = tongue
        self._book: Any = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "tmpdir": str(scratch),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "in_memory": False,
            },
        )
        font = {"font_name": _FONT.get(tongue, _FONT["en"]), "font_size": 10}
        self._plain = self._book.add_format({**font, "valign": "top"})
        self._wrapped = self._book.add_format({**font, "valign": "top", "text_wrap": True})
        self._head = self._book.add_format({**font, "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0"})
        self._sheets = self._at = 0
        self._sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        name = SHEET.say(self._tongue)
        self._sheets, self._at = self._sheets + 1, 0
        self._sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        self._sheet.freeze_panes(1, 1)
        self._on_paper()
        self._sheet.set_row(0, _HEAD_HEIGHT)
        for at, (words, width) in enumerate(zip(COLUMNS.values(), _WIDTHS, strict=True)):
            self._sheet.set_column(at, at, width)
            self._sheet.write_string(0, at, words.say(self._tongue), self._head)

    def _on_paper(self) -> None:
        """Lying, four sheets side by side, with the head and the address on each, and numbered."""
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(4, 0)
        self._sheet.repeat_rows(0)
        self._sheet.repeat_columns(0)
        self._sheet.set_footer("&C&P / &N")

    def add(self, one: Person) -> None:
        """One more."""
        if self._at == ROWS:
            self._begin()
        self._at += 1
        for at, value in enumerate(row(one, self._tongue)):
            if isinstance(value, int):
                self._sheet.write_number(self._at, at, value, self._plain)
            elif value:
                self._sheet.write_string(self._at, at, plain(value[:_LONGEST]), self._wrapped if at in _WRAPPED else self._plain)

    def close(self) -> None:
        """Write it. May raise ``OSError``."""
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            self._book.close()
        except XlsxWriterException as error:
            raise OSError(str(error)) from error

    def drop(self) -> None:
        """Let go of what the library leaves open where the workbook was not written."""
        for sheet in self._book.worksheets():
            held = getattr(sheet, "row_data_fh", None)
            if held is not None:
                held.close()


@contextmanager
def workbook(path: Path, scratch: Path, tongue: str) -> Iterator[Workbook]:
    """A workbook that is written at the end, if nothing went wrong."""
    made = Workbook(path, scratch, tongue)
    try:
        yield made
        made.close()
    finally:
        made.drop()


def has_workbooks() -> bool:
    """Whether the library that writes them is installed."""
    from importlib.util import find_spec

    return find_spec("xlsxwriter") is not None
