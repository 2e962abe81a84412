"""Small things for tests of the core: findings, sources and a kind of source that needs no evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mimawari.model import Artifact, Finding, Gap, Looked, Origin, Part, Reason, RegistryValue, Source, Strength, Words
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey

HERE = Origin("PC1-0001", "case/pc1")


@dataclass(frozen=True, kw_only=True, eq=False)
class Seven(Finding):
    strength: Strength = Strength.STRONG
    words: Words = Words(en="seven {number}", ja="七 {number}")
    family: str | None = "emotet"
    number: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Eight(Seven):
    words: Words = Words(en="eight {number}", ja="八 {number}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace(Seven):
    strength: Strength = Strength.HINT


@dataclass(frozen=True, kw_only=True, eq=False)
class Proof(Seven):
    strength: Strength = Strength.CONCLUSIVE


def part(*things: Finding | Gap | Looked, key: str = "one", source: str = "PC1-0001") -> Part:
    from mimawari.engine.ledger import collect

    return collect(things, source, key, "1")


def source(*parts: Part, ought: Iterable[str] = ("file", "service"), **more: str) -> Source:
    given = {"id": "PC1-0001", "locator": "case/pc1", "kind": "folder", "host": "PC1", **more}
    return Source(ought=tuple(ought), parts=parts, **given)  # type: ignore[arg-type]


def value(name: str, data: str = "x") -> RegistryValue:
    return RegistryValue(origin=HERE.at(name), hive="HKLM", key="Run", name=name, data=data)


def kind_of_source(*things: Seen, wants: tuple[str, ...] = ("registry-value",), context: tuple[Artifact, ...] = ()) -> SourceKind:
    """A kind of source that always gives *things*; an exception among them is raised."""

    def survey(evidence: Evidence) -> Survey:
        return Survey("folder", "PC1-0001", "PC1", context=context, pieces=(Piece("all", wants),))

    def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
        for thing in things:
            if isinstance(thing, BaseException):
                raise thing
            yield thing

    return SourceKind("folder", 1, lambda evidence: True, survey, look)


def gap(wanted: str, reason: Reason = Reason.DENIED, detail: str = "") -> Gap:
    return Gap(HERE, reason, wanted, detail)
