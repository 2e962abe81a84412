"""Damaged and hostile workbooks: nothing but BadEvidence is raised, and what is lost is noted."""

import contextlib
import io
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.biff_writer import bof, record, workbook_stream
from support.office.xlm_shells import DictParts, joined, spring_2022
from support.office.xlm_writer import xml_parts
from support.office.xlsb_writer import xlsb_parts

from mimawari.formats.office.excel import read_biff, read_parts
from mimawari.formats.office.excel.dialects import BIFF8, BIFF12, Dialect, biff5
from mimawari.formats.office.excel.folding import folded
from mimawari.formats.office.excel.formula_text import calls, pieces
from mimawari.formats.office.excel.tokens import MOST_TEXT, parsed
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, DefinedName, Formula, Origin, Reason

STREAM = workbook_stream(joined())
FORMULA_AT = STREAM.index(b"\x06\x00", STREAM.index(b"\x09\x08\x10\x00", 8))


class NoBook:
    def name(self, number: int) -> str:
        return f"name{number}"

    def sheets(self, number: int) -> tuple[str, str]:
        return "S", "S"

    def foreign_name(self, number: int, index: int) -> str:
        return "foreign"

    def own_sheet(self, number: int) -> str:
        return "S"


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.binary(max_size=80), st.binary(max_size=20), st.sampled_from([BIFF8, BIFF12, biff5("cp932")]))
def test_any_bytes_are_tokens(data: bytes, extra: bytes, dialect: Dialect) -> None:
    found = parsed(data, extra, dialect, NoBook())
    assert isinstance(found.text, str)


@pytest.mark.parametrize(
    "data",
    [
        b"\x1e\x01\x00" + b"\x15" * 19_000,
        b"\x08" * 1_000,
        b"\x42\x7f\x96\x00" * 1_000,
        b"\x16" * 20_001,
        b"\x17\xff\x00ab",
        b"\x80",
    ],
    ids=["deep", "no operands", "calls in calls", "too many", "cut off", "unknown"],
)
def test_nesting_and_empty_stacks(data: bytes) -> None:
    began = time.process_time()
    found = parsed(data, b"", BIFF8, NoBook())
    assert len(found.text) <= MOST_TEXT
    assert time.process_time() - began < 5


def test_what_was_read_before_an_unknown_token_is_kept() -> None:
    found = parsed(b"\x17\x02\x00hi\x80\x00", b"", BIFF8, NoBook())
    assert (found.text, found.fault) == ('"hi"', "token 0x80")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, len(STREAM) - 1), st.binary(min_size=1, max_size=4))
def test_flipped_bytes_in_a_stream(at: int, flipped: bytes) -> None:
    data = STREAM[:at] + flipped + STREAM[at + len(flipped) :]
    with contextlib.suppress(BadEvidence):
        read_biff(io.BytesIO(data), Notes())


@pytest.mark.parametrize("part", [60, 200, FORMULA_AT + 30, len(STREAM) - 60])
def test_a_stream_that_is_cut_off_says_so_or_keeps_what_was_before(part: int) -> None:
    notes = Notes()
    book = read_biff(io.BytesIO(STREAM[:part]), notes)
    assert notes.taken, book


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_bytes_in_parts(draw: st.DataObject) -> None:
    parts = draw.draw(st.sampled_from([xml_parts(spring_2022()), xlsb_parts(joined())]))
    name = draw.draw(st.sampled_from(sorted(parts)))
    at = draw.draw(st.integers(0, len(parts[name]) - 1))
    flipped = draw.draw(st.binary(min_size=1, max_size=4))
    damaged = {**parts, name: parts[name][:at] + flipped + parts[name][at + len(flipped) :]}
    with contextlib.suppress(BadEvidence):
        read_parts(DictParts(damaged), Notes())


