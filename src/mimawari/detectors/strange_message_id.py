"""A mail whose id is of a house that it has nothing to do with, and ends in an IP address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_way import strange_id
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StrangeMessageId(Trait):
    """Such a mail. ``host`` is the server that the id names."""

    attack: tuple[str, ...] = ("T1656",)
    words: Words = Words(
        en="Its Message-ID names the server {host}, but it was sent from {address} and passed no server of that house.",
        ja="Message-IDには {host} のサーバー名がありますが、送信元は {address} で、そのサーバーを通っていません。",
    )
    host: str
    address: str


@detector
def strange_message_id(message: Message, known: Knowledge) -> Iterator[StrangeMessageId]:
    """Seen on 2022-03-14. Not where the sender's provider or a server on the way gave the id, as some do to mails without one."""
    host = strange_id(message, known)
    if host and message.author:
        yield StrangeMessageId(origin=message.origin, host=host[:200], address=message.author.address[:200])
