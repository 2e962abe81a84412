"""Cases: given this, say that. What knowledge has to find, and what it must not, tried without any evidence.

The tests run them over the knowledge in the package; the release tool runs them over what is to be published, so that no update
forgets what was known before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mimawari import detectors
from mimawari.cases import contents, trying
from mimawari.cases.reading import BadCase, Case, every
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Level

__all__ = ["BadCase", "Case", "every", "is_near_miss", "lost", "said", "seen"]


def lost(folder: Path, known: Knowledge) -> tuple[int, list[str]]:
    """How many cases there are in *folder*, and by name those that *known* does not meet. Raises :class:`BadCase`.

    A rule of *known* that cannot be used counts as one.
    """
    cases, rules = every(folder), contents.rules(known)
    unusable = [lack.what for lack in (rules.lacks if rules else ())]
    return len(cases), [*unusable, *(f"{case.detector}/{case.name}" for case in cases if any(_wrong(seen(case, known), known)))]


def seen(case: Case, known: Knowledge) -> Case:
    """*case* with what the rules of *known* say of its contents among what is given."""
    return replace(case, given=(*case.given, *contents.matches(case.contents, known))) if case.contents else case


def said(finding: Finding) -> dict[str, Any]:
    """A finding as a case may describe it: its facts and what every finding has."""
    return finding.facts | {
        "kind": finding.kind,
        "strength": finding.strength.word,
        "family": finding.family or "",
        "attack": list(finding.attack),
        "era": list(finding.era),
        "seen_at": finding.seen_at or "",
        "past": finding.past,
    }


def is_near_miss(case: Case) -> bool:
    """Whether it is honest: at most hints may be said of it."""
    return all(expected.get("strength") == "hint" for expected in case.expect)


def _wrong(case: Case, known: Knowledge) -> Iterator[bool]:
    """Whether its own detector, then all of them together, say something else or stumble."""
    yield case.detector not in detectors.load() or not _is_met(case, known)
    wanted = case.level or (Level.NO_SIGN if is_near_miss(case) else None)
    yield wanted is not None and trying.level(case.given, case.context, known, reraise=False) != wanted


def _is_met(case: Case, known: Knowledge) -> bool:
    try:
        every = trying.found(case.given, case.context, known, case.detector, reraise=False)
    except trying.Failed:
        return False
    findings = [said(finding) for finding in every]
    return len(findings) == len(case.expect) and all(
        any(all(finding.get(key) == value for key, value in expected.items()) for finding in findings) for expected in case.expect
    )
