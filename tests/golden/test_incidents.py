"""Every constructed incident, built and judged: the answers of ``tests/incidents/README.md``, rules 1, 2 and 6."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.cli import invoke, status
from support.incidents import Built, build

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents").glob("*.toml"))
Answers = frozenset[tuple[str, str]]
pytestmark = pytest.mark.slow


def expected(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["expect"]
    return told


def as_set(answers: list[dict[str, str]]) -> Answers:
    """Answers with their strengths; ``unknown`` has none."""
    return frozenset((one["answer"], "" if one["answer"] == "unknown" else one.get("strength", "")) for one in answers)


def judged(built: Built, *locators: Path) -> dict[str, Any]:
    """``verdict.us`` of the report, as the command line prints it."""
    words = [str(one) for one in locators or built.locators]
    result = invoke("check", "--us", str(built.us), *words, "--json")
    assert result.exception is None or status(result) not in (2, 3, 70), f"{result.exception!r}\n{result.stderr[-2000:]}"
    us: dict[str, Any] = json.loads(result.stdout)["verdict"]["us"]
    return us


def told(us: dict[str, Any]) -> str:
    """What a failure shows."""
    return json.dumps({name: us.get(name) for name in ("answers", "because", "against", "settle")}, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda one: one.stem)
def test_an_incident_is_judged_as_a_careful_expert_would(path: Path, tmp_path: Path) -> None:
    wanted = expected(path)
    us = judged(build(path, tmp_path))
    given = as_set(us["answers"])
    never = {answer for answer, _ in given} & set(wanted["never"])
    assert not never, f"{path.stem}: never {never}\n{told(us)}"
    allowed = [as_set(wanted["answers"]), *map(as_set, wanted["also"])]
    assert given in allowed, f"{path.stem}: {sorted(given)} is none of {[sorted(one) for one in allowed]}\n{told(us)}"
    assert "unknown" not in {answer for answer, _ in given} or len(given) == 1


@pytest.mark.parametrize("number", ["10", "20", "36", "58", "64"])
def test_neither_order_nor_repetition_changes_the_answer(number: str, tmp_path: Path) -> None:
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    built = build(path, tmp_path)
    once = judged(built)["answers"]
    assert judged(built, *reversed(built.locators))["answers"] == once
    assert judged(built, *built.locators, built.locators[0])["answers"] == once


@pytest.mark.parametrize("number", ["01", "12", "33", "45", "58"])
def test_chance_does_not_change_the_answer(number: str, tmp_path: Path) -> None:
    """Other mails around the same incident: nothing hangs on the fill."""
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    assert as_set(judged(build(path, tmp_path / "a", 1))["answers"]) == as_set(judged(build(path, tmp_path / "b", 2))["answers"])
