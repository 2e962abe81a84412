"""A sender's name in two pairs of quotes, as Emotet's program wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_sender import doubled_quotes as weight_of
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class DoubledQuotes(Trait):
    """Such a name. All 32 samples of 2022-03-29 and one of 2022-03-14 had it (Palo Alto Unit 42)."""

    attack: tuple[str, ...] = ("T1656",)
    words: Words = Words(
        en="The sender's name {name} stands in two pairs of quotes, as in Emotet's mails of March 2022.",
        ja="差出人の名前（{name}）が二重の引用符で囲まれています。2022年3月のEmotetのメールに見られた書き方です。",
    )
    name: str
    address: str


@detector
def doubled_quotes(message: Message, known: Knowledge) -> Iterator[DoubledQuotes]:
    """Not for names whose quotes are within one encoded word, nor for escaped ones in mails of lists and sending services."""
    if weight_of(message, known) and message.author:
        yield DoubledQuotes(origin=message.origin, name=message.author.name[:200], address=message.author.address[:200])
