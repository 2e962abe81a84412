"""Bounces: messages that a mail could not be delivered, or is late, in the form of RFC 3464 and in the many others.

``may_be_bounce(message)`` is cheap and asks only what the format of mails read; ``returned(blob, message)`` reads the mail once
more and gives a :class:`~mimawari.model.testimony.Returned`, or a gap for one that could not be understood, or nothing. Whether the
mail that came back is the firm's is not asked here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from mimawari.formats.bounces import forms, given_back, recipients, senders
from mimawari.formats.bounces.given_back import GivenBack
from mimawari.formats.bounces.status import BOUNCE, Status, address, code, in_text, status_of
from mimawari.formats.mail.dates import utc, zoned
from mimawari.formats.mail.facts import author, ids
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.hops import hops
from mimawari.formats.mail.leaves import data_of
from mimawari.formats.mail.parts import Structure, structure
from mimawari.formats.mail.people import people
from mimawari.formats.slices import Held
from mimawari.model import BadEvidence, Blob, Gap, Message, Reason, digest
from mimawari.model.testimony import Returned

__all__ = ["BOUNCE", "may_be_bounce", "returned"]

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_OLE = b"\xd0\xcf\x11\xe0"
_BLOCK, _SMALL = 1 << 20, 16 << 20
_SAYS = re.compile(
    r"\b(?:host|server|remote host)[ :]{1,3}([a-z0-9][a-z0-9.\-]{2,253}\.[a-z]{2,24})\b"
    r"(?: {0,2}\[[0-9a-f.:]{2,45}\]|[^\r\n]{0,80}(?:said|\bsays|responded|\b[45]\d\d\b))",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^[^\r\n]{0,200}\b([45]\d\d)[ \-](?:#?[45]\.\d{1,3}\.\d{1,3}\b)?[^\r\n]{0,300}", re.MULTILINE)


def may_be_bounce(message: Message) -> bool:
    """Whether it is worth to read it once more: it calls itself a report or automatic, or a mail system sent it."""
    return message.bulk == "auto" or senders.is_machine(message) or senders.is_failure(message.subject)


def returned(blob: Blob, message: Message, found: Structure | None = None) -> Iterator[Returned | Gap]:
    """What it says of the mail that came back; nothing of a mail that is no bounce.

    *found* is the structure of *blob* where that was read before. A notice that a mail *was* delivered is no bounce.
    """
    blob = _with_lines(blob) if found is None else blob
    reader = _Reader(blob, message, found or _structure(blob))
    if reader.is_other:
        return
    if reader.status and (reader.status.recipients or reader.status.odd):
        yield from reader.by_status(reader.status)
    elif reader.form:
        yield from reader.by_text()


def _structure(blob: Blob) -> Structure:
    """The parts of a mail; none of one that Outlook saved, whose text is all that is asked."""
    with blob.content.open() as stream:
        is_outlook = stream.read(4) == _OLE
    return Structure(Headers()) if is_outlook else structure(blob.content)


def _with_lines(blob: Blob) -> Blob:
    """The same mail with line feeds, where its lines end in carriage returns only."""
    if blob.content.size > _SMALL:
        return blob
    with blob.content.open() as stream:
        data = stream.read()
    if data.startswith(_OLE) or b"\n" in data or b"\r" not in data:
        return blob
    return replace(blob, content=Held(data.replace(b"\r", b"\n")))


class _Reader:
    """One mail, and what was found in it so far."""

    def __init__(self, blob: Blob, message: Message, found: Structure) -> None:
        self._blob, self._message, self._found = blob, message, found
        self._headers = found.headers
        self.is_other = senders.is_none(found.headers, message.subject)
        self._given = given_back.of_parts(blob.content, found.leaves)
        self._text = message.text
        if self._given is None:
            self._given = given_back.of_text(message.text.encode("utf-8", "replace"))
            if self._given:
                self._text = message.text.encode("utf-8", "replace")[: self._given.at].decode("utf-8", "replace")
        self.status = self._status()
        self.form = self._form()

    def _status(self) -> Status | None:
        parts = (part for part in self._found.leaves if part.media_type in _STATUS)
        found = (status_of(data_of(self._blob.content, part)) for part in parts)
        told = next(filter(None, found), None)
        if told is None and (senders.is_machine(self._message) or self._headers.media_type == "multipart/report"):
            told = in_text(self._message.text)
        return told

    def _form(self) -> str:
        """The form of one without a status; empty where it is no bounce."""
        form = forms.form_of(self._message.text)
        if "x-failed-recipients" in self._headers.fields:
            return form or forms.OTHER
        is_certain, is_likely = form not in ("", forms.OTHER), senders.is_failure(self._message.subject)
        if senders.is_machine(self._message):
            is_one = is_certain or (is_likely and (bool(form) or self._given is not None))
        else:
            # Shops write from such addresses too that something could not be delivered.
            is_one = senders.takes_no_answer(self._message) and is_likely and (is_certain or self._given is not None)
        return (form or forms.OTHER) if is_one else ""

    def by_status(self, told: Status) -> Iterator[Returned | Gap]:
        """Of one in the form of RFC 3464."""
        if told.recipients and told.action in ("delivered", "expanded"):
            return
        worst = told.worst()
        named = tuple(dict.fromkeys(one.address for one in told.recipients if one.action in (told.action, "")))
        yield self._made(
            form="rfc3464",
            action=told.action,
            recipients=named[: recipients.MOST],
            reporting=told.reporting or self._reporter(),
            remote=worst.remote if worst else "",
            status=worst.status if worst else "",
            diagnostic=worst.diagnostic if worst else "",
            queue_id=told.queue_id,
            sender=told.sender,
        )
        if not named:
            yield Gap(self._blob.origin, Reason.CORRUPT, BOUNCE, "a bounce that names nobody who was not reached")

    def by_text(self) -> Iterator[Returned | Gap]:
        """Of one that only its text tells of."""
        text = self._text[: 16 << 10]
        reply = _REPLY.search(text)
        named, is_missing = self._named(text)
        if not named and self.form == forms.OTHER and self._given is None:
            return
        said = _SAYS.search(text)
        yield self._made(
            form=self.form,
            action="delayed" if forms.is_delay(self._message.subject, text) else "failed",
            recipients=named,
            reporting=self._reporter(),
            remote=said[1].lower() if said else "",
            status=code(text),
            diagnostic=" ".join(reply[0].split())[:500] if reply else "",
        )
        if is_missing:
            yield Gap(
                self._blob.origin, Reason.UNSUPPORTED, BOUNCE, "flufl.bounce is not installed: who was not reached was not found"
            )
        elif not named:
            yield Gap(self._blob.origin, Reason.CORRUPT, BOUNCE, "a bounce that names nobody who was not reached")

    def _named(self, text: str) -> tuple[tuple[str, ...], bool]:
        """The recipients, and whether there are none because the library is missing that might have found some."""
        told = self._headers.raw("x-failed-recipients")
        if told:
            return tuple(dict.fromkeys(one.address for one in people(told) if one.address))[: recipients.MOST], False
        by_library = recipients.by_library(self._blob.content) if self._found.leaves else ()
        skip = frozenset({self._to(""), self._message.author.address if self._message.author else "", *self._identities()})
        found = tuple(one for one in by_library or () if one not in skip) or recipients.in_text(text, skip)
        if not found and self._given:
            found = tuple(one.address for one in people(self._given.headers.raw("to")) if one.address)[: recipients.MOST]
        return found, not found and by_library is None

    def _identities(self) -> set[str]:
        """Message-IDs look like addresses."""
        given = ids(self._given.headers.raw("message-id")) if self._given else []
        return {one.strip("<>").lower() for one in (*given, self._message.message_id)}

    def _made(self, *, sender: str = "", queue_id: str = "", **told: object) -> Returned:
        given = self._given or GivenBack(Headers(), "")
        back = given.headers
        identity = ids(back.raw("message-id"))
        way = hops(raw.decode("latin-1") for raw in back.fields.get("received", ()))
        reporting = str(told["reporting"])
        taken = next((hop.identifier for hop in way if hop.identifier and reporting and hop.by.lower() == reporting), "")
        return Returned(
            origin=self._blob.origin,
            id=self._identity(),
            to=self._to(sender),
            time=utc(self._headers.text("date")) or _moment(self._message),
            message_id=identity[0] if identity else "",
            author=author(back),
            subject=back.text("subject")[:2000],
            date=utc(back.text("date")),
            received=way,
            queue_id=queue_id or taken,
            returned=given.how,
            **told,  # type: ignore[arg-type]
        )

    def _to(self, sender: str) -> str:
        """Whom the bounce was sent to; where its header does not tell, who the envelope sender was."""
        told = [one.address for one in self._message.people if one.address]
        for name in ("x-original-to", "delivered-to", "envelope-to"):
            told += [one.address for one in people(self._headers.raw(name)) if one.address]
        back = address(self._given.headers.text("return-path")) if self._given else ""
        return next(iter(told), "") or sender or (back if "@" in back else "")

    def _reporter(self) -> str:
        """The domain in its From; where that names none, the first server that had it."""
        own, way = self._message.author, self._message.received
        return (own.domain if own else "") or (way[-1].by.lower() if way else "")

    def _identity(self) -> str:
        """A digest of the mail, the same with every kind of line break and with the line of a mailbox before it."""
        sha256 = hashlib.sha256()
        try:
            with self._blob.content.open() as stream:
                first = True
                while block := stream.read(_BLOCK):
                    block = block.replace(b"\r", b"")
                    if first and block.startswith((b"From ", b">From ")):
                        block = block.partition(b"\n")[2]
                    first = False
                    sha256.update(block)
        except BadEvidence:
            pass
        return digest(BOUNCE, sha256.hexdigest())


def _moment(message: Message) -> str:
    """The time that the newest of its servers noted."""
    return next((moment for hop in message.received if (moment := zoned(hop.time))), "")
