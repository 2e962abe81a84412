"""One file that is no copy of a PC: a document, an attachment, an archive. What is inside it the formats tell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mimawari.model import Blob, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.trees.streams import BLOCK, open_plain, size_of

NAME = "single-file"
_PIECE = Piece("content", ("content",))


@dataclass(frozen=True, slots=True)
class Lying:
    """The content of a regular file on this machine; a link that was named as the locator itself is followed."""

    path: Path

    @property
    def size(self) -> int:
        """In bytes."""
        with self.open() as stream:
            return size_of(stream)

    def open(self) -> BinaryIO:
        """A new stream."""
        return open_plain(self.path)


def recognises(evidence: Evidence) -> bool:
    """Any file: this kind is asked when no other knows it."""
    return evidence.path.is_file()


def survey(evidence: Evidence) -> Survey:
    """The file is known by its content and, in a folder, by its place there."""
    sha256 = hashlib.sha256()
    with Lying(evidence.path.resolve()).open() as stream:
        while block := stream.read(BLOCK):
            sha256.update(block)
    return Survey(NAME, digest(NAME, sha256.hexdigest(), evidence.inside), pieces=(_PIECE,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """The file, still closed."""
    yield Blob(survey.origin(evidence), evidence.path.name, Lying(evidence.path.resolve()))


KIND = SourceKind(NAME, 800, recognises, survey, look)
