"""Of a mail's header only what tells whose mailbox it lies in, when it was sent, and whether a mail system wrote it.

Reading all of a header costs more than reading the text: of very many mails, most of which nobody asks for, only this is read.
"""

from __future__ import annotations

from mimawari.formats.mail.dates import dated
from mimawari.formats.mail.facts import author, bulk, envelope, facts, named, received
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.hops import hops
from mimawari.formats.mail.sent import in_sent_folder
from mimawari.formats.mail.spans import DELIVERING
from mimawari.model import Blob, Firm, Hop, Message

SUBJECT, IDENTITY = 2000, 1000
"""Characters of a subject and of a Message-ID that are told."""


def outline(blob: Blob, headers: Headers, firm: Firm) -> Message:
    """The mail as far as :class:`~mimawari.formats.mail.spans.Owner`, ``Span`` and ``may_be_bounce`` ask about it.

    Of a mail that somebody of the *firm* wrote it is the whole header: what an account sends is learnt from.
    """
    subject, identity = headers.text("subject")[:SUBJECT], headers.text("message-id")[:IDENTITY]
    writer = author(headers)
    if writer and firm.owns(writer.address):
        return Message(**blob.common, **facts(headers), subject=subject, message_id=identity)
    way = _way(headers)
    is_unclear = bool(way) and not any("@" in hop.recipient for hop in way[:DELIVERING])
    return Message(
        **blob.common,
        subject=subject,
        message_id=identity,
        author=writer,
        envelope_sender=envelope(headers),
        bulk=bulk(headers),
        date=dated(headers.text("date"))[0],
        received=way,
        people=named(headers, "to", "cc", "bcc") if is_unclear and not in_sent_folder(blob.origin.path) else (),
    )


def _way(headers: Headers) -> tuple[Hop, ...]:
    """The newest hop, and the first that says to whom it was delivered; all of them where these alone do not tell."""
    fields = headers.fields.get("received", [])
    newest = hops(raw.decode("latin-1") for raw in fields[:1])
    if len(fields) > DELIVERING or not newest:
        return received(headers)
    if "@" in newest[0].recipient:
        return newest
    for raw in fields[1:]:
        found = hops([raw.decode("latin-1")]) if b"for" in raw.lower() else ()
        if found and "@" in found[0].recipient:
            return (*newest, *found)
    return newest
