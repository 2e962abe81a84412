"""``mimawari detectors``: what is detected."""

from __future__ import annotations

import inspect
import json
from dataclasses import MISSING, fields
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.streams import put
from mimawari.model import Finding, Strength, Words, kind_of

_COLUMN = 26


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the detectors: what each looks at, what it finds, and how much that weighs.",
        ja="検知の仕組みの一覧を表示します。何を調べ、何を見つけ、どれくらい重く見るかを示します。",
    ),
)
@spoken.as_json
def command(as_json: bool) -> int:
    """List them."""
    spoken.speaking(None)
    rows = [described(detector) for detector in app.detectors.load().values()]
    if as_json:
        put(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        put(f"{row['name']:<{_COLUMN}} {row['about']}")
        for found in row["finds"]:
            marks = [found["strength"], found["family"], *found["attack"], *found["era"]]
            put(f"{'':<{_COLUMN}} {', '.join(row['looks_at'])} -> {found['kind']} ({', '.join(mark for mark in marks if mark)})")
    return 0


def described(detector: app.Detector) -> dict[str, Any]:
    """A detector as its signature and its findings declare it."""
    about = inspect.getdoc(detector.examine) or ""
    return {
        "name": detector.name,
        "about": about.partition("\n")[0],
        "looks_at": [kind_of(kind) for kind in detector.looks_at],
        "needs": [{"kind": kind_of(need.type), "optional": need.optional} for need in detector.needs],
        "finds": [_finding(kind) for kind in detector.finds],
    }


def _finding(kind: type[Finding]) -> dict[str, Any]:
    """What a kind of finding says by itself; null and empty where each one says it for itself."""
    given = {field.name: None if field.default is MISSING else field.default for field in fields(kind)}
    strength, words = given["strength"], given["words"]
    return {
        "kind": kind_of(kind),
        "strength": strength.word if isinstance(strength, Strength) else None,
        "family": given["family"],
        "attack": list(given["attack"] or ()),
        "era": list(given["era"] or ()),
        "words": {"en": words.en, "ja": words.ja} if words else None,
    }
