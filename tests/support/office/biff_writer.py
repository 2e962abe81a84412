"""A ``Workbook`` stream of BIFF8 from a plan ([MS-XLS] 2.1.7.20): what Excel needs to open it, and no more."""

from __future__ import annotations

import struct

from support.office.token_writer import tokens
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan, ordered

STATES = {"visible": 0, "hidden": 1, "very-hidden": 2}
FORMS = {"worksheet": (0, 0x10), "macrosheet": (1, 0x40)}
BUILT_IN = {"Auto_Open": 1, "Auto_Close": 2}


def record(number: int, data: bytes = b"") -> bytes:
    """One record; what is too long for it goes on in CONTINUE records."""
    out = struct.pack("<HH", number, min(len(data), 8224)) + data[:8224]
    for at in range(8224, len(data), 8224):
        piece = data[at : at + 8224]
        out += struct.pack("<HH", 0x3C, len(piece)) + piece
    return out


def bof(form: int) -> bytes:
    """The beginning of a part of the stream."""
    return record(0x0809, struct.pack("<HHHHII", 0x0600, form, 0x0DBB, 0x07CC, 0, 6))


def workbook_stream(plan: BookPlan) -> bytes:
    """The whole stream. Texts of worksheets stand in the shared table, those of macrosheets in the cells."""
    names, sheets = [one.name for one in plan.names], [one.name for one in plan.sheets]
    shared: list[str] = []
    parts = [_sheet(one, names, sheets, shared) for one in plan.sheets]
    head = bof(5) + record(0x42, struct.pack("<H", 1200))
    tail = _links(plan) + b"".join(_name(one, names, sheets) for one in plan.names) + _shared(shared) + record(0x0A)
    at = len(head) + len(tail) + sum(len(record(0x85, _bound(one, 0))) for one in plan.sheets)
    bounds = b""
    for one, part in zip(plan.sheets, parts, strict=True):
        bounds += record(0x85, _bound(one, at))
        at += len(part)
    return head + bounds + tail + b"".join(parts)


def _bound(sheet: SheetPlan, at: int) -> bytes:
    name = sheet.name.encode("utf-16-le")
    return struct.pack("<IBBBB", at, STATES[sheet.state], FORMS[sheet.form][0], len(sheet.name), 1) + name


def _links(plan: BookPlan) -> bytes:
    out = record(0x1AE, struct.pack("<HH", len(plan.sheets), 0x0401))
    for service, topic, item in plan.links:
        path = f"{service}\x03{topic}"
        out += record(0x1AE, struct.pack("<HHB", 0, len(path), 1) + path.encode("utf-16-le"))
        out += record(0x23, struct.pack("<HIBB", 0x7FE2, 0, len(item), 0) + item.encode("latin-1"))
    own = b"".join(struct.pack("<HHH", 0, number, number) for number in range(len(plan.sheets)))
    return out + record(0x17, struct.pack("<H", len(plan.sheets)) + own)


def _name(one: NamePlan, names: list[str], sheets: list[str]) -> bytes:
    text = chr(BUILT_IN[one.name]) if one.built_in else one.name
    parsed = tokens(one.text, names, sheets, wide=False)
    flags = one.hidden | one.built_in << 5
    where = sheets.index(one.sheet) + 1 if one.sheet else 0
    return record(
        0x18, struct.pack("<HBBHHHIB", flags, 0, len(text), len(parsed), 0, where, 0, 1) + text.encode("utf-16-le") + parsed
    )


def _shared(texts: list[str]) -> bytes:
    if not texts:
        return b""
    items = b"".join(struct.pack("<HB", len(one), 1) + one.encode("utf-16-le") for one in texts)
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + items)


def _sheet(sheet: SheetPlan, names: list[str], sheets: list[str], shared: list[str]) -> bytes:
    out = bof(FORMS[sheet.form][1])
    for row, column, address, content in ordered(sheet.cells):
        place = struct.pack("<HHH", row, column, 15)
        if not isinstance(content, str):
            out += record(0x203, place + struct.pack("<d", content))
        elif content.startswith("="):
            out += _formula(place, tokens(content[1:], names, sheets, wide=False), sheet.saved.get(address))
        elif sheet.form == "macrosheet":
            out += record(0x204, place + struct.pack("<HB", len(content), 1) + content.encode("utf-16-le"))
        else:
            out += record(0xFD, place + struct.pack("<I", len(shared)))
            shared.append(content)
    return out + record(0x0A)


def _formula(place: bytes, parsed: bytes, saved: str | None) -> bytes:
    result = struct.pack("<BBBBBBH", 1 if saved is None else 0, 0, 0, 0, 0, 0, 0xFFFF)
    out = record(0x06, place + result + struct.pack("<HIH", 0, 0, len(parsed)) + parsed)
    if saved is not None:
        out += record(0x207, struct.pack("<HB", len(saved), 1) + saved.encode("utf-16-le"))
    return out
