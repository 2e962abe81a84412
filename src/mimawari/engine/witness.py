"""Hears what the mails of a source, and what is in them, have to say on where strange mails come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mimawari.engine.inquest import Inquest, Role
from mimawari.formats.bounces import may_be_bounce, returned
from mimawari.formats.mail.testimony import Index, Span, held, reported, weak
from mimawari.model import (
    Artifact,
    Blob,
    DmarcRow,
    FailureReport,
    Gap,
    Looked,
    Message,
    Origin,
    ReportedMail,
    Returned,
    Testimony,
)

Heard = Artifact | Gap | Looked
_MAIL = "message"


@dataclass(slots=True)
class Witness:
    """Of one piece of one source. ``heard`` is all that came of it so far."""

    inquest: Inquest
    role: Role
    heard: list[Testimony] = field(default_factory=list)
    _index: Index | None = None
    _span: Span | None = None
    _origin: Origin | None = None

    def ask(self, blob: Blob, message: Message) -> Iterator[Testimony | Gap]:
        """What a mail says, which was just opened: by itself, in an archive, or attached to another."""
        if may_be_bounce(message):
            found = list(returned(blob, message))
            yield from found
            if any(isinstance(one, Returned) for one in found):
                return
        if self.role is Role.REPORTED:
            yield from reported(blob, message, self.inquest.firm)
        elif self.role is Role.OURS and not _is_inside_mail(blob):
            yield from self._of_mailbox(blob, message)

    def _of_mailbox(self, blob: Blob, message: Message) -> Iterator[Testimony]:
        self._index = self._index or Index.of(self.inquest.asked)
        self._span = self._span or Span(self.inquest.firm)
        self._origin = self._origin or blob.origin
        self._span.take(message)
        yield from held(message, blob, "", self._index)

    def over(self, seen: Iterable[Heard], blob: Blob) -> Iterator[Heard]:
        """All of *seen*, which is in *blob*; its testimony is kept. A mail that brings a DMARC report is no strange one.

        Where the user gave a text or a picture as a report, it is told that it says little.
        """
        found: list[Testimony] = []
        has_mail = False
        for thing in seen:
            has_mail = has_mail or isinstance(thing, Message)
            if isinstance(thing, Testimony):
                found.append(thing)
            yield thing
        if self.role is Role.REPORTED and not has_mail and not found:
            found += weak(blob, self.inquest.firm)
            yield from found
        brings = any(isinstance(one, DmarcRow | FailureReport) for one in found)
        self.heard += [one for one in found if not (brings and isinstance(one, ReportedMail))]

    def note(self, thing: Testimony) -> None:
        """Keep what a source says itself."""
        self.heard.append(thing)

    def given(self) -> tuple[Testimony, ...]:
        """All that was heard, and what the mailbox as a whole says."""
        if self._span and self._origin:
            self.heard += self._span.testimony(self._origin)
            self._span = None
        return tuple(self.heard)


def _is_inside_mail(blob: Blob) -> bool:
    return _MAIL in blob.within
