"""JSON back into a report. The text may come from anywhere: whatever is wrong with it is one :class:`NotAReport`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from mimawari.faces import json_holdings, json_used
from mimawari.faces.json_node import Node, NotAReport
from mimawari.model import (
    About,
    Fact,
    Finding,
    Gap,
    Holding,
    Letter,
    Looked,
    Origin,
    Part,
    ReadFinding,
    Reason,
    Report,
    Run,
    Source,
    Strength,
    Used,
    Words,
)
from mimawari.model.report import holding_order

SCHEMA = "mimawari.report/"
_STRENGTHS = {strength.word: strength for strength in Strength}
_T = TypeVar("_T")


def read(text: str) -> Report:
    """The report that *text* holds. What can be derived (verdict, levels, ids) is not taken from there."""
    top = Node("report", _parse(text))
    if not isinstance(top.value, dict) or not str(top.value.get("schema", "")).startswith(SCHEMA):
        raise NotAReport("no report of mimawari", foreign=True)
    if top.value["schema"] != SCHEMA + "1":
        raise NotAReport(f"a newer kind of report: {top.value['schema'][:40]}", newer=True)
    held = _all_of(top)
    sources = [_source(node, place, held) for place, node in enumerate(top["sources"].each())]
    held.all_placed()
    if len({source.key for source in sources}) != len(sources):
        raise NotAReport("report.sources holds a source twice")
    return Report.of(sources)


def _all_of(top: Node) -> _Held:
    held = _Held()
    for node in top["findings"].each():
        held.take(node, _finding(node), held.findings)
    for node in top["gaps"].each():
        held.take(node, _gap(node), held.gaps)
    for node in _maybe(top, "messages"):
        held.take(node, _letter(node), held.letters)
    for node in _maybe(top, "holdings"):
        held.take(node, json_holdings.read(node, _origin(node["origin"])), held.holdings)
    for node in _maybe(top, "used"):
        held.use(*json_used.read(node))
    return held


def _maybe(top: Node, name: str) -> list[Node]:
    """The members of a list that older reports do not have."""
    return top[name].each() if name in top.value else []


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotAReport(f"no readable JSON ({type(error).__name__})", foreign=True, torn=True) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _Held:
    """What is held by the part that holds it, what was used by the place of its source, each to be placed once."""

    def __init__(self) -> None:
        self.findings: dict[str, list[Finding]] = {}
        self.gaps: dict[str, list[Gap]] = {}
        self.letters: dict[str, list[Letter]] = {}
        self.holdings: dict[str, list[Holding]] = {}
        self.used: dict[int, set[Used]] = {}

    def use(self, used: Used, places: Iterable[int]) -> None:
        for place in places:
            self.used.setdefault(place, set()).add(used)

    @staticmethod
    def take(node: Node, thing: _T, kept: dict[str, list[_T]]) -> None:
        names = node["parts"].texts()
        if not names:
            raise NotAReport(f"{node.way}.parts is empty")
        for name in names:
            kept.setdefault(name, []).append(thing)

    def all_placed(self) -> None:
        for name in (*self.findings, *self.gaps, *self.letters, *self.holdings):
            raise NotAReport(f"a part is missing: {name[:60]}")
        for place in self.used:
            raise NotAReport(f"a source is missing: {place}")


def _source(node: Node, place: int, held: _Held) -> Source:
    return Source(
        id=node["id"].a(str),
        locator=node["locator"].a(str),
        inside="/".join(node["path"].texts()),
        kind=node["kind"].a(str),
        host=node["host"].a(str),
        machine=node["machine"].a(str),
        seen_at=node["seen_at"].a(str),
        ought=node["ought"].texts(),
        parts=_parts(node["parts"], place, held),
        runs=tuple(_run(run) for run in node["runs"].each()),
        series=node.text("series") if "series" in node.value else "",
        used=tuple(sorted(held.used.pop(place, ()))),
    )


def _parts(node: Node, place: int, held: _Held) -> tuple[Part, ...]:
    parts = tuple(_part(part, place, held) for part in node.each())
    if len({part.id for part in parts}) != len(parts):
        raise NotAReport(f"{node.way} holds a part twice")
    return parts


def _part(node: Node, place: int, held: _Held) -> Part:
    name = f"{place}/{node['id'].a(str)}"
    part = Part(
        source=node["source"].a(str),
        key=node["key"].a(str),
        knowledge=node["knowledge"].a(str),
        findings=tuple(sorted(held.findings.pop(name, []))),
        gaps=tuple(sorted(held.gaps.pop(name, []), key=_gap_order)),
        looked=tuple(Looked(kind, count) for kind, count in node["looked"].counts()),
        hints=node["hints"].counts(),
        gap_counts=node["gap_counts"].counts(),
        content=node["content"].a(str),
        letters=tuple(sorted(held.letters.pop(name, []))),
        holdings=tuple(sorted(held.holdings.pop(name, []), key=holding_order)),
    )
    if part.id != node["id"].value:
        raise NotAReport(f"{node.way}.id does not fit its part")
    return part


def _gap_order(gap: Gap) -> tuple[object, ...]:
    return (gap.origin, gap.reason, gap.wanted, gap.detail, str(gap.remedy))


def _letter(node: Node) -> Letter:
    path = node["origin"]["path"].texts()
    return Letter(path, *(node[name].a(str) for name in ("date", "from", "subject", "message_id")))


def _run(node: Node) -> Run:
    return Run(node["id"].a(str), node["started"].a(str), node["ended"].a(str))


def _finding(node: Node) -> ReadFinding:
    return ReadFinding(
        name=node["kind"].a(str),
        origin=_origin(node["origin"]),
        strength=node["strength"].one_of(_STRENGTHS.__getitem__),
        words=_words(node["words"]),
        family=node["family"].maybe(str),
        attack=node["attack"].texts(),
        era=node["era"].texts(),
        seen_at=node["seen_at"].maybe(str),
        past=node["past"].a(bool),
        about=node["about"].one_of(About) if "about" in node.a(dict) else About.HOST,
        given=tuple(_facts(node["facts"])),
    )


def _facts(node: Node) -> Iterable[tuple[str, Fact]]:
    for name, value in node.a(dict).items():
        if not isinstance(value, (str, int, float, bool, type(None))):
            raise NotAReport(f"{node.way}.{name[:40]} is no plain value")
        yield name, value


def _gap(node: Node) -> Gap:
    remedy = node["remedy"]
    return Gap(
        origin=_origin(node["origin"]),
        reason=node["reason"].one_of(Reason),
        wanted=node["wanted"].a(str),
        detail=node["detail"].a(str),
        remedy=None if remedy.value is None else _words(remedy),
    )


def _origin(node: Node) -> Origin:
    return Origin(node["source"].a(str), node["locator"].a(str), node["path"].texts())


def _words(node: Node) -> Words:
    return Words(en=node["en"].a(str), ja=node["ja"].a(str))
