"""The HTML: needs nothing else, runs nothing, shows what must be shown, and takes no value for markup."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import dossier_extremes, dossier_plans, dossiers, reports
from support.dossiers import TEST_CASES
from support.papers import Tags, pages, texts

from mimawari.faces.documents.phrases import SITUATION
from mimawari.faces.documents.sureness import sureness
from mimawari.model import (
    DEED_WORDS,
    LANGUAGES,
    Condition,
    Deed,
    Dossier,
    Level,
    Means,
    Phase,
    Recheck,
    Report,
    Side,
    Situation,
    StepState,
    Strength,
    Who,
    Words,
)

CASES: dict[str, Callable[[], Dossier]] = {one.value: partial(dossiers.dossier, one) for one in Situation}
CASES |= {
    "empty": dossier_extremes.empty,
    "large": dossier_extremes.large,
    "hostile": dossier_extremes.hostile,
    "wordy": dossier_extremes.wordy,
}
MARK = {"ja": "【要確認】", "en": "[to be checked]"}
PROMISES = ("安全です", "問題ありません", "感染していません", "is clean", "are clean", "all clear", "is safe", "not infected")
LAWYER = {"ja": "【弁護士に確認】", "en": "[ask a lawyer]"}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_stands_alone_and_runs_nothing(name: str, tongue: str, tmp_path: Path) -> None:
    for text in pages(CASES[name](), tongue, tmp_path):
        read = Tags(text)
        tags = {tag for tag, _ in read.tags}
        assert not tags & {"script", "img", "link", "iframe", "object", "embed", "a", "form", "input", "base", "use", "image"}
        assert not {name for _, given in read.tags for name in given if name.startswith("on") or name in ("src", "href", "style")}
        policy = next(given["content"] for tag, given in read.tags if tag == "meta" and "http-equiv" in given)
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        assert style
        assert policy and b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
        assert "url(" not in text
        assert dict(read.tags)["html"]["lang"] == tongue
        assert len(text) < (1_500_000 if name == "wordy" else 300_000)


@pytest.mark.parametrize("name", CASES)
def test_every_tag_is_closed(name: str, tmp_path: Path) -> None:
    for text in pages(CASES[name](), "ja", tmp_path):
        open_tags: list[str] = []
        for closing, tag, alone in re.findall(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", text):
            if closing:
                assert open_tags.pop() == tag
            elif tag not in ("meta", "br") and not alone:
                open_tags.append(tag)
        assert open_tags == []


def test_hostile_values_are_text(tmp_path: Path) -> None:
    management, annex = texts(dossier_extremes.hostile(), "ja", tmp_path)
    assert "<script>alert(1)</script>" in annex
    assert "{{ 7*7 }}{% raw %}" in annex
    assert "#import" in management
    for text in (management, annex):
        assert not {char for char in text if not char.isprintable() and char not in "\n\u3000"}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("situation", TEST_CASES)
def test_what_the_management_asks_is_answered(situation: Situation, tongue: str, tmp_path: Path) -> None:
    case = dossiers.dossier(situation)
    text, _ = texts(case, tongue, tmp_path)
    opening = case.plan.openings[0]
    done, *rest = case.plan.steps
    for words in (opening.meaning, *(one.step.title for one in rest), SITUATION[situation]):
        assert words.say(tongue) in text
    assert done.step.title.say(tongue).rstrip("。.") in text
    assert sureness(situation, case.verdict).say(tongue) in text
    for deadline in case.clock.deadlines:
        assert deadline.name.say(tongue) in text
        for counting in deadline.countings:
            assert counting.way.say(tongue) in text
            year, month, day = map(int, counting.last_day.split("-"))
            assert (f"{year}年{month}月{day}日" in text) if tongue == "ja" else (f"{day:02} " in text and str(year) in text)
    assert text.count(MARK[tongue]) == 2, "once above the ways of counting, all of which are to be checked, and behind one name"
    assert LAWYER[tongue] in text
    assert case.desks[0].name.say(tongue) in text
    assert "2026-11-24 14:00" in text, "05:00 UTC in Japan"


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_whatever_is_to_be_checked_bears_its_mark(tongue: str, tmp_path: Path) -> None:
    _, text = texts(dossiers.dossier(Situation.OUR_DEVICE), tongue, tmp_path)
    lines = [line.strip() for line in text.splitlines()]
    for value in ("info@jpcert.or.jp", "03-0000-0000"):
        (line,) = [line for line in lines if value in line]
        assert re.search(re.escape(value) + r" " + re.escape(MARK[tongue]), line)
    (sure,) = [line for line in lines if "cs-support@ipa.go.jp" in line]
    assert f"cs-support@ipa.go.jp {MARK[tongue]}" not in sure
    assert "1060" in text, "the old desk says how old it is"
    assert dossier_plans.RESET.title.say(tongue) + f" {MARK[tongue]}" in text


def test_suspected_is_never_worded_as_certain(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    base = replace(case, report=Report.of((reports.suspected("PC2"),)))
    suspected = replace(base, verdict=dossiers.judged(base.report))
    assert suspected.verdict.level is Level.SUSPECTED
    text, _ = texts(suspected, "ja", tmp_path)
    assert "疑いの段階です。確定ではありません。" in text
    assert "感染しています" not in text


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_nothing_says_clean(name: str, tongue: str, tmp_path: Path) -> None:
    for text in texts(CASES[name](), tongue, tmp_path):
        bare = text.replace("from a clean PC", "")
        assert not [said for said in PROMISES if said in bare]


def test_where_nothing_was_looked_at_it_says_so(tmp_path: Path) -> None:
    text, _ = texts(dossier_extremes.empty(), "ja", tmp_path)
    assert "まだ何も調べていません" in text
    assert "すべて調べました" not in text
    assert "いつ知ったかが記録されていないため、期限を数えられません" in text


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_long_case_is_cut_and_says_by_how_much(tongue: str, tmp_path: Path) -> None:
    management, annex = texts(dossier_extremes.large(), tongue, tmp_path)
    for count in ("1,900", "100"):
        assert any(count in line and "mimawari" in line for line in annex.splitlines()), count
    entries = dossier_extremes.large().entries
    assert entries[0].hash in annex
    assert entries[-1].hash in annex
    assert entries[150].hash not in annex
    assert "1,99" in management


def test_times_are_told_in_both_zones(tmp_path: Path) -> None:
    _, text = texts(dossiers.dossier(Situation.EXPOSED), "en", tmp_path)
    assert "2026-11-24 08:50\n2026-11-23 23:50" in text, "the finding of 23:50 UTC is of the next day in Japan"
    other = replace(dossiers.dossier(Situation.EXPOSED), zone=-330)
    _, text = texts(other, "en", tmp_path)
    assert "UTC-05:30" in text
    assert "2026-11-23 18:20\n2026-11-23 23:50" in text


def again(**given: Any) -> Recheck:
    """A second check with one condition met, one not, and one of which nobody knows."""
    words = Words(en="All PCs were looked at.", ja="すべてのPCを調べました。")
    conditions = (Condition("looked", words, True), Condition("quiet", words, False, (words,)), Condition("mail", words, None))
    base = Recheck((), ("PC9",), (words,), (), (words,), (), conditions)
    return replace(base, **given)


def test_the_second_check_is_told(tmp_path: Path) -> None:
    case = replace(dossiers.dossier(Situation.OUR_DEVICE), recheck=again(reinfected=("PC2",)))
    management, annex = texts(case, "ja", tmp_path)
    assert "再び兆候が見られます（PC2）" in management
    assert "3件のうち1件を満たしています。まだ解除しないでください" in management
    for said in (
        "満たしている ",
        "満たしていない ",
        "分からない ",
        "まだ調べていないもの：PC9",
        "再び兆候が見られるもの：PC2",
        "新規",
        "継続",
    ):
        assert said in annex, said
    met = tuple(replace(one, met=True) for one in again().conditions)
    lifted, _ = texts(replace(case, recheck=again(conditions=met, unchecked=())), "ja", tmp_path)
    assert "すべて満たしています（感染していないことの証明ではありません）" in lifted
    assert "まだ解除しないでください" not in lifted


def test_decisive_is_said_only_with_something_conclusive() -> None:
    verdict = dossiers.dossier(Situation.OUR_DEVICE).verdict
    assert {one.strength for one in verdict.because} == {Strength.STRONG}
    assert sureness(Situation.OUR_DEVICE, verdict).en == "Judged as infected: strong findings of several kinds agree."
    sure = replace(verdict, because=(*verdict.because, reports.pair(strength=Strength.CONCLUSIVE)))
    assert sureness(Situation.OUR_DEVICE, sure).en == "The evidence is decisive."


def test_every_word_of_closed_lists_has_its_words() -> None:
    from mimawari.faces.documents import phrases

    assert set(phrases.WHO) == set(Who)
    assert set(phrases.PHASE) == set(Phase)
    assert set(phrases.STATE) == set(StepState)
    assert set(DEED_WORDS) == set(Deed)
    assert set(phrases.SIDE) == set(Side)
    assert set(phrases.MEANS) == set(Means)
    assert set(phrases.SITUATION) == set(Situation)


@pytest.mark.parametrize("strength", Strength)
def test_how_sure_follows_the_strength_of_the_answer(strength: Strength) -> None:
    case = dossiers.dossier(Situation.ADDRESS_ONLY)
    assert case.verdict.us
    us = replace(case.verdict.us, answers=(replace(case.verdict.us.answers[0], strength=strength),))
    said = sureness(Situation.ADDRESS_ONLY, replace(case.verdict, us=us)).en
    assert said == {
        Strength.HINT: "A sign only; it decides nothing.",
        Strength.STRONG: "Very probable, not certain.",
        Strength.CONCLUSIVE: "The evidence is decisive.",
    }[strength]  # fmt: skip


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_cell_is_told_with_its_head_to_whoever_hears_the_page_or_has_a_phone(tongue: str, tmp_path: Path) -> None:
    """HTML, 4.9: heads with their scope. A phone has room for one column: there each cell names its head itself."""
    page, _ = pages(CASES["our-device"](), tongue, tmp_path)
    tables = [Tags(one.split("</table>")[0]).tags for one in page.split("<table")[1:]]
    assert len(tables) > 3
    for tags in tables:
        scopes = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
        cells = [attributes for tag, attributes in tags if tag == "td"]
        assert scopes and set(scopes) in ({"col"}, {"row"})
        assert all(bool(cell.get("data-head")) == ("col" in scopes) for cell in cells)
    assert "attr(data-head)" in page and "(max-width: 34rem)" in page
