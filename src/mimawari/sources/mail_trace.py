"""The log of a Windows or cloud mail system as a table: Exchange, Microsoft 365, Google Workspace, or one whose columns the firm
named.

It is known by the names of its columns (:mod:`mimawari.sources.traces`), never by the file's name alone. One pass, whatever its
size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mimawari.model import BadEvidence, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.traces.reading import WANTED, Reading, log_of
from mimawari.trees.streams import open_plain, sha256_of

NAME = "mail-trace"
_PIECE = Piece("log", (WANTED,))


def recognises(evidence: Evidence) -> bool:
    """A table whose columns are those of a log that is known."""
    return evidence.path.is_file() and log_of(evidence.path.resolve(), evidence) is not None


def survey(evidence: Evidence) -> Survey:
    """The log is known by its content and, in a folder, by its place there."""
    with open_plain(evidence.path.resolve()) as stream:
        sha256 = sha256_of(stream)
        piece = replace(_PIECE, size=stream.tell())
    return Survey(NAME, digest(NAME, sha256, evidence.inside), pieces=(piece,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """What the log tells, and what of it is asked for. Raises ``BadEvidence`` where it is no log that is known."""
    path = evidence.path.resolve()
    log = log_of(path, evidence)
    if log is None:
        raise BadEvidence(Reason.UNSUPPORTED, "its columns are those of no known log")
    yield from Reading(log, path, evidence, survey.origin(evidence)).seen()


KIND = SourceKind(NAME, 17, recognises, survey, look, turn=2)
