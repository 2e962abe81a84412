"""A workbook in XML (ECMA-376 part 1, clause 18; macrosheets: [MS-XLSX] 2.1.13 and 2.2.1)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from mimawari.formats.office.excel.opened_parts import MOST_NAMES, MOST_SHEETS, STATES, Relations, entries, part
from mimawari.formats.office.excel.shells import Cell, Entry, dde_links, name_as_stored
from mimawari.formats.office.excel.xml_cells import sheet_cells, string_items
from mimawari.formats.office.parts import Notes, Parts
from mimawari.formats.office.xml_events import Event, Kind, events
from mimawari.model import BadEvidence, DefinedName, External, Reason

MOST_LINKS = 2_000


class XmlShell:
    """What the workbook part says, at once; sheets when they are asked for."""

    externals: tuple[External, ...] = ()
    """The relations say it: whoever reads these has them already."""

    def __init__(self, parts: Parts, main: str, relations: Relations, notes: Notes) -> None:
        self._parts, self._notes, self._shared = parts, notes, relations.shared
        sheets: list[tuple[str, str, str]] = []
        names: list[tuple[dict[str, str], str]] = []
        for event, text in _told(self._events(main), {"sheet", "definedName"}):
            if event.name == "sheet" and len(sheets) < MOST_SHEETS:
                sheets.append((event.attributes.get("name", ""), _state(event), event.attributes.get("id", "")))
            elif event.name == "definedName" and len(names) < MOST_NAMES:
                names.append((event.attributes, text))
            else:
                notes.add(Reason.TOO_LARGE, "more sheets or names than are read")
        self.entries = entries(sheets, relations, parts, notes)
        self.names = tuple(self._name(*one) for one in names)
        self.fields = tuple(dict.fromkeys(field for link in relations.links[:MOST_LINKS] for field in self._links(link)))

    def _events(self, name: str) -> Iterator[Event]:
        data = part(self._parts, name, self._notes)
        if data is None:
            return
        try:
            yield from events(io.BytesIO(data), name)
        except BadEvidence as bad:
            self._notes.add(bad.reason, bad.detail)

    def _name(self, told: dict[str, str], text: str) -> DefinedName:
        sheet = told.get("localSheetId", "")
        number = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < 6 else -1
        where = self.entries[number].sheet.name if 0 <= number < len(self.entries) else ""
        name = name_as_stored(told.get("name", ""))
        return DefinedName(name=name, text=text, sheet=where, hidden=told.get("hidden", "") in ("1", "true"))

    def _links(self, name: str) -> list[str]:
        """The link to another program that an ``externalLink`` part describes (18.14.3 ddeLink)."""
        service = topic = ""
        items: list[str] = []
        for event in self._events(name):
            if event.kind is Kind.START and event.name == "ddeLink":
                service, topic = event.attributes.get("ddeService", ""), event.attributes.get("ddeTopic", "")
            elif event.kind is Kind.START and event.name == "ddeItem" and len(items) < MOST_LINKS:
                items.append(event.attributes.get("name", ""))
        return dde_links(service, topic, items) if service else []

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """The cells of a sheet."""
        if entry.place:
            yield from sheet_cells(self._events(str(entry.place)), self._notes)

    def shared_texts(self, wanted: frozenset[int]) -> dict[int, str]:
        """Texts of the part ``sharedStrings``."""
        found: dict[int, str] = {}
        if not self._shared:
            self._notes.add(Reason.MISSING, "the table of shared texts is missing")
            return found
        last = max(wanted)
        for number, text in enumerate(string_items(self._events(self._shared), "si")):
            if number in wanted:
                found[number] = text
            if number >= last:
                break
        return found


def _state(event: Event) -> str:
    given = event.attributes.get("state", "").lower()
    return {"hidden": STATES[1], "veryhidden": STATES[2]}.get(given, STATES[0])


def _told(flow: Iterator[Event], names: set[str]) -> Iterator[tuple[Event, str]]:
    """The elements of these names, with the text inside each."""
    start: Event | None = None
    text: list[str] = []
    for event in flow:
        if event.kind is Kind.START and event.name in names:
            start, text = event, []
        elif event.kind is Kind.TEXT and start is not None:
            text.append(event.text)
        elif event.kind is Kind.END and start is not None and event.name == start.name:
            yield start, "".join(text)
            start = None
