"""The first part of a workbook stream: its sheets, its names, what it links to ([MS-XLS] 2.1.7.20.3)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from mimawari.formats.office.excel.biff_links import Links
from mimawari.formats.office.excel.biff_records import Record, Records
from mimawari.formats.office.excel.biff_strings import unbroken
from mimawari.formats.office.excel.dialects import BIFF8, Dialect, biff5
from mimawari.formats.office.excel.shells import Entry, name_as_stored
from mimawari.formats.office.excel.tokens import parsed
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, DefinedName, Reason, Sheet
from mimawari.trees.faults import parsing

MOST_SHEETS = 2_000
MOST_NAMES = 65_535

_STATES = ("visible", "hidden", "very-hidden")
_FORMS = {0: "worksheet", 1: "macrosheet", 2: "chart", 6: "module"}
_BUILT_IN = (
    "Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria", "Print_Area", "Print_Titles", "Recorder",
    "Data_Form", "Auto_Activate", "Auto_Deactivate", "Sheet_Title", "_FilterDatabase",
)  # fmt: skip


@dataclass(slots=True)
class _Name:
    name: str
    flags: int
    sheet: int
    tokens: bytes
    extra: bytes


@dataclass(slots=True)
class Globals:
    """The workbook's own records. It is the :class:`~mimawari.formats.office.excel.tokens.Book` of its formulas."""

    notes: Notes
    dialect: Dialect = BIFF8
    entries: list[Entry] = field(default_factory=list)
    links: Links = field(default_factory=Links)
    shared: Record | None = None
    _names: list[_Name] = field(default_factory=list)

    def name(self, number: int) -> str:
        """A defined name by its number from 1."""
        return self._names[number - 1].name if 0 < number <= len(self._names) else "#NAME?"

    def sheets(self, number: int) -> tuple[str, str]:
        """What an entry of EXTERNSHEET means: sheets of this book, or those of another one with its name before them."""
        if self.dialect.version == 5:
            name = self.links.old_sheet(number)
            return name, name
        book, first, last = self.links.reference(number)
        if book is None or not book.is_own:
            where = f"[{book.target}]" if book else "#REF"
            return where, where
        return self.own_sheet(first), self.own_sheet(last)

    def foreign_name(self, number: int, index: int) -> str:
        """A name of another book, a registered function, an item of a link; or one of this book."""
        book = self.links.old_book(number) if self.dialect.version == 5 else self.links.reference(number)[0]
        if book is None or (book.is_own and not book.names):
            return self.name(index)
        return book.named(index)

    def own_sheet(self, number: int) -> str:
        """The name of a sheet of this book."""
        return self.entries[number].sheet.name if 0 <= number < len(self.entries) else "#REF"

    def defined_names(self) -> tuple[DefinedName, ...]:
        """All names, with their texts."""
        return tuple(map(self._defined, self._names))

    def _defined(self, one: _Name) -> DefinedName:
        found = parsed(one.tokens, one.extra, self.dialect, self)
        if found.fault:
            self.notes.add(Reason.CORRUPT, f"a formula could not be read to its end ({found.fault})")
        sheet = self.own_sheet(one.sheet - 1) if one.sheet else ""
        return DefinedName(name=one.name, text=found.text, sheet=sheet, hidden=bool(one.flags & 1))


def read(records: Records, start: Record, notes: Notes) -> Globals:
    """The records from the first BOF *start* to its EOF. Raises ``BadEvidence`` encrypted where the stream is.

    A single sheet without a workbook around it (dt 0x10 or 0x40) has none of these: its records follow at once.
    """
    found = Globals(notes)
    if struct.unpack_from("<H", records.data(start).ljust(2, b"\0"))[0] != 0x0600:
        found.dialect = biff5("cp1252")
    for record in records.walk(start.next):
        if record.number == 0x000A:
            break
        handler = _HANDLERS.get(record.number)
        if handler:
            try:
                with parsing("a record of the workbook"):
                    handler(found, records, record)
            except BadEvidence as bad:
                if bad.reason is Reason.ENCRYPTED:
                    raise
                notes.of(bad, "Excel")
    return found


def _code_page(found: Globals, records: Records, record: Record) -> None:
    (number,) = struct.unpack_from("<H", records.data(record))
    if found.dialect.version == 5:
        found.dialect = biff5(python_code_page(number))
        found.links.code_page = found.dialect.code_page


def python_code_page(number: int) -> str:
    """What Python calls a code page of Windows; ``cp1252`` where it knows none of that number."""
    name = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 1200: "utf-16-le"}.get(number, f"cp{number}")
    try:
        b"".decode(name)
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _encrypted(_found: Globals, _records: Records, _record: Record) -> None:
    raise BadEvidence(Reason.ENCRYPTED, "the workbook is encrypted")


def _sheet(found: Globals, records: Records, record: Record) -> None:
    if len(found.entries) >= MOST_SHEETS:
        found.notes.add(Reason.TOO_LARGE, f"more than {MOST_SHEETS} sheets")
        return
    data = records.data(record)
    place, state, form, count = struct.unpack_from("<IBBB", data)
    name, _ = unbroken(data, 7, count, _old(found))
    sheet = Sheet(name=name, form=_FORMS.get(form, "worksheet"), state=_STATES[min(state & 3, 2)])
    found.entries.append(Entry(sheet, place))


def _old(found: Globals) -> str:
    return found.dialect.code_page if found.dialect.version == 5 else ""


def _name(found: Globals, records: Records, record: Record) -> None:
    if len(found._names) >= MOST_NAMES:
        found.notes.add(Reason.TOO_LARGE, f"more than {MOST_NAMES} names")
        return
    # An entry that cannot be read keeps its place: formulas count names.
    one = _Name("#NAME?", 0, 0, b"", b"")
    found._names.append(one)
    data = records.joined(record)
    one.flags, _key, count, length, _, one.sheet = struct.unpack_from("<HBBHHH", data)
    name, at = unbroken(data, 14, count, _old(found))
    one.name = _built_in(name) if one.flags & 0x20 else name_as_stored(name)
    one.tokens, one.extra = data[at : at + length], data[at + length :]


def _built_in(name: str) -> str:
    """Excel looks at the first character only: what stands behind it is kept."""
    number = ord(name[0]) if name else len(_BUILT_IN)
    return f"_xlnm.{_BUILT_IN[number]}{name[1:]}" if number < len(_BUILT_IN) else name


def _book(found: Globals, records: Records, record: Record) -> None:
    found.links.add_book(records.joined(record))


def _foreign(found: Globals, records: Records, record: Record) -> None:
    found.links.add_name(records.joined(record), _old(found))


def _references(found: Globals, records: Records, record: Record) -> None:
    found.links.add_references(records.joined(record), _old(found))


def _shared(found: Globals, _records: Records, record: Record) -> None:
    found.shared = record


_HANDLERS: dict[int, Callable[[Globals, Records, Record], None]] = {
    0x0042: _code_page, 0x002F: _encrypted, 0x0085: _sheet, 0x0018: _name, 0x01AE: _book, 0x0023: _foreign, 0x0017: _references,
    0x00FC: _shared,
}  # fmt: skip
