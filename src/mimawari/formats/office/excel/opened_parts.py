"""What the XML and the binary shell of a workbook share: relations by id, and parts that may be longer than is read."""

from __future__ import annotations

from typing import Protocol

from mimawari.formats.office.excel.shells import Entry
from mimawari.formats.office.parts import Notes, Parts
from mimawari.model import BadEvidence, Reason, Sheet

MOST_PART = 48 << 20
"""Bytes of one part that are read."""
MOST_SHEETS = 2_000
MOST_NAMES = 65_535

STATES = ("visible", "hidden", "very-hidden")


class Relations(Protocol):
    """The relations of the workbook part: by id the form of a sheet (empty: another kind) and the path of the part."""

    by_id: dict[str, tuple[str, str]]
    links: list[str]
    shared: str


def part(parts: Parts, name: str, notes: Notes) -> bytes | None:
    """The first :data:`MOST_PART` bytes of a part; None, with a note, where it cannot be read."""
    if parts.size(name) > MOST_PART:
        notes.add(Reason.TOO_LARGE, f"{name} is longer than {MOST_PART >> 20} MiB")
    try:
        return parts.read(name, MOST_PART)
    except BadEvidence as bad:
        notes.of(bad, name)
        return None


def entries(sheets: list[tuple[str, str, str]], relations: Relations, parts: Parts, notes: Notes) -> tuple[Entry, ...]:
    """*sheets* (name, state, id of the relation) with their parts, and macrosheets that lie in the package without being listed."""
    found: list[Entry] = []
    for name, state, one in sheets:
        form, place = relations.by_id.get(one, ("", ""))
        if not place:
            notes.add(Reason.MISSING, "a sheet of the workbook is missing")
        if "/macrosheets/" in f"/{place.lower()}":
            form = "macrosheet"
        found.append(Entry(Sheet(name=name, form=form or "worksheet", state=state), place))
    listed = {str(entry.place).lower() for entry in found}
    for name in parts.names():
        if _is_macrosheet(name) and name.lower() not in listed and len(found) < MOST_SHEETS:
            found.append(Entry(Sheet(name=f"({name})", form="macrosheet"), name))
    return tuple(found)


def _is_macrosheet(name: str) -> bool:
    folders, _, file = name.lower().rpartition("/")
    return folders.endswith("macrosheets") and file.endswith((".xml", ".bin")) and not file.startswith("binaryindex")
