"""Plans of workbooks with Excel 4.0 macros, all inert, and their formulas taken apart, for the writers of each shell.

The compiler knows the forms that macros of the field have: calls, texts, numbers, cells, areas, names, operators, brackets.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class SheetPlan:
    """``cells``: address → formula (``=...``), text, or number. ``saved``: address → the text that was saved with a formula."""

    name: str
    cells: dict[str, str | float] = field(default_factory=dict)
    form: str = "macrosheet"
    state: str = "visible"
    saved: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NamePlan:
    """``built_in``: stored as Excel stores its own (``Auto_Open``)."""

    name: str
    text: str
    sheet: str = ""
    hidden: bool = False
    built_in: bool = False


@dataclass(frozen=True)
class BookPlan:
    """``links``: service, topic, item of a DDE link."""

    sheets: tuple[SheetPlan, ...]
    names: tuple[NamePlan, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Op:
    """One token: ``string number boolean missing reference area name binary unary bracket call``."""

    kind: str
    text: str = ""
    count: int = 0


_TOKEN = re.compile(
    r"""\s*("(?:[^"]|"")*"|\d+(?:\.\d+)?|(?:(?:'[^']+'|[A-Za-z_][\w.]*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?(?![\w(.])|[A-Za-z_][\w.]*|<=|>=|<>|[-+*/^&<>=(),%])"""
)
_STRENGTH = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


def compiled(text: str) -> list[Op]:
    """A formula, without ``=``, in reverse Polish notation."""
    words: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        assert found, text[at:]
        words.append(found[1])
        at = found.end()
    parser = _Parser(words)
    parser.expression(0)
    assert not parser.words, parser.words
    return parser.ops


class _Parser:
    def __init__(self, words: list[str]) -> None:
        self.words = words[::-1]
        self.ops: list[Op] = []

    def peek(self) -> str:
        return self.words[-1] if self.words else ""

    def expression(self, strength: int) -> None:
        self.operand()
        while _STRENGTH.get(self.peek(), 0) > strength:
            operator = self.words.pop()
            self.expression(_STRENGTH[operator])
            self.ops.append(Op("binary", operator))

    def operand(self) -> None:
        word = self.words.pop()
        if word == "-":
            self.operand()
            self.ops.append(Op("unary", word))
        elif word == "(":
            self.expression(0)
            assert self.words.pop() == ")"
            self.ops.append(Op("bracket"))
        elif self.peek() == "(" and re.match(r"[A-Za-z_]", word):
            self.call(word)
        else:
            self.ops.append(_leaf(word))

    def call(self, name: str) -> None:
        self.words.pop()
        at, count = len(self.ops), 0
        while self.peek() != ")":
            count += 1
            if self.peek() == ",":
                self.ops.append(Op("missing"))
            else:
                self.expression(0)
            if self.peek() == ",":
                self.words.pop()
                if self.peek() == ")":
                    self.ops.append(Op("missing"))
                    count += 1
        self.words.pop()
        self.ops.append(Op("call", name, count))
        # A name that is called stands before its arguments.
        self.ops.insert(at, Op("callee", name))


def _leaf(word: str) -> Op:
    if word.startswith('"'):
        return Op("string", word[1:-1].replace('""', '"'))
    if word[0].isdigit():
        return Op("number", word)
    if word.upper() in ("TRUE", "FALSE"):
        return Op("boolean", word.upper())
    if re.fullmatch(r"(?:.*!)?\$?[A-Za-z]{1,3}\$?\d+", word):
        return Op("reference", word)
    return Op("area" if re.fullmatch(r"(?:.*!)?\$?[A-Za-z]{1,3}\$?\d+:\$?[A-Za-z]{1,3}\$?\d+", word) else "name", word)


def placed(address: str) -> tuple[str, int, int, bool, bool]:
    """Sheet, row and column from 0, and whether row and column go along, of an address."""
    sheet, _, cell = address.rpartition("!")
    found = re.fullmatch(r"(\$?)([A-Za-z]+)(\$?)(\d+)", cell)
    assert found
    column = 0
    for letter in found[2].upper():
        column = column * 26 + ord(letter) - 64
    return sheet.strip("'"), int(found[4]) - 1, column - 1, not found[3], not found[1]


