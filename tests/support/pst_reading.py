"""Reads a data file of Outlook as the engine does, and gives its mails as the standard library reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from mimawari.model import Blob, Gap
from mimawari.sources import Evidence, Seen
from mimawari.sources.outlook_data import KIND


@dataclass(slots=True)
class Read:
    """What a file gave: mails by their path, and gaps."""

    mails: dict[tuple[str, ...], EmailMessage] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)

    @property
    def only(self) -> EmailMessage:
        """The one mail that there is."""
        (mail,) = self.mails.values()
        return mail

    @property
    def details(self) -> list[str]:
        """What the gaps say."""
        return [gap.detail for gap in self.gaps]


def seen(path: Path) -> Iterator[Seen]:
    """All that a file gives, piece by piece. May raise ``BadEvidence``."""
    evidence = Evidence(str(path))
    survey = KIND.survey(evidence)
    yield from survey.gaps
    for piece in survey.pieces:
        yield from KIND.look(evidence, survey, piece.key)


def mail_of(blob: Blob) -> EmailMessage:
    """The mail that a blob holds; its size is what it says it is."""
    with blob.content.open() as stream:
        data = stream.read()
    assert len(data) == blob.content.size
    # Its header is UTF-8 (RFC 6532), all bodies are in base64.
    return message_from_string(data.decode("utf-8", "surrogateescape"), policy=policy.default)


def read(path: Path) -> Read:
    """All of a file."""
    found = Read()
    for one in seen(path):
        if isinstance(one, Blob):
            found.blobs.append(one)
            found.mails[one.origin.path] = mail_of(one)
        elif isinstance(one, Gap):
            found.gaps.append(one)
    return found


def written(folder: Path, data: bytes, name: str = "case.pst") -> Read:
    """All of a file that holds *data*."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def files(mail: EmailMessage) -> dict[str, bytes]:
    """What is attached to a mail by name; a mail in it as its text."""
    return {
        part.get_filename() or "": cast("bytes", part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
        if part.get_content_type() != "message/rfc822"
    }


def inner(mail: EmailMessage) -> list[EmailMessage]:
    """The mails attached to a mail."""
    parts = [part for part in mail.iter_attachments() if part.get_content_type() == "message/rfc822"]
    return [cast("EmailMessage", cast("list[object]", part.get_payload())[0]) for part in parts]


def said(mail: EmailMessage) -> str:
    """Its text."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""
