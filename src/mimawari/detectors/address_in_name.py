"""A mail whose sender's name shows one address while it was sent from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_sender import address_in_name as other_address
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class AddressInName(Trait):
    """Such a mail. ``shown`` is the address in the name, ``address`` the one it was sent from."""

    attack: tuple[str, ...] = ("T1656",)
    words: Words = Words(
        en="The sender's name shows the address {shown}, but the mail was sent from {address}.",
        ja="差出人の名前には {shown} と表示されますが、実際の送信元は {address} です。",
    )
    shown: str
    address: str


@detector
def address_in_name(message: Message, known: Knowledge) -> Iterator[AddressInName]:
    """Not where both are of one firm or person, nor where a list, a form or a service writes in somebody's name."""
    shown = other_address(message, known)
    if shown and message.author:
        yield AddressInName(origin=message.origin, shown=shown, address=message.author.address[:200])
