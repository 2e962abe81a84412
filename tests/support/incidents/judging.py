"""An incident's answers as its file tells them, and as the program gives them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from support.cli import invoke, status
from support.incidents import Built

Answers = frozenset[tuple[str, str]]


def expected(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["expect"]
    return told


def as_set(answers: list[dict[str, str]]) -> Answers:
    """Answers with their strengths; ``unknown`` has none."""
    return frozenset((one["answer"], "" if one["answer"] == "unknown" else one.get("strength", "")) for one in answers)


def judged(built: Built, *locators: Path) -> dict[str, Any]:
    """``verdict.us`` of the report, as the command line prints it."""
    us: dict[str, Any] = _verdict(built, [str(one) for one in locators or built.locators])["us"]
    return us


def searched_instead(built: Built, boxes: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The verdict of the whole check, and where the pieces of evidence *boxes* are only searched."""
    words = [[*(["--search-only"] if name in boxes else []), str(place)] for name, place in built.evidence.items()]
    return _verdict(built, [str(one) for one in built.locators]), _verdict(built, [word for some in words for word in some])


def _verdict(built: Built, words: list[str]) -> dict[str, Any]:
    result = invoke("check", "--us", str(built.us), *words, "--json")
    assert result.exception is None or status(result) not in (2, 3, 70), f"{result.exception!r}\n{result.stderr[-2000:]}"
    verdict: dict[str, Any] = json.loads(result.stdout)["verdict"]
    return verdict


def told(us: dict[str, Any]) -> str:
    """What a failure shows."""
    return json.dumps({name: us.get(name) for name in ("answers", "because", "against", "settle")}, ensure_ascii=False, indent=1)