@pytest.mark.parametrize("name", ["xl/workbook.bin", "xl/macrosheets/sheet1.bin"])
def test_a_part_that_is_cut_off_is_noted(name: str) -> None:
    parts = xlsb_parts(joined())
    notes = Notes()
    read_parts(DictParts({**parts, name: parts[name][: len(parts[name]) // 2]}), notes)
    assert notes.taken


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/macrosheets/sheet3.xml"])
def test_xml_that_is_cut_off_is_noted(name: str) -> None:
    parts = xml_parts(spring_2022())
    notes = Notes()
    read_parts(DictParts({**parts, name: parts[name][: len(parts[name]) // 2]}), notes)
    assert notes.taken


def test_a_missing_macrosheet_is_noted() -> None:
    parts = xml_parts(spring_2022())
    del parts["xl/macrosheets/sheet3.xml"]
    notes = Notes()
    read_parts(DictParts(parts), notes)
    assert [reason for reason, _ in notes.taken] == [Reason.MISSING]


def test_a_document_type_is_refused() -> None:
    parts = xml_parts(spring_2022())
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]>' + parts["xl/macrosheets/sheet3.xml"]
    notes = Notes()
    read_parts(DictParts({**parts, "xl/macrosheets/sheet3.xml": bomb}), notes)
    assert [reason for reason, _ in notes.taken] == [Reason.UNSUPPORTED]


def test_an_encrypted_stream_is_not_read() -> None:
    data = bof(5) + record(0x2F, bytes(54)) + STREAM[len(bof(5)) :]
    with pytest.raises(BadEvidence) as bad:
        read_biff(io.BytesIO(data), Notes())
    assert bad.value.reason is Reason.ENCRYPTED


@pytest.mark.parametrize("data", [b"", b"\x09", b"PK\x03\x04" * 20, bytes(4096)])
def test_no_workbook_at_all(data: bytes) -> None:
    with pytest.raises(BadEvidence):
        read_biff(io.BytesIO(data), Notes())


def test_a_macrosheet_that_is_listed_nowhere_is_read() -> None:
    stream = workbook_stream(joined())
    start = stream.index(b"\x85\x00")
    (length,) = struct.unpack_from("<H", stream, start + 2)
    # The list's first entry becomes a record that means nothing.
    hidden = stream[:start] + b"\xff\x0f" + stream[start + 2 : start + 4 + length] + stream[start + 4 + length :]
    book = read_biff(io.BytesIO(hidden), Notes())
    assert any(one.text.startswith("EXEC(") for one in book.formulas)


def test_patterns_take_linear_time() -> None:
    began = time.process_time()
    for text in (
        "'" * 60_000,
        '"' * 60_001,
        "a" * 60_000,
        "A1:" * 20_000,
        "a." * 30_000,
        "((" * 30_000,
        "1" * 60_000,
        "'x" * 30_000,
    ):
        pieces(text)
        calls(text)
    assert time.process_time() - began < 10


def formula(cell: str, text: str, value: str = "") -> Formula:
    return Formula(sheet="M", cell=cell, text=text, value=value)


def test_rings_and_towers_of_cells_end() -> None:
    began = time.process_time()
    ring = [formula("A1", "A2&A3"), formula("A2", "A1&A3"), formula("A3", "A1&A2")]
    towers = [formula(f"B{row}", f"B{row + 1}&B{row + 1}") for row in range(1, 200)] + [formula("B200", "", "x" * 100)]
    brackets = [formula("C1", "(" * 20_000), formula("C2", "EXEC(" * 5_000), formula("C3", "A1&" * 10_000)]
    names = [DefinedName(name=f"n{number}", text=f"n{number + 1}&n{number + 1}") for number in range(100)]
    wide = [formula("D1", "", "y" * 60_000), *(formula(f"E{row}", "EXEC(" + "D1&" * 9_000 + "D1)") for row in range(1, 50))]
    found = folded([*ring, *towers, *brackets, *wide, formula("F1", "EXEC(n0)")], names, {})
    assert time.process_time() - began < 20
    assert max(len(one.folded) for one in found) < 1 << 20


def test_joining_has_an_end_that_is_told() -> None:
    cells = [Formula(sheet="m", cell=f"A{row}", text="&".join(['"a"'] * 10_000)) for row in range(1, 101)]
    notes, begun = Notes(), time.process_time()
    found = folded(cells, (), {}, notes)
    assert time.process_time() - begun < 15
    assert found[0].folded == f'"{"a" * 10_000}"'
    assert not found[-1].folded
    assert [(gap.reason, gap.detail) for gap in notes.gaps(Origin("s", "l"))] == [
        (Reason.TOO_LARGE, "formulas too long or too many to be put together")
    ]
    notes = Notes()
    assert all(one.folded for one in folded(cells[:10], (), {}, notes))
    assert not list(notes.gaps(Origin("s", "l")))
