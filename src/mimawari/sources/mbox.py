"""A mailbox that is one file, one mail behind the other: mbox in all its dialects, MMDF."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mimawari.model import digest
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.mail import sharing, telling
from mimawari.sources.mail.files import is_box_file
from mimawari.sources.mail.names import readable
from mimawari.trees.mailbox.boxes import Box
from mimawari.trees.streams import open_plain

NAME = "mbox"


def recognises(evidence: Evidence) -> bool:
    """Whether a file begins with a line that separates mails; or with rubbish, and mails follow."""
    path = _path(evidence)
    return path.is_file() and is_box_file(path)


def _path(evidence: Evidence) -> Path:
    """A link that was named as the locator itself is followed."""
    return evidence.path.resolve()


def survey(evidence: Evidence) -> Survey:
    """Where its pieces begin, found in one pass over it."""
    with open_plain(_path(evidence)) as stream:
        box = Box(stream)
        begin = sharing.Borders(box.size)
        borders = [0, *(at for at in box.starts() if begin.begins(at) and at), box.size]
        source = digest(NAME, sharing.known_by(stream, box.size, borders), evidence.inside)
    pieces = tuple(sharing.piece(f"{at}-{until}") for at, until in pairwise(borders) if at < until)
    return Survey(NAME, source, pieces=pieces, looked=telling.LOOKED)


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """The mails that begin in a stretch of the file."""
    at, _, until = piece.partition("-")
    yield from telling.boxed(evidence, survey, readable(evidence.path.name), _path(evidence), int(at), int(until))


def reopen(evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
    """The mails at *paths* once more."""
    skip = 2 if evidence.inside else 1
    for place in sorted({int(way[skip]) for way in paths}):
        yield from telling.boxed(evidence, survey, readable(evidence.path.name), _path(evidence), place, place + 1)


KIND = SourceKind(NAME, 15, recognises, survey, look, reopen=reopen, turn=1)
