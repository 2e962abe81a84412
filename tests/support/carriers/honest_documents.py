"""Documents and workbooks of people and of their programs that look most like Emotet's."""

from __future__ import annotations

import zlib
from random import Random

from support.carriers.sample import Sample, zipped
from support.carriers.sheets import Cells
from support.carriers.word import properties
from support.office.biff_writer import workbook_stream
from support.office.forms_writer import FormControl
from support.office.ole_writer import compound_file, property_streams
from support.office.ooxml_writer import package, page, run
from support.office.vba_writer import Source, vba_project
from support.office.word_writer import word_document
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan, xml_parts
from support.office.xlm_writer import zipped as packed
from support.office.xlsb_writer import xlsb_parts

_HELP = "To fill in this form, enter the number of the contract and the name of the department, then press OK. " * 50


def _edited(draw: Random) -> dict[str, object]:
    made = 132_000_000_000_000_000 + draw.randint(0, 10**15)
    return {"code_page": 932, "author": "総務部", "revision": str(draw.randint(2, 80)), "edited": draw.randint(6, 600) * 10**8,
            "created": made, "saved": made + draw.randint(1, 90) * 864 * 10**9}  # fmt: skip


def template(draw: Random) -> Sample:
    """A firm's template of Word with a renamed module and ``autoopen``: it asks for the addressee."""
    code = (
        'Sub autoopen()\nOn Error Resume Next\nDim Ask As String\nAsk = InputBox("宛先を入力してください")\n'
        'ActiveDocument.Bookmarks("Addressee").Range.Text = Replace(Ask, "　", " ")\nEnd Sub\n'
    )
    modules = [Source(draw.choice(("Letterhead", "LetterTemplate", "社用箋")), code, "document"), Source("Module1")]
    return Sample("letter.doc", word_document(modules, properties=_edited(draw), template=True, code_page=932))


def inventory(draw: Random) -> Sample:
    """A help desk's inventory of the PC with WMI, in the open, with a button or at opening."""
    start = draw.choice(("Sub Inventory()", "Sub Document_Open()", "Sub AutoOpen()"))
    code = (
        f'{start}\nDim wmi, one, startup\nSet wmi = GetObject("winmgmts:\\\\.\\root\\cimv2")\n'
        'For Each one In wmi.ExecQuery("Select * From Win32_Process")\nActiveDocument.Tables(1).Rows.Add\n'
        "Selection.TypeText one.Name\nNext\n"
        'Set startup = wmi.Get("Win32_ProcessStartup").SpawnInstance_\nstartup.ShowWindow = 1\nEnd Sub\n'
    )
    modules = [
        Source("ThisDocument", code, "document"),
        Source("modTools", "Sub Clear()\nActiveDocument.Tables(1).Delete\nEnd Sub\n"),
    ]
    return Sample("inventory.doc", word_document(modules, properties=_edited(draw)))


def report(draw: Random) -> Sample:
    """A report that a program made: revision 1, never edited, saved when it was made, with a macro for printing."""
    code = f'Sub AutoOpen()\nActiveDocument.Fields.Update\nApplication.StatusBar = "Report {draw.randint(1, 999)}"\nEnd Sub\n'
    return Sample(
        "report.doc", word_document([Source("ThisDocument", code, "document")], properties=properties(draw), text="月報 " * 300)
    )


def form(draw: Random) -> Sample:
    """A form with five kilobytes of help in it, which the code shows."""
    code = "Sub ShowHelp()\nMsgBox HelpForm.HelpText.Text\nEnd Sub\nSub AutoNew()\nHelpForm.Show\nEnd Sub\n"
    modules = [Source("ThisDocument", "", "document"), Source("modHelp", code), Source("HelpForm", form="form")]
    forms = {"HelpForm": (FormControl("HelpText", _HELP), FormControl("OkButton", form="CommandButton", caption="OK"))}
    data = word_document(modules, properties=_edited(draw), forms=forms, controls=(FormControl("Hint", _HELP[:1500]),))
    return Sample("form.doc", data)


def opener(draw: Random) -> Sample:
    """A workbook that opens the folder of its department, or the help page in the browser."""
    line = draw.choice(
        (
            'Shell "explorer.exe \\\\filesv01\\sales", vbNormalFocus',
            'ThisWorkbook.FollowHyperlink "https://intra.example.co.jp/help/"',
            'CreateObject("WScript.Shell").Run "notepad.exe C:\\Temp\\log.txt"',
            'CreateObject("Outlook.Application").CreateItem(0).Display',
        )
    )
    code = f"Private Sub Workbook_Open()\nOn Error Resume Next\n{line}\nEnd Sub\n"
    own = Source("ThisWorkbook", code, "document", base="0{00020819-0000-0000-C000-000000000046}")
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return Sample("menu.xlsm", package("xlsm", book.encode(), vba=vba_project([own], code_page=932)))


