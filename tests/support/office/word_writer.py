"""Writes documents of Word 97 to 2003 (MS-DOC), with macros, controls and properties: all inert."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from support.office.forms_writer import FormControl, class_of, control
from support.office.ole_writer import compound_file, guid, property_streams
from support.office.vba_writer import Project, Source, project_streams

WORD = guid("00020906-0000-0000-C000-000000000046")


def word_streams(text: str = "", *, template: bool = False, attached: str = "", encrypted: bool = False) -> dict[str, bytes]:
    """``WordDocument`` and ``1Table`` (MS-DOC 2.5.1, 2.8.35); the marks 0x13, 0x14 and 0x15 in *text* are fields."""
    narrow = all(ord(character) < 128 for character in text)
    raw = text.encode("latin-1") if narrow else text.encode("utf-16-le")
    place = 0x800 * 2 | 0x40000000 if narrow else 0x800
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, place, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    names = (
        b"\xff\xff"
        + struct.pack("<HH", 2, 0)
        + struct.pack("<H", 0)
        + struct.pack("<H", len(attached))
        + attached.encode("utf-16-le")
    )
    flags = 0x0200 | (1 if template else 0) | (0x0100 if encrypted else 0)
    fib = bytearray(0x800)
    struct.pack_into("<HHHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0409, 0, flags)
    struct.pack_into("<H", fib, 32, 14)
    struct.pack_into("<H", fib, 62, 22)
    struct.pack_into("<I", fib, 76, len(text))
    struct.pack_into("<H", fib, 152, 93)
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    struct.pack_into("<II", fib, 0x019A, len(clx), len(names))
    return {"WordDocument": bytes(fib) + raw, "1Table": clx + names}


def word_document(
    modules: Iterable[Source] = (),
    *,
    properties: Mapping[str, object] | None = None,
    controls: Iterable[FormControl] = (),
    text: str = "",
    streams: Mapping[str, bytes] | None = None,
    template: bool = False,
    attached: str = "",
    **project: object,
) -> bytes:
    """A Word 97-2003 document. *controls* lie on the page, *streams* are added as they are, *project* goes to :class:`Project`."""
    made = word_streams(text, template=template, attached=attached)
    classes = {"": WORD}
    sources = tuple(modules)
    if sources:
        made |= {f"Macros/{path}": data for path, data in project_streams(Project(sources, **project)).items()}  # type: ignore[arg-type]
    for number, one in enumerate(controls):
        folder = f"ObjectPool/_{1_600_000_000 + number}"
        made[f"{folder}/\x03OCXNAME"] = one.name.encode("utf-16-le") + b"\0\0"
        made[f"{folder}/contents"] = control(one)
        classes[folder] = class_of(one.form)
    made |= property_streams(**(properties or {}))  # type: ignore[arg-type]
    return compound_file(made | dict(streams or {}), classes)
