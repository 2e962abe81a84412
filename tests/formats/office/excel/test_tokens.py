"""Tokens of each version, byte by byte as [MS-XLS] 2.5.198, [MS-XLSB] 2.5.97 and OpenOffice.org's document lay them out."""

import struct

import pytest

from mimawari.formats.office.excel.dialects import BIFF8, BIFF12, Dialect, biff5
from mimawari.formats.office.excel.functions import ARGUMENTS, COMMANDS, FUNCTIONS, MACRO_ONLY
from mimawari.formats.office.excel.moving import moved
from mimawari.formats.office.excel.r1c1 import in_a1
from mimawari.formats.office.excel.references import address, column_of, quoted, span
from mimawari.formats.office.excel.tokens import parsed


class Book:
    def name(self, number: int) -> str:
        return {1: "first", 2: "second"}[number]

    def sheets(self, number: int) -> tuple[str, str]:
        return {0: ("Sheet1", "Sheet1"), 1: ("S 1", "S 3")}[number]

    def foreign_name(self, number: int, index: int) -> str:
        return f"foreign{number}.{index}"

    def own_sheet(self, number: int) -> str:
        return f"Sheet{number}"


def text(data: bytes, dialect: Dialect = BIFF8, extra: bytes = b"", row: int = 0, column: int = 0) -> str:
    found = parsed(data, extra, dialect, Book(), row, column)
    assert found.fault == ""
    return found.text


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("1e0500", "5"),
        ("1f000000000000e0bf", "-0.5"),
        ("1d01", "TRUE"),
        ("1c2a", "#N/A"),
        ("1703006122e9", '"a""é"'),
        ("17020142304430", '"あい"'),
        ("24000000c0", "A1"),
        ("2404000380", "$D5"),
        ("440400ff00", "$IV$5"),
        ("250000020000c001c0", "A1:B3"),
        ("4301000000", "first"),
        ("39000005000000", "foreign0.5"),
        ("3a0000010002c0", "Sheet1!C2"),
        ("3a01000100 0200".replace(" ", ""), "'S 1:S 3'!$C$2"),
        ("3b000001000200 02c003c0".replace(" ", ""), "Sheet1!C2:D3"),
        ("2a00000000", "#REF!"),
        ("3c000000000000", "Sheet1!#REF!"),
        ("1e01001e020003", "1+2"),
        ("1e010014", "1%"),
        ("1e01001315", "(-1)"),
        ("1e0100 1902 0300 1e0200 1908 0300 42020100".replace(" ", ""), "IF(1,2)"),
        ("1e0100 1910 0000".replace(" ", ""), "SUM(1)"),
        ("19400100 1e0100".replace(" ", ""), "1"),
        ("1e0100 16 1e0200 42039600".replace(" ", ""), "CALL(1,,2)"),
        ("1e0100 416f00".replace(" ", ""), "CHAR(1)"),
        ("414a00", "NOW()"),
        ("4301000000 1e0100 4202ff00".replace(" ", ""), "first(1)"),
        ("1e0100 42811080".replace(" ", ""), "CLOSE?(1)"),
        ("29 0500 24000000c0".replace(" ", ""), "A1"),
    ],
)
def test_biff8(data: str, shown: str) -> None:
    assert text(bytes.fromhex(data)) == shown


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("170200 6100 6200".replace(" ", ""), '"ab"'),
        ("24 04000000 03c0".replace(" ", ""), "D5"),
        ("25 00000000 ffff0f00 0000 ff3f".replace(" ", ""), "$A$1:$XFD$1048576"),
        ("2302000000", "second"),
        ("3a 0000 01000000 02c0".replace(" ", ""), "Sheet1!C2"),
        ("1819 0000 0000 07000000 0000 0000".replace(" ", ""), "Table7[]"),
    ],
)
def test_biff12(data: str, shown: str) -> None:
    assert text(bytes.fromhex(data), BIFF12) == shown


