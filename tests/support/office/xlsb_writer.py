"""The parts of an ``.xlsb`` from a plan ([MS-XLSB] 2.1.7): what Excel needs to open it, and no more."""

from __future__ import annotations

import struct

from support.office.token_writer import tokens
from support.office.xlm_writer import BASE, BookPlan, NamePlan, SheetPlan, ordered, relations, sheet_relations

STATES = {"visible": 0, "hidden": 1, "very-hidden": 2}


def record(number: int, data: bytes = b"") -> bytes:
    """Number and length of variable width, then the data."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    """XLWideString."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_parts(plan: BookPlan) -> dict[str, bytes]:
    """All parts."""
    names, sheets = [one.name for one in plan.names], [one.name for one in plan.sheets]
    rows = sheet_relations(plan, "bin")
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations([("rId1", f"{BASE}/officeDocument", "xl/workbook.bin")]),
        "xl/_rels/workbook.bin.rels": relations(rows),
        "xl/workbook.bin": _book(plan, names, sheets),
    }
    for sheet, (_, _, target) in zip(plan.sheets, rows, strict=False):
        parts[f"xl/{target}"] = _sheet(sheet, names, sheets)
    for number, (service, topic, item) in enumerate(plan.links, 1):
        link = record(360, struct.pack("<H", 1) + wide(service) + wide(topic)) + record(577, wide(item)) + record(588)
        parts[f"xl/externalLinks/externalLink{number}.bin"] = link
    return parts


def _book(plan: BookPlan, names: list[str], sheets: list[str]) -> bytes:
    out = record(131) + record(143)
    for number, sheet in enumerate(plan.sheets, 1):
        out += record(156, struct.pack("<II", STATES[sheet.state], number) + wide(f"rId{number}") + wide(sheet.name))
    out += record(144) + record(353) + record(357)
    own = b"".join(struct.pack("<III", 0, number, number) for number in range(len(sheets)))
    out += b"".join(record(355, wide(f"link{number}")) for number in range(1, len(plan.links) + 1))
    out += record(362, struct.pack("<I", len(sheets)) + own) + record(354)
    return out + b"".join(_name(one, names, sheets) for one in plan.names) + record(132)


def _name(one: NamePlan, names: list[str], sheets: list[str]) -> bytes:
    parsed = tokens(one.text, names, sheets, wide=True)
    where = sheets.index(one.sheet) if one.sheet else 0xFFFFFFFF
    head = struct.pack("<IBI", one.hidden | one.built_in << 5, 0, where)
    return record(39, head + wide(one.name) + struct.pack("<I", len(parsed)) + parsed + struct.pack("<II", 0, 0xFFFFFFFF))


def _sheet(sheet: SheetPlan, names: list[str], sheets: list[str]) -> bytes:
    out, now = record(129) + record(145), -1
    for row, column, address, content in ordered(sheet.cells):
        if row != now:
            out += record(0, struct.pack("<III", row, 0, 0) + b"\0" * 13)
            now = row
        place = struct.pack("<II", column, 0)
        if not isinstance(content, str):
            out += record(5, place + struct.pack("<d", content))
        elif content.startswith("="):
            out += _formula(place, tokens(content[1:], names, sheets, wide=True), sheet.saved.get(address))
        else:
            out += record(6, place + wide(content))
    return out + record(146) + record(130)


def _formula(place: bytes, parsed: bytes, saved: str | None) -> bytes:
    tail = struct.pack("<HI", 0, len(parsed)) + parsed + struct.pack("<I", 0)
    return record(10, place + b"\x01" + tail) if saved is None else record(8, place + wide(saved) + tail)
