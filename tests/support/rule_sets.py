"""Rules made in a test, ready to be matched; and the sets of others that lie beside the repository."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from mimawari import knowledge
from mimawari.engine.opening import Opened, opened
from mimawari.formats.budget import Allowance, Budget
from mimawari.model import Blob, Content, Gap, Match, Origin
from mimawari.signatures import Chosen, yara
from mimawari.signatures.watching import watch
from mimawari.signatures.yara import Rules

OTHERS = Path(__file__).resolve().parents[2].parent / "shared" / "rules"
MARK = b"Inert-Marker-71d0"
ANYWHERE = 'rule marker { strings: $m = "Inert-Marker-71d0" condition: $m }'


def others(name: str) -> Path:
    """The set *name* of others."""
    path = OTHERS / name
    if not path.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"../shared/rules/{name} is missing")
        pytest.skip(f"../shared/rules/{name} is missing")
    return path


def written(folder: Path, *texts: str, **named: str) -> Path:
    """*folder* with a file of rules for each text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in [*((f"r{number}", text) for number, text in enumerate(texts)), *named.items()]:
        (folder / f"{name}.yar").write_text(text, "utf-8")
    return folder


def rules(*paths: Path, cache: Path | None = None) -> Rules:
    """The rules in *paths*, beside those of the knowledge."""
    made = yara.ready(Chosen(rules=paths, cache=cache), knowledge.load())
    assert made is not None
    return made


def blob(content: Content, name: str = "given") -> Blob:
    return Blob(Origin("s", name), name, content)


def seen(made: Rules, *blobs: Blob, allowance: Allowance | None = None, reraise: bool = True) -> list[Opened]:
    """All that comes of *blobs* as the engine opens them, held against *made*."""
    budget = Budget(allowance, watch=watch([made]))
    return list(opened(blobs, budget, reraise, (made,)))


def fits(things: Iterable[object]) -> list[tuple[str, str, int | None]]:
    """Rule, the way to what it fits, and where in that it begins; of the user's own sets only."""
    found = [one for one in things if isinstance(one, Match) and one.row.collection != "mimawari"]
    return sorted((one.row.name, "/".join(one.origin.path), one.offset) for one in found)


def faults(things: Iterable[object]) -> list[tuple[str, str]]:
    """Reason and detail of what could not be held against rules."""
    return [(one.reason.value, one.detail) for one in things if isinstance(one, Gap) and one.wanted == "signature"]
