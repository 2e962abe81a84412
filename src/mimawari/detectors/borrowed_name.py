"""A mail in the name of somebody of the conversation, sent from an address that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_sender import borrowed
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words

_ALONE = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class BorrowedName(Trait):
    """Such a mail. ``own`` is the person's address as the quoted mail, the signature or other mails of the mailbox tell it."""

    attack: tuple[str, ...] = ("T1656",)
    words: Words = Words(
        en="It says to be from {name}, whose address is {own}, but it was sent from {address}.",
        ja="「{name}」からのメールとされていますが、本人のアドレスは {own} で、実際の送信元は {address} です。",
    )
    name: str
    own: str
    address: str


@detector
def borrowed_name(message: Message, known: Knowledge) -> Iterator[BorrowedName]:
    """Not where the address may be the person's or the firm's, too; where that is hard to tell, only with something to open."""
    found = borrowed(message, known)
    if found and message.author and (found.weight >= _ALONE or (found.weight > 0 and bait(message, known))):
        yield BorrowedName(
            origin=message.origin, name=message.author.name[:200], own=found.address, address=message.author.address[:200]
        )
