"""What the detectors found in the logs of the same report says to "is it us?" as well: an account that strangers send with."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.judge.ladder import deciding
from mimawari.knowledge import Knowledge
from mimawari.model import Clue, Finding, Report, Strength

_ABUSE = frozenset(("abused-account", "abused-script", "bot-machine"))
NAME = "abuse-found"


def log_clues(report: Report, known: Knowledge) -> Iterator[Clue]:
    """One clue of each account that a log by itself shows to be abused."""
    for source in deciding(report.sources):
        for finding in source.findings:
            if finding.kind in _ABUSE and finding.strength > Strength.HINT:
                yield _clue(finding, known)


def _clue(finding: Finding, known: Knowledge) -> Clue:
    account = str(finding.facts.get("account") or "").strip("<> ").lower()
    given = {"subject": f"account:{account}", "account": account, "machine": "", "day": (finding.seen_at or "")[:10]}
    return Clue(
        origin=finding.origin,
        name=NAME,
        words=finding.sentence,
        strength=Strength[known.us.clues[NAME].strength.upper()],
        given=tuple(sorted(given.items())),
        seen_at=finding.seen_at,
    )
