"""The legal clock of a report, for tests."""

from __future__ import annotations

from dataclasses import replace

from support import reports

from mimawari import app, knowledge
from mimawari.model import (
    About,
    Answer,
    Answered,
    CaseState,
    Clue,
    LegalClock,
    Level,
    Origin,
    ReadFinding,
    Report,
    Side,
    Strength,
    Us,
    Verdict,
    Words,
)  # fmt: skip
from mimawari.respond.clock import clock

KNOWN = knowledge.load()
NOW = "2026-11-28T03:00:00Z"


RULE = ReadFinding(
    name="rule-hit", origin=reports.origin("C:\\x.exe"), strength=Strength.CONCLUSIVE,
    words=Words(en="It fits a rule.", ja="ルールに合います。"), family="emotet",
)  # fmt: skip


def about_account(about: About) -> ReadFinding:
    return ReadFinding(
        name="strange-line", origin=Origin("log", "mail.log"), strength=Strength.CONCLUSIVE, about=about,
        words=Words(en="A stranger signed in.", ja="第三者がログインしました。"), given=(("account", "a@shop.example"),),
    )  # fmt: skip


def said(report: Report, case: CaseState | None = None, verdict: Verdict | None = None, now: str = NOW) -> LegalClock:
    return clock(report, verdict or app.judge(report), case, KNOWN, now=now)


def sides(told: LegalClock) -> dict[str, list[Side]]:
    found: dict[str, list[Side]] = {}
    for one in told.considerations:
        found.setdefault(one.question, []).append(one.side)
    return found


def leaning(told: LegalClock) -> str:
    return next(name for name, words in KNOWN.law.leanings.items() if words == told.leaning)


def clue(name: str) -> Clue:
    """A clue of that name; its words are its name."""
    return Clue(origin=Origin("inquiry", "inquiry"), strength=Strength.STRONG, name=name, words=Words(en=name, ja=name))


def answered(*answers: tuple[Answer, Strength]) -> Us:
    """The answers, resting on a clue for each of them."""
    rests = tuple(clue(name) for name in ("intersection-ours", "auth-sender", "aligned-fail"))
    return Us(tuple(Answered(answer, strength) for answer, strength in answers), because=rests)


def with_us(level: Level, *answers: tuple[Answer, Strength]) -> tuple[Report, Verdict]:
    report = reports.report(level)
    return report, replace(app.judge(report), us=answered(*answers))
