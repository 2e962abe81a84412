"""Whole reports in tests: what was said of some evidence, as the program would write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mimawari import app
from mimawari.engine import Settings
from mimawari.faces import json_report
from mimawari.model import Gap, Level, Report, Run, Source, Strength

_RUN = Run("r-0", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")


def sources(*paths: Path, jobs: int = 0) -> list[Source]:
    """Every source that a check of *paths* gives, in the report's order; inline a bug is let through."""
    found = app.check([app.evidence(str(path)) for path in paths], Settings(reraise=jobs == 0), jobs=jobs)
    return list(Report.of(found).sources)


def report(*paths: Path, jobs: int = 0) -> str:
    """The JSON report of a check; the times of the run are always the same."""
    found = app.check([app.evidence(str(path)) for path in paths], Settings(), jobs=jobs)
    return json_report.text(app.stamped(found, _RUN), app.known())


def strong(source: Source) -> set[str]:
    """The kinds of the findings that are more than hints."""
    return {finding.kind for finding in source.findings if finding.strength > Strength.HINT}


def wanted(source: Source) -> set[str]:
    """What gaps say was wanted."""
    return {gap.wanted for gap in source.gaps}


def told(source: Source) -> str:
    """What a failure shows: all that was found, and what was not seen."""
    found = [f"{finding.kind} {finding.strength.word}: {finding.sentence.en}" for finding in source.findings]
    return "\n".join([app.level_of(source), *found, *map(str, _gaps(source))])


def _gaps(source: Source) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    return ((gap.reason, gap.wanted, gap.origin.path, gap.detail) for gap in source.gaps)


def is_quiet(source: Source) -> bool:
    """Nothing above a hint."""
    return not strong(source)


def is_said(source: Source) -> bool:
    """No sign is only said where nothing of the minimum is missing; where it is not said, a gap or a finding tells why."""
    level = app.level_of(source)
    if level is Level.NO_SIGN:
        return not app.holes(source)
    return bool(source.gaps if level is Level.UNDETERMINED else source.findings)


def gaps_of(found: Iterable[Source]) -> list[Gap]:
    """The gaps of all of them."""
    return [gap for source in found for gap in source.gaps]
