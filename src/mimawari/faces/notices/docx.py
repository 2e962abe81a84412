"""A draft for a word processor: places to fill in yellow, fields of forms as a table, the same bytes from the same draft."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mimawari.faces.notices.pieces import Piece, banner, blocks, pieces, said
from mimawari.model import Block, Notice, Shape, Words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_FONT = Words(en="Calibri", ja="Yu Gothic")
_EAST_ASIA = "Yu Gothic"
"""Windows has it since 8.1; LibreOffice and others take their own Japanese font where it lacks."""
_PAGE = Words(en="page ", ja="")
_LABEL_SHADE = "EDEDED"
_WIDTHS = (46, 120)
"""Millimetres of what a field is called, and of what stands in it."""
_PADDING = 40
"""Twentieths of a point."""
_INDENT = 10.5
"""Points: one Japanese letter."""
_LONG = 900
"""Letters of a field that may go on on the next page."""


class NoDocx(Exception):
    """The library that writes such files is not here."""


def docx(notice: Notice, now: str) -> bytes:
    """The file. *now* (UTC, ISO 8601) is the time that it bears. Raises :class:`NoDocx`."""
    try:
        import docx as library
    except ImportError as error:
        raise NoDocx from error
    document = library.Document()
    _settings(document, notice, now)
    _frame(document, notice)
    for is_field, group in groupby(blocks(notice), key=lambda one: one.shape is Shape.FIELD):
        if is_field:
            _table(document, list(group), notice.tongue)
        else:
            before = Shape.TITLE
            for block in group:
                _paragraph(document, block, notice.tongue, after_item=before is Shape.ITEM)
                before = block.shape
    return _settled(document)


def _settings(document: Document, notice: Notice, now: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT.say(notice.tongue), Pt(10.5)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), _EAST_ASIA)
    properties.rFonts.set(qn("w:cs"), _FONT.say(notice.tongue))
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): "en-US", qn("w:eastAsia"): "ja-JP"})
    properties.append(language)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4), 1.1
    about = document.core_properties
    about.title, about.author, about.comments = notice.name.say(notice.tongue), "", ""
    about.language = notice.tongue
    about.created = about.modified = _time(now)


def _time(now: str) -> datetime:
    try:
        return datetime.fromisoformat(now).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime(2000, 1, 1)  # noqa: DTZ001  # the library keeps UTC without a zone


def _frame(document: Document, notice: Notice) -> None:
    """What it is at the head of every page, its number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    section = document.sections[0]
    head = section.header.paragraphs[0]
    run = head.add_run(f"{banner(notice)}　{notice.name.say(notice.tongue)}")
    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x80, 0x20, 0x20)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(_PAGE.say(notice.tongue))
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the word processor works out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    made.append(run)
    paragraph._p.append(made)


def _paragraph(document: Document, block: Block, tongue: str, *, after_item: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph(style="List Bullet" if block.shape is Shape.ITEM else None)
    layout = paragraph.paragraph_format
    _fill(paragraph, pieces(block.texts, tongue), bold=block.shape in (Shape.TITLE, Shape.HEADING))
    if block.shape is Shape.TITLE:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.space_before, layout.space_after = Pt(8), Pt(10)
        for run in paragraph.runs:
            run.font.size = Pt(13)
    elif block.shape is Shape.RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.shape is Shape.HEADING:
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(8), Pt(3), True
    elif block.shape is Shape.ITEM:
        layout.space_after = Pt(2)
    elif after_item:
        layout.space_before = Pt(6)


def _fill(paragraph: Paragraph, every: Iterable[Piece], *, bold: bool = False) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    for piece in every:
        run = paragraph.add_run(piece.text)
        run.bold = bold or None
        if piece.to_fill:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _table(document: Document, fields: list[Block], tongue: str) -> None:
    from docx.shared import Mm, Pt

    table = document.add_table(rows=0, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
    _padded(table)
    for block in fields:
        row = table.add_row()
        _whole(row, said(block.texts, tongue))
        label, value = row.cells
        label.width, value.width = map(Mm, _WIDTHS)
        label.paragraphs[0].add_run(block.label).bold = True
        _shade(label)
        _listed(value, pieces(block.texts, tongue))
        for paragraph in (*label.paragraphs, *value.paragraphs):
            paragraph.paragraph_format.space_after = Pt(1)
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(6)


def _listed(cell: Any, every: Iterable[Piece]) -> None:
    """Each line a paragraph of its own, its second line further in: so that it is seen where the next one begins."""
    from docx.shared import Pt

    lines = tuple(_lines(every))
    for place, line in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        _fill(paragraph, line)
        if len(lines) > 1:
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Pt(_INDENT), Pt(-_INDENT)


def _lines(every: Iterable[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in every:
        first, *others = piece.text.split("\n")
        line.append(Piece(first, piece.to_fill))
        for one in others:
            yield line
            line = [Piece(one, piece.to_fill)]
    yield line


def _padded(table: Any) -> None:
    """Room above and below the text of every cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(_PADDING))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def _whole(row: Any, told: str) -> None:
    """A row that is no long one stays on one page."""
    from docx.oxml import OxmlElement

    if len(told) <= _LONG:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _LABEL_SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _settled(document: Document) -> bytes:
    """The file without the time at which it was packed."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
        for name in packed.namelist():
            anew.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
