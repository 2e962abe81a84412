"""All testimony of one question, each piece once, in one order, with what is asked of it again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from typing import TypeVar

from mimawari.knowledge import Knowledge
from mimawari.model import (
    AccountUse,
    Clue,
    DmarcRow,
    Door,
    FailureReport,
    Firm,
    Form,
    HeldMail,
    LogSpan,
    MailboxSpan,
    Origin,
    Passage,
    ReportedMail,
    Returned,
    SendingProfile,
    SentHabit,
    Strength,
    Testimony,
)

T = TypeVar("T", bound=Testimony)
WEAK = frozenset((Form.INLINE, Form.PASTED, Form.PICTURE))
"""Forms of a reported mail that have no header of its own."""
SENT_WAYS = frozenset(("login", "local", "network"))
"""Ways in which a mail of our own log was handed in by us."""


def once(testimony: Iterable[Testimony]) -> tuple[Testimony, ...]:
    """Each piece once, whatever places it was seen in, in an order that does not depend on theirs."""
    found: dict[str, Testimony] = {}
    for piece in sorted(testimony, key=lambda piece: piece.origin):
        found.setdefault(_content(piece), piece)
    return tuple(found[key] for key in sorted(found))


def _content(piece: Testimony) -> str:
    if isinstance(piece, ReportedMail | Returned):
        return f"{type(piece).__name__}:{piece.id}"
    return f"{type(piece).__name__}:{[getattr(piece, one.name) for one in fields(piece) if one.name != 'origin']!r}"


def moment(text: str) -> datetime | None:
    """A time with its zone, in UTC; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Case:
    """The testimony by kind, the firm that asks, and the knowledge."""

    firm: Firm
    known: Knowledge
    pieces: tuple[Testimony, ...]

    def every(self, kind: type[T]) -> tuple[T, ...]:
        """All pieces of a kind."""
        return tuple(piece for piece in self.pieces if isinstance(piece, kind))

    @cached_property
    def reported(self) -> tuple[ReportedMail, ...]:
        """The reported mails."""
        return self.every(ReportedMail)

    @cached_property
    def returned(self) -> tuple[Returned, ...]:
        """The bounces."""
        return self.every(Returned)

    @cached_property
    def held(self) -> tuple[HeldMail, ...]:
        """What the mailboxes hold of what was asked."""
        return self.every(HeldMail)

    @cached_property
    def boxes(self) -> tuple[MailboxSpan, ...]:
        """The mailboxes that were asked."""
        return self.every(MailboxSpan)

    @cached_property
    def habits(self) -> tuple[SentHabit, ...]:
        """What Sent folders have in common."""
        return self.every(SentHabit)

    @cached_property
    def logs(self) -> tuple[LogSpan, ...]:
        """The logs that tell who sent."""
        return tuple(one for one in self.every(LogSpan) if "sending" in one.tells)

    @cached_property
    def profiles(self) -> tuple[SendingProfile, ...]:
        """Who sent how much."""
        return self.every(SendingProfile)

    @cached_property
    def uses(self) -> tuple[AccountUse, ...]:
        """Sign-ins other than for sending, and failed ones."""
        return self.every(AccountUse)

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """What logs know of a Message-ID, a queue id or a moment."""
        found: dict[str, list[Passage]] = {}
        for one in self.every(Passage):
            for key in {one.key, one.message_id, one.queue_id} - {""}:
                found.setdefault(key, []).append(one)
        return {key: tuple(them) for key, them in found.items()}

    @cached_property
    def rows(self) -> tuple[DmarcRow, ...]:
        """The rows of aggregate reports."""
        return self.every(DmarcRow)

    @cached_property
    def failures(self) -> tuple[FailureReport, ...]:
        """The failure reports."""
        return self.every(FailureReport)

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """Rules, forwardings, grants."""
        return self.every(Door)

    def local(self, when: datetime) -> datetime:
        """A time as the firm's clock shows it."""
        return when.astimezone(timezone(timedelta(minutes=self.firm.zone)))

    def day(self, text: str) -> str:
        """The firm's day (ISO) of a time; what names only a day keeps it."""
        if len(text) == len("2026-11-10"):
            return text
        when = moment(text)
        return self.local(when).date().isoformat() if when else ""

    def machines(self, account: str) -> str:
        """The PCs that read an account, as one text."""
        own = self.firm.account(account)
        return ", ".join(own.machines) if own else ""

    def clue(self, name: str, origin: Origin, subject: str, seen_at: str = "", /, **facts: str | float | bool | None) -> Clue:
        """One fact in the words of the table. ``account`` brings the PCs that read it along."""
        row = self.known.us.clues[name]
        given = {"subject": subject, "account": "", "day": self.day(seen_at) if seen_at else "", **facts}
        given["machine"] = given.get("machine") or self.machines(str(given["account"]))
        when = moment(seen_at) if len(seen_at) > len("2026-11-10") else None
        return Clue(
            origin=origin,
            name=name,
            words=row.words,
            strength=Strength[row.strength.upper()],
            given=tuple(sorted(given.items())),
            seen_at=when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else None,
        )
