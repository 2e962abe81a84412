"""The legal clock: reasons for and against a report, what is still open, and until when. Never a legal opinion."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.knowledge import Knowledge
from mimawari.knowledge.law import Law, Saying
from mimawari.model import (
    TO_CHECK,
    CaseState,
    Consideration,
    Deadline,
    Entry,
    LegalClock,
    Level,
    Question,
    ReplyValue,
    Report,
    Side,
    Verdict,
    Words,
)
from mimawari.respond import legal_evidence
from mimawari.respond.counting import day_in_japan, deadline
from mimawari.respond.legal_evidence import is_address_only


def clock(report: Report, verdict: Verdict, state: CaseState | None, known: Knowledge, *, now: str) -> LegalClock:
    """All that can be said at *now* (UTC, ISO 8601). Without a recorded moment of knowledge there are no deadlines."""
    law = known.law
    considerations = tuple(_considered(report, verdict, state, known))
    moment = known_at(state)
    return LegalClock(
        known_at=moment,
        considerations=considerations,
        deadlines=_deadlines(law, moment, now),
        questions=tuple(_unanswered(law, considerations)),
        cautions=tuple(_marked(one) for one in (*law.cautions[:1], *law.triggers, *law.cautions[1:])),
        leaning=law.leanings[_leaning(considerations, verdict, law)],
        entrusted=_entrusted(state, law),
    )


def known_at(state: CaseState | None) -> str | None:
    """The recorded moment of knowledge (a time in UTC, or a date); None where there is none, or it is no time."""
    entry = state.known_at if state else None
    return entry.text if entry and day_in_japan(entry.text) else None


def _considered(report: Report, verdict: Verdict, state: CaseState | None, known: Knowledge) -> Iterator[Consideration]:
    """Of each question what the evidence says, then what a person said; where neither says anything, that it is open."""
    law, told = known.law, list(legal_evidence.told(report, verdict, known))
    for question in law.questions:
        found = [one for one in told if one.question == question.id]
        reply = _reply(question, state, law)
        found += [reply] if reply else []
        yield from found or [_reason(law, f"{question.id}-open")]


def _reply(question: Question, state: CaseState | None, law: Law) -> Consideration | None:
    """What somebody answered; None where nobody did, or nobody knows."""
    entry = next((one for name, one in state.replies if name == question.id), None) if state else None
    if entry is None or entry.text not in (ReplyValue.YES, ReplyValue.NO):
        return None
    return _reason(law, f"{question.id}-{entry.text}", entry)


def _reason(law: Law, name: str, entry: Entry | None = None) -> Consideration:
    row = law.reasons[name]
    return Consideration(
        question=row.question, side=row.side, words=row.words, by=entry.who if entry else "", cited=row.cited, lawyer=row.lawyer
    )


def _unanswered(law: Law, considerations: tuple[Consideration, ...]) -> Iterator[Question]:
    """The questions that neither a person nor the evidence has settled."""
    settled = {one.question for one in considerations if one.by or one.side is not Side.OPEN}
    yield from (one for one in law.questions if one.id not in settled)


def _leaning(considerations: tuple[Consideration, ...], verdict: Verdict, law: Law) -> str:
    """Only what asks whether anything leaked can be a reason; what it was says how grave a leak would be.

    That there is none so far can be said only where something speaks against that anything ran: a mailbox alone says nothing of it.
    """
    sides = {side: {one.question for one in considerations if one.side is side} for side in Side}
    if sides[Side.FOR] & law.core:
        return "mixed" if sides[Side.AGAINST] else "points-to"
    if is_address_only(verdict):
        return "address-only"
    if verdict.level is Level.SUSPECTED:
        return "suspected"
    return "unknown" if verdict.level is Level.UNDETERMINED or "executed" not in sides[Side.AGAINST] else "nothing-yet"


def _deadlines(law: Law, moment: str | None, now: str) -> tuple[Deadline, ...]:
    known_on, today = day_in_japan(moment or ""), day_in_japan(now)
    if known_on is None or today is None:
        return ()
    return tuple(deadline(row, law, known_on, today) for row in law.days)


def _entrusted(state: CaseState | None, law: Law) -> Words | None:
    said = law.entrusted.get(state.reply("entrusted") or "") if state else None
    return _marked(said) if said else None


def _marked(said: Saying) -> Words:
    """The sentence, with the mark where any source of it is to be checked."""
    if not any(one.certainty.to_check for one in said.cited):
        return said.words
    return Words(en=f"{said.words.en} {TO_CHECK.en}", ja=said.words.ja + TO_CHECK.ja)
