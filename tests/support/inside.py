"""Opens bytes with one format module and sorts what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from mimawari.formats import Format, Head
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Artifact, BadEvidence, Blob, Gap, Origin

ORIGIN = Origin("s", "given")
Kind = TypeVar("Kind", bound=Artifact)


@dataclass(slots=True)
class Inside:
    """What one format gave. ``gaps`` are reason and detail."""

    artifacts: list[Artifact] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)

    def one(self, kind: type[Kind]) -> Kind:
        """The only artifact of its kind."""
        [found] = self.all(kind)
        return found

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [thing for thing in self.artifacts if isinstance(thing, kind)]

    def contents(self) -> dict[str, bytes]:
        """The blobs' contents by name."""
        return {blob.name: content(blob) for blob in self.blobs}


def content(blob: Blob) -> bytes:
    with blob.content.open() as stream:
        return stream.read()


def blob_of(data: bytes, name: str = "given", passwords: tuple[str, ...] = ()) -> Blob:
    return Blob(ORIGIN, name, Kept.of(data), passwords=passwords)


def recognises(one: Format, data: bytes, name: str = "given") -> bool:
    return one.recognises(Head.of(blob_of(data, name)))


def inside(one: Format, data: bytes, name: str = "given", passwords: tuple[str, ...] = ()) -> Inside:
    """All that *one* yields; the ``BadEvidence`` that it raises is a gap, as the engine makes it one."""
    found = Inside()
    try:
        for thing in one.open(blob_of(data, name, passwords), Budget()):
            if isinstance(thing, Artifact):
                found.artifacts.append(thing)
            elif isinstance(thing, Blob):
                found.blobs.append(thing)
            elif isinstance(thing, Gap):
                assert thing.wanted == "content"
                found.gaps.append((str(thing.reason), thing.detail))
    except BadEvidence as bad:
        found.gaps.append((str(bad.reason), bad.detail))
    return found
