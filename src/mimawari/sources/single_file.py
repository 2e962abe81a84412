"""One file that is no copy of a PC: a document, an attachment, an archive. What is inside it the formats tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mimawari.model import Blob, Gap, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.logs.family import is_called_log
from mimawari.trees.streams import open_plain, sha256_of, size_of

NAME = "single-file"
_PIECE = Piece("content", ("content",))
_SURE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf", b"L\0\0\0\1\x14\2\0", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d")
"""OLE (MS-CFB 2.2), PDF, RTF, a shell link (MS-SHLLINK 2.1), a OneNote section (MS-ONESTORE 2.3.1)."""
_PACKAGE = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/")


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

    @property
    def lies_at(self) -> Path:
        """Where it lies as a whole."""
        return self.path


def claims(evidence: Evidence) -> bool:
    """The first bytes of a document or program, or of a zip whose first member only a package of Office begins with."""
    if not evidence.path.is_file():
        return False
    with Lying(evidence.path.resolve()).open() as stream:
        start = stream.read(64)
    return start.startswith(_SURE) or (start[:4] == b"PK\3\4" and start[30:].startswith(_PACKAGE))


def recognises(evidence: Evidence) -> bool:
    """Any file: this kind is asked when no other knows it."""
    return evidence.path.is_file()


def survey(evidence: Evidence) -> Survey:
    """The file is known by its content and, in a folder, by its place there."""
    with Lying(evidence.path.resolve()).open() as stream:
        sha256 = sha256_of(stream)
    return Survey(NAME, digest(NAME, sha256, evidence.inside), pieces=(_PIECE,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """The file, still closed. One without a byte in it tells nothing: it may have been emptied, or not be copied yet.

    A mail server's log that cannot be read as one, because it is damaged, is missing as a log whatever else is in the file.
    """
    content, at = Lying(evidence.path.resolve()), survey.origin(evidence)
    if is_called_log(evidence.path.name):
        yield Gap(at, Reason.MISSING, "mail-log", "no line of a mail server is in it")
    if content.size:
        yield Blob(at, evidence.path.name, content)
    else:
        yield Gap(at, Reason.MISSING, "content", "the file is empty")


KIND = SourceKind(NAME, 800, recognises, survey, look, claims=claims)
