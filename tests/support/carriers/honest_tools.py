"""What administrators, vendors and firms' own programmers make that fetches, hides or starts something, and is honest."""

from __future__ import annotations

from random import Random

from support.carriers.honest_documents import _book, _edited
from support.carriers.sample import Sample, zipped
from support.carriers.shortcuts import CMD, POWERSHELL
from support.draws import letters
from support.lnk_files import lnk
from support.office.forms_writer import FormControl
from support.office.ooxml_writer import package
from support.office.vba_writer import Source, vba_project
from support.office.word_writer import word_document
from support.onenote_files import one
from support.pdf_files import linked
from support.pe_files import pe

_BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
_WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"


def _workbook(name: str, own: str, module: str = "") -> Sample:
    modules = [Source("ThisWorkbook", own, "document", base=_WORKBOOK), Source("Module1", module)]
    return Sample(name, package("xlsm", _BOOK, vba=vba_project(modules, code_page=932)))


def updating_book(draw: Random) -> Sample:
    """A workbook that fetches its newer self from the firm's server when it is opened."""
    code = (
        'Private Declare PtrSafe Function URLDownloadToFile Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As LongPtr, '
        "ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long\n"
        f'Sub Update()\nurl = "http://fileserver/forms/v{draw.randint(2, 99)}.xlsm"\n'
        'If URLDownloadToFile(0, url, ThisWorkbook.Path & "\\new.xlsm", 0, 0) = 0 Then\n'
        'MsgBox "新しい版を保存しました"\nEnd If\nEnd Sub\n'
    )
    return _workbook("申請書.xlsm", "Private Sub Workbook_Open()\nUpdate\nEnd Sub\n", code)


def starting_book(draw: Random) -> Sample:
    """A workbook that starts the firm's program, without a window, by a path put together."""
    code = (
        'Sub Calc()\nDim sh As Object\nSet sh = CreateObject("WScript.Shell")\n'
        f'sh.Run """" & ThisWorkbook.Path & "\\tools\\{letters(draw, 4, 8)}.exe"" " & Range("A1").Value, 0, True\nEnd Sub\n'
    )
    return _workbook("計算.xlsm", 'Private Sub Workbook_Open()\nRange("A1") = Now\nEnd Sub\n', code)


def mailing_document(draw: Random) -> Sample:
    """A document that prints itself and sends the PDF by Outlook."""
    code = (
        'Sub AutoClose()\nDim ol As Object\nActiveDocument.ExportAsFixedFormat Environ("TEMP") & "\\a.pdf", 17\n'
        f'Set ol = CreateObject("Outlook.Application").CreateItem(0)\nol.Subject = "日報 {draw.randint(1, 31)}"\n'
        'ol.Attachments.Add Environ("TEMP") & "\\a.pdf"\nol.Display\nEnd Sub\n'
    )
    data = word_document([Source("ThisDocument", code, "document")], properties=_edited(draw), code_page=932)
    return Sample("日報.doc", data)


def generated_form(draw: Random) -> Sample:
    """A program's output from a template with a renamed module and ``autoopen``: never edited, with boxes to fill in."""
    moment = 132_500_000_000_000_000 + draw.randint(0, 10**14)
    own: dict[str, object] = {
        "revision": "1",
        "edited": 0,
        "created": moment,
        "saved": moment,
        "code_page": 932,
        "author": "基幹システム",
    }
    code = 'Sub autoopen()\nActiveDocument.Fields.Update\nIf ActiveDocument.ReadOnly Then MsgBox "読み取り専用です"\nEnd Sub\n'
    controls = (FormControl("TextBox1", "氏名を入力してください"), FormControl("ComboBox1", "東京支店", "ComboBox"))
    modules = [Source(draw.choice(("InvoiceForm", "OrderSheet")), code, "document")]
    return Sample("出力.doc", word_document(modules, properties=own, controls=controls, code_page=932))


def plug_in(draw: Random) -> Sample:
    """Excel 4.0 macros that register a vendor's add-in and start the firm's program."""
    name = letters(draw, 4, 8)
    return _book(
        draw,
        {
            "A1": f'=REGISTER("C:\\Program Files\\{name}\\{name}.xll","Calc","BB","Calc",,1)',
            "A2": "=IF(GET.WORKSPACE(2)<5,HALT())",
            "A3": f'=EXEC("{draw.choice(("notepad.exe", "calc.exe", "explorer.exe"))}")',
            "A4": "=RETURN()",
        },
        "$A$1",
    )


def installing(draw: Random) -> Sample:
    """A batch file that sets up a PC: a package manager, controls, shares."""
    lines = (
        "@echo off",
        r"regsvr32 /s ..\lib\control.ocx",
        r"msiexec /i \\filesv01\soft\reader.msi /qn",
        f"winget install --id Example.{letters(draw, 4, 8)} --silent",
        "net use S: \\\\filesv01\\share /persistent:yes",
        r'start "" "C:\Program Files\Example\app.exe"',
    )
    return Sample("setup.bat", "\r\n".join([*draw.sample(lines[1:], 4), "exit /b 0"]).encode())


