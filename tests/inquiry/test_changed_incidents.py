"""Incidents with other names, other days, or less evidence: what must not be said stays unsaid."""

from __future__ import annotations

import copy
import re
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.incidents.dossier import dossier
from support.incidents.dossier_cases import IDS, PATHS, answered, expected, given, judged, renamed, told, without

PARAMETERS = pytest.mark.parametrize("path", PATHS, ids=IDS)
_WEIGHTY = ("strong", "conclusive")
_OWN = ("mailbox", "host-report", "account-export", "sent-folder")
"""Kinds of evidence that come from our own machines and mailboxes."""
_READS = "dovecot"
_MONTHLY = ("45", "46", "58")
"""Incidents with a run on the same day of each month: two weeks later it would be a run on no such day."""


@PARAMETERS
def test_other_names_change_nothing(path: Path) -> None:
    assert told(judged(dossier(renamed(given(path)[0])))) == told(answered(path))


@pytest.mark.parametrize("path", [path for path in PATHS if path.stem[:2] not in _MONTHLY], ids=lambda path: path.stem)
def test_two_weeks_later_it_is_the_same(path: Path) -> None:
    assert told(judged(dossier(_later(given(path)[0])))) == told(answered(path))


@PARAMETERS
def test_less_evidence_never_gives_what_must_never_be_said_more_strongly(path: Path) -> None:
    incident = given(path)[0]
    allowed = {answer for one in (incident["expect"]["answers"], *incident["expect"]["also"]) for answer, _ in expected(one)}
    for dropped in incident["evidence"]:
        said = told(judged(dossier(without(incident, dropped["id"]))))
        wrong = {answer for answer, strength in said if strength in _WEIGHTY} & {*incident["expect"]["never"]} - allowed
        assert wrong <= _explained(path, dropped["id"]), dropped["id"]


def _explained(path: Path, dropped: str) -> set[str]:
    """What is right to say where the piece that excludes it is not there."""
    return {
        ("31", "r1"): set(),
        ("35", "h1"): {"address-only"},
        ("58", "l1"): set(),
    }.get((path.stem[:2], dropped), set())


@PARAMETERS
def test_our_device_only_with_evidence_of_our_own(path: Path) -> None:
    incident = given(path)[0]
    pieces = [one["id"] for one in incident["evidence"] if one["kind"] not in _OWN and not _is_own_log(one)]
    for chosen in _subsets(pieces):
        changed = copy.deepcopy(incident)
        changed["evidence"] = [one for one in changed["evidence"] if one["id"] in chosen]
        assert "our-device" not in {answer for answer, _ in told(judged(dossier(changed)))}


def _subsets(pieces: list[str]) -> list[tuple[str, ...]]:
    every = [one for size in range(len(pieces) + 1) for one in combinations(pieces, size)]
    return every if len(every) <= 16 else [*every[:: len(every) // 15], every[-1]]


def _is_own_log(one: dict[str, Any]) -> bool:
    """A log that tells of reading, or that a machine of our own network sent."""
    return one["kind"] == "mail-log" and (
        one["software"] == _READS or any("192.0.2.73" in str(event["clients"]) for event in one["events"])
    )


def _later(thing: Any) -> Any:
    """Every day two weeks later, in names and texts too."""
    if isinstance(thing, dict):
        return {key: _later(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_later(value) for value in thing]
    return re.sub(r"202[2-6]-\d\d-\d\d", _moved, thing) if isinstance(thing, str) else thing


def _moved(found: re.Match[str]) -> str:
    return (datetime.fromisoformat(found[0]) + timedelta(days=14)).date().isoformat()
