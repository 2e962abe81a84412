"""Workbooks in OOXML packages: XML (``.xlsx``, ``.xlsm``, ``.xltm``, ``.xlam``) and BIFF12 (``.xlsb``)."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from mimawari.formats.office.excel.gathering import gathered
from mimawari.formats.office.excel.xlsb import BinaryShell
from mimawari.formats.office.excel.xml_book import XmlShell
from mimawari.formats.office.parts import Notes, Parts, Workbook
from mimawari.formats.office.xml_events import Kind, events
from mimawari.model import BadEvidence, Reason

MOST_RELATIONS = 10_000
_MOST = 8 << 20
_FORMS = {
    "worksheet": "worksheet", "xlMacrosheet": "macrosheet", "xlIntlMacrosheet": "macrosheet", "dialogsheet": "dialog",
    "chartsheet": "chart",
}  # fmt: skip


@dataclass(slots=True)
class Relations:
    """The relations of the workbook part by id: the form of a sheet (empty: another kind) and the path of the part."""

    by_id: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    shared: str = ""


def read_parts(parts: Parts, notes: Notes) -> Workbook:
    """All of a workbook that matters. What could not be read is in *notes*.

    Raises ``BadEvidence`` missing where the package has no workbook.
    """
    main = _main(parts, notes)
    relations = _relations(parts, main, notes)
    shell = BinaryShell(parts, main, relations, notes) if main.lower().endswith(".bin") else XmlShell(parts, main, relations, notes)
    return gathered(shell, notes)


def _main(parts: Parts, notes: Notes) -> str:
    """The part that the package's own relations call its document; the usual names where these do not say."""
    for _, form, target in _read(parts, "_rels/.rels", "", notes):
        if form == "officeDocument" and parts.size(target):
            return target
    for usual in ("xl/workbook.xml", "xl/workbook.bin"):
        if parts.size(usual):
            return usual
    raise BadEvidence(Reason.MISSING, "the workbook is missing")


def _relations(parts: Parts, main: str, notes: Notes) -> Relations:
    folder, _, file = main.rpartition("/")
    found = Relations()
    for one, form, target in _read(parts, posixpath.join(folder, "_rels", f"{file}.rels"), folder, notes):
        found.by_id[one] = _FORMS.get(form, ""), target
        if form == "externalLink":
            found.links.append(target)
        elif form == "sharedStrings":
            found.shared = target
    return found


def _read(parts: Parts, name: str, folder: str, notes: Notes) -> list[tuple[str, str, str]]:
    """Id, last word of the type, and target (a path in the package) of each relation."""
    found: list[tuple[str, str, str]] = []
    if not parts.size(name):
        return found
    try:
        for event in events(io.BytesIO(parts.read(name, _MOST)), name):
            if event.kind is Kind.START and event.name == "Relationship" and len(found) < MOST_RELATIONS:
                told = event.attributes
                form = told.get("Type", "").rstrip("/").rpartition("/")[2]
                found.append((told.get("Id", ""), form, _resolved(folder, told.get("Target", ""))))
    except BadEvidence as bad:
        notes.of(bad, "relations")
    return found


def _resolved(folder: str, target: str) -> str:
    path = unquote(target).replace("\\", "/")
    return posixpath.normpath(path if path.startswith("/") else posixpath.join("/", folder, path)).lstrip("/")
