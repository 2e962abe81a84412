"""What a provider exports of its accounts: audit logs, sign-ins, rules, forwarding, rights and filters.

Of Microsoft 365, Exchange and Google Workspace, as CSV, JSON or Gmail's XML; known by the names in it
(:mod:`mimawari.sources.accounts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mimawari.model import digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.accounts.reading import WANTED, is_export, seen
from mimawari.trees.streams import open_plain, sha256_of

NAME = "account-export"
_PIECE = Piece("records", (WANTED,))


def recognises(evidence: Evidence) -> bool:
    """A table or records with the names of an export that is known."""
    return evidence.path.is_file() and is_export(evidence.path.resolve())


def survey(evidence: Evidence) -> Survey:
    """The export is known by its content and, in a folder, by its place there."""
    with open_plain(evidence.path.resolve()) as stream:
        sha256 = sha256_of(stream)
        piece = replace(_PIECE, size=stream.tell())
    return Survey(NAME, digest(NAME, sha256, evidence.inside), pieces=(piece,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """The doors into accounts and how these are used."""
    yield from seen(evidence.path.resolve(), evidence, survey.origin(evidence))


KIND = SourceKind(NAME, 16, recognises, survey, look)
