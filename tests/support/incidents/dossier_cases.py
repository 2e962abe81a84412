"""Every incident read and judged once, and ways to change one."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from support.incidents.dossier import Dossier, Incident, dossier, incidents, read

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import Us

PATHS = incidents()
IDS = [path.stem for path in PATHS]


@cache
def given(path: Path) -> tuple[Incident, Dossier]:
    """An incident and its testimony."""
    incident = read(path)
    return incident, dossier(incident)


def judged(one: Dossier) -> Us:
    """The answer to it."""
    known = knowledge.load(None)
    return us(inquiry.clues(one.testimony, one.firm, known), one.report, known)


@cache
def answered(path: Path) -> Us:
    """The answer to an incident as it stands."""
    return judged(given(path)[1])


def told(answer: Us) -> frozenset[tuple[str, str]]:
    """The answers with their strengths."""
    return frozenset((one.answer.value, one.strength.word if one.strength else "") for one in answer.answers)


def expected(rows: Iterable[dict[str, str]]) -> frozenset[tuple[str, str]]:
    """The answers that a file names."""
    return frozenset((row["answer"], row.get("strength", "")) for row in rows)


def without(incident: Incident, dropped: str) -> Incident:
    """The incident without one piece of evidence."""
    changed = copy.deepcopy(incident)
    changed["evidence"] = [one for one in changed["evidence"] if one["id"] != dropped]
    return changed


def renamed(incident: Incident) -> Incident:
    """The incident with other people and another firm: only names change."""
    names = {
        "sakura": "momiji",
        "Sakura": "Momiji",
        "tanaka": "ueda",
        "TANAKA": "UEDA",
        "Tanaka": "Ueda",
        "suzuki": "okada",
        "SUZUKI": "OKADA",
        "sato": "nagai",
        "SATO": "NAGAI",
        "kobo": "tsuchi",
        "bakery": "plumber",
        "clinic": "florist",
    }
    return {key: _changed(value, names) for key, value in incident.items()}


def _changed(thing: Any, names: dict[str, str]) -> Any:
    if isinstance(thing, dict):
        return {key: _changed(value, names) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_changed(value, names) for value in thing]
    if isinstance(thing, str):
        return re.sub("|".join(names), lambda found: names[found[0]], thing)
    return thing
