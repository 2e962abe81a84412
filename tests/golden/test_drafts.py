"""Every kind of draft of the five worked cases, in both languages, as files that other programs open again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from support.drafted import NOW, SITUATIONS, Worked, worked
from support.papers import pdf_fonts, pdf_text

from mimawari.faces.lists.words import COLUMNS
from mimawari.faces.notices import Form, written
from mimawari.faces.notices.pieces import banner, said
from mimawari.faces.notices.text import text
from mimawari.model import LANGUAGES, Notice, NoticeKind, Shape, Text

PAPERS = {NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.STAFF, NoticeKind.MAIL_PROVIDER, NoticeKind.PPC_FULL}
"""Kinds that are looked at on paper: letters, and one of a form."""


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    return worked(tmp_path_factory.mktemp("drafts"))


def squeezed(value: str) -> str:
    return "".join(value.split())


def without_frame(paper: str, draft: Notice) -> str:
    """The text of a paper without what stands at the head and foot of each sheet."""
    frame = squeezed(banner(draft) + draft.name.say(draft.tongue))
    return re.sub(rf"\d/\d{re.escape(frame)}", "", paper)


def docx_text(path: Path) -> str:
    from docx import Document

    document: Any = Document(io.BytesIO(path.read_bytes()))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return squeezed("".join((*(one.text for one in document.paragraphs), *(one.text for one in cells))))


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_files_of_a_case(cases: dict[str, Worked], name: str, tmp_path: Path) -> None:
    """One test a case: making the papers is what takes time."""
    drafts = cases[name].drafts(*NoticeKind)
    assert len(drafts) == len(NoticeKind) * len(LANGUAGES)
    assert written(drafts, tmp_path, [Form.TEXT, Form.DOCX], NOW).lacking == ()
    for draft in drafts:
        in_text_and_word(draft, tmp_path / f"{draft.kind}.{draft.tongue}.docx")
    in_readme(drafts, tmp_path)
    papers = [one for one in drafts if one.kind in PAPERS]
    assert written(papers, tmp_path / "papers", [Form.PDF], NOW).lacking == ()
    for draft in papers:
        on_paper(draft, tmp_path / "papers" / f"{draft.kind}.{draft.tongue}.pdf")


def in_text_and_word(draft: Notice, path: Path) -> None:
    """Every block stands in both, and every blank is marked."""
    word, plain = docx_text(path), squeezed(text(draft))
    assert [part for part in (squeezed(said(block.texts, draft.tongue)) for block in draft.blocks) if part not in word] == [], (
        draft.kind
    )
    for block in draft.blocks:
        assert [one for one in words_of(block.texts, draft) if one not in plain and block.shape is not Shape.TITLE] == [], (
            draft.kind
        )
    mark = "【要記入：" if draft.tongue == "ja" else "[TOFILLIN:"
    in_blocks = [one for block in draft.blocks for one in block.texts if one in draft.blanks]
    in_subject = [one for one in draft.subject if one in draft.blanks]
    has_title = any(block.shape is Shape.TITLE for block in draft.blocks)
    expected = len(in_blocks) + len(in_subject)
    assert word.count(mark) == (len(in_blocks) if has_title else expected), draft.kind
    assert plain.count(mark) == (len(in_blocks) if has_title else expected), draft.kind


def on_paper(draft: Notice, path: Path) -> None:
    """The same on paper, with its fonts in it. Letters to partners and to customers are one sheet."""
    from pypdf import PdfReader

    paper = without_frame(pdf_text(path), draft)
    for block in draft.blocks:
        assert [one for one in words_of(block.texts, draft) if one not in paper] == [], draft.kind
    fonts = pdf_fonts(path)
    assert fonts
    assert all(fonts.values()), path.name
    assert draft.kind not in (NoticeKind.PARTNER, NoticeKind.CUSTOMER) or len(PdfReader(path).pages) == 1


def words_of(texts: tuple[Text, ...], draft: Notice) -> list[str]:
    """Pieces of it that no form breaks by a sign of its own."""
    return re.findall(r"[ぁ-んァ-ヶー一-龥A-Za-z]{6,20}", said(texts, draft.tongue).replace("\n", " "))[:8]


def in_readme(drafts: tuple[Notice, ...], folder: Path) -> None:
    """It names every draft of its language."""
    for draft in drafts:
        readme = squeezed((folder / f"README.{draft.tongue}.txt").read_text("utf-8"))
        assert f"{draft.kind}.{draft.tongue}" in readme
        assert squeezed(draft.way.say(draft.tongue)) in readme


@pytest.mark.parametrize(("tongue", "form"), [("ja", "《{}》"), ("en", "«{}»")])
def test_words_of_a_mail_merge_are_columns_of_the_list(cases: dict[str, Worked], tongue: str, form: str) -> None:
    for kind in (NoticeKind.PARTNER, NoticeKind.CUSTOMER):
        (draft,) = cases["our-device"].drafts(kind, tongues=(tongue,))
        said_words = set(re.findall(form.format("([^《》«»]+)"), said(draft.texts, tongue)))
        assert said_words == {COLUMNS[name].say(tongue) for name in ("organisation", "name", "honorific", "kinds")}
