"""Duties under the law on personal information, as tables: questions, reasons, days and how they are counted. Never an opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from mimawari.knowledge.help_desks import cited
from mimawari.model import Certainty, Cited, Question, Side, Words

LEANINGS = ("points-to", "mixed", "nothing-yet", "address-only", "suspected", "unknown")
WAYS = ("first-day", "next-day", "first-day-rolled", "next-day-rolled")
PLACES: Mapping[str, frozenset[str]] = {
    "executed-seen": frozenset({"hosts"}),
    "executed-suspected": frozenset({"hosts"}),
    "executed-opened": frozenset({"opened"}),
    "executed-quiet": frozenset({"hosts"}),
    "executed-quiet-account": frozenset({"hosts"}),
    "executed-unseen": frozenset({"hosts"}),
    "taken-seen": frozenset({"about"}),
    "taken-elsewhere": frozenset({"about"}),
    "account-seen": frozenset({"about"}),
    "blocked-seen": frozenset({"places"}),
    "address-book-seen": frozenset({"sources"}),
    "ransomware-seen": frozenset({"families"}),
}
"""The reasons that evidence gives rise to, and the places that their words may hold. Words of all others hold none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A sentence with where it is from. ``lawyer``: only a lawyer may answer it."""

    words: Words
    cited: tuple[Cited, ...] = ()
    lawyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysRow:
    """A report that is due: the fewest and the most days the source names. ``rolls``: a last day without office hours may move."""

    kind: str
    name: Words
    days: tuple[int, int]
    cited: tuple[Cited, ...]
    rolls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow(Saying):
    """What an answer, or the evidence, means: ``question`` it belongs to, the ``side`` it speaks for. May hold places to fill."""

    id: str
    question: str
    side: Side


@dataclass(frozen=True)
class Law:
    """All of it. ``ways``, ``reasons`` and ``leanings`` by their id; ``core`` are the questions that ask whether anything leaked.

    ``ransomware`` are the families that lock files.
    """

    triggers: tuple[Saying, ...] = ()
    questions: tuple[Question, ...] = ()
    reasons: Mapping[str, ReasonRow] = field(default_factory=dict)
    days: tuple[DaysRow, ...] = ()
    ways: Mapping[str, Saying] = field(default_factory=dict)
    cautions: tuple[Saying, ...] = ()
    leanings: Mapping[str, Words] = field(default_factory=dict)
    entrusted: Mapping[str, Saying] = field(default_factory=dict)
    core: frozenset[str] = frozenset()
    ransomware: frozenset[str] = frozenset()


def read(table: Mapping[str, Any]) -> Law:
    """The law as it stands in its file. ``ValueError`` where a row names a question, way, leaning or source that there is not."""
    sources = table["sources"]
    law = Law(
        triggers=tuple(_saying(row, sources) for row in table["trigger"]),
        questions=tuple(_question(row, sources) for row in table["question"]),
        reasons={row["id"]: _reason(row, sources) for row in table["reason"]},
        days=tuple(_days(row, sources) for row in table["days"]),
        ways={key: _saying(row, sources) for key, row in table["way"].items()},
        cautions=tuple(_saying(row, sources) for row in table["caution"]),
        leanings={key: Words(**row) for key, row in table["leaning"].items()},
        entrusted={key: _saying(row, sources) for key, row in table["entrusted"].items()},
        core=frozenset(table["core"]),
        ransomware=frozenset(table["ransomware"]),
    )
    _check(law)
    return law


def _cited(row: Mapping[str, Any], sources: Mapping[str, Any]) -> tuple[Cited, ...]:
    """Each of ``cited`` is the name of a source and how sure this fact of it is: ``ppc-leak:read``."""
    found = []
    for one in row["cited"]:
        name, _, certainty = one.partition(":")
        if name not in sources:
            raise ValueError(f"law: there is no source {name}")
        found.append(cited({**sources[name], "certainty": Certainty(certainty)}))
    return tuple(found)


def _words(row: Mapping[str, Any]) -> Words:
    return Words(en=row["en"], ja=row["ja"])


def _saying(row: Mapping[str, Any], sources: Mapping[str, Any]) -> Saying:
    return Saying(words=_words(row), cited=_cited(row, sources), lawyer=row.get("lawyer", False))


def _reason(row: Mapping[str, Any], sources: Mapping[str, Any]) -> ReasonRow:
    return ReasonRow(
        id=row["id"],
        question=row["question"],
        side=Side(row["side"]),
        words=_words(row),
        cited=_cited(row, sources),
        lawyer=row.get("lawyer", False),
    )


def _question(row: Mapping[str, Any], sources: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        words=_words(row),
        why=Words(**row["why"]),
        yes=Side(row["yes"]),
        no=Side(row["no"]),
        cited=_cited(row, sources),
        lawyer=row.get("lawyer", False),
    )


def _days(row: Mapping[str, Any], sources: Mapping[str, Any]) -> DaysRow:
    fewest, most = row["days"]
    rolls = row.get("rolls", False)
    return DaysRow(kind=row["kind"], name=_words(row), days=(fewest, most), cited=_cited(row, sources), rolls=rolls)


def _check(law: Law) -> None:
    questions = {one.id for one in law.questions}
    used = {one.question for one in law.reasons.values()} | law.core
    lacking = (used - questions) | ({*WAYS} - law.ways.keys()) | ({*LEANINGS} - law.leanings.keys())
    lacking |= {f"{one}-{answer}" for one in questions for answer in ("yes", "no", "open")} - law.reasons.keys()
    lacking |= PLACES.keys() - law.reasons.keys()
    if lacking:
        raise ValueError(f"law: {', '.join(sorted(lacking))} is not there")
    for one in law.reasons.values():
        for text in (one.words.en, one.words.ja):
            if unknown := _places(text) - PLACES.get(one.id, frozenset()):
                raise ValueError(f"law: {one.id} has a place that nothing fills: {', '.join(sorted(unknown))}")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
