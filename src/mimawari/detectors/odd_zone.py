"""A mail whose date has a zone with its sign turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_way import odd_zone as weight_of
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words

_TURNED = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class OddZone(Trait):
    """Such a mail: ``-0900`` of a Japanese sender, ``-0100`` of an Italian one."""

    attack: tuple[str, ...] = ("T1566.001",)
    words: Words = Words(
        en="The time zone {zone} of its date (sent from {address}) has its sign turned round, as in mails of Emotet.",
        ja="送信日時の時差 {zone}（送信元 {address}）は、符号が逆です。Emotetのメールに見られた誤りです。",
    )
    zone: str
    address: str


@detector
def odd_zone(message: Message, known: Knowledge) -> Iterator[OddZone]:
    """By the country of the sender's address, or by when the first server had it. Travellers and servers in UTC are passed over."""
    if message.author and message.zone and weight_of(message, known) >= _TURNED:
        yield OddZone(origin=message.origin, zone=message.zone, address=message.author.address[:200])