def fetching_script(draw: Random) -> Sample:
    """An administrator's script that fetches a file of the firm's server and logs it."""
    text = (
        'Set http = CreateObject("MSXML2.XMLHTTP")\r\n'
        f'http.Open "GET", "http://intra.example.local/list{draw.randint(1, 9)}.csv", False\r\nhttp.Send\r\n'
        'Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile("C:\\Data\\list.csv", True)\r\n'
        "f.Write http.responseText\r\nf.Close\r\n"
    )
    return Sample("fetch.vbs", text.encode())


def service_script(draw: Random) -> Sample:
    """PowerShell that asks an API and mails the answer."""
    text = (
        f"$r = Invoke-RestMethod -Uri 'https://api.example.com/v{draw.randint(1, 3)}/status'\r\n"
        "if ($r.state -ne 'ok') { Send-MailMessage -To ops@example.com -From a@example.com -Subject 'state' -SmtpServer mail }\r\n"
        "Get-ChildItem C:\\Logs -Filter *.log | Compress-Archive -DestinationPath C:\\Logs\\old.zip\r\n"
    )
    return Sample("check.ps1", text.encode())


def shortcuts(draw: Random) -> Sample:
    """Shortcuts of developers, of kiosks, to windows of Windows, with long arguments."""
    target, arguments = draw.choice(
        (
            (CMD, r'/k "C:\Program Files\Microsoft Visual Studio\2022\Community\Common7\Tools\VsDevCmd.bat"'),
            (POWERSHELL, r"-NoExit -Command &{Import-Module 'C:\Program Files\Example\Shell.psd1'}"),
            (r"C:\Windows\System32\rundll32.exe", "shell32.dll,Control_RunDLL intl.cpl"),
            (r"C:\Windows\System32\rundll32.exe", "user32.dll,LockWorkStation"),
            (r"C:\Windows\System32\mshta.exe", rf"C:\Tools\{letters(draw, 4, 8)}.hta"),
            (r"C:\Windows\System32\wscript.exe", rf"\\filesv01\scripts\{letters(draw, 4, 8)}.vbs //B"),
            (r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe", "--kiosk https://intra.example.co.jp/signage"),
        )
    )
    link = lnk(target, arguments, description="管理用", folder=r"C:\Tools", machine="pc01")
    return (
        Sample("管理.lnk", link) if draw.random() < 0.6 else Sample("tools.zip", zipped({"管理.lnk": link, "readme.txt": b"tools"}))
    )


def installer(draw: Random) -> Sample:
    """A vendor's archive: a setup program, a library, a manual."""
    manual = linked(["https://www.example.com/support/"])
    files = {
        "setup.exe": pe(library=False, signature=b"x" * 600),
        "lib/tool.dll": pe(exports=["DllRegisterServer"]),
        "manual.pdf": manual,
    }
    return Sample(f"driver_v{draw.randint(1, 9)}.zip", zipped(files))


def mirrors(draw: Random) -> Sample:
    """A script that fetches a package from one of three mirrors and installs it: addresses of a file, and no hiding."""
    version = f"{draw.randint(1, 9)}.{draw.randint(0, 20)}"
    listed = ",".join(f'"https://{host}/pub/tool-{version}.msi"' for host in ("a.example.com", "b.example.org", "c.example.net"))
    text = (
        f'urls = Array({listed})\r\nSet h = CreateObject("MSXML2.XMLHTTP")\r\n'
        'For Each u In urls\r\nh.Open "GET", u, False\r\nh.Send\r\n'
        'Set s = CreateObject("ADODB.Stream")\r\ns.Type = 1 : s.Open : s.Write h.responseBody\r\n'
        's.SaveToFile "C:\\Temp\\tool.msi", 2\r\n'
        'CreateObject("WScript.Shell").Run "msiexec /i C:\\Temp\\tool.msi /qn", 1, True\r\nExit For\r\nNext\r\n'
    )
    return Sample("get.vbs", text.encode())


def self_extracting(draw: Random) -> Sample:
    """How firms in Japan long sent papers: an archive that opens itself."""
    return Sample("見積書.exe", pe(library=False) + zipped({"a.txt": letters(draw, 400, 500).encode()}))


def tips(draw: Random) -> Sample:
    """A help desk's notebook with scripts under plain names, and a page that tells how to use them."""
    files = [
        ("reset.ps1", b"Restart-Service Spooler\r\n"),
        ("share.vbs", b'CreateObject("WScript.Network").MapNetworkDrive "S:", "\\\\sv\\s"\r\n'),
    ]
    return Sample("ヘルプデスク.one", one(files[: draw.randint(1, 2)], ["プリンターが動かないとき", "管理者として実行する"]))
