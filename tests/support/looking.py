"""Shows artifacts to detectors as the engine does, and says what level they come to, with the knowledge of the package."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari import knowledge
from mimawari.cases import trying
from mimawari.cases.reading import HERE as HERE
from mimawari.model import Artifact, Finding, Level


def found(given: Iterable[Artifact], context: Iterable[Artifact] = (), only: str | None = None) -> list[Finding]:
    """All findings on *given*, or those of the one detector *only*; an exception is let through."""
    return trying.found(given, context, knowledge.load(), only)


def level(given: Iterable[Artifact], context: Iterable[Artifact] = ()) -> Level:
    """The level that all detectors and the ladder give, on a source of which all that ought to be seen was."""
    return trying.level(given, context, knowledge.load())
