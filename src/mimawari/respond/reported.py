"""The question "is it us?": what lies in the mails that it is asked of, what an answer lacks, and whether it has one.

What lies in mails that others reported was delivered to them, and to us only as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.model import Answer, Finding, Strength, Verdict

INSIDE_REPORTED = "inside-reported"
"""Stands among the kinds of every situation where a reported mail still carries something dangerous."""
FEW_REPORTS, LOG_NOT_ASKED = "few-reports", "own-log-not-asked"
"""Stand among the kinds of an answer with fewer than :data:`ENOUGH` reported mails, or where our log was not asked of all."""
ENOUGH = 3


def lacking(verdict: Verdict) -> frozenset[str]:
    """What would make the answer to "is it us?" firmer and is not there: more reports, our own log."""
    clues = (*verdict.us.because, *verdict.us.against) if verdict.us else ()
    mails = {one.facts["subject"] for one in clues if "author" in one.facts}
    asked = {one.facts["subject"] for one in clues if one.kind in ("not-in-our-log", "in-our-log")}
    few = {FEW_REPORTS} if len(mails) < ENOUGH else set()
    return frozenset(few | ({LOG_NOT_ASKED} if not mails or mails - asked else set()))


def apart(found: Iterable[Finding], verdict: Verdict) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What was delivered to us, and what lies in mails that the question "is it us?" took as reported; each as it was ordered."""
    mails = _reported(verdict)
    ours: list[Finding] = []
    theirs: list[Finding] = []
    for one in found:
        path = one.origin.path
        inside = any((one.origin.source, path[:end]) in mails for end in range(1, len(path) + 1))
        (theirs if inside else ours).append(one)
    return tuple(ours), tuple(theirs)


def robbed(clues: Iterable[Finding]) -> tuple[str, ...]:
    """The partners that the strongest clues name of those that name one: their mailbox was probably robbed."""
    naming = sorted(clue for clue in clues if clue.facts.get("partner"))
    return tuple(dict.fromkeys(str(clue.facts["partner"]) for clue in naming if clue.strength == naming[0].strength))


def _reported(verdict: Verdict) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Where the reported mails lie. What a clue says of one mail names its author; what it says of ours that is quoted does not."""
    clues = (*verdict.us.because, *verdict.us.against) if verdict.us else ()
    return frozenset((one.origin.source, one.origin.path) for one in clues if one.origin.path and "author" in one.facts)


def is_open(verdict: Verdict) -> bool:
    """Whether "is it us?" was asked and has no answer, or one of ours as a hint; the firm's own routine is an answer."""
    us = verdict.us
    if us is None or us.routine:
        return False
    return any(
        one.answer is Answer.UNKNOWN or (one.answer is not Answer.ADDRESS_ONLY and one.strength is Strength.HINT)
        for one in us.answers
    )
