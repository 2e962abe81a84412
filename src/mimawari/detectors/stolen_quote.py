"""A mail that quotes what was sent from this very mailbox, by somebody who never got it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_thread import stolen
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StolenQuote(Trait):
    """Such a mail. ``mails`` is how many mails of the mailbox it quotes."""

    attack: tuple[str, ...] = ("T1566.001", "T1114")
    words: Words = Words(
        en="It quotes {mails} mail(s) of this mailbox, of which its sender {address} had no part.",
        ja="このメールボックスにあるメール（{mails}通）を引用していますが、送信元の {address} はそのやり取りに加わっていません。",
    )
    mails: int
    address: str


@detector
def stolen_quote(message: Message, known: Knowledge) -> Iterator[StolenQuote]:
    """Needs the mailbox around the mail. Not for lists, nor for others of a firm that had part in it."""
    if message.correspondence and message.author and stolen(message, known):
        yield StolenQuote(origin=message.origin, mails=message.correspondence.quoted, address=message.author.address[:200])
