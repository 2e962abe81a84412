"""The log of an incident alone, without a profile of the firm: the abuse in it is suspected, what only looks like it is not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.incidents import build

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Level, Source, Strength
from mimawari.sources import Evidence

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents").glob("*.toml"))
ABUSED = frozenset(("01", "03", "06", "08", "31", "33", "36", "68"))
pytestmark = pytest.mark.slow


def logs_of(path: Path) -> list[dict[str, Any]]:
    """The logs among the evidence."""
    return [one for one in tomllib.loads(path.read_text("utf-8"))["evidence"] if one["kind"] == "mail-log"]


def alone(path: Path, folder: Path) -> list[tuple[dict[str, Any], Source]]:
    """What each log is taken for where it is all that there is."""
    built = build(path, folder)
    found = []
    for log in logs_of(path):
        (source,) = app.check([Evidence(str(built.evidence[log["id"]]))], Settings(reraise=True), jobs=0)
        found.append((log, source))
    return found


def names_in(event: dict[str, Any]) -> set[str]:
    """The account of an event as a log has it: a program's is told with the number of its user, ``uid=33 (www-data)``."""
    return {event["account"], *re.findall(r"\((.+)\)", event["account"])}


LOOKALIKES = [path for path in INCIDENTS if 40 <= int(path.name[:2]) <= 58 and logs_of(path)]


@pytest.mark.parametrize("path", LOOKALIKES, ids=lambda one: one.stem)
def test_a_log_that_only_looks_like_abuse_is_not_suspected(path: Path, tmp_path: Path) -> None:
    for _, source in alone(path, tmp_path / "x"):
        strong = [(one.kind, one.facts) for one in source.findings if one.strength > Strength.HINT]
        assert app.level_of(source) in (Level.NO_SIGN, Level.UNDETERMINED), strong
        assert source.looked_at["mail-log"] > 0


@pytest.mark.parametrize("path", [path for path in INCIDENTS if path.name[:2] in ABUSED], ids=lambda one: one.stem)
def test_a_log_that_shows_abuse_is_suspected_and_names_the_account_in_full(path: Path, tmp_path: Path) -> None:
    ((log, source),) = alone(path, tmp_path / "x")
    assert app.level_of(source) is Level.SUSPECTED
    named = {one.facts.get("account") for one in source.findings if one.strength > Strength.HINT}
    for event in log["events"]:
        assert named & names_in(event)
    assert len(named) == len(log["events"]), "accounts that nobody abuses are named too"
