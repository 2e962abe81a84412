"""Shows artifacts to detectors as the engine does, and says what level they come to."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari import detectors
from mimawari.cases.reading import HERE
from mimawari.engine.examine import Bench, examine
from mimawari.engine.ledger import collect
from mimawari.judge import level_of
from mimawari.knowledge import Knowledge
from mimawari.model import Artifact, Finding, Gap, Level, Looked, Reason, Source

_OUGHT = ("file", "registry-value", "service", "task")


class Failed(Exception):
    """A detector stumbled over what the knowledge says; its text is how."""


def found(
    given: Iterable[Artifact], context: Iterable[Artifact], known: Knowledge, only: str | None = None, reraise: bool = True
) -> list[Finding]:
    """All findings on *given*, or those of the one detector *only*.

    An exception is let through with *reraise*, else it is a :class:`Failed`.
    """
    every = detectors.load()
    bench = Bench([every[only]] if only else every.values(), context, known, reraise)
    outcomes = list(examine(given, bench))
    failed = next((one for one in outcomes if isinstance(one, Gap) and one.reason is Reason.FAILED), None)
    if failed:
        raise Failed(failed.detail)
    return sorted(outcome for outcome in outcomes if isinstance(outcome, Finding))


def level(given: Iterable[Artifact], context: Iterable[Artifact], known: Knowledge, reraise: bool = True) -> Level:
    """The level that all detectors and the ladder give, on a source of which all that ought to be seen was."""
    bench = Bench(detectors.load().values(), context, known, reraise)
    looked = [Looked(kind, 0) for kind in _OUGHT]
    part = collect([*looked, *examine(given, bench)], HERE.source, "all", "1")
    return level_of(Source(HERE.source, HERE.locator, "folder", host="PC1", ought=_OUGHT, parts=(part,)))
