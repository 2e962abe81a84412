"""One mail of a mailbox by itself: what a person finds it again by, and what was found and not looked at in it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from mimawari.model.finding import Finding
from mimawari.model.gap import Gap
from mimawari.model.origin import Origin


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """What a mail says it is. ``path`` leads to it (folder, offset or UID, Message-ID); ``date`` is ISO 8601, with its zone.

    All of it was written by whoever sent the mail.
    """

    path: tuple[str, ...]
    date: str = ""
    sender: str = ""
    subject: str = ""
    message_id: str = ""


def mail_at(path: tuple[str, ...], mails: Container[tuple[str, ...]]) -> tuple[str, ...]:
    """The one of *mails*, the paths of letters, that something at *path* is in; empty: none."""
    return next((path[:end] for end in range(len(path), 0, -1) if path[:end] in mails), ())


@dataclass(frozen=True, slots=True)
class Item:
    """All that one piece of evidence among many gave: told as a line of its own, and not kept.

    ``source_kind`` is the kind of the source it is in, ``opened`` counts the things in it that a format took.
    """

    origin: Origin
    source_kind: str
    letter: Letter
    findings: tuple[Finding, ...] = field(default=())
    gaps: tuple[Gap, ...] = field(default=())
    opened: int = 0
