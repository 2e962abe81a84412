"""``Re:`` with nothing behind it, or with only the address of who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_thread import hollow
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class HollowSubject(Trait):
    """Such a subject over something to open."""

    attack: tuple[str, ...] = ("T1566.001",)
    words: Words = Words(
        en="The subject “{subject}” has nothing behind the mark of an answer but, at most, the recipient's own address.",
        ja="件名「{subject}」は、返信・転送の印だけか、その後が受信者自身のアドレスだけです。",
    )
    subject: str


@detector
def hollow_subject(message: Message, known: Knowledge) -> Iterator[HollowSubject]:
    """A weak hint: people leave subjects empty, too. Only with something to open."""
    if hollow(message) and bait(message, known):
        yield HollowSubject(origin=message.origin, subject=message.subject[:200])
