"""A workbook in BIFF12 ([MS-XLSB] 2.1.7.62 Workbook, 2.1.7.24 External Link)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from mimawari.formats.office.excel.dialects import BIFF12
from mimawari.formats.office.excel.opened_parts import MOST_NAMES, MOST_SHEETS, STATES, Relations, entries, part
from mimawari.formats.office.excel.shells import Cell, Entry, dde_links, name_as_stored
from mimawari.formats.office.excel.tokens import parsed
from mimawari.formats.office.excel.xlsb_cells import sheet_cells
from mimawari.formats.office.excel.xlsb_records import formula, records, wide
from mimawari.formats.office.parts import Notes, Parts
from mimawari.model import DefinedName, External, Reason

MOST_LINKS = 2_000
_END_BOOK = 132
_SELF, _SAME, _ADDIN, _FILE = "self", "same", "add-in", "file"

_Raw = tuple[str, int, int, bytes, bytes]


class BinaryShell:
    """What the workbook part says, at once; sheets when they are asked for. It is the ``Book`` of its formulas."""

    externals: tuple[External, ...] = ()
    """The relations say it: whoever reads these has them already."""

    def __init__(self, parts: Parts, main: str, relations: Relations, notes: Notes) -> None:
        self._parts, self._notes, self._relations = parts, notes, relations
        self._sheets: list[tuple[str, str, str]] = []
        self._raw: list[_Raw] = []
        self._books: list[tuple[str, str]] = []
        self._references: list[tuple[int, int, int]] = []
        self._links: dict[str, tuple[str, str, list[str]]] = {}
        last = 0
        for last, data in records(part(parts, main, notes) or b""):
            handler = _HANDLERS.get(last)
            if handler:
                self._try(handler, data)
        if last != _END_BOOK:
            notes.add(Reason.CORRUPT, "the workbook is cut off")
        self.entries: tuple[Entry, ...] = entries(self._sheets, relations, parts, notes)
        for link in relations.links[:MOST_LINKS]:
            self._links[link] = _link(part(parts, link, notes) or b"", notes)
        self.names = tuple(map(self._name, self._raw))
        self.fields = tuple(dict.fromkeys(field for one in self._links.values() if one[0] for field in dde_links(*one)))

    def _try(self, handler: Callable[[BinaryShell, memoryview], None], data: memoryview) -> None:
        try:
            handler(self, data)
        except struct.error:
            self._notes.add(Reason.CORRUPT, "a record of the workbook is cut off")

    def _name(self, raw: _Raw) -> DefinedName:
        name, flags, sheet, tokens, extra = raw
        found = parsed(tokens, extra, BIFF12, self)
        if found.fault:
            self._notes.add(Reason.CORRUPT, f"a formula could not be read to its end ({found.fault})")
        where = self.own_sheet(sheet) if sheet != 0xFFFFFFFF else ""
        return DefinedName(name=name, text=found.text, sheet=where, hidden=bool(flags & 1))

    def name(self, number: int) -> str:
        """A defined name by its number from 1."""
        return self._raw[number - 1][0] if 0 < number <= len(self._raw) else "#NAME?"

    def own_sheet(self, number: int) -> str:
        """A sheet by its number from 0."""
        return self._sheets[number][0] if 0 <= number < len(self._sheets) else "#REF"

    def sheets(self, number: int) -> tuple[str, str]:
        """What an entry of BrtExternSheet means."""
        if not 0 <= number < len(self._references):
            return "#REF", "#REF"
        book, first, last = self._references[number]
        form = self._books[book][0] if book < len(self._books) else ""
        if form == _FILE:
            return f"[{book}]", f"[{book}]"
        return self.own_sheet(first), self.own_sheet(last)

    def foreign_name(self, number: int, index: int) -> str:
        """A name of another book, an item of a link; a name of this book where the entry leads here."""
        book = self._references[number][0] if 0 <= number < len(self._references) else -1
        form, one = self._books[book] if 0 <= book < len(self._books) else ("", "")
        if form != _FILE:
            return self.name(index)
        service, topic, items = self._links.get(self._relations.by_id.get(one, ("", ""))[1], ("", "", []))
        item = items[index - 1] if 0 < index <= len(items) else "#NAME?"
        return dde_links(service, topic, [item])[0] if service else f"[{book}]!{item}"

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """The cells of a sheet."""
        if entry.place:
            data = part(self._parts, str(entry.place), self._notes)
            if data is not None:
                yield from sheet_cells(data, self, self._notes)

    def shared_texts(self, wanted: frozenset[int]) -> dict[int, str]:
        """Texts of the part of shared strings: BrtSSTItem, a byte of flags before the text."""
        found: dict[int, str] = {}
        name = self._relations.shared
        last, at = max(wanted), 0
        for number, data in records((part(self._parts, name, self._notes) if name else None) or b""):
            if number != 19:
                continue
            if at in wanted:
                try:
                    found[at] = wide(data, 1)[0]
                except struct.error:
                    self._notes.add(Reason.CORRUPT, "a shared text is cut off")
            at += 1
            if at > last:
                return found
        self._notes.add(Reason.CORRUPT, "the table of shared texts is cut off")
        return found

    def add_sheet(self, data: memoryview) -> None:
        """BrtBundleSh; what tests of Excel 2007 wrote has four bytes more before the id."""
        (state,) = struct.unpack_from("<I", data)
        try:
            one, name = _two(data, 8)
        except struct.error:
            one, name = _two(data, 12)
        if len(self._sheets) < MOST_SHEETS:
            self._sheets.append((name, STATES[min(state, 2)], one))
        else:
            self._notes.add(Reason.TOO_LARGE, f"more than {MOST_SHEETS} sheets")

    def add_name(self, data: memoryview) -> None:
        """BrtName. One that cannot be read keeps its place: formulas count names."""
        if len(self._raw) >= MOST_NAMES:
            self._notes.add(Reason.TOO_LARGE, f"more than {MOST_NAMES} names")
            return
        self._raw.append(("#NAME?", 0, 0xFFFFFFFF, b"", b""))
        flags, _, sheet = struct.unpack_from("<IBI", data)
        name, at = wide(data, 9)
        if flags & 0x20 and not name.lower().startswith("_xlnm."):
            name = f"_xlnm.{name}"
        tokens, extra = formula(data, at)
        self._raw[-1] = name_as_stored(name), flags, sheet, tokens, extra

    def add_references(self, data: memoryview) -> None:
        """BrtExternSheet: book, first sheet, last sheet."""
        (count,) = struct.unpack_from("<I", data)
        whole = min(count, (len(data) - 4) // 12, 65_535)
        self._references.extend(struct.iter_unpack("<Iii", data[4 : 4 + 12 * whole]))

    def add_book(self, form: str, data: memoryview) -> None:
        """BrtSupSelf, BrtSupSame, BrtSupAddin, BrtSupBookSrc."""
        if len(self._books) < 65_535:
            self._books.append((form, ""))
            if form == _FILE:
                self._books[-1] = form, wide(data, 0)[0]


def _two(data: memoryview, at: int) -> tuple[str, str]:
    first, at = wide(data, at)
    return first, wide(data, at)[0]


_HANDLERS: dict[int, Callable[[BinaryShell, memoryview], None]] = {
    156: BinaryShell.add_sheet,
    39: BinaryShell.add_name,
    362: BinaryShell.add_references,
    355: lambda shell, data: shell.add_book(_FILE, data),
    357: lambda shell, data: shell.add_book(_SELF, data),
    358: lambda shell, data: shell.add_book(_SAME, data),
    667: lambda shell, data: shell.add_book(_ADDIN, data),
}


def _link(data: bytes, notes: Notes) -> tuple[str, str, list[str]]:
    """Service, topic and items of a link to another program (BrtBeginSupBook with sbt 1); of a file, only its names."""
    service = topic = ""
    items: list[str] = []
    try:
        for number, content in records(data):
            if number == 360 and struct.unpack_from("<H", content)[0] == 1:
                service, at = wide(content, 2)
                topic, _ = wide(content, at)
            elif number == 577 and len(items) < MOST_LINKS:
                items.append(wide(content, 0)[0])
    except struct.error:
        notes.add(Reason.CORRUPT, "a link is cut off")
    return service, topic, items
