"""The commands of a case: what is said is recorded, shown, and stays."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from support import plans, reports
from support.cli import complaint, invoke, saved, status

from mimawari import app
from mimawari.app import case_opening, casework
from mimawari.model import Report


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case on one infected PC, in the current folder."""
    monkeypatch.setattr(case_opening, "plan_of", plans.planned)
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    return tmp_path


def case() -> Any:
    return json.loads(invoke("case", "show", "--json").stdout)


def last() -> Any:
    return case()["entries"][-1]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casework, "now", lambda: "2026-11-27T06:00:00Z")


def test_a_note_is_recorded_as_it_was_said(world: Path) -> None:
    result = invoke("case", "note", "電話で\n連絡した", "--who", "佐藤")
    assert result.stdout.startswith("Recorded as entry 4, ")
    assert "JST" in result.stdout
    assert "UTC" in result.stdout
    assert (last()["text"], last()["who"], last()["deed"]) == ("電話で\n連絡した", "佐藤", "noted")
    text = invoke("case", "show").stdout
    assert "     電話で\n     連絡した\n" in text


def test_a_note_cannot_move_the_cursor_or_look_like_another_entry(world: Path) -> None:
    invoke("case", "note", "x\x1b[2J\r9. 2026-01-01 00:00 JST (15:00 UTC)  root: closed\u202e", "--who", "a\nb\x1b[31m")
    text = invoke("case", "show").stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(line.startswith("     ") for line in text.splitlines() if "root: closed" in line)
    assert "a\\nb" in text


def test_steps_are_done_skipped_and_opened_again(world: Path) -> None:
    assert status(invoke("case", "step", "unplug@PC1", "--done", "--text", "LAN")) == 0
    assert (last()["deed"], last()["about"], last()["text"]) == ("step-done", "unplug@PC1", "LAN")
    invoke("case", "step", "tell", "--skip", "--text", "不要")
    assert case()["steps"] == {"unplug@PC1": "done", "tell": "skipped"}
    plan = {one["key"]: one["state"] for one in json.loads(invoke("case", "plan", "--json").stdout)["steps"]}
    assert plan == {"unplug@PC1": "done", "keep-memory@PC1": "open", "tell": "skipped"}
    invoke("case", "step", "unplug@PC1", "--reopen")
    assert case()["steps"]["unplug@PC1"] == "open"
    assert "Steps: 0 done, 1 skipped, 2 still to do." in invoke("case", "show").stdout


def test_a_step_out_of_order_is_recorded_with_a_warning(world: Path) -> None:
    result = invoke("case", "step", "keep-memory@PC1", "--done")
    assert (status(result), "“Do unplug” comes before this" in result.stderr) == (0, True)
    invoke("case", "step", "unplug@PC1", "--done")
    assert invoke("case", "step", "keep-memory@PC1", "--done").stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("step", "unplug@PC9", "--done"), "the plan has no step “unplug@PC9”"),
        (("step", "unplug@PC9", "--done"), "Did you mean “unplug@PC1”?"),
        (("step", "unplug@PC1"), "say one of --done, --skip and --reopen"),
        (("step", "unplug@PC1", "--done", "--reopen"), "say one of --done, --skip and --reopen"),
        (("step", "unplug@PC1", "--skip"), "say with --text why the step is skipped"),
        (("note", " "), "the text is empty"),
        (("lift", "PC1", "--text", ""), "the text is empty"),
        (("reopen",), "the case is not closed"),
        (("known-at", "yesterday"), "“yesterday” is not understood as a time"),
        (("known-at", "2999-01-01", "00:00"), "That is still to come"),
        (("known-at", "2026-02-30 10:00"), "there is no such day or time. Nothing was recorded."),
        (("known-at", "2026-02-03"), "names a day without the time"),
        (("export", "stix", "--out", "-"), "“-” is no name of a file"),
        (("export", "stix", "--out", ""), "“” is no name of a file"),
        (("report", "--out", " "), "“ ” is no name of a file"),
    ],
)
def test_what_cannot_be_recorded_is_refused(world: Path, words: tuple[str, ...], said: str) -> None:
    result = invoke("case", *words)
    assert said in complaint(result)
    assert status(result) == 2
    assert len(case()["entries"]) == 3


