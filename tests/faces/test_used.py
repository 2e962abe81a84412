"""Which knowledge a result was got with, from where, and when it is called old."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import app
from mimawari.faces.text.used import aged, used
from mimawari.faces.text.view import View
from mimawari.knowledge import Provenance
from mimawari.model import Part, Report, Run, Source

KNOWN = replace(app.known(), version="2026.11.4", as_of="2026-11-26")


def view(language: str = "en", ended: str = "", source: Provenance | None = None, version: str = "2026.11.4") -> View:
    runs = (Run("r-1", ended, ended),) if ended else ()
    report = Report.of([Source("s", "x", "folder", parts=(Part("s", "all", version),), runs=runs)])
    return View(report, replace(KNOWN, provenance=source or Provenance()), language)


def said(lines: object) -> str:
    return "\n".join(line.text for line in lines)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "en", "ja"),
    [
        (Provenance(), "(came with the program)", "内蔵"),
        (Provenance("folder", "my folder"), "(from the folder my folder)", "フォルダー my folder を使用"),
        (
            Provenance("installed", "https://example.jp/", "2026-12-01T03:00:00Z"),
            "from https://example.jp/)",
            "https://example.jp/ から",
        ),
    ],
)
def test_where_it_is_from(source: Provenance, en: str, ja: str) -> None:
    assert en in said(used(view("en", source=source)))
    assert ja in said(used(view("ja", source=source)))


@pytest.mark.parametrize("control", ["\x1b[31m", "\u202e", "\n"])
def test_a_place_moves_no_cursor(control: str) -> None:
    (line,) = [line.text for line in used(view(source=Provenance("folder", f"a{control}b"))) if "knowledge" in line.text]
    assert control not in line


@pytest.mark.parametrize(
    ("ended", "days"),
    [
        ("2026-11-26T00:00:00Z", 0),
        ("2027-01-25T00:00:00Z", 0),  # 60 days later
        ("2027-01-26T00:00:00Z", 61),
        ("2028-11-26T00:00:00Z", 731),
        ("2020-01-01T00:00:00Z", 0),  # a wrong clock
        ("", 0),
        ("yesterday", 0),
    ],
)
def test_old_is_more_than_sixty_days(ended: str, days: int) -> None:
    text = said(aged(view(ended=ended)))
    assert (f"{days} days old" in text) if days else text == ""


def test_in_japanese() -> None:
    assert "61日前" in said(aged(view("ja", "2027-01-26T00:00:00Z")))


def test_of_what_other_knowledge_found_nothing_is_said_of_ours() -> None:
    """A report of another PC, read by a newer program."""
    other = view(ended="2028-11-26T00:00:00Z", version="2020.1.1")
    assert said(aged(other)) == ""
    assert "found with knowledge 2020.1.1." in said(used(other))
    assert "found with" not in said(used(view()))