def ordered(cells: dict[str, str | float]) -> list[tuple[int, int, str, str | float]]:
    """By rows, then by columns: row, column, address, content."""
    return sorted((placed(address)[1], placed(address)[2], address, content) for address, content in cells.items())


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2022, 3, 3, 11, 22, 32)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(rows: list[tuple[str, str, str]]) -> bytes:
    """Id, type, target."""
    inside = "".join(f'<Relationship Id="{one}" Type="{form}" Target="{target}"/>' for one, form, target in rows)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'.encode()


def sheet_relations(plan: BookPlan, ending: str) -> list[tuple[str, str, str]]:
    """The sheets and links of a plan as relations of its workbook part."""
    rows = []
    for number, sheet in enumerate(plan.sheets, 1):
        form, folder = (MACRO, "macrosheets") if sheet.form == "macrosheet" else (f"{BASE}/worksheet", "worksheets")
        rows.append((f"rId{number}", form, f"{folder}/sheet{number}.{ending}"))
    rows += [(f"link{number}", f"{BASE}/externalLink", f"externalLinks/externalLink{number}.{ending}")
             for number in range(1, len(plan.links) + 1)]  # fmt: skip
    return rows


def xml_parts(plan: BookPlan) -> dict[str, bytes]:
    """The plan as the parts of an ``.xlsm``."""
    rows = sheet_relations(plan, "xml")
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
        ).encode(),
        "_rels/.rels": relations([("rId1", f"{BASE}/officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": relations(rows),
        "xl/workbook.xml": _xml_book(plan).encode(),
    }
    for sheet, (_, _, target) in zip(plan.sheets, rows, strict=False):
        parts[f"xl/{target}"] = _xml_sheet(sheet).encode()
    for number, (service, topic, item) in enumerate(plan.links, 1):
        parts[f"xl/externalLinks/externalLink{number}.xml"] = (
            f'<externalLink xmlns="{MAIN}"><ddeLink ddeService={quoteattr(service)} ddeTopic={quoteattr(topic)}><ddeItems>'
            f"<ddeItem name={quoteattr(item)}/></ddeItems></ddeLink></externalLink>"
        ).encode()
    return parts


def _xml_book(plan: BookPlan) -> str:
    states = {"hidden": ' state="hidden"', "very-hidden": ' state="veryHidden"'}
    sheets = "".join(f'<sheet name={quoteattr(one.name)} sheetId="{number}" r:id="rId{number}"{states.get(one.state, "")}/>'
                     for number, one in enumerate(plan.sheets, 1))  # fmt: skip
    where = {one.name: number for number, one in enumerate(plan.sheets)}
    names = "".join(
        f"<definedName name={quoteattr(('_xlnm.' if one.built_in else '') + one.name)}"
        + (' hidden="1"' if one.hidden else "")
        + (f' localSheetId="{where[one.sheet]}"' if one.sheet else "")
        + f">{escape(one.text)}</definedName>"
        for one in plan.names
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{BASE}"><sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>'


def _xml_sheet(sheet: SheetPlan) -> str:
    root = "xm:macrosheet" if sheet.form == "macrosheet" else "worksheet"
    rows = "".join(
        f'<row r="{row + 1}">{_xml_cell(sheet, address, content)}</row>' for row, _, address, content in ordered(sheet.cells)
    )
    return f'<{root} xmlns="{MAIN}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData>{rows}</sheetData></{root}>'


def _xml_cell(sheet: SheetPlan, address: str, content: str | float) -> str:
    if not isinstance(content, str):
        return f'<c r="{address}"><v>{content}</v></c>'
    if not content.startswith("="):
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(content)}</t></is></c>'
    saved = sheet.saved.get(address)
    value = f"<v>{escape(saved)}</v>" if saved is not None else "<v>0</v>"
    return f'<c r="{address}" t="{"b" if saved is None else "str"}"><f>{escape(content[1:])}</f>{value}</c>'
