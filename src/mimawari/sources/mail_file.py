"""One mail that was saved as a file (.eml, .msg, .emlx): a mailbox of one mail."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import BadEvidence, Looked, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.mail.files import Form, examine
from mimawari.sources.mail.telling import in_file
from mimawari.trees.streams import open_plain, sha256_of

NAME = "mail"
_FORMS = (Form.MAIL, Form.OUTLOOK, Form.APPLE)
_PIECE = Piece("mail", ("content", "message"))


def recognises(evidence: Evidence) -> bool:
    """A file that is a mail by its content."""
    return _form(evidence) in _FORMS


def claims(evidence: Evidence) -> bool:
    """What Outlook saved is a compound file, as documents are; its directory tells it from them."""
    return _form(evidence) is Form.OUTLOOK


def _form(evidence: Evidence) -> Form | None:
    if not evidence.path.is_file():
        return None
    try:
        return examine(evidence.path.resolve()).form
    except BadEvidence:
        return None


def survey(evidence: Evidence) -> Survey:
    """The mail is known by its content and, in a folder, by its place there."""
    with open_plain(evidence.path.resolve()) as stream:
        sha256 = sha256_of(stream)
    return Survey(NAME, digest(NAME, sha256, evidence.inside), pieces=(_PIECE,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """The mail, still closed."""
    yield Looked("message", 0)
    yield from in_file(evidence, survey, ".", evidence.path.resolve(), place=evidence.path.name)


def reopen(evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:  # noqa: ARG001  # it is one
    """The same mail."""
    yield from look(evidence, survey, _PIECE.key)


KIND = SourceKind(NAME, 780, recognises, survey, look, claims=claims, reopen=reopen)
