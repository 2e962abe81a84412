"""Workbooks of the test data of oletools and others. What they hold stands in plain text in the XML one, which was looked into."""

import io
from pathlib import Path

import pytest
from support.office.xlm_shells import zip_parts
from support.public_data import labelled

from mimawari.formats.office.excel import read_biff, read_parts
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.model import BadEvidence, Formula

SAMPLES = [f"excel4_sample_macro.{ending}" for ending in ("xls", "xlt", "xlsm", "xltm", "xlsb")] + [
    "excel4_sample_macro_excel5_format.xls"
]


def read(path: Path, notes: Notes) -> Workbook:
    data = path.read_bytes()
    if data.startswith(b"PK"):
        return read_parts(zip_parts(data), notes)
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        name = "Workbook" if ole.exists("Workbook") else "Book"
        return read_biff(io.BytesIO(ole.openstream(name).read()), notes)


def inert(name: str) -> Path:
    return next(path for label, path in labelled("office_inert").items() if label.startswith(f"oletools/{name}"))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_macro_in_every_shell(name: str) -> None:
    notes = Notes()
    book = read(inert(name), notes)
    assert [(one.name, one.form) for one in book.sheets] == [("Macro1", "macrosheet"), ("Sheet1", "worksheet")]
    assert book.formulas == (
        Formula(sheet="Macro1", cell="A1", text='ALERT("This is a sample Excel 4 macro")', value="FALSE"),
        Formula(sheet="Macro1", cell="A2", text="HALT()", value="TRUE"),
    )
    assert [(one.name, one.text) for one in book.defined_names] == [("_xlnm.Auto_Open", "Macro1!$A$1")]
    assert notes.taken == []


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xlsb"])
def test_a_link_that_would_run_a_program(ending: str) -> None:
    book = read(inert(f"dde-test.{ending}"), Notes())
    assert book.fields == ("cmd|'/c calc.exe'!A1",)


def test_a_hidden_macrosheet_that_joins_texts() -> None:
    path = next(path for label, path in labelled("office_inert").items() if label.startswith("strelka/test.xls"))
    book = read(path, Notes())
    assert (book.sheets[0].form, book.sheets[0].state) == ("macrosheet", "hidden")
    assert [one.text for one in book.formulas] == [
        "GET.WORKBOOK(16)",
        'IF(A1="clean.xls",GET.DOCUMENT(36),HALT())',
        'ALERT(A2&" is editing "&A1)',
    ]


def test_honest_workbooks_have_no_macrosheet_and_are_read_whole() -> None:
    count = 0
    for label in ("office_benign", "office_macro_benign"):
        for path in labelled(label).values():
            if path.suffix not in (".xls", ".xlsx", ".xlsm", ".xlsb", ".xltm", ".xlam") or path.read_bytes()[:2] not in (
                b"PK",
                b"\xd0\xcf",
            ):
                continue
            notes = Notes()
            try:
                book = read(path, notes)
            except (BadEvidence, OSError):
                continue
            count += 1
            assert "macrosheet" not in {one.form for one in book.sheets}, path
            assert notes.taken == [], path
    assert count > 150
