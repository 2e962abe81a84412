"""JSON back into a report. The text may come from anywhere: whatever is wrong with it is one :class:`NotAReport`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

from mimawari.model import (
    About,
    Fact,
    Finding,
    Gap,
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
    Words,
)

SCHEMA = "mimawari.report/"
_STRENGTHS = {strength.word: strength for strength in Strength}
_T = TypeVar("_T")


class NotAReport(ValueError):
    """The text is no report of this program, or a damaged one.

    ``foreign`` where it does not even claim to be one, ``torn`` where it is not even JSON, as a file that was cut off,
    ``newer`` where a later version of this program made it.
    """

    def __init__(self, why: str, foreign: bool = False, torn: bool = False, newer: bool = False) -> None:
        super().__init__(why)
        self.foreign, self.torn, self.newer = foreign, torn, newer


def read(text: str) -> Report:
    """The report that *text* holds. What can be derived (verdict, levels, ids) is not taken from there."""
    top = _Node("report", _parse(text))
    if not isinstance(top.value, dict) or not str(top.value.get("schema", "")).startswith(SCHEMA):
        raise NotAReport("no report of mimawari", foreign=True)
    if top.value["schema"] != SCHEMA + "1":
        raise NotAReport(f"a newer kind of report: {top.value['schema'][:40]}", newer=True)
    held = _Held()
    for node in top["findings"].each():
        held.take(node, _finding(node), held.findings)
    for node in top["gaps"].each():
        held.take(node, _gap(node), held.gaps)
    for node in top["messages"].each() if "messages" in top.value else ():
        held.take(node, _letter(node), held.letters)
    sources = [_source(node, place, held) for place, node in enumerate(top["sources"].each())]
    held.all_placed()
    if len({source.key for source in sources}) != len(sources):
        raise NotAReport("report.sources holds a source twice")
    return Report.of(sources)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotAReport(f"no readable JSON ({type(error).__name__})", foreign=True, torn=True) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _Node:
    """A value of the document with the way to it, so that an error can say where."""

    def __init__(self, way: str, value: Any) -> None:
        self.way, self.value = way, value

    def __getitem__(self, name: str) -> _Node:
        if not isinstance(self.value, dict) or name not in self.value:
            raise NotAReport(f"{self.way}.{name} is missing")
        return _Node(f"{self.way}.{name}", self.value[name])

    def a(self, kind: type[_T]) -> _T:
        """The value, which must be exactly of *kind*: True is no number."""
        if type(self.value) is not kind:
            raise NotAReport(f"{self.way} is not a {kind.__name__}")
        return self.value

    def count(self) -> int:
        """A whole number that is not negative."""
        if self.a(int) < 0:
            raise NotAReport(f"{self.way} is negative")
        return self.a(int)

    def maybe(self, kind: type[_T]) -> _T | None:
        """The value, or None."""
        return None if self.value is None else self.a(kind)

    def each(self) -> list[_Node]:
        """The members of a list."""
        return [_Node(f"{self.way}[{place}]", value) for place, value in enumerate(self.a(list))]

    def texts(self) -> tuple[str, ...]:
        """A list of text."""
        return tuple(node.a(str) for node in self.each())

    def counts(self) -> tuple[tuple[str, int], ...]:
        """A list of pairs of a word and a number."""
        return tuple(node.pair() for node in self.each())

    def pair(self) -> tuple[str, int]:
        """A pair of a word and a number."""
        both = self.each()
        if len(both) != 2:
            raise NotAReport(f"{self.way} is no pair")
        return both[0].a(str), both[1].count()

    def one_of(self, make: Callable[[str], _T]) -> _T:
        """The value as a member of a closed list."""
        try:
            return make(self.a(str))
        except (ValueError, KeyError) as error:
            raise NotAReport(f"{self.way} has an unknown value") from error


class _Held:
    """Findings, gaps and mails by the part that holds them, each to be placed once."""

    def __init__(self) -> None:
        self.findings: dict[str, list[Finding]] = {}
        self.gaps: dict[str, list[Gap]] = {}
        self.letters: dict[str, list[Letter]] = {}

    @staticmethod
    def take(node: _Node, thing: _T, kept: dict[str, list[_T]]) -> None:
        names = node["parts"].texts()
        if not names:
            raise NotAReport(f"{node.way}.parts is empty")
        for name in names:
            kept.setdefault(name, []).append(thing)

    def all_placed(self) -> None:
        for name in (*self.findings, *self.gaps, *self.letters):
            raise NotAReport(f"a part is missing: {name[:60]}")


def _source(node: _Node, place: int, held: _Held) -> Source:
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
    )


def _parts(node: _Node, place: int, held: _Held) -> tuple[Part, ...]:
    parts = tuple(_part(part, place, held) for part in node.each())
    if len({part.id for part in parts}) != len(parts):
        raise NotAReport(f"{node.way} holds a part twice")
    return parts


def _part(node: _Node, place: int, held: _Held) -> Part:
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
    )
    if part.id != node["id"].value:
        raise NotAReport(f"{node.way}.id does not fit its part")
    return part


def _gap_order(gap: Gap) -> tuple[object, ...]:
    return (gap.origin, gap.reason, gap.wanted, gap.detail, str(gap.remedy))


def _letter(node: _Node) -> Letter:
    path = node["origin"]["path"].texts()
    return Letter(path, *(node[name].a(str) for name in ("date", "from", "subject", "message_id")))


def _run(node: _Node) -> Run:
    return Run(node["id"].a(str), node["started"].a(str), node["ended"].a(str))


def _finding(node: _Node) -> ReadFinding:
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


def _facts(node: _Node) -> Iterable[tuple[str, Fact]]:
    for name, value in node.a(dict).items():
        if not isinstance(value, (str, int, float, bool, type(None))):
            raise NotAReport(f"{node.way}.{name[:40]} is no plain value")
        yield name, value


def _gap(node: _Node) -> Gap:
    remedy = node["remedy"]
    return Gap(
        origin=_origin(node["origin"]),
        reason=node["reason"].one_of(Reason),
        wanted=node["wanted"].a(str),
        detail=node["detail"].a(str),
        remedy=None if remedy.value is None else _words(remedy),
    )


def _origin(node: _Node) -> Origin:
    return Origin(node["source"].a(str), node["locator"].a(str), node["path"].texts())


def _words(node: _Node) -> Words:
    return Words(en=node["en"].a(str), ja=node["ja"].a(str))
