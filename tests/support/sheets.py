"""Workbooks (ECMA-376), written by the standard library: shared and inline texts, numbers, readings of kanji, several sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
Cell = str | int | float | None


def _column(at: int) -> str:
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet(rows: Sequence[Sequence[Cell]], shared: dict[str, int], *, inline: bool) -> str:
    made = []
    for number, row in enumerate(rows, 1):
        cells = ""
        for at, value in enumerate(row):
            place = f'r="{_column(at)}{number}"'
            if isinstance(value, int | float):
                cells += f"<c {place}><v>{value!r}</v></c>"
            elif value and inline:
                cells += f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value:
                cells += f'<c {place} t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
        made.append(f'<row r="{number}">{cells}</row>')
    return f'<?xml version="1.0"?><worksheet {_MAIN}><sheetData>{"".join(made)}</sheetData></worksheet>'


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, inline: bool = False, before: str = "") -> bytes:
    """The sheets in their order. Each shared text has a reading beside, as Excel in Japan writes it. *before* each sheet's XML."""
    shared: dict[str, int] = {}
    parts = [_sheet(rows, shared, inline=inline) for rows in sheets.values()]
    texts = "".join(f"<si><t>{escape(text)}</t><rPh sb='0' eb='1'><t>ヨミ</t></rPh></si>" for text in shared)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for number, part in enumerate(parts, 1):
            file.writestr(f"xl/worksheets/sheet{number}.xml", part.replace("?>", f"?>{before}", 1))
        file.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst {_MAIN}>{texts}</sst>')
    return made.getvalue()
