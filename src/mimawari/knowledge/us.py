"""The tables behind "is it us, or only our address?": facts in words, the decision, what would settle it, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mimawari.model import Words

SCOPES = ("mail", "threads", "account", "bounces", "dmarc", "host")
ANSWERS = ("our-device", "our-account", "address-only", "unknown")
STRENGTHS = ("hint", "strong", "conclusive")
SPEAKS = ("device", "account", "address", "routine", "poor")


@dataclass(frozen=True, slots=True)
class ClueRow:
    """A fact: its words, how much it weighs by itself, and for which answers it speaks (``poor``: for knowing too little)."""

    words: Words
    strength: str = "hint"
    speaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A condition on the names of facts: all of these, one of those, none of the last."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def holds(self, names: Iterable[str]) -> bool:
        """Whether it is met."""
        them = frozenset(names)
        return them.issuperset(self.all) and (not self.any or not them.isdisjoint(self.any)) and them.isdisjoint(self.none)


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the decision table: in one scope, this condition gives this answer with this strength.

    ``also`` are facts that are named beside those of the condition. ``routine``: it fits the firm's own routine.
    ``yields``: it does not stand beside a strong *address-only*. ``source`` is the row of the reference or the RFC.
    """

    id: str
    scope: str
    when: When
    answer: str
    strength: str
    why: Words
    source: str
    also: tuple[str, ...] = ()
    routine: bool = False
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """A row of ``settle`` or ``say``: under this condition these words, filled with the first of the facts ``of``.

    A condition names facts, answers (``answer:unknown``), ``routine``, and ``given:mail`` where there is a reported mail.
    """

    id: str
    when: When
    words: Words
    of: tuple[str, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class UsTables:
    """All of them. ``devices`` are marks of machines that send by themselves (scanners, fax)."""

    clues: Mapping[str, ClueRow] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    settle: tuple[Saying, ...] = ()
    say: tuple[Saying, ...] = ()
    devices: tuple[str, ...] = ()


def read(clues: Mapping[str, Any], decisions: Mapping[str, Any], settle: Mapping[str, Any], say: Mapping[str, Any]) -> UsTables:
    """The tables as they stand in the files. ``ValueError`` where a row names a fact, a scope or an answer that there is not."""
    tables = UsTables(
        clues={name: _clue(row) for name, row in clues["clue"].items()},
        decisions=tuple(_decision(row) for row in decisions["row"]),
        settle=tuple(_saying(row) for row in settle["row"]),
        say=tuple(_saying(row) for row in say["row"]),
        devices=tuple(clues["devices"]),
    )
    _check(tables)
    return tables


def _clue(row: Mapping[str, Any]) -> ClueRow:
    return ClueRow(Words(en=row["en"], ja=row["ja"]), row.get("strength", "hint"), tuple(row.get("speaks", ())))


def _when(row: Mapping[str, Any]) -> When:
    return When(tuple(row.get("all", ())), tuple(row.get("any", ())), tuple(row.get("none", ())))


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(
        id=row["id"],
        scope=row["scope"],
        when=_when(row),
        answer=row["answer"],
        strength=row.get("strength", ""),
        why=Words(en=row["en"], ja=row["ja"]),
        source=row["source"],
        also=tuple(row.get("also", ())),
        routine=row.get("routine", False),
        yields=row.get("yields", False),
    )


def _saying(row: Mapping[str, Any]) -> Saying:
    return Saying(row["id"], _when(row), Words(en=row["en"], ja=row["ja"]), tuple(row.get("of", ())), row.get("last", False))


def _check(tables: UsTables) -> None:
    """Every name that a condition uses is one that there is."""
    known = {*tables.clues, *(f"answer:{one}" for one in ANSWERS), "given:mail", "routine"}
    conditions = [(row.id, row.when) for row in tables.decisions] + [(row.id, row.when) for row in (*tables.settle, *tables.say)]
    for name, when in conditions:
        if unknown := {*when.all, *when.any, *when.none} - known:
            raise ValueError(f"{name}: {sorted(unknown)}")
    for decision in tables.decisions:
        fits = decision.scope in SCOPES and decision.answer in ANSWERS
        if not fits or (decision.answer == "unknown") != (decision.strength not in STRENGTHS):
            raise ValueError(f"{decision.id}: {decision.scope}, {decision.answer}, {decision.strength}")
    for name, clue in tables.clues.items():
        if clue.strength not in STRENGTHS or not {*clue.speaks} <= {*SPEAKS}:
            raise ValueError(f"{name}: {clue.strength}, {clue.speaks}")
