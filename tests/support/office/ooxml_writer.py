"""Writes inert OOXML packages (ECMA-376 part 2): documents, workbooks and presentations with whatever parts a test wants."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
VBA_FORM = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"

# The main part and its content type, plain, with macros, and as a template with macros.
_MAIN = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "dotm": ("word/document.xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "xlsm": ("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "xlsb": ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    "pptx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
    "pptm": ("ppt/presentation.xml", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
}


@dataclass(frozen=True)
class Rel:
    """A relation of the part *source* (empty: the package). ``form`` is its last word, or the whole address of its type."""

    source: str
    form: str
    target: str
    external: bool = False
    id: str = ""

    @property
    def type(self) -> str:
        if "://" in self.form:
            return self.form
        base = f"{_PACKAGE}/relationships/metadata" if self.form == "core-properties" else _OFFICE
        return f"{base}/{self.form}"


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 11, 2, 10, 0, 0)), data, compression)
    return out.getvalue()


def package(
    kind: str,
    main: bytes,
    parts: dict[str, bytes] | None = None,
    rels: tuple[Rel, ...] = (),
    types: dict[str, str] | None = None,
    vba: bytes | None = None,
    vba_name: str = "vbaProject.bin",
) -> bytes:
    """A package of *kind* (``docm``, ``xlsx`` ...). *parts* by path; *types* are content types by path."""
    path, content_type = _MAIN[kind]
    folder = path.split("/")[0]
    every = {path: main, **(parts or {})}
    known = {path: content_type, **(types or {})}
    relations = [Rel("", "officeDocument", path), *rels]
    if vba is not None:
        every[f"{folder}/{vba_name}"] = vba
        known[f"{folder}/{vba_name}"] = VBA_TYPE
        relations.append(Rel(path, VBA_FORM, vba_name))
    return zipped({"[Content_Types].xml": _types(known), **_relations(relations), **every})


def _types(known: dict[str, str]) -> bytes:
    rows = "".join(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>" for name, kind in known.items())
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">{defaults}{rows}</Types>'.encode()


def _relations(relations: list[Rel]) -> dict[str, bytes]:
    files: dict[str, list[str]] = {}
    for number, rel in enumerate(relations, 1):
        folder, _, name = rel.source.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        mode = ' TargetMode="External"' if rel.external else ""
        row = f'<Relationship Id="{rel.id or f"rId{number}"}" Type="{rel.type}" Target={quoteattr(rel.target)}{mode}/>'
        files.setdefault(path, []).append(row)
    head = f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
    return {path: f"{head}{''.join(rows)}</Relationships>".encode() for path, rows in files.items()}


def page(*paragraphs: str) -> bytes:
    """A main part of Word: each paragraph is the XML inside of ``w:p``."""
    body = "".join(f"<w:p>{one}</w:p>" for one in paragraphs)
    return f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>'.encode()


def run(text: str) -> str:
    """Text as it is read."""
    return f"<w:r><w:t>{escape(text)}</w:t></w:r>"


def begin() -> str:
    return '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def separate() -> str:
    return '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def end() -> str:
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def instruction(*pieces: str) -> str:
    """A field's code, split over runs."""
    return "".join(f"<w:r><w:instrText>{escape(piece)}</w:instrText></w:r>" for piece in pieces)


def core_properties(**told: str) -> bytes:
    """``docProps/core.xml``: element names with their prefix, ``:`` written as ``_``: ``dc_creator``."""
    rows = "".join(f"<{k.replace('_', ':', 1)}>{escape(v)}</{k.replace('_', ':', 1)}>" for k, v in told.items())
    spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spaces += ' xmlns:dcterms="http://purl.org/dc/terms/"'
    return f'<?xml version="1.0"?><cp:coreProperties {spaces}>{rows}</cp:coreProperties>'.encode()


def encrypted(content: bytes, password: str) -> bytes:
    """The package in a compound file, agile encryption (MS-OFFCRYPTO 2.3.4.10)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
