"""The emergency sheet, as a page and on paper."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.papers import pdf_fonts, pdf_text

from mimawari import app
from mimawari.app import preparing
from mimawari.faces.cli.prepare_files import on_one_sheet
from mimawari.faces.documents.emergency import BLANK, emergency
from mimawari.faces.documents.web import html
from mimawari.model import ANSWERS, LANGUAGES, TO_CHECK, Answers, Emergency, Means, Phase, Situation

TODAY = date(2026, 11, 27)
LINE = '<span class="blank" role="img" aria-label="'
LISTS = {"pcs": ("PC-1", "PC-2"), "accounts": ("info@midori.example",)}
FULL = Answers(**{name: LISTS.get(name, f"the {name}") for name in ANSWERS})  # type: ignore[arg-type]


def sheet(answers: Answers) -> Emergency:
    return preparing.sheet(answers, app.known(), TODAY)


def page(answers: Answers, tongue: str) -> str:
    return html(emergency(sheet(answers), tongue))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_answer_stands_there_and_no_line_to_write_on(tongue: str) -> None:
    text = page(FULL, tongue)
    for name in ANSWERS:
        for said in LISTS.get(name, (f"the {name}",)):
            assert said in text
    assert LINE not in text


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("name", ANSWERS)
def test_what_nobody_answered_is_a_line_to_write_on(tongue: str, name: str) -> None:
    empty: object = () if name in LISTS else ""
    assert (BLANK if name == "firm" else LINE) in page(replace(FULL, **{name: empty}), tongue)  # type: ignore[arg-type]


@pytest.mark.parametrize(("tongue", "said"), [("en", "our own server"), ("ja", "自社のサーバー")])
def test_a_word_of_the_profile_is_said_in_the_readers_language(tongue: str, said: str) -> None:
    text = page(replace(FULL, provider="Own server"), tongue)
    assert said.encode("ascii", "xmlcharrefreplace").decode() in text
    assert "Own server" not in text
    assert "own servers, Tokyo" in page(replace(FULL, provider="own servers, Tokyo"), tongue)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_whoever_hears_the_page_hears_of_what_each_answer_is_and_of_no_row_of_underscores(tongue: str) -> None:
    text = page(Answers(), tongue)
    decides = {"en": "Makes the decisions", "ja": "判断する人"}[tongue].encode("ascii", "xmlcharrefreplace").decode()
    assert f'<th scope="row" role="rowheader">{decides}</th>' in text
    assert "____" not in text.split("<main>")[1]
    assert re.search(r"\.blank \{[^}]*min-width: \d+rem", text), "an empty line is as wide as its column only if it says so"
    assert text.count({"en": 'aria-label="blank"', "ja": 'aria-label="&#31354;&#27396;"'}[tongue]) >= len(ANSWERS) - 1


def test_what_comes_first_is_the_playbook_s_own_and_begins_with_the_network() -> None:
    found, known = sheet(FULL), app.known()
    titles = {step.title: step for step in known.playbook.steps if Situation.OUR_DEVICE in step.situations}
    assert len(found.first) == 3
    assert all(words in titles for words in found.first)
    assert titles[found.first[0]].phase is Phase.ISOLATE
    assert titles[found.first[0]].id == "unplug"
    assert found.forbidden


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_desks_have_their_dates_and_a_mark_where_they_were_not_read(tongue: str) -> None:
    lines = emergency(sheet(FULL), tongue).sections[-1].blocks[0].rows  # type: ignore[union-attr]
    for desk, (name, ways, age) in zip(app.known().first_desks, lines, strict=True):
        assert name == desk.name.say(tongue)
        assert desk.cited.as_of in age
        for way, said in zip(desk.contacts, ways.split("\n"), strict=False):
            assert way.value in said
            assert (TO_CHECK.say(tongue) in said) == way.certainty.to_check
    assert any(way.means is Means.PHONE for desk in app.known().first_desks for way in desk.contacts)


def test_answers_are_texts_and_no_markup() -> None:
    evil = '<script>alert(1)</script> #let x = sys.inputs "} \x1b[2J \u202e'
    text = page(Answers(decides=evil, accounts=(evil,)), "en")
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\\u202e" in text


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("answers", [Answers(), FULL], ids=["empty", "full"])
def test_on_paper_it_is_one_sheet(tongue: str, answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(_pdf(answers, tongue))
    assert {"en": "Makesthedecisions", "ja": "判断する人"}[tongue] in pdf_text(path)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_backslash_is_one_on_paper_and_no_yen_sign(tongue: str, tmp_path: Path) -> None:
    """Fonts of Japan draw it as a yen sign: it is set in a font that does not."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(_pdf(replace(FULL, backups=r"\\nas\backup"), tongue))
    assert [font for font in pdf_fonts(path) if "DejaVuSansMono" in font]
    path.write_bytes(_pdf(FULL, tongue))
    assert not [font for font in pdf_fonts(path) if "DejaVuSansMono" in font]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_longest_answers_still_fit_on_one_sheet(tongue: str) -> None:
    long = "緊急時の連絡先は山田太郎、" * 30
    most: dict[str, object] = {name: tuple(f"{long[:60]}{at}" for at in range(200)) if name in LISTS else long for name in ANSWERS}
    assert _pdf(Answers(**most), tongue)  # type: ignore[arg-type]


def _pdf(answers: Answers, tongue: str) -> bytes:
    from pypdf import PdfReader

    made = on_one_sheet(sheet(answers), tongue)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    return made
