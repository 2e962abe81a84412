"""What a file gave, as text and back: for the journal. Places are left out but for the way below the file's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from mimawari.engine.examine import Outcome
from mimawari.model import About, Finding, Gap, Holding, Looked, Origin, ReadFinding, Reason, Strength, Words


def written(outcomes: Iterable[Outcome], at: Origin) -> str:
    """All of *outcomes* of the file at *at*."""
    return json.dumps([_row(one, at) for one in outcomes], ensure_ascii=True, separators=(",", ":"))


def _row(one: Outcome, at: Origin) -> list[Any]:
    if isinstance(one, Looked):
        return ["l", one.kind, one.count]
    below = list(one.origin.path[len(at.path) :])
    if one.origin.source != at.source or one.origin.path[: len(at.path)] != at.path:
        raise ValueError("a place outside of the file")
    if isinstance(one, Gap):
        advice = [] if one.remedy is None else [one.remedy.en, one.remedy.ja]
        return ["g", below, one.reason, one.wanted, one.detail, *advice]
    if isinstance(one, Holding):
        raise ValueError("what lies on a PC is told of no file")  # noqa: TRY004  # as all that cannot be written
    said = one.sentence
    return [
        "f", below, one.kind, int(one.strength), one.family, list(one.attack), list(one.era), one.seen_at, one.past, one.about,
        sorted(one.facts.items()), said.en, said.ja,
    ]  # fmt: skip


def read(text: str, at: Origin) -> list[Outcome]:
    """What was written, at *at*. Raises ``ValueError`` for what is not such a text."""
    try:
        return [_READERS[row[0]](row, at) for row in json.loads(text)]
    except (KeyError, TypeError, IndexError, RecursionError) as error:
        raise ValueError(type(error).__name__) from error


def _looked(row: list[Any], _: Origin) -> Looked:
    return Looked(str(row[1]), int(row[2]))


def _gap(row: list[Any], at: Origin) -> Gap:
    remedy = Words(en=str(row[5]), ja=str(row[6])) if len(row) > 5 else None
    return Gap(_below(row, at), Reason(row[2]), str(row[3]), str(row[4]), remedy)


def _finding(row: list[Any], at: Origin) -> Finding:
    return ReadFinding(
        origin=_below(row, at),
        name=str(row[2]),
        strength=Strength(row[3]),
        family=row[4],
        attack=tuple(row[5]),
        era=tuple(row[6]),
        seen_at=row[7],
        past=bool(row[8]),
        about=About(row[9]),
        given=tuple((str(name), value) for name, value in row[10]),
        words=Words(en=str(row[11]), ja=str(row[12])),
    )


def _below(row: list[Any], at: Origin) -> Origin:
    return at.at(*at.path, *map(str, row[1]))


_READERS: dict[str, Callable[[list[Any], Origin], Outcome]] = {"l": _looked, "g": _gap, "f": _finding}
