"""A kind of source whose items are the mails that a test gives it; for the engine, which knows nothing of mailboxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimawari.formats.kept import Kept
from mimawari.model import Blob, Looked
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey

NAME = "mbox"


def mailbox(mails: Sequence[bytes], pieces: int = 1) -> SourceKind:
    """All of *mails*, in the folder ``box``, at the places ``0``, ``1`` ...; in so many *pieces*."""

    def survey(evidence: Evidence) -> Survey:
        return Survey(NAME, "BOX-1", pieces=tuple(Piece(str(number), ("content", "message")) for number in range(pieces)))

    def blob(evidence: Evidence, found: Survey, number: int) -> Blob:
        origin = found.origin(evidence, "box", str(number))
        return Blob(origin, "mail.eml", Kept.of(mails[number]), "message/rfc822")

    def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
        yield Looked("message", 0)
        yield Looked("content", 0)
        each = -(-len(mails) // pieces)
        for number in range(int(piece) * each, min(len(mails), (int(piece) + 1) * each)):
            yield blob(evidence, found, number)

    def reopen(evidence: Evidence, found: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
        for path in paths:
            yield blob(evidence, found, int(path[1]))

    return SourceKind(NAME, 0, lambda _: True, survey, look, reopen=reopen)
