"""Workbooks of Excel 5 to 2003: one stream of records ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from mimawari.formats.office.excel.biff_globals import MOST_SHEETS, Globals, read
from mimawari.formats.office.excel.biff_records import BOF, EOF, Record, Records
from mimawari.formats.office.excel.biff_sheet import cells
from mimawari.formats.office.excel.biff_strings import shared
from mimawari.formats.office.excel.gathering import gathered
from mimawari.formats.office.excel.shells import Cell, Entry
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.model import BadEvidence, DefinedName, External, Reason, Sheet

_OLD = {0x0009: 2, 0x0209: 3, 0x0409: 4}
_FORMS = {0x0010: "worksheet", 0x0020: "chart", 0x0040: "macrosheet", 0x0006: "module"}
_DIALOG = 0x10
"""WSBOOL's fDialog."""


def read_biff(stream: BinaryIO, notes: Notes) -> Workbook:
    """All of a ``Workbook`` or ``Book`` stream that matters. What could not be read is in *notes*.

    Raises ``BadEvidence``: encrypted; corrupt where there is no beginning; unsupported for Excel 2 to 4.
    """
    return gathered(_shell(Records(stream), notes), notes)


@dataclass(slots=True)
class _Shell:
    book: Globals
    records: Records
    entries: tuple[Entry, ...]
    names: tuple[DefinedName, ...]
    fields: tuple[str, ...]
    externals: tuple[External, ...]

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """The cells of a sheet."""
        yield from cells(self.book, self.records, int(entry.place), entry.sheet.form == "macrosheet")
        if self.records.is_spent:
            self.book.notes.add(Reason.TOO_LARGE, "more records than are read of one workbook")

    def shared_texts(self, wanted: frozenset[int]) -> dict[int, str]:
        """Texts of the SST."""
        if self.book.shared is None:
            return {}
        found, is_whole = shared(self.records.segments(self.book.shared), wanted)
        if not is_whole:
            self.book.notes.add(Reason.CORRUPT, "the table of shared texts is cut off")
        return found


def _shell(records: Records, notes: Notes) -> _Shell:
    start = _start(records)
    book = read(records, start, notes)
    book.entries = list(_entries(records, book, start))
    return _Shell(book, records, tuple(book.entries), book.defined_names(), book.links.fields(), book.links.externals())


def _start(records: Records) -> Record:
    first = next(records.walk(0), None)
    if first is None or first.number not in (BOF, *_OLD):
        raise BadEvidence(Reason.CORRUPT, "the beginning of the workbook is missing")
    if first.number in _OLD:
        raise BadEvidence(Reason.UNSUPPORTED, f"a workbook of Excel {_OLD[first.number]}")
    return first


def _kind(records: Records, at: int) -> str:
    """What the BOF at *at* says that its sheet is; empty where there is no BOF."""
    data = records.piece(at, 8)
    if len(data) < 8 or data[:2] != struct.pack("<H", BOF):
        return ""
    return _FORMS.get(struct.unpack_from("<H", data, 6)[0], "")


def _entries(records: Records, book: Globals, start: Record) -> Iterator[Entry]:
    """The sheets that are listed, with the form that they have themselves; and those that lie in the stream without a name."""
    listed: set[int] = set()
    for entry in book.entries:
        at = int(entry.place)
        listed.add(at)
        form = _kind(records, at)
        if not form and entry.sheet.form != "chart":
            book.notes.add(Reason.CORRUPT, "a sheet is not where it should be")
        yield replace(entry, sheet=replace(entry.sheet, form=_form(records, at, entry.sheet.form, form)))
    for number, (at, form) in enumerate(_found(records, start)):
        if at not in listed and form in ("worksheet", "macrosheet") and number < MOST_SHEETS:
            yield Entry(Sheet(name="" if at == start.at else f"(unlisted {number})", form=form), at)


def _form(records: Records, at: int, listed: str, own: str) -> str:
    if "macrosheet" in (listed, own):
        return "macrosheet"
    return "dialog" if own == "worksheet" and _is_dialog(records, at) else listed


def _is_dialog(records: Records, at: int) -> bool:
    for count, record in enumerate(records.walk(at)):
        if record.number == 0x0081:
            return bool(int.from_bytes(records.data(record)[:2], "little") & _DIALOG)
        if count > 40 or record.number == EOF:
            return False
    return False


def _found(records: Records, start: Record) -> Iterator[tuple[int, str]]:
    """Every outermost BOF from the start of the stream, to the first record behind an EOF that is none."""
    depth = 0
    for record in records.walk(start.at):
        if record.number == BOF:
            depth += 1
            if depth == 1:
                yield record.at, _kind(records, record.at)
        elif record.number == EOF:
            depth = max(0, depth - 1)
        elif depth == 0:
            return
