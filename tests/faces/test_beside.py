"""What is said together with the verdict, so that nobody takes it for more or less than it is."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from support import reports

from mimawari import app
from mimawari.faces.html import page as html
from mimawari.faces.text import View, page, plain
from mimawari.faces.text.merged import merged
from mimawari.model import LANGUAGES, Finding, Gap, Level, Report, Source, Strength

KNOWN = app.known()


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def said(report: Report, language: str, sentence: str) -> bool:
    """Whether a sentence stands in the text, on the single page or in the picture of many, and on the HTML page too."""
    view = View(report, KNOWN, language)
    text = plain(merged(view)) if len(view.hosts) > 1 else plain(page(report, KNOWN, language))
    marked = re.sub("<[^>]+>", "", html(view))
    shown = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), marked)
    found = {bare(sentence) in bare(text), bare(sentence) in bare(shown)}
    assert len(found) == 1, "text and HTML differ"
    return found.pop()


def one(*found: Finding, gaps: Iterable[Gap] = (), host: str = "PC1", kind: str = "folder") -> Report:
    return Report.of([reports.source(host, reports.part(host, found, gaps), kind=kind)])


PAST = reports.loader(past=True)
NOW_NOTHING = {
    "en": "nothing was found that speaks for an infection now",
    "ja": "現在も感染していることを示すものは見つかりませんでした",
}
NOW_UNKNOWN = {"en": "Whether it still is infected could not be told", "ja": "現在も感染しているかどうかは分かりません"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_infection_in_the_past_is_called_by_its_name_and_told_from_now(language: str) -> None:
    emotet = {
        "en": "On PC1 there are traces of an infection with Emotet in the past.",
        "ja": "過去にEmotet（エモテット）に感染した痕跡",
    }
    whole, holed = one(PAST), one(PAST, gaps=[reports.gap("task")])
    for report in (whole, holed):
        assert app.judge(report).level is Level.SUSPECTED
        assert said(report, language, emotet[language])
    assert (said(whole, language, NOW_NOTHING[language]), said(whole, language, NOW_UNKNOWN[language])) == (True, False)
    assert (said(holed, language, NOW_NOTHING[language]), said(holed, language, NOW_UNKNOWN[language])) == (False, True)


@pytest.mark.parametrize(("family", "name"), [(None, "with malware in the past"), ("icedid", "with malware (Icedid) in the past")])
def test_a_past_infection_with_something_else_is_not_called_emotet(family: str | None, name: str) -> None:
    report = one(replace(PAST, family=family))
    assert said(report, "en", name)
    assert not said(report, "en", "an infection with Emotet")


def older(source: Source) -> Source:
    return replace(source, id="old", locator="old", seen_at="2021-01-01T00:00:00Z")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_stolen_then_is_told_wherever_there_was_an_infection(language: str) -> None:
    stolen = KNOWN.advice["past"].steps[0].say(language)
    assert {"en": "passwords", "ja": "パスワード"}[language] in stolen
    assert said(one(PAST), language, KNOWN.advice["past"].first.say(language))
    assert said(one(PAST), language, stolen)
    assert said(one(PAST, gaps=[reports.gap("task")]), language, KNOWN.advice["suspected"].first.say(language))
    assert said(one(PAST, gaps=[reports.gap("task")]), language, stolen)
    assert said(Report.of([older(reports.infected()), reports.no_sign()]), language, stolen)
    for level in (Level.NO_SIGN, Level.SUSPECTED):
        assert not said(reports.report(level), language, stolen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_infection_without_a_name_is_likened_to_the_period_it_fits_and_not_called_emotet(language: str) -> None:
    found = (replace(reports.loader(), family=None), replace(reports.pair(), family=None, era=("P6",)))
    like = {"en": "looks most like Emotet of April to July 2022;", "ja": "Emotet（2022年4月〜7月）に最もよく似ています"}
    assert app.judge(one(*found)).level is Level.INFECTED
    assert said(one(*found), language, like[language])
    assert not said(one(*found), language, {"en": "the malware Emotet", "ja": "マルウェア「Emotet"}[language])
    eraless = [replace(finding, era=()) for finding in found]
    named = [replace(finding, family="icedid") for finding in found]
    for report in (one(*eraless), one(*named), one(found[0]), reports.report(Level.INFECTED)):
        assert not said(report, language, {"en": "looks most like", "ja": "最もよく似ています"}[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_administrators_rights_is_said_above_and_only_then(language: str) -> None:
    words = {"en": "looked at without administrator's rights", "ja": "管理者として実行されていません"}[language]
    csrss, memory = "2/40: csrss.exe, wininit.exe", "2/40: Registry, vmmem"
    assert said(one(gaps=[reports.gap("protected-part")], kind="live"), language, words)
    assert said(one(gaps=[reports.gap("protected-part", detail=csrss)], kind="live"), language, words)
    assert not said(one(gaps=[reports.gap("process-without-program", detail=memory)], kind="live"), language, words)
    assert not said(reports.report(Level.UNDETERMINED), language, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_antivirus_program_blocks_is_named_above_and_explained_below(language: str) -> None:
    gap = reports.gap("blocked-by-antivirus", "C:\\Users\\taro\\AppData\\Local\\Xyz\\abc.dll")
    report = one(gaps=[gap])
    assert app.judge(report).level is Level.UNDETERMINED
    above = {"en": "takes for malware: abc.dll.", "ja": "読み取りを止めたファイルがあります（abc.dll）"}
    below = {"en": "Protection history", "ja": "「保護の履歴」"}
    assert said(report, language, above[language])
    assert said(report, language, below[language])
    assert not said(reports.report(Level.UNDETERMINED), language, below[language])


def test_the_advice_on_it_is_the_same_on_a_running_pc() -> None:
    gap = reports.gap("blocked-by-antivirus")
    assert KNOWN.remedy(gap, "live") == KNOWN.remedy(gap, "folder") != KNOWN.remedies["live-denied"]


def reinstalled(seen_at: str = "2026-12-01T12:00:00Z") -> Source:
    return replace(reports.no_sign("JUCHU-2"), id="new", machine="juchu-2|another", seen_at=seen_at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_name_with_another_installation_is_asked_about_and_hides_no_infection(language: str) -> None:
    old = replace(reports.infected("JUCHU-2"), seen_at="2026-11-26T12:00:00Z")
    ask = {
        "en": "JUCHU-2 is there 2 times: the same name, but another installation of Windows, as it seems. Was it reinstalled? "
        "Once that is confirmed, move the old report (2026-11-26) out of the folder.",
        "ja": "「JUCHU-2」という名前のPCが2台分あります。",
    }
    both = Report.of([old, reinstalled()])
    assert app.judge(both).level is Level.INFECTED
    assert said(both, language, ask[language])
    name = {"en": "is there 2 times", "ja": "2台分あります"}[language]
    for report in (Report.of([old, reports.no_sign("KEIRI-7")]), Report.of([old, replace(reinstalled(), machine=old.machine)])):
        assert not said(report, language, name)


def test_the_worst_machine_speaks_first_and_running_pcs_are_told_apart_by_name() -> None:
    def live(source: Source) -> Source:
        return replace(source, kind="live", locator=app.THIS_PC)

    def at_live(finding: Finding) -> Finding:
        return replace(finding, origin=replace(finding.origin, locator=app.THIS_PC))

    past = at_live(replace(reports.pair("A-PAST"), strength=Strength.CONCLUSIVE, past=True))
    now = [at_live(finding) for finding in (reports.loader("Z-NOW"), replace(reports.pair("Z-NOW"), era=()))]
    sources = [live(reports.source(host, reports.part(host, found))) for host, found in (("A-PAST", [past]), ("Z-NOW", now))]
    text = plain(merged(View(Report.of(sources), KNOWN, "en")))
    first, _, details = text.partition("Details\n")
    assert first.index("on: Z-NOW") < first.index("A-PAST", first.index("Why\n"))
    assert "on: Z-NOW" in details
    assert "live:" not in text
    assert "■ 詳細\n  証拠の場所：" in plain(merged(View(Report.of(sources), KNOWN, "ja")))


def test_strong_findings_are_counted_and_not_called_independent() -> None:
    text = html(View(reports.report(Level.INFECTED), KNOWN, "en"))
    assert "strong findings of 2 different kinds." in text
