"""Findings that were counted and not kept are told wherever those are that were."""

import pytest
from support import reports

from mimawari import app
from mimawari.faces.html import page as html
from mimawari.faces.json_reading import read
from mimawari.faces.json_report import text
from mimawari.faces.text import View, page, plain
from mimawari.faces.text.explained import explained
from mimawari.model import LANGUAGES, Looked, Report

KNOWN = app.known()


def report(count: int) -> Report:
    looked = (*reports.LOOKED, *([Looked("further-finding", count)] if count else []))
    return Report.of([reports.source("PC1", reports.part("PC1", [reports.loader()], looked=looked), kind="all-files")])


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "number"), [(0, None), (1, "1"), (33_000, "33,000")])
def test_how_many_more_there_are(language: str, count: int, number: str | None) -> None:
    view = View(report(count), KNOWN, language)
    texts = [plain(page(view.report, KNOWN, language)), plain(explained(view))]
    said = {"en": "Beyondwhatthisreportlists", "ja": "このレポートに示すもののほかにも"}[language]
    for shown in map(squeezed, texts):
        assert (said in shown) is bool(count)
        assert number is None or f"{number}{'件' if language == 'ja' else 'more'}" in shown[shown.index(said) :][:120]
    assert number is None or number in html(view)


def test_a_report_that_is_read_again_says_it_too() -> None:
    (source,) = read(text(report(33_000), KNOWN)).sources
    assert source.looked_at["further-finding"] == 33_000
