"""The whole verdict: the level, and where it was asked, whether it is the firm itself or only its address."""

from __future__ import annotations

from dataclasses import replace

from mimawari import knowledge
from mimawari.judge import ladder
from mimawari.judge.us import us
from mimawari.knowledge import Knowledge
from mimawari.model import Answer, Level, Report, Strength, Us, Verdict

INQUIRY = "inquiry"
"""The kind of source that holds the clues."""
_OURS = (Answer.OUR_DEVICE, Answer.OUR_ACCOUNT)


def judge(report: Report, known: Knowledge | None = None) -> Verdict:
    """The verdict on *report*. *known* is the knowledge that holds the decision table; None: the packed one."""
    verdict = ladder.judge(report)
    inquiries = [source for source in report.sources if source.kind == INQUIRY]
    if not inquiries:
        return verdict
    clues = sorted({clue for source in inquiries for clue in source.findings})
    answer = us(clues, report, known or knowledge.load(None))
    asked = level_of_answer(answer)
    levels = {**verdict.levels, **{source.key: max(asked, verdict.levels[source.key], key=_rank) for source in inquiries}}
    lifted = max(asked, verdict.level, key=_rank)
    further = [key for key, level in levels.items() if level is Level.UNDETERMINED and verdict.levels[key] is not level]
    undetermined = verdict.undetermined_sources + len(further)
    return replace(verdict, level=lifted, levels=levels, us=answer, undetermined_sources=undetermined)


def level_of_answer(answer: Us) -> Level:
    """What an answer alone amounts to: a robbed mailbox or an abused account makes the firm suspected.

    Who cannot tell where strange mails come from has not looked at all that ought to be looked at, unless it is routine.
    """
    ours = [answer.strength(one) or Strength.HINT for one in _OURS if answer.strength(one)]
    if any(strength > Strength.HINT for strength in ours):
        return Level.SUSPECTED
    is_open = any(one.answer is Answer.UNKNOWN for one in answer.answers) and not answer.routine
    return Level.UNDETERMINED if ours or is_open else Level.NO_SIGN


def _rank(level: Level) -> int:
    return level.rank
