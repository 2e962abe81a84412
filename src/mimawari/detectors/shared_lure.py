"""The same mail to several people of one conversation, each by itself, from somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_thread import shared
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SharedLure(Trait):
    """Such a mail. ``people`` is how many of the conversation got it."""

    attack: tuple[str, ...] = ("T1566.001",)
    words: Words = Words(
        en="{people} people of one conversation got this mail each by itself, from {address}, who had no part in it.",
        ja="同じやり取りの{people}人に、そのやり取りに加わっていない {address} から、同じメールが別々に届いています。",
    )
    people: int
    address: str


@detector
def shared_lure(message: Message, known: Knowledge) -> Iterator[SharedLure]:
    """Needs the mailbox around the mail, a quote, and something to open; not for lists and newsletters."""
    count = shared(message)
    if count and message.author and bait(message, known):
        yield SharedLure(origin=message.origin, people=count, address=message.author.address[:200])
