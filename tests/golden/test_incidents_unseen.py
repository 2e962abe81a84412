"""Incidents that were told, with their answers, before the program was run on them: rules 1 and 2 of ``tests/incidents``."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.incidents import build
from support.incidents.judging import Answers, as_set, expected, judged, told

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents_unseen").glob("*.toml"))
pytestmark = pytest.mark.slow


def is_right(given: Answers, path: Path) -> bool:
    """Rules 1 and 2."""
    wanted = expected(path)
    allowed = [as_set(wanted["answers"]), *map(as_set, wanted["also"])]
    return given in allowed and not {answer for answer, _ in given} & set(wanted["never"])


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda one: one.stem)
def test_an_incident_unseen_before_is_judged_as_told(path: Path, tmp_path: Path) -> None:
    us = judged(build(path, tmp_path))
    given = as_set(us["answers"])
    assert is_right(given, path), f"{path.stem}: {sorted(given)}\n{told(us)}"
