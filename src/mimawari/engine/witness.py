"""Hears what the mails of a source, and what is in them, have to say on where strange mails come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mimawari.engine.inquest import Inquest, Role
from mimawari.formats.bounces import may_be_bounce, returned
from mimawari.formats.glimpse import Glimpse
from mimawari.formats.mail.testimony import Index, Owner, Reports, Span, held, index_of, weak
from mimawari.model import (
    Artifact,
    Blob,
    DmarcRow,
    FailureReport,
    Gap,
    Looked,
    Message,
    ReportedMail,
    Returned,
    Testimony,
)

Heard = Artifact | Gap | Looked
_MAIL = "message"


@dataclass(frozen=True, kw_only=True, eq=False)
class Count(Testimony):
    """What a piece of a mailbox of the firm holds: whom its mails are to, and by each of the firm's addresses what it wrote."""

    owner: Owner
    spans: dict[str, Span]


@dataclass(slots=True)
class Witness:
    """Of one piece of one source. ``heard`` is all that came of it so far."""

    inquest: Inquest
    role: Role
    heard: list[Testimony] = field(default_factory=list)
    _reports: Reports | None = None
    _index: Index | None = None
    _count: Count | None = None

    def ask(self, blob: Blob, message: Message) -> Iterator[Testimony | Gap]:
        """What a mail says, which was just opened: by itself, in an archive, or attached to another."""
        if may_be_bounce(message):
            found = list(returned(blob, message))
            yield from found
            if any(isinstance(one, Returned) for one in found):
                if self._reports:
                    self._reports.bounced(message)
                return
        if self._reports:
            yield from self._reports.take(blob, message)
        elif self.role is Role.OURS and _MAIL not in message.within:
            yield from self._of_mailbox(blob, message)

    def _of_mailbox(self, blob: Blob, message: Message) -> Iterator[Testimony]:
        own = self._counted(message)
        if self._asked:
            yield from held(message, blob, own, self._asked)

    @property
    def _asked(self) -> Index:
        self._index = self._index or index_of(self.inquest.asked)
        return self._index

    def _counted(self, message: Message) -> str:
        """Count a mail of a mailbox; the address of the firm's that wrote it, empty where a stranger did."""
        self._count = self._count or Count(origin=message.origin, owner=Owner(), spans={})
        author = message.author.address if message.author else ""
        own = author if self.inquest.firm.owns(author) else ""
        self._count.owner.take(message)
        self._count.spans.setdefault(own, Span()).take(message, own)
        return own

    def passes(self, seen: Glimpse) -> bool:
        """Whether a mail of a mailbox cannot be one that is asked for; it is counted then, and need not be opened."""
        if self._asked.meets(seen.message.message_id, seen.text):
            return False
        self._counted(seen.message)
        return True

    def over(self, seen: Iterable[Heard], blob: Blob) -> Iterator[Heard]:
        """All of *seen*, which is in *blob*; its testimony is kept. A mail that brings a DMARC report is no strange one.

        Where the user gave a text or a picture as a report, it is told that it says little.
        """
        self._reports = Reports(self.inquest.firm) if self.role is Role.REPORTED else None
        found: list[Testimony] = []
        has_mail = False
        for thing in seen:
            has_mail = has_mail or isinstance(thing, Message)
            if isinstance(thing, Testimony):
                found.append(thing)
            yield thing
        yield from self._rest(blob, found, has_mail=has_mail)
        brings = any(isinstance(one, DmarcRow | FailureReport) for one in found)
        self.heard += [one for one in found if not (brings and isinstance(one, ReportedMail))]

    def _rest(self, blob: Blob, found: list[Testimony], *, has_mail: bool) -> Iterator[Testimony | Gap]:
        """What can only be told at the end of an item."""
        if self._reports is None:
            return
        for thing in self._reports.rest() if has_mail else () if found else weak(blob):
            if isinstance(thing, Testimony):
                found.append(thing)
            yield thing

    def note(self, thing: Testimony) -> None:
        """Keep what a source says itself."""
        self.heard.append(thing)

    def given(self) -> tuple[Testimony, ...]:
        """All that was heard, and what the mailbox as a whole says."""
        return (*self.heard, self._count) if self._count else tuple(self.heard)
