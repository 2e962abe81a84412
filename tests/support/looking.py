"""Shows artifacts to detectors as the engine does, and says what level they come to."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari import detectors, knowledge
from mimawari.engine.examine import Bench, examine
from mimawari.engine.ledger import collect
from mimawari.judge import level_of
from mimawari.model import Artifact, Finding, Level, Looked, Origin, Source

HERE = Origin("PC1-0001", "case/pc1")
_OUGHT = ("file", "registry-value", "service", "task")


def found(given: Iterable[Artifact], context: Iterable[Artifact] = (), only: str | None = None) -> list[Finding]:
    """All findings on *given*, or those of the one detector *only*; an exception is let through."""
    every = detectors.load()
    bench = Bench([every[only]] if only else every.values(), context, knowledge.load(), reraise=True)
    return sorted(outcome for outcome in examine(given, bench) if isinstance(outcome, Finding))


def level(given: Iterable[Artifact], context: Iterable[Artifact] = ()) -> Level:
    """The level that all detectors and the ladder give, on a source of which all that ought to be seen was."""
    bench = Bench(detectors.load().values(), context, knowledge.load(), reraise=True)
    looked = [Looked(kind, 0) for kind in _OUGHT]
    part = collect([*looked, *examine(given, bench)], HERE.source, "all", "1")
    return level_of(Source(HERE.source, HERE.locator, "folder", ought=_OUGHT, parts=(part,)))
