"""The stream's own ways: texts over several records, shared formulas, names that Excel keeps as numbers, links."""

import io
import struct

import pytest
from support.office.biff_writer import bof, record, workbook_stream
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan

from mimawari.formats.office.excel import read_biff
from mimawari.formats.office.excel.biff_links import _plain
from mimawari.formats.office.excel.biff_sheet import rk
from mimawari.formats.office.excel.biff_strings import Segments, shared, text
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.model import Reason


def read(data: bytes) -> tuple[Workbook, Notes]:
    notes = Notes()
    return read_biff(io.BytesIO(data), notes), notes


def sheet(*records: bytes) -> bytes:
    """A stream with one macrosheet ``M`` of these records."""
    empty = workbook_stream(BookPlan((SheetPlan("M"),)))
    return empty[: -len(record(0x0A))] + b"".join(records) + record(0x0A)


def cell(row: int, column: int) -> bytes:
    return struct.pack("<HHH", row, column, 0)


def formula(row: int, column: int, tokens: bytes, result: bytes = struct.pack("<d", 0)) -> bytes:
    return record(6, cell(row, column) + result + struct.pack("<HIH", 0, 0, len(tokens)) + tokens)


def test_a_text_goes_on_in_another_record_in_another_width() -> None:
    """[MS-XLS] 2.5.293: after the break a byte of flags says whether the rest has one byte a character or two."""
    first = struct.pack("<HB", 6, 0) + b"ab"
    assert text(Segments([first, b"\x01" + "あい".encode("utf-16-le"), b"\x00cd"])) == "abあいcd"


def test_the_table_of_texts_over_records() -> None:
    rich = struct.pack("<HBHI", 2, 0x0D, 1, 3) + "値段".encode("utf-16-le") + bytes(4) + bytes(3)
    plain = struct.pack("<HB", 5, 0) + b"hello"
    data = struct.pack("<II", 3, 3) + rich + plain[:5]
    assert shared([data, b"\x00" + plain[5:] + plain], frozenset({0, 1, 2})) == ({0: "値段", 1: "hello", 2: "hello"}, True)
    assert shared([data, b"\x00" + plain[5:]], frozenset({0, 2})) == ({0: "値段"}, False)


def test_a_shared_formula() -> None:
    tokens = b"\x4c" + struct.pack("<HH", 0, 0xC0FF) + b"\x17\x01\x00x\x08"
    share = record(0x4BC, struct.pack("<HHBBBBH", 0, 1, 1, 1, 0, 2, len(tokens)) + tokens)
    pointer = b"\x01" + struct.pack("<HH", 0, 1)
    book, notes = read(sheet(formula(0, 1, pointer), share, formula(1, 1, pointer)))
    assert [(one.cell, one.text) for one in book.formulas] == [("B1", 'A1&"x"'), ("B2", 'A2&"x"')]
    assert notes.taken == []
    book, notes = read(sheet(formula(0, 1, pointer)))
    assert [reason for reason, _ in notes.taken] == [Reason.CORRUPT]


def test_an_array_formula_with_a_saved_text() -> None:
    tokens = b"\x17\x02\x00hi"
    array = record(0x221, struct.pack("<HHBBHIH", 2, 2, 0, 0, 0, 0, len(tokens)) + tokens)
    saved = record(0x207, struct.pack("<HB", 2, 0) + b"hi")
    text_follows = bytes(6) + b"\xff\xff"
    book, notes = read(sheet(formula(2, 0, b"\x01" + struct.pack("<HH", 2, 0), text_follows), array, saved))
    assert [(one.cell, one.text, one.value) for one in book.formulas] == [("A3", '"hi"', "hi")]
    assert notes.taken == []


def test_charts_in_a_sheet_do_not_end_it() -> None:
    chart = bof(0x20) + formula(9, 9, b"\x1e\x01\x00") + record(0x0A)
    book, _ = read(sheet(chart, formula(0, 0, b"\x42\x00\x36\x00")))
    assert [(one.cell, one.text) for one in book.formulas] == [("A1", "HALT()")]


def test_a_length_that_lies_is_noted() -> None:
    book, notes = read(sheet(record(6, cell(0, 0) + bytes(8) + struct.pack("<HIH", 0, 0, 60_000) + b"\x17\x02\x00hi")))
    assert [one.text for one in book.formulas] == ['"hi"']
    assert notes.taken == [(Reason.CORRUPT, "a formula could not be read to its end (cut off)")]


def test_junk_behind_the_number_of_a_built_in_name_is_kept() -> None:
    data = workbook_stream(BookPlan((SheetPlan("M", {"A1": "=HALT()"}),), (NamePlan("Auto_Open", "M!$A$1", built_in=True),)))
    at = data.index(b"\x18\x00")
    (length,) = struct.unpack_from("<H", data, at + 2)
    body = bytearray(data[at + 4 : at + 4 + length])
    body[3] = 3
    longer = bytes(body[:15]) + "\x01zz".encode("utf-16-le") + bytes(body[17:])
    moved = data[:at] + record(0x18, longer) + data[at + 4 + length :]
    book, _ = read(moved)
    assert [(one.name, one.text) for one in book.defined_names] == [("_xlnm.Auto_Openzz", "M!$A$1")]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("\x01\x01Ctemp\x03a.xls", "C:\\temp\\a.xls"),
        ("\x01\x01@server\x03share\x03a.xls", "\\\\server\\share\\a.xls"),
        ("\x01\x02temp\x03a.xls", "\\temp\\a.xls"),
        ("\x01\x04a.xls", "..\\a.xls"),
        ("\x01\x05\x19http://example.com/a.xls", "http://example.com/a.xls"),
        ("a.xls", "a.xls"),
    ],
)
def test_paths_of_other_workbooks(path: str, shown: str) -> None:
    assert _plain(path) == shown


# [MS-XLS] 2.5.217: bit 0 divides by a hundred, bit 1 says that it is a whole number of 30 bits.
@pytest.mark.parametrize(
    ("value", "number"), [(0x3FF00000, 1.0), (0x3FF00001, 0.01), (0x0000000A, 2.0), (0xFFFFFFFE, -1.0), (0x04D3, 3.08)]
)
def test_short_numbers(value: int, number: float) -> None:
    assert rk(value) == pytest.approx(number)
