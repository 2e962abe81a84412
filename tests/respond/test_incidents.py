"""Every incident of "us, or only our address?" gets the situations that its author's answers ask for, and a plan that fits them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from support.incidents.dossier_cases import IDS, PATHS, answered, given

from mimawari import app
from mimawari.judge import ladder
from mimawari.judge.verdict import level_of_answer
from mimawari.model import Answer, Level, Phase, Plan, Report, Situation, Strength, Verdict
from mimawari.respond.planning import planned

PARAMETERS = pytest.mark.parametrize("path", PATHS, ids=IDS)
OURS = {"our-device": Situation.OUR_DEVICE, "our-account": Situation.OUR_ACCOUNT}


@cache
def case(path: Path) -> tuple[Report, Verdict]:
    report, us = given(path)[1].report, answered(path)
    verdict = ladder.judge(report)
    asked = level_of_answer(us)
    level = max(asked, verdict.level, key=lambda one: one.rank) if report.sources else asked
    return report, replace(verdict, us=us, level=level)


@cache
def plan(path: Path) -> Plan:
    return planned(*case(path), app.known())


@PARAMETERS
def test_the_situations_are_those_of_the_answers(path: Path) -> None:
    _, verdict = case(path)
    rows = [row for rows in (given(path)[0]["expect"]["answers"], *given(path)[0]["expect"]["also"]) for row in rows]
    strong = {OURS[row["answer"]] for row in rows if row["answer"] in OURS and row.get("strength") != "hint"}
    found = {*plan(path).situations}
    assert found & {*OURS.values()} <= strong
    for row in given(path)[0]["expect"]["answers"]:
        if row["answer"] in OURS and row["strength"] != "hint" and not given(path)[0]["expect"]["also"]:
            assert OURS[row["answer"]] in found
    assert verdict.us
    assert (Situation.ADDRESS_ONLY in found) == any(one.answer is Answer.ADDRESS_ONLY for one in verdict.us.answers)
    if Situation.NO_SIGN in found:
        assert verdict.us.routine
        assert verdict.level is Level.NO_SIGN


@PARAMETERS
def test_nobody_unplugs_a_pc_that_shows_nothing_or_for_an_address(path: Path) -> None:
    report, verdict = case(path)
    one = plan(path)
    clean = {source.host for source in report.sources if verdict.levels[source.key] is Level.NO_SIGN and source.host}
    sick = {source.host for source in report.sources if verdict.levels[source.key].rank >= Level.SUSPECTED.rank}
    assert not [step.key for step in one.steps if step.target in clean - sick]
    if one.situations == (Situation.ADDRESS_ONLY,):
        assert not {Phase.ISOLATE, Phase.RESET, Phase.ERADICATE} & {step.step.phase for step in one.steps}
        assert not [step.key for step in one.steps if step.step.destroys]


@PARAMETERS
def test_only_what_is_conclusive_is_wiped_or_told_to_an_authority(path: Path) -> None:
    report, verdict = case(path)
    sure = {source.host for source in report.sources if verdict.levels[source.key] is Level.INFECTED}
    conclusive = any(one.strength is Strength.CONCLUSIVE for one in (verdict.us.answers if verdict.us else ()))
    for step in plan(path).steps:
        if step.step.sure:
            assert step.target in sure if step.target else conclusive, step.key


@PARAMETERS
def test_no_plan_begins_with_a_cable_where_no_machine_is_named(path: Path) -> None:
    one = plan(path)
    if not any(step.step.id == "unplug" for step in one.steps):
        assert not any("LANケーブルを抜き" in opening.first.ja for opening in one.openings)


def test_a_web_form_is_stopped_and_its_user_has_no_password() -> None:
    one = plan(next(path for path in PATHS if path.stem.startswith("06-")))
    assert "stop-script" in [step.key for step in one.steps]
    assert "フォーム" in one.openings[0].first.ja
    assert not [step.key for step in one.steps if step.step.phase is Phase.RESET]


def test_a_mailbox_that_is_read_changes_its_password_and_unplugs_nothing() -> None:
    one = plan(next(path for path in PATHS if path.stem.startswith("75-")))
    keys = [step.key for step in one.steps]
    assert "mail-password@tanaka@sakura.example.jp" in keys
    assert "find-reader" in keys
    assert not any(key.startswith("unplug") for key in keys)


def test_an_open_question_says_what_would_settle_it() -> None:
    path = next(path for path in PATHS if path.stem.startswith("60-"))
    _, verdict = case(path)
    assert verdict.us
    first = plan(path).steps[0]
    assert first.step.id == "get-missing"
    assert verdict.us.settle[0].words.ja[:60] in first.grounds[0].words.ja
    assert first.grounds[0].id.startswith("s-")
