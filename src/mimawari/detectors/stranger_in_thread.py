"""A mail that quotes a conversation in which its sender had no part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_thread import stranger
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StrangerInThread(Trait):
    """Such a mail, with something to open."""

    attack: tuple[str, ...] = ("T1566.001",)
    words: Words = Words(
        en="It quotes a conversation between others: {address} is none of them, nor of their firms.",
        ja="引用されているのは他の人どうしのやり取りで、送信元の {address} は（会社のアドレスも含めて）出てきません。",
    )
    address: str


@detector
def stranger_in_thread(message: Message, known: Knowledge) -> Iterator[StrangerInThread]:
    """Only where the heading of the quote tells who got it, too, and where there is something to open."""
    if message.quotes and message.author and stranger(message, known) >= 2 and bait(message, known):
        yield StrangerInThread(origin=message.origin, address=message.author.address[:200])
