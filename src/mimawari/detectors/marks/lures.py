"""Words that make a reader click on what he should not."""

from __future__ import annotations

from mimawari.knowledge import Knowledge

_LIMIT = 64 << 10


def has_lure(text: str, known: Knowledge) -> bool:
    """Whether *text* tells to click on something in order to see it."""
    plain = " ".join(text[:_LIMIT].lower().split())
    return any(phrase in plain for phrase in known.marks["lure-phrases"])


def is_lure_name(name: str, known: Knowledge) -> bool:
    """Whether a file is called as something to be clicked on, whatever its extension."""
    return " ".join(name.lower().partition(".")[0].split()) in known.marks["lure-names"]
