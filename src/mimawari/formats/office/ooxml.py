"""Documents of Office 2007 and later: a zip package of XML parts (ECMA-376), with macros in binary ones (MS-OFFMACRO2)."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import taken
from mimawari.formats.budget import Budget
from mimawari.formats.office.decrypt import opened_with
from mimawari.formats.office.excel import read_parts
from mimawari.formats.office.odf import is_open_document
from mimawari.formats.office.ooxml_inside import Contents, read_contents
from mimawari.formats.office.ooxml_macros import read_macros, vba_part
from mimawari.formats.office.ooxml_package import OoxmlPackage, open_package
from mimawari.formats.office.ooxml_pages import read_pages
from mimawari.formats.office.ooxml_parts import names_in_view
from mimawari.formats.office.ooxml_properties import read_properties
from mimawari.formats.office.ooxml_relations import externals
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.formats.office.raw_parts import of_package, unlisted
from mimawari.formats.office.word_text import TEXT
from mimawari.model import Blob, OfficeDocument, Reason, VbaProject

NAME = "ooxml"
_PARTS = 2_000
_OWN = (b"[content_types].xml", b"_rels/.rels")


def is_ooxml(head: Head) -> bool:
    """Whether a zip is a document and not an archive: an OOXML package, or one of OpenDocument. Never raises.

    Of OOXML its directory (or, where that is lost, its first member) names what only those have. Only names of its own
    members count, not those of a document that lies in it.
    """
    return recognises(head) or is_open_document(head)


def recognises(head: Head) -> bool:
    """An OOXML package."""
    return any(name in _OWN for name in names_in_view(head))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document and what is embedded in it. A package that is no document is opened member by member."""
    notes = Notes()
    with blob.content.open() as stream:
        package = open_package(stream, notes)
        if package.main:
            document, contents = _document(package, blob, budget)
            yield document
            closed, by = contents.closed, NAME
        else:
            closed, by = list(package.parts.names()), "zip"
        for name in closed:
            yield from taken(blob, budget, name, package.parts.flow(name), by=by)
        if package.main:
            yield from of_package(blob, budget, package.parts, closed, by=by)
        yield from unlisted(blob, budget, stream, by=by)
    yield from notes.gaps(blob.origin)


def _document(package: OoxmlPackage, blob: Blob, budget: Budget) -> tuple[OfficeDocument, Contents]:
    macros = vba_part(package)
    vba, controls = read_macros(package, macros, budget) if macros else (None, ())
    pages = read_pages(package, _own_module(vba))
    if vba and pages.is_cut:
        package.notes.add(Reason.TOO_LARGE, f"a document with macros, of which only {TEXT} characters of text were read")
    book = read_parts(package.parts, package.notes) if package.application == "excel" else Workbook()
    contents = read_contents(package, {macros.lower()})
    document = OfficeDocument(  # noqa: S604  # the shell is the container
        **blob.common,
        application=package.application,
        shell="ooxml",
        properties=read_properties(package.parts, package.targets("core-properties", "extended-properties"), package.notes),
        vba=vba,
        controls=(*pages.controls, *controls),
        sheets=book.sheets,
        formulas=book.formulas,
        defined_names=book.defined_names,
        pictures=tuple(contents.pictures),
        externals=tuple(dict.fromkeys((*externals(package.relations, package.notes), *pages.externals, *book.externals))),
        fields=tuple(dict.fromkeys((*pages.fields, *book.fields))),
        objects=tuple(contents.objects),
        parts=package.parts.names()[:_PARTS],
        text=pages.text,
        opened_with=opened_with(blob),
        is_template=package.is_template,
    )
    return document, contents


def _own_module(vba: VbaProject | None) -> str:
    """The name of the document's own module; Word has one."""
    return next((module.name for module in vba.modules if module.form == "document"), "") if vba else ""


FORMAT = Format(NAME, 90, recognises, opened)