def rates(draw: Random) -> Sample:
    """A workbook that fetches exchange rates by HTTP when a button is pressed."""
    code = (
        'Sub GetRates()\nDim http As Object\nSet http = CreateObject("MSXML2.XMLHTTP")\nhttp.Open "GET", '
        '"https://rates.example.com/daily.csv", False\n'
        f'http.Send\nSheets("Rates").Range("A{draw.randint(1, 9)}").Value = Split(http.responseText, ",")(1)\nEnd Sub\n'
    )
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return Sample("rates.xlsm", package("xlsm", book.encode(), vba=vba_project([Source("Module1", code)])))


def plain(draw: Random) -> Sample:
    """A document of text, with an address of a site and the words of a warning about Emotet."""
    text = "Emotetにご注意ください。「コンテンツの有効化」を押さないでください。URLDownloadToFileA regsvr32 http://www.example.com/wp-content/"
    if draw.random() < 0.5:
        return Sample("notice.doc", word_document(properties=_edited(draw), text="Beware of Emotet: Enable Content. " * 60))
    return Sample("notice.docx", package("docx", page(run(text))))


def _book(draw: Random, macro: Cells, start: str, names: tuple[NamePlan, ...] = ()) -> Sample:
    plan = BookPlan(
        sheets=(SheetPlan("入力", {"A1": "数量", "B1": 3.0}, "worksheet"), SheetPlan("Macro1", macro, "macrosheet", "hidden")),
        names=(
            NamePlan(*(("Auto_Open", f"Macro1!{start}") if names == () else ("Start", f"Macro1!{start}")), built_in=names == ()),
            *names,
        ),
    )
    shell = draw.choice(("xls", "xlsm", "xlsb"))
    if shell == "xls":
        return Sample("計算.xls", compound_file({"Workbook": workbook_stream(plan), **property_streams(**_edited(draw))}))  # type: ignore[arg-type]
    return Sample(f"計算.{shell}", packed(xml_parts(plan) if shell == "xlsm" else xlsb_parts(plan)))


def old_macros(draw: Random) -> Sample:
    """Excel 4.0 macros of the nineties that still serve: they ask, run each other, look at the window."""
    macro: Cells = {
        "A1": '=ALERT("再計算します",2)', "A2": "=IF(GET.WORKSPACE(2)<4,HALT())", "A3": "=RUN(A6)", "A4": "=RETURN()",
        "A6": f'=FORMULA("{draw.randint(1, 99)}",B1)', "A7": '=SET.NAME("Rate",1.1)', "A8": "=RETURN()",
    }  # fmt: skip
    return _book(draw, macro, "$A$1")


def old_tools(draw: Random) -> Sample:
    """An old macro that calls the API for the computer's name and writes a list of it."""
    macro: Cells = {
        "A1": '=REGISTER("kernel32","GetTickCount","J","Ticks",,1,9)', "A2": "=Ticks()",
        "A3": '=FOPEN("C:\\Data\\list.csv",3)', "A4": f'=FWRITELN(A3,"line {draw.randint(1, 99)}")', "A5": "=FCLOSE(A3)",
        "A6": "=RETURN()",
    }  # fmt: skip
    return _book(draw, macro, "$A$1", (NamePlan("Ticks", "0"),))


def filler(draw: Random) -> Sample:
    """A document with megabytes of zeros behind it (a camera's or a pre-allocated file), and a scan of many pages."""
    if draw.random() < 0.5:
        return Sample("scan.doc", word_document(properties=_edited(draw), text="議事録") + bytes(draw.randint(5, 20) << 20))
    picture = b"".join(zlib.adler32(number.to_bytes(4, "big")).to_bytes(4, "big") for number in range(40_000))
    parts = {f"word/media/image{number}.png": b"\x89PNG\r\n\x1a\n" + picture for number in range(draw.randint(2, 5))}
    return Sample("report.docx", package("docx", page(run("報告")), parts=parts))


def in_archive(draw: Random) -> Sample:
    """A zip of a month's papers."""
    inner = [draw.choice((plain, opener, rates))(draw) for _ in range(3)]
    return Sample("202203.zip", zipped({f"{number}_{one.name}": one.data for number, one in enumerate(inner)}))
