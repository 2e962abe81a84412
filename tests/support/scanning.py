"""Full scans in tests: of a place, with a journal if one is given, and a kind of signatures that knows one inert mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import BinaryIO

from mimawari import app, signatures
from mimawari.engine import Scan
from mimawari.knowledge import Knowledge
from mimawari.model import Blob, Content, Finding, Match, Row, SignatureSet, Source
from mimawari.signatures import Chosen, Lack, SignatureKind

MARK = b"mimawari inert mark 6f1c"
_BLOCK = 1 << 20


@dataclass(slots=True)
class Marked:
    """Knows :data:`MARK`, and counts what it was asked for."""

    version: str = "1"
    asked: list[str] = field(default_factory=list)
    lacks: tuple[Lack, ...] = ()

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        return (SignatureSet("yara", "test", self.version),)

    def matches(self, blob: Blob) -> Iterator[Match]:
        self.asked.append(" > ".join(blob.origin.path))
        at = sought(blob.content)
        if at is not None:
            yield Match(**blob.common, row=Row("yara", "mark", "test"), offset=at)

    def kind(self) -> SignatureKind:
        return SignatureKind("test", 0, self._ready)

    def _ready(self, _: Chosen, __: Knowledge) -> Marked:
        return self


def sought(content: Content) -> int | None:
    """Where the mark begins, in flat memory."""
    with content.open() as stream:
        return _sought(stream)


def _sought(stream: BinaryIO) -> int | None:
    begin, tail = 0, b""
    while block := stream.read(_BLOCK):
        found = (tail + block).find(MARK)
        if found >= 0:
            return begin - len(tail) + found
        begin, tail = begin + len(block), block[-len(MARK) :]
    return None


def use(monkeypatch: object, *kinds: Marked) -> None:
    """Let these be the signatures that there are, until the test is over: what is ready is kept apart from that of others."""
    monkeypatch.setattr(signatures, "ready", cache(signatures.ready.__wrapped__))  # type: ignore[attr-defined]
    monkeypatch.setattr(signatures, "load", lambda: {f"test {number}": one.kind() for number, one in enumerate(kinds)})  # type: ignore[attr-defined]


def scanned(place: Path, state: Path | None = None, *, again: bool = False, jobs: int = 0, **given: object) -> Source:
    """The one source of a full scan of *place*."""
    scan = Scan(journal=state, again=again, **given)  # type: ignore[arg-type]
    settings = app.Settings(reraise=True, scan=scan)
    (source,) = app.check([app.evidence(f"all:{place}")], settings, jobs=jobs)
    return source


def paths(found: tuple[Finding, ...]) -> list[str]:
    return [" > ".join(finding.origin.path) for finding in found]


def gaps(source: Source) -> list[tuple[str, str, str, str]]:
    return [(" > ".join(gap.origin.path), gap.reason.value, gap.wanted, gap.detail) for gap in source.gaps]
