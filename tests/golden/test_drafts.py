"""Every kind of draft of the five worked cases, in both languages, as files that other programs open again."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.drafted import NOW, SITUATIONS, Worked, worked
from support.papers import pdf_fonts, pdf_text

from mimawari.faces.lists.words import COLUMNS
from mimawari.faces.notices import Form, written
from mimawari.faces.notices.pieces import banner, said
from mimawari.faces.notices.text import text
from mimawari.model import LANGUAGES, Notice, NoticeKind


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    return worked(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module", params=SITUATIONS)
def files(
    request: pytest.FixtureRequest, cases: dict[str, Worked], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mapping[tuple[NoticeKind, str], Notice], Path]:
    """The drafts of a case by kind and language, and the folder with their files."""
    folder = tmp_path_factory.mktemp(request.param)
    drafts = cases[request.param].drafts(*NoticeKind)
    assert written(drafts, folder, list(Form), NOW).lacking == ()
    return {(one.kind, one.tongue): one for one in drafts}, folder


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


def test_every_file_has_every_block_of_its_draft(files: tuple[Mapping[tuple[NoticeKind, str], Notice], Path]) -> None:
    drafts, folder = files
    assert len(drafts) == len(NoticeKind) * len(LANGUAGES)
    for (kind, tongue), draft in drafts.items():
        parts = {squeezed(said(block.texts, tongue)) for block in draft.blocks}
        word, plain = docx_text(folder / f"{kind}.{tongue}.docx"), squeezed(text(draft))
        paper = without_frame(pdf_text(folder / f"{kind}.{tongue}.pdf"), draft)
        assert [part for part in parts if part not in word] == [], kind
        # A form of a page or text sets its lines itself: pieces are compared, without what stands between them.
        for block in draft.blocks:
            for piece in re.findall(r"[ぁ-んァ-ヶー一-龥A-Za-z]{6,20}", said(block.texts, tongue).replace("\n", " "))[:8]:
                assert piece in paper, (kind, piece)
                assert piece in plain or block.shape == "title", (kind, piece)


def test_fonts_are_in_the_papers(files: tuple[Mapping[tuple[NoticeKind, str], Notice], Path]) -> None:
    _, folder = files
    for path in folder.glob("p*.pdf"):
        fonts = pdf_fonts(path)
        assert fonts
        assert all(fonts.values()), path.name


def test_a_letter_to_partners_is_one_sheet(files: tuple[Mapping[tuple[NoticeKind, str], Notice], Path]) -> None:
    from pypdf import PdfReader

    _, folder = files
    assert [len(PdfReader(path).pages) for path in sorted(folder.glob("partner.*.pdf"))] == [1, 1]


def test_every_blank_is_marked_in_every_form(files: tuple[Mapping[tuple[NoticeKind, str], Notice], Path]) -> None:
    drafts, folder = files
    for (kind, tongue), draft in drafts.items():
        mark = "【要記入：" if tongue == "ja" else "[TOFILLIN:"
        expected = sum(
            1 for one in (*draft.subject, *(one for block in draft.blocks for one in block.texts)) if one in draft.blanks
        )
        assert squeezed(text(draft)).count(mark) == expected, kind
        assert docx_text(folder / f"{kind}.{tongue}.docx").count(mark) >= len(draft.blanks) - 1


@pytest.mark.parametrize(("tongue", "form"), [("ja", "《{}》"), ("en", "«{}»")])
def test_words_of_a_mail_merge_are_columns_of_the_list(cases: dict[str, Worked], tongue: str, form: str) -> None:
    for kind in (NoticeKind.PARTNER, NoticeKind.CUSTOMER):
        (draft,) = cases["our-device"].drafts(kind, tongues=(tongue,))
        said_words = set(re.findall(form.format("([^《》«»]+)"), said(draft.texts, tongue)))
        assert said_words == {COLUMNS[name].say(tongue) for name in ("organisation", "name", "honorific")}


def test_the_readme_names_every_draft_of_its_language(files: tuple[Mapping[tuple[NoticeKind, str], Notice], Path]) -> None:
    drafts, folder = files
    for tongue in LANGUAGES:
        readme = squeezed((folder / f"README.{tongue}.txt").read_text("utf-8"))
        for (kind, spoken), draft in drafts.items():
            if spoken == tongue:
                assert f"{kind}.{tongue}" in readme
                assert squeezed(draft.way.say(tongue)) in readme
