"""Files of drafts, opened again by other programs: text, DOCX by python-docx, PDF by poppler and pypdf."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.notice_files import notice
from support.papers import pdf_fonts, pdf_text

from mimawari.faces.notices import Form, Taken, written
from mimawari.faces.notices.docx import docx
from mimawari.faces.notices.pdf import Sheets
from mimawari.faces.notices.text import text
from mimawari.faces.wrap import width
from mimawari.model import Block, NoticeKind, Plain, Shape, Told, Words

NOW = "2026-11-27T03:00:00Z"
WAIT = Words(en="Look a second time first.", ja="先にもう一度確認してください。")
HARMFUL = ("\u202e", "\x1b", "\ufffe", "\ud800", "https://evil", "203.0.113.9", "a@evil.example")


def opened(content: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(content))


def runs(document: Any) -> Iterator[Any]:
    for paragraph in document.paragraphs:
        yield from paragraph.runs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    yield from paragraph.runs


def all_text(document: Any) -> str:
    return "".join(run.text for run in runs(document))


@pytest.mark.parametrize("made", [lambda: text(notice()), lambda: all_text(opened(docx(notice(), NOW)))], ids=["text", "docx"])
def test_what_an_attacker_chose_is_harmless(made: Any) -> None:
    said = "".join(made().split())
    assert [one for one in HARMFUL if one in said] == []
    assert "hxxps://evil[.]example" in said
    assert "@midori.example.jp" in said, "the firm's own address is to be used"


def test_what_an_attacker_chose_is_harmless_on_paper(tmp_path: Path) -> None:
    path = pdf(tmp_path)
    said = pdf_text(path)
    assert [one for one in HARMFUL if one in said] == []
    assert "hxxps://evil[.]example" in said
    assert "@midori.example.jp" in said


def pdf(folder: Path, **given: Any) -> Path:
    with Sheets(NOW) as sheets:
        path = folder / "draft.pdf"
        path.write_bytes(sheets.pdf(notice(**given)))
    return path


def test_text_has_every_block_and_marks_what_is_to_fill() -> None:
    lines = text(notice(hostile="x")).splitlines()
    assert lines[0].startswith("# 下書き")
    assert lines[1] == "件名：お知らせ（みどり雑貨店）"
    assert "【要記入：送付日】" in lines and "■ 特徴" in lines and "◆ 概要" in lines
    assert lines[lines.index("・一つ目") + 1] == "・二つ目"
    assert "　一行目" in lines
    assert any("【要記入：二次被害：当てはまるものを残す：確認されている／おそれあり】" in line for line in lines)


def test_lines_of_text_fit_mail_and_no_mark_is_torn_apart() -> None:
    long = "あ" * 33 + "。" + "い" * 200
    said = text(replace(notice(), blocks=(Block(Shape.ITEM, (Plain(long), *notice().blocks[0].texts, Plain(long))),)))
    assert max(width(line) for line in said.splitlines()[2:]) <= 78
    assert said.count("要記入：") == 1


def test_english_text_is_marked_in_english() -> None:
    said = text(notice("en"))
    assert "[TO FILL IN: 送付日]" in said
    assert said.startswith("# DRAFT")


def test_what_must_not_be_sent_yet_says_so_at_the_head_of_every_form(tmp_path: Path) -> None:
    assert "まだ送らないでください" in text(notice(wait=WAIT)).splitlines()[0]
    head = opened(docx(notice(wait=WAIT), NOW)).sections[0].header.paragraphs[0].text
    assert "まだ送らないでください" in head
    assert "まだ送らないでください" in pdf_text(pdf(tmp_path, wait=WAIT))
    assert "まだ送らない" not in opened(docx(notice(), NOW)).sections[0].header.paragraphs[0].text


def test_blanks_are_yellow_in_a_word_processor_and_nothing_else_is() -> None:
    from docx.enum.text import WD_COLOR_INDEX

    marked = {run.text: run.font.highlight_color for run in runs(opened(docx(notice(), NOW)))}
    assert marked["【要記入：送付日】"] == WD_COLOR_INDEX.YELLOW == marked["【要記入：人数】"]
    assert {text for text, colour in marked.items() if colour} == {text for text in marked if "【要記入" in text}


def test_fields_are_rows_of_a_table_and_follow_each_other() -> None:
    (table,) = opened(docx(notice(hostile="x"), NOW)).tables
    assert [row.cells[0].text for row in table.rows] == ["概要", "本人の数"]
    assert table.rows[0].cells[1].text.startswith("一行目\n")


def test_columns_of_a_table_are_as_wide_for_libreoffice_as_for_word() -> None:
    """LibreOffice goes by ``w:gridCol``, Word by ``w:tcW`` (ISO 29500-1, 17.4.16 and 17.4.72)."""
    document = opened(docx(notice(), NOW))
    (table,) = document.tables
    by_column = [column.width for column in table.columns]
    assert [[cell.width for cell in row.cells] for row in table.rows] == [by_column] * len(table.rows)
    assert by_column[0] * 2 < by_column[1]
    section = document.sections[0]
    assert sum(by_column) <= section.page_width - section.left_margin - section.right_margin


def test_each_line_of_a_field_is_a_paragraph_whose_second_line_stands_further_in() -> None:
    (table,) = opened(docx(notice(hostile="x"), NOW)).tables
    first, second = table.rows[0].cells[1].paragraphs
    assert (first.text, second.text[:5]) == ("一行目", "【要記入：")
    for one in (first, second):
        assert one.paragraph_format.left_indent == -one.paragraph_format.first_line_indent > 0
    (alone,) = table.rows[1].cells[1].paragraphs
    assert alone.paragraph_format.left_indent is None


def test_what_follows_a_list_stands_off_from_it() -> None:
    every = (Block(Shape.ITEM, (Plain("甲"),)), Block(Shape.ITEM, (Plain("乙"),)), Block(Shape.PARAGRAPH, (Plain("丙"),)))
    *_, first, second, after = opened(docx(replace(notice(), blocks=every), NOW)).paragraphs
    assert [one.paragraph_format.space_before is None for one in (first, second, after)] == [True, True, False]


def test_a_row_is_torn_between_two_pages_only_if_it_is_long() -> None:
    long = replace(notice(), blocks=(Block(Shape.FIELD, (Plain("短"),), "甲"), Block(Shape.FIELD, (Plain("長" * 1000),), "乙")))
    (table,) = opened(docx(long, NOW)).tables
    assert ["cantSplit" in row._tr.xml for row in table.rows] == [True, False]


@pytest.mark.parametrize(
    ("tongue", "subject", "lines"),
    [
        ("ja", ("お知らせ（", "みどり雑貨店", "）"), ["お知らせ（みどり雑貨店）"]),
        ("ja", ("お知らせ" * 8 + "（", "みどり雑貨店", "）"), ["お知らせ" * 8, "（みどり雑貨店）"]),
        ("en", ("A letter on suspicious emails and on what we ask you to do (", "Midori Zakka", ")"),
         ["A letter on suspicious emails and on what we ask you to do", "(Midori Zakka)"]),
        ("ja", ("お知らせ" * 12,), ["お知らせ" * 12]),
    ],
)  # fmt: skip
def test_the_firm_s_name_in_a_long_title_has_a_line_of_its_own(tongue: str, subject: tuple[str, ...], lines: list[str]) -> None:
    long = replace(notice(tongue), subject=tuple(Plain(one) for one in subject), blocks=())
    assert opened(docx(long, NOW)).paragraphs[0].text.split("\n") == lines
    assert f"{''.join(subject)}\n" in text(long), "the subject of a mail has one line"


def test_japanese_text_names_its_font_for_east_asia() -> None:
    from docx.oxml.ns import qn

    fonts = opened(docx(notice(), NOW)).styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"
    assert not [name for name in fonts.attrib if "Theme" in name], "a font of the theme would be taken before it"


def test_pages_are_numbered_and_the_head_says_draft() -> None:
    section = opened(docx(notice(), NOW)).sections[0]
    assert "下書き" in section.header.paragraphs[0].text
    assert "PAGE" in section.footer._element.xml and "NUMPAGES" in section.footer._element.xml


def test_the_same_draft_has_the_same_bytes() -> None:
    assert docx(notice(), NOW) == docx(notice(), NOW)
    with zipfile.ZipFile(io.BytesIO(docx(notice(), NOW))) as packed:
        assert {one.date_time[0] for one in packed.infolist()} == {1980}
    with Sheets(NOW) as sheets:
        assert sheets.pdf(notice()) == sheets.pdf(notice())


def test_no_author_and_no_template_of_others_is_named_in_the_file() -> None:
    about = opened(docx(notice(), NOW)).core_properties
    assert (about.author, about.comments, about.title) == ("", "", "取引先へのお知らせ")


@pytest.mark.parametrize("tongue", ["ja", "en"])
def test_paper_has_its_fonts_and_all_texts(tmp_path: Path, tongue: str) -> None:
    path = pdf(tmp_path, tongue=tongue)
    fonts = pdf_fonts(path)
    assert fonts and all(fonts.values())
    said = pdf_text(path)
    for part in ("お知らせ", "特徴", "一つ目", "概要", "一行目", "本人の数", "送付日", "二次被害"):
        assert part in said


def test_a_letter_that_no_font_has_is_written_out(tmp_path: Path) -> None:
    assert "\\U0001f600" in pdf_text(pdf(tmp_path, hostile="\U0001f600"))


def test_a_value_is_no_code_of_the_setter(tmp_path: Path) -> None:
    assert '#read("/etc/passwd")' in pdf_text(pdf(tmp_path, hostile='#read("/etc/passwd")'))


def test_every_file_is_written_with_a_readme_and_for_its_owner_only(tmp_path: Path) -> None:
    done = written([notice(), notice("en", kind=NoticeKind.WEB)], tmp_path / "out", list(Form), NOW)
    names = {path.name for path in done.paths}
    assert names == {"README.ja.txt", "README.en.txt"} | {f"partner.ja.{end}" for end in ("txt", "docx", "pdf")} | {
        f"web.en.{end}" for end in ("txt", "docx", "pdf")
    }
    assert {path.stat().st_mode & 0o077 for path in done.paths} == {0}
    assert done.lacking == ()


def test_what_somebody_may_have_filled_in_is_not_replaced(tmp_path: Path) -> None:
    written([notice()], tmp_path, [Form.TEXT], NOW)
    (tmp_path / "partner.ja.txt").write_text("filled in", "utf-8")
    with pytest.raises(Taken) as taken:
        written([notice()], tmp_path, list(Form), NOW)
    assert taken.value.paths == (tmp_path / "partner.ja.txt",)
    assert (tmp_path / "partner.ja.txt").read_text("utf-8") == "filled in"
    assert {path.name for path in tmp_path.iterdir()} == {"README.ja.txt", "partner.ja.txt"}
    written([notice()], tmp_path, [Form.TEXT], NOW, force=True)
    assert (tmp_path / "partner.ja.txt").read_text("utf-8").startswith("# 下書き")


def test_a_form_that_is_not_installed_is_told_and_the_others_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "typst", None)
    done = written([notice()], tmp_path, list(Form), NOW)
    assert {path.name for path in done.paths} == {"README.ja.txt", "partner.ja.txt"}
    assert ["DOCX" in one.ja for one in done.lacking] == [True, False]
    assert "PDF" in done.lacking[1].ja and "HTML" not in done.lacking[1].ja + done.lacking[1].en


def test_the_readme_tells_to_whom_how_and_what_to_fill(tmp_path: Path) -> None:
    written([notice(wait=WAIT)], tmp_path, [Form.TEXT], NOW)
    said = "".join((tmp_path / "README.ja.txt").read_text("utf-8").split())
    for part in (
        "取引先へのお知らせ（partner.ja）",
        "まだ送らないでください",
        WAIT.ja,
        "送り方：メール",
        "3か所：送付日、二次被害、人数",
        "先に読んでください",
    ):
        assert part.replace(" ", "").replace("　", "") in said


def test_a_long_value_is_cut() -> None:
    said = text(replace(notice(), blocks=(Block(Shape.PARAGRAPH, (Told("あ" * 100_000, "f-1"),)),)))
    assert len(said) < 2000
