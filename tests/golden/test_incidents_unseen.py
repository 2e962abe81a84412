"""Incidents that were told, with their answers, before the program was run on them: rules 1 and 2 of ``tests/incidents``."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.incidents import build
from support.incidents.judging import Answers, as_set, expected, judged, told

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents_unseen").glob("*.toml"))
UNKNOWN = frozenset({("unknown", "")})
pytestmark = pytest.mark.slow

KNOWN_WRONG: dict[str, tuple[Answers, str]] = {
    "82": (UNKNOWN, "a signature of our own from a provider's pool decides nothing where no header names the user"),
}
"""What is judged wrongly today: the answer given, and why. Whoever mends one takes it out."""


def is_right(given: Answers, path: Path) -> bool:
    """Rules 1 and 2."""
    wanted = expected(path)
    allowed = [as_set(wanted["answers"]), *map(as_set, wanted["also"])]
    return given in allowed and not {answer for answer, _ in given} & set(wanted["never"])


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda one: one.stem)
def test_an_incident_unseen_before_is_judged_as_told(path: Path, tmp_path: Path) -> None:
    us = judged(build(path, tmp_path))
    given = as_set(us["answers"])
    if path.stem[:2] in KNOWN_WRONG:
        answer, why = KNOWN_WRONG[path.stem[:2]]
        assert not is_right(given, path), f"{path.stem} is right now: take it out of KNOWN_WRONG"
        assert given == answer, f"{path.stem} was known to be wrong ({why}), but otherwise\n{told(us)}"
    else:
        assert is_right(given, path), f"{path.stem}: {sorted(given)}\n{told(us)}"


def test_what_is_known_to_be_wrong_is_there() -> None:
    assert set(KNOWN_WRONG) <= {path.stem[:2] for path in INCIDENTS}
