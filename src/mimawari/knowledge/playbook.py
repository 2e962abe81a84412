"""The playbook: what is done after a verdict. Reads ``data/playbook`` and refuses what does not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mimawari.model import Certainty, Cited, Hold, Menu, Opening, Per, Phase, Playbook, PlayStep, Situation, Who, Words

FILES = (*(phase.value for phase in Phase), "openings", "terms", "sources")
"""The names of its files, without ``.toml``: one for each phase, and what they have in common."""
_ABOUT = frozenset(("source", "licence", "as_of"))
_STEP = frozenset(
    ("id", "situations", "title", "how", "why", "who", "done_when", "per", "destroys", "undo", "after", "forbidden", "menus",
     "minutes", "sure", "suspected", "past", "kinds", "today", "waits", "sources")
)  # fmt: skip
_MENU = frozenset(("product", "path", "source"))
_OPENING = frozenset(("situation", "hold", "meaning", "first", "limits", "forbidden", "unlooked"))
_SOURCE = frozenset(("title", "page", "as_of", "certainty"))
_TERM = frozenset(("word", "means"))


def read(tables: Mapping[str, Mapping[str, Any]]) -> Playbook:
    """The playbook of *tables*, one for each of :data:`FILES`. ``ValueError`` where a row is not what it should be.

    Unknown fields, phases, situations and sources are refused, and steps with the same id, steps after one that there is not, or
    after one of a later phase, and steps that wait for each other.
    """
    for name in FILES:
        _only(tables[name], {*_ABOUT, *_ROWS.get(name, ("step",))}, name)
    sources = {name: _cited(name, row) for name, row in tables["sources"]["sources"].items()}
    steps = tuple(_step(row, phase, sources) for phase in Phase for row in tables[phase.value].get("step", ()))
    _check(steps)
    openings = tuple(_opening(row) for row in tables["openings"]["opening"])
    if unopened := [one.value for one in Situation if not any(own.situation is one for own in openings)]:
        raise ValueError(f"openings: none of {unopened}")
    return Playbook(_sorted(steps), openings, tuple(_term(row) for row in tables["terms"]["term"]))


_ROWS: Mapping[str, tuple[str, ...]] = {"openings": ("opening",), "terms": ("term",), "sources": ("sources",)}


def _only(row: Mapping[str, Any], known: Iterable[str], name: str) -> None:
    if unknown := sorted({*row} - {*known}):
        raise ValueError(f"{name}: unknown {unknown}")


def _words(row: Mapping[str, Any]) -> Words:
    return Words(en=row["en"], ja=row["ja"])


def _many(row: Mapping[str, Any], field: str) -> tuple[Words, ...]:
    return tuple(_words(one) for one in row.get(field, ()))


def _cited(name: str, row: Mapping[str, Any]) -> Cited:
    _only(row, _SOURCE, f"sources: {name}")
    date.fromisoformat(row["as_of"])
    return Cited(title=_words(row["title"]), page=row.get("page", ""), as_of=row["as_of"], certainty=Certainty(row["certainty"]))


def _step(row: Mapping[str, Any], phase: Phase, sources: Mapping[str, Cited]) -> PlayStep:
    _only(row, _STEP, f"{phase}: {row.get('id')}")
    named = row.get("sources", ())
    if unknown := {*named} - {*sources}:
        raise ValueError(f"{row['id']}: sources {sorted(unknown)}")
    return PlayStep(
        id=row["id"],
        phase=phase,
        situations=frozenset(Situation(one) for one in row["situations"]),
        title=_words(row["title"]),
        how=_many(row, "how"),
        why=_words(row["why"]),
        who=Who(row["who"]),
        done_when=_many(row, "done_when"),
        per=Per(row.get("per", Per.CASE)),
        destroys=_words(row["destroys"]) if "destroys" in row else None,
        undo=_words(row["undo"]) if "undo" in row else None,
        after=tuple(row.get("after", ())),
        forbidden=_many(row, "forbidden"),
        menus=tuple(_menu(one, row["id"], sources) for one in row.get("menus", ())),
        minutes=row.get("minutes", 0),
        sure=row.get("sure", False),
        suspected=row.get("suspected", False),
        past=row.get("past", False),
        kinds=tuple(row.get("kinds", ())),
        today=_words(row["today"]) if "today" in row else None,
        waits=row.get("waits", False),
        cited=tuple(sources[one] for one in named),
    )


def _menu(row: Mapping[str, Any], step: str, sources: Mapping[str, Cited]) -> Menu:
    _only(row, _MENU, f"{step}: menus")
    if row["source"] not in sources:
        raise ValueError(f"{step}: source {row['source']}")
    return Menu(product=_words(row["product"]), path=_words(row["path"]), cited=sources[row["source"]])


def _opening(row: Mapping[str, Any]) -> Opening:
    _only(row, _OPENING, "openings")
    return Opening(
        situation=Situation(row["situation"]),
        hold=Hold(row.get("hold", Hold.SURE)),
        meaning=_words(row["meaning"]),
        first=_words(row["first"]),
        limits=_many(row, "limits"),
        forbidden=_many(row, "forbidden"),
        unlooked=_words(row["unlooked"]) if "unlooked" in row else None,
    )


def _term(row: Mapping[str, Any]) -> tuple[Words, Words]:
    _only(row, _TERM, "terms")
    return _words(row["word"]), _words(row["means"])


def _check(steps: tuple[PlayStep, ...]) -> None:
    places = {step.id: step for step in steps}
    if len(places) != len(steps):
        twice = sorted({step.id for step in steps if places[step.id] is not step})
        raise ValueError(f"playbook: the same id twice: {twice}")
    for step in steps:
        if step.sure and step.suspected:
            raise ValueError(f"{step.id}: both sure and suspected")
        for name in step.after:
            if name not in places:
                raise ValueError(f"{step.id}: after {name}, which there is not")
            if places[name].phase.rank > step.phase.rank:
                raise ValueError(f"{step.id}: after {name}, which is of a later phase")


def _sorted(steps: tuple[PlayStep, ...]) -> tuple[PlayStep, ...]:
    """The steps as they stand, but none before one that it has to come after."""
    waiting, done, found = list(steps), set[str](), list[PlayStep]()
    while waiting:
        phase = waiting[0].phase
        step = next((one for one in waiting if one.phase is phase and done.issuperset(one.after)), None)
        if step is None:
            stuck = [one.id for one in waiting if not done.issuperset(one.after)]
            raise ValueError(f"playbook: these wait for each other: {stuck}")
        waiting.remove(step)
        done.add(step.id)
        found.append(step)
    return tuple(found)