@pytest.mark.usefixtures("clock")
def test_when_the_firm_came_to_know_can_be_said_anew_and_both_stay(world: Path) -> None:
    first = invoke("case", "known-at", "2026-11-27", "14:30", "--text", "電話")
    assert "Understood as 2026-11-27 14:30 JST (05:30 UTC)." in first.stdout
    assert case()["known_at"] == "2026-11-27T05:30:00Z"
    second = invoke("case", "known-at", "2026年11月26日 9時", "--lang", "ja", "--who", "佐藤")
    assert "2026-11-26 09:00（日本時間。UTCでは 00:00）と読み取りました。" in second.stdout
    assert "前の記録は2026-11-27 14:30（日本時間。UTCでは 05:30）です（4番、山田）" in second.stdout
    assert case()["known_at"] == "2026-11-26T00:00:00Z"
    text = invoke("case", "show").stdout.replace("\n", " ")
    assert "2026-11-27 14:30 JST (05:30 UTC)" in text
    assert "2026-11-26 09:00 JST (00:00 UTC)" in text
    assert "later than" not in second.stderr
    third = invoke("case", "known-at", "2026-11-26 12:00")
    assert "later than the moment recorded before (2026-11-26 09:00 JST (00:00 UTC), entry 5)" in third.stderr.replace("\n", " ")


def test_desks_lifting_closing_and_opening_again(world: Path) -> None:
    invoke("case", "contact", "ipa-organisation", "--text", "相談した")
    assert (last()["deed"], last()["about"]) == ("contacted", "ipa-organisation")
    invoke("case", "lift", "PC1", "--text", "初期化した")
    assert (last()["deed"], last()["about"], last()["text"]) == ("lifted", "PC1", "初期化した")
    invoke("case", "close", "--text", "終わり")
    assert case()["closed"]
    assert "already" in complaint(invoke("case", "close"))
    invoke("case", "reopen")
    assert not case()["closed"]


def test_the_whole_is_shown_in_both_languages(world: Path) -> None:
    for words in (("note", "x"), ("contact", "x"), ("close",), ("reopen",)):
        invoke("case", *words)
    assert "これまでの記録" in invoke("case", "show", "--lang", "ja").stdout
    assert "What was recorded" in invoke("case", "show", "--lang", "en").stdout
    assert "「件」" not in invoke("case", "list", "--lang", "ja").stdout
    assert "件（記録7件" in invoke("case", "list", "--lang", "ja").stdout


def test_times_as_data_are_given_in_utc_and_in_japan(world: Path) -> None:
    entry = last()
    assert entry["at"].endswith("Z")
    assert entry["at_japan"].endswith("+09:00")


@pytest.mark.parametrize("words", [("lift", "PC1"), ("lift", "PC1", "--who", "x")])
def test_a_reason_that_is_required_is_asked_for(world: Path, words: tuple[str, ...]) -> None:
    result = invoke("case", *words)
    assert isinstance(result.exception, click.MissingParameter)
    assert "'--text'" in result.exception.format_message()
    assert len(case()["entries"]) == 3


MAIL = "mail-password@a@shop.example"


