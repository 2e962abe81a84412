"""Plans as CACAO 2.0: valid, connected, manual only, and the same each time."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from support import respond_reports as made
from support.cacao_schema import faults

from mimawari import app
from mimawari.model import Plan, Playbook
from mimawari.respond.cacao import cacao
from mimawari.respond.planning import planned

BOOK = app.known().playbook


def written(which: str = "all", /, **more: str) -> dict[str, Any]:
    return cacao(planned(*made.case(which), app.known()), created="2026-11-27T01:02:03Z", **more)


@pytest.mark.parametrize("tongue", ["en", "ja"])
@pytest.mark.parametrize("name", made.CASES)
def test_every_plan_is_valid(name: str, tongue: str) -> None:
    assert faults(json.loads(json.dumps(written(name, tongue=tongue)))) == []


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_the_whole_playbook_is_valid(tongue: str) -> None:
    whole = cacao(BOOK, created="2026-11-26", tongue=tongue)
    assert faults(whole) == []
    assert len(whole["workflow"]) == len(BOOK.steps) + 2


def test_it_is_the_same_each_time_and_another_for_another_case() -> None:
    assert written() == written()
    assert written()["id"] != written("exposed")["id"]
    assert written(name="case a")["id"] != written(name="case b")["id"]
    assert written(tongue="ja")["id"] == written()["id"]
    assert {*written(name="case a")["workflow"]}.isdisjoint(written(name="case b")["workflow"])


def test_the_id_of_the_playbook_is_made_as_the_specification_says() -> None:
    import uuid

    one = written(name="case a")
    name = json.dumps({"name": "case a", "playbook_types": one["playbook_types"]}, separators=(",", ":"))
    assert one["id"] == f"playbook--{uuid.uuid5(uuid.UUID('aa7caf3a-d55a-4e9a-b34e-056215fba56a'), name)}"


def test_all_of_it_is_for_people() -> None:
    one = written()
    commands = [command for step in one["workflow"].values() for command in step.get("commands", ())]
    assert {command["type"] for command in commands} == {"manual"}
    assert one["playbook_processing_summary"] == {"manual_playbook": True}


def test_steps_keep_the_order_of_the_plan_and_name_their_targets() -> None:
    plan = planned(*made.case("all"), app.known())
    one = written()
    key, names, targets = one["workflow_start"], [], []
    while key := one["workflow"][key].get("on_completion"):
        step = one["workflow"][key]
        if step["type"] == "action":
            names.append(step["name"])
            targets.append(one["target_definitions"][step["targets"][0]]["name"])
    assert names == [step.step.title.en for step in plan.steps]
    assert [target for target, step in zip(targets, plan.steps, strict=True) if step.target] == [
        step.target for step in plan.steps if step.target
    ]


def test_it_says_what_nobody_can_stop_and_what_must_not_be_done() -> None:
    said = written("address-only", tongue="ja")["description"]
    assert "だれにも止められません" in said
    assert "してはいけないこと: " in said
    assert "初期化" in said


def test_what_is_to_be_checked_says_so() -> None:
    references = written()["external_references"]
    assert any("to be checked: second-hand" in one["description"] for one in references)
    assert any("to be checked: unconfirmed" in one["description"] for one in references)


def test_times_are_utc_to_the_millisecond() -> None:
    assert written()["created"] == "2026-11-27T01:02:03.000Z"
    later = cacao(BOOK, created="2026-11-26", modified="2026-11-27T09:00:00.123456+09:00")
    assert (later["created"], later["modified"]) == ("2026-11-26T00:00:00.000Z", "2026-11-27T00:00:00.123Z")
    assert faults(cacao(BOOK, created="2026-11-26", modified="2026-11-01")) == []


def test_a_playbook_that_names_no_source_is_valid_too() -> None:
    from dataclasses import replace

    bare = Playbook(tuple(replace(step, cited=(), menus=()) for step in BOOK.steps))
    assert faults(cacao(bare, created="2026-11-26")) == []


def test_nothing_planned_has_no_form() -> None:
    with pytest.raises(ValueError, match="without a step"):
        cacao(Plan(()), created="2026-11-26")


def test_a_hostile_host_name_stays_a_value() -> None:
    from support import reports

    from mimawari.model import Report

    host = 'PC"\n\x1b[31m<b>\u202e'
    report = Report.of([reports.infected(host)])
    one = cacao(planned(report, app.judge(report), app.known()), created="2026-11-26")
    assert faults(json.loads(json.dumps(one))) == []
    assert host in [target["name"] for target in one["target_definitions"].values()]


def _first(playbook: dict[str, Any]) -> Any:
    return next(step for step in playbook["workflow"].values() if step["type"] == "action")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.pop("created_by"),
        lambda p: p.update(colour="red"),
        lambda p: p.update(created="2026-11-27"),
        lambda p: p.update(modified="2020-01-01T00:00:00.000Z"),
        lambda p: _first(p).update(on_completion="end--00000000-0000-4000-8000-000000000000"),
        lambda p: _first(p).update(on_completion=p["workflow_start"]),
        lambda p: _first(p)["commands"][0].update(type="bash"),
        lambda p: _first(p)["commands"][0].pop("command"),
        lambda p: _first(p).update(agent="group--00000000-0000-4000-8000-000000000000"),
        lambda p: _first(p).pop("agent"),
        lambda p: p["target_definitions"].popitem(),
        lambda p: p["playbook_activities"].append("map-network"),
        lambda p: p.update(external_references=p["external_references"][:1]),
        lambda p: p["workflow"].update({"action--00000000-0000-4000-8000-000000000000": deepcopy(_first(p))}),
    ],
)
def test_the_check_can_fail(spoil: Callable[[dict[str, Any]], object]) -> None:
    one = deepcopy(written())
    assert faults(one) == []
    spoil(one)
    assert faults(one)
