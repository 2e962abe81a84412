"""Every constructed incident, built and judged: the answers of ``tests/incidents/README.md``, rules 1, 2 and 6."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.incidents import build
from support.incidents.judging import as_set, expected, judged, told

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents").glob("*.toml"))
pytestmark = pytest.mark.slow


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
