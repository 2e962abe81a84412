"""Which program and knowledge a result was got with, from where, when it is called old, and what an older report does not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import app
from mimawari.faces.text.used import aged, used
from mimawari.faces.text.view import View
from mimawari.knowledge import Provenance
from mimawari.model import Part, Report, Run, Source, Used

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


THEN = Provenance("installed", "https://example.jp/", "2026-12-01T03:00:00Z")


def source(name: str = "PC1", *used: Used, ended: str = "2026-12-24T01:00:00Z", parts: tuple[str, ...] = ()) -> Source:
    made = parts or tuple(one.knowledge for one in used)
    return Source(
        name, f"case/{name}", "folder", host=name, used=tuple(sorted(used)), runs=(Run("r-1", ended, ended),),
        parts=tuple(Part(name, str(number), version) for number, version in enumerate(made)),
    )  # fmt: skip


def shown(*sources: Source, language: str = "en") -> str:
    return said(used(View(Report.of(sources), KNOWN, language)))


class TestReadAgain:
    """A report that says what it was made with, read by another program with other knowledge."""

    MADE = Used("0.0.9", "2026.12.1+0123abcd", "2026-12-01", THEN)

    def test_what_it_was_made_with_is_told_with_date_and_source(self) -> None:
        text = shown(source("PC1", self.MADE))
        assert "mimawari 0.0.9, knowledge 2026.12.1 of 2026-12-01 (installed on 2026-12-01 from hxxps://example[.]jp/)." in text
        assert f"Shown with mimawari {app.version()}, knowledge 2026.11.4 of 2026-11-26 (came with the program)." in text
        assert "found with" not in text
        text = shown(source("PC1", self.MADE), language="ja")
        assert "mimawari 0.0.9、知識データ 2026.12.1（2026-12-01版、2026-12-01に hxxps://example[.]jp/ から導入）" in text
        assert f"この表示には、mimawari {app.version()}、知識データ 2026.11.4（2026-11-26版、内蔵）を使いました。" in text

    def test_only_the_address_that_is_set_up_here_may_be_clicked(self) -> None:
        report = Report.of([source("PC1", self.MADE)])
        text = said(used(View(report, replace(KNOWN, provenance=THEN), "en")))
        assert text.count("from https://example.jp/)") == 2

    def test_nothing_is_said_twice_where_it_is_the_same(self) -> None:
        same = Used(app.version(), KNOWN.version, KNOWN.as_of)
        assert shown(source("PC1", same)).count("2026.11.4") == 1

    def test_of_many_pcs_it_is_told_which(self) -> None:
        other = Used(app.version(), KNOWN.version, KNOWN.as_of)
        later = replace(self.MADE, source=replace(THEN, installed="2026-12-09T03:00:00Z"))
        text = shown(source("PC1", self.MADE), source("PC2", other), source("PC3", later))
        assert "(installed from hxxps://example[.]jp/). Looked at on" in text, "one line for both, whenever each took it"
        assert "On: PC1, PC3." in text
        assert "On: PC2." in text
        assert "対象：PC1、PC3" in shown(source("PC1", self.MADE), source("PC2", other), source("PC3", later), language="ja")

    def test_very_many_are_counted(self) -> None:
        every = (source(f"PC{number}", Used("0.1.0", f"2026.11.{number}", "2026-11-26")) for number in range(8))
        assert "and 3 more versions" in shown(*every)

    def test_an_older_report_beside_it_names_its_version(self) -> None:
        text = shown(source("PC1", self.MADE), source("PC2", parts=("2026.10.1",)))
        assert "Some of it was found with knowledge 2026.10.1, of which neither date nor source were kept." in text

    def test_sets_of_an_older_report_are_still_told_by_their_number(self) -> None:
        assert "together 0123abcd" in shown(source("PC1", parts=("2026.11.4+0123abcd",)))
        assert "together" not in shown(source("PC1", self.MADE))

    def test_a_pc_that_nobody_checked_was_found_with_nothing(self) -> None:
        report = app.called(Report.of([source("PC1", self.MADE)]), ["PC1", "PC2"], KNOWN)
        assert "found with" not in said(used(View(report, KNOWN, "en")))

    def test_its_age_is_that_of_the_knowledge_it_was_made_with(self) -> None:
        old, new = Used("0.1.0", "2026.9.1", "2026-09-01"), self.MADE
        assert "114 days old" in said(aged(View(Report.of([source("PC1", old)]), KNOWN, "en")))
        assert said(aged(View(Report.of([source("PC1", new)]), KNOWN, "en"))) == ""
        assert said(aged(View(Report.of([source("PC1", old, new)]), KNOWN, "en"))) == "", "some of it was found with newer"

    def test_of_many_pcs_those_with_old_knowledge_are_named(self) -> None:
        both = Report.of([source("PC1", Used("0.1.0", "2026.9.1", "2026-09-01")), source("PC2", self.MADE)])
        assert "On PC1 the knowledge used was up to 114 days old" in said(aged(View(both, KNOWN, "en")))
        assert "PC1 で使用した知識データは、最大114日前のものです。" in said(aged(View(both, KNOWN, "ja")))

    @pytest.mark.parametrize("control", ["\x1b[31m", "\u202e", "\n"])
    def test_nothing_in_it_moves_a_cursor(self, control: str) -> None:
        evil = f"a{control}b"
        text = shown(source("PC1", Used(evil, evil, evil, Provenance("folder", evil, evil))))
        assert [line for line in text.splitlines() if control in line] == []
        assert len(text.splitlines()) == len(shown(source("PC1", self.MADE)).splitlines())
