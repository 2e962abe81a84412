"""The PDF: one sheet for the management, fonts embedded, letters right, the same bytes again; and no value of it is code."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from support import dossier_extremes, dossiers
from support.dossier_extremes import HOSTILE
from support.dossiers import TEST_CASES
from support.papers import made, pdf_fonts, pdf_text, squeezed

from mimawari.faces.documents import NoPdf, fonts, written
from mimawari.model import LANGUAGES, Dossier, Situation

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
pytestmark = [needs_poppler, pytest.mark.skipif(not fonts.japanese(), reason="no Japanese font is installed")]

CASES: dict[str, Callable[[], Dossier]] = {one.value: partial(dossiers.dossier, one) for one in TEST_CASES}
CASES |= {
    "empty": dossier_extremes.empty,
    "large": dossier_extremes.large,
    "hostile": dossier_extremes.hostile,
    "wordy": dossier_extremes.wordy,
}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_management_page_is_one_sheet(name: str, tongue: str, tmp_path: Path) -> None:
    files = made(CASES[name](), tongue, tmp_path)
    read = PdfReader(files["management.pdf"])
    assert len(read.pages) == 1
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    assert len(PdfReader(files["annex.pdf"]).pages) <= (80 if name == "wordy" else 20)
    for path in (files["management.pdf"], files["annex.pdf"]):
        embedded = pdf_fonts(path)
        assert embedded
        assert all(embedded.values()), embedded
        assert path.stat().st_size < 2_000_000


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_it_says_what_it_is_and_is_the_same_again(tongue: str, tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    first, second = made(case, tongue, tmp_path / "a"), made(case, tongue, tmp_path / "b")
    for name in ("management.pdf", "annex.pdf"):
        assert first[name].read_bytes() == second[name].read_bytes()
        read = PdfReader(first[name])
        root: Any = read.trailer["/Root"]
        assert root["/Lang"] == tongue
        assert root["/MarkInfo"]["/Marked"]
        assert read.metadata
        assert read.metadata.title
        assert read.metadata.creation_date_raw == "D:20261126063000Z"
        xmp = root["/Metadata"].get_data().decode()
        assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", xmp, re.DOTALL)


def test_japanese_comes_out_right(tmp_path: Path) -> None:
    text = pdf_text(made(dossiers.dossier(Situation.OUR_DEVICE), "ja", tmp_path)["management.pdf"])
    for said in (
        "不審なメール・ウイルス感染への対応状況",
        "【判定】感染あり",
        "済ませた（",
        "2026年11月26日（木）",
        "最終日（数え方別）【要確認】",
        "翌日から数える",
        "今日が期限",
        "専門の会社",
        "IPA企業組織向けサイバーセキュリティ相談窓口",
    ):
        assert squeezed(said) in text, said


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_hostile_values_are_text(tongue: str, tmp_path: Path) -> None:
    files = made(dossier_extremes.hostile(), tongue, tmp_path)
    text = pdf_text(files["annex.pdf"])
    assert squeezed('#import "@preview/x:1.0.0": * ] #panic("x") $1/0$ *b* _i_ `r` // c') in text
    assert squeezed("<script>alert(1)</script><img src=x onerror=alert(1)>") in text
    assert "a\\u202egpj.exe" in text
    assert "line\\nbreak\\ttab\\x1b[31mred\\x07" in text
    assert "\\ud800lone" in text
    assert "\\u0e44\\u0e17\\u0e22" in text, "letters that no font has are written out"
    assert dossier_extremes.hostile().state.head in text, "what is copied from the page is what it was"
    assert not {char for char in text if char in "\u202e\x1b\x07\ufffd\u25a1\u200b"}
    for path in (files["management.pdf"], files["annex.pdf"]):
        raw = path.read_bytes()
        assert not re.search(rb"/(JavaScript|JS|URI|Launch|EmbeddedFile)\b", raw)
    assert len(HOSTILE) == 10


def test_without_typst_the_html_is_there_and_a_sentence_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoPdf) as caught:
        written(dossiers.dossier(Situation.EXPOSED), "ja", tmp_path, pdf=True)
    assert [path.name for path in caught.value.written] == ["management.html", "annex.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annex.html", "management.html"]
    assert "mimawari[report]" in caught.value.words.ja
    assert "mimawari[report]" in caught.value.words.en


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_without_a_japanese_font_there_is_no_pdf_and_no_empty_box(
    tongue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: (tmp_path / "none",))
    monkeypatch.setattr(fonts, "_asked", lambda: None)
    with pytest.raises(NoPdf) as caught:
        written(dossiers.dossier(Situation.EXPOSED), tongue, tmp_path / "out", pdf=True)
    assert "fonts-ipafont-gothic" in caught.value.words.en
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["annex.html", "management.html"]


def test_a_typst_that_breaks_on_import_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "typst.py").write_text("raise RuntimeError('broken')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    with pytest.raises(NoPdf) as caught:
        written(dossiers.dossier(Situation.EXPOSED), "ja", tmp_path / "out", pdf=True)
    assert [path.name for path in caught.value.written] == ["management.html", "annex.html"]
