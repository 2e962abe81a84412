"""Duties under the law on personal information, as tables: questions, reasons, days and how they are counted. Never an opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mimawari.knowledge.help_desks import cited
from mimawari.model import Certainty, Cited, Question, Side, Words

LEANINGS = ("points-to", "mixed", "nothing-yet", "address-only", "suspected", "unknown")
WAYS = ("first-day", "next-day", "first-day-rolled", "next-day-rolled")


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

    ``ransomware`` are the families that lock files; ``amendments`` are cautions that hold from a day on (ISO date).
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
    if lacking:
        raise ValueError(f"law: {', '.join(sorted(lacking))} is not there")