def test_a_key_may_be_typed_as_a_page_shows_it(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report.of([reports.infected()])
    mail = plans.planned(report, app.judge(report), app.known())
    wanted = replace(mail.steps[0], key=MAIL, target="a@shop.example")
    monkeypatch.setattr(case_opening, "plan_of", lambda *_: replace(mail, steps=(*mail.steps, wanted)))
    for key in ("UNPLUG@pc1", "mail-password@a[@]shop[.]example", "ｍail-password@A@shop.example"):
        assert status(invoke("case", "step", key, "--done")) == 0
    assert case()["steps"] == {"unplug@PC1": "done", MAIL: "done"}
    told = complaint(invoke("case", "step", "mail-password@a@shop.exampel", "--done"))
    assert f"“mail-password@a@shop.exampel”. `mimawari case plan` shows the steps. Did you mean “{MAIL}”?" in told


def test_the_step_that_comes_before_is_named_without_a_full_stop_in_quotes(world: Path) -> None:
    result = invoke("case", "step", "keep-memory@PC1", "--done", "--lang", "ja")
    assert "。」" not in result.stderr


def test_a_pc_that_goes_back_too_early_is_recorded_with_a_warning(world: Path) -> None:
    result = invoke("case", "lift", "pc1", "--text", "使いたい", "--lang", "ja")
    assert (last()["about"], last()["facts"]["unmet"]) == ("PC1", "wiped reset others-quiet watched")
    assert "ネットワークに戻す条件がそろっていません（PCの初期化、パスワードの変更、ほかのPCの検査、2週間の監視）" in result.stderr
    assert "再確認がまだ記録されていません" in result.stderr
    assert "these conditions are not met" in invoke("case", "lift", "PC1", "--text", "x").stderr


def test_a_pc_that_the_case_does_not_know_is_refused(world: Path) -> None:
    assert "no PC “PC11”. Did you mean “PC1”?" in complaint(invoke("case", "lift", "PC11", "--text", "x"))
    assert "「厨房」というPCはありません。何も" in complaint(invoke("case", "lift", "厨房", "--text", "x", "--lang", "ja"))
    assert len(case()["entries"]) == 3


def test_what_is_added_to_a_closed_case_is_recorded_and_said(world: Path) -> None:
    assert "is closed" not in invoke("case", "close").stderr
    for words in (("note", "x"), ("step", "tell", "--done"), ("contact", "ppc"), ("recheck", "PC1.json")):
        assert "this case is closed; it was recorded" in invoke("case", *words).stderr.replace("\n", " ")
    assert len(case()["entries"]) == 8
    assert "is closed" not in invoke("case", "reopen").stderr
    assert "is closed" not in invoke("case", "note", "x").stderr


def test_a_desk_is_known_by_its_key_or_name_and_a_slip_is_refused(world: Path) -> None:
    ppc = next(one for one in app.known().help_desks if one.id == "ppc")
    for name in ("PPC", ppc.name.ja):
        assert status(invoke("case", "contact", name)) == 0
        assert last()["about"] == "ppc"
    assert "Did you mean “ipa-organisation”?" in complaint(invoke("case", "contact", "ipa-organization"))
    other = invoke("case", "contact", "取引先の森さん")
    assert (last()["about"], "none of the desks" in other.stderr.replace("\n", " ")) == ("取引先の森さん", True)


def test_a_second_check_that_is_none_is_said(world: Path) -> None:
    same = invoke("case", "recheck", "PC1.json")
    assert "PC1.json is in this case already" in same.stderr
    assert "no look at a PC of this case" not in same.stderr
    other = invoke("case", "recheck", str(saved(world, "PC7", reports.no_sign("PC7"))))
    assert "no look at a PC of this case" in other.stderr
    assert "already" not in other.stderr
    assert "a name of a PC is empty" in complaint(invoke("case", "recheck", "PC1.json", "--host", " "))


def test_what_is_no_character_is_replaced_and_that_is_said(world: Path) -> None:
    result = invoke("case", "note", "a\udcffb")
    assert (status(result), last()["text"], "� stands in its place" in result.stderr) == (0, "a�b", True)
    assert "� stands" not in invoke("case", "note", "ab").stderr
    assert status(invoke("case", "verify")) == 0


def test_the_case_is_begun_in_a_sentence(world: Path) -> None:
    assert "山田：「件」の記録を始めた" in invoke("case", "show", "--lang", "ja").stdout
