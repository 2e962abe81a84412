"""A mail that was handed in by a machine which called itself by its public IP address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_way import literal_helo as literal_of
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class LiteralHelo(Trait):
    """Such a mail. ``machine`` is the address."""

    attack: tuple[str, ...] = ("T1586.002",)
    words: Words = Words(
        en="The machine that handed the mail in called itself [{machine}], as PCs infected with Emotet did.",
        ja="このメールを送信した機械は [{machine}] と名乗っています。Emotetに感染したPCからの送信に見られた形です。",
    )
    machine: str


@detector
def literal_helo(message: Message, known: Knowledge) -> Iterator[LiteralHelo]:
    """A weak hint: PCs without a router do so. Private addresses are what every mail program at home tells, and are passed over."""
    machine = literal_of(message)
    if machine and bait(message, known):
        yield LiteralHelo(origin=message.origin, machine=machine)