def test_biff5() -> None:
    dialect = biff5("cp932")
    assert text(b"\x17\x02\x82\xa0", dialect) == '"\u3042"'
    assert text(b"\x24" + struct.pack("<HB", 4 | 0xC000, 3), dialect) == "D5"
    assert text(b"\x23" + struct.pack("<H12x", 2), dialect) == "second"
    assert text(b"\x3a" + struct.pack("<h8xHHHB", -1, 2, 2, 0, 0), dialect) == "Sheet2!$A$1"
    assert text(b"\x39" + struct.pack("<h8xH12x", 1, 3), dialect) == "foreign1.3"
    assert text(b"\x1e\x01\x00\x38\x01\x76", dialect) == "ALERT(1)"


def test_a_shared_formula_is_moved_to_its_cell() -> None:
    assert text(b"\x2c" + struct.pack("<HH", 0xFFFF, 0xC001), row=5, column=2) == "D5"
    assert text(b"\x2d" + struct.pack("<HHHH", 0, 1, 0xC0FF, 0xC000), row=5, column=2) == "B6:C7"


def test_the_cell_that_shares_its_formula() -> None:
    found = parsed(b"\x01" + struct.pack("<HH", 7, 3), b"", BIFF8, Book())
    assert (found.text, found.shared) == ("", (7, 3))
    wide = parsed(b"\x01" + struct.pack("<I", 7), struct.pack("<I", 3), BIFF12, Book())
    assert wide.shared == (7, 3)


def test_a_constant_array() -> None:
    extra = struct.pack("<BH", 1, 1) + b"".join(
        [struct.pack("<Bd", 1, 1.5), b"\x02\x01\x00\x00x", b"\x04\x01" + bytes(7), b"\x10\x07" + bytes(7)]
    )
    assert text(b"\x60" + bytes(7), extra=extra) == '{1.5,"x";TRUE,#DIV/0!}'


# [MS-XLS] 2.5.198.17 and 2.5.198.4; Excel's own XLCALL.H has the same numbers.
def test_numbers_of_functions() -> None:
    assert {number: FUNCTIONS[number] for number in (0, 53, 84, 88, 110, 132, 138, 149, 150, 186, 257, 267, 379, 480)} == {
        0: "COUNT", 53: "GOTO", 84: "ERROR", 88: "SET.NAME", 110: "EXEC", 132: "FOPEN", 138: "FWRITE", 149: "REGISTER", 150: "CALL",
        186: "GET.WORKSPACE", 257: "EVALUATE", 267: "REGISTER.ID", 379: "RTD", 480: "IFERROR",
    }  # fmt: skip
    assert {number: COMMANDS[number] for number in (0, 6, 16, 17, 96, 118, 148, 149)} == {
        0: "BEEP", 6: "FILE.DELETE", 16: "CLOSE", 17: "RUN", 96: "FORMULA", 118: "ALERT", 148: "ON.TIME", 149: "WAIT",
    }  # fmt: skip
    assert (ARGUMENTS["FWRITE"], ARGUMENTS["CHAR"], ARGUMENTS.get("EXEC")) == (2, 1, None)
    assert {"EXEC", "CALL", "FORMULA"} <= MACRO_ONLY
    assert not {"SUM", "IF", "CHAR"} & MACRO_ONLY


def test_addresses() -> None:
    assert [address(0, 0), address(9, 25), address(0, 26), address(1, 255), address(0, 16_383)] == [
        "A1",
        "Z10",
        "AA1",
        "IV2",
        "XFD1",
    ]
    assert [column_of(one) for one in ("A", "z", "AA", "XFD")] == [0, 25, 26, 16_383]
    assert [quoted(one) for one in ("Sheet1", "It's", "A1", "R1C1", "集計")] == ["Sheet1", "'It''s'", "'A1'", "'R1C1'", "集計"]
    assert [span("a", "a"), span("a", "b"), span("a b", "c")] == ["a!", "a:b!", "'a b:c'!"]


def test_a_formula_moved() -> None:
    assert moved("A1+$B$2&C$3&'x y'!$D4&\"A1\"", 2, 1) == "B3+$B$2&D$3&'x y'!$D6&\"A1\""


def test_references_by_number() -> None:
    assert in_a1('CALL(R1C1,RC[-1],R[2]C,"R1C1",Sheet1!R3C4,RC(1))', 4, 2) == 'CALL($A$1,B5,C7,"R1C1",Sheet1!$D$3,RC(1))'
