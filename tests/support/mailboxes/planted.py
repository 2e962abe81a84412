"""A mail of a generated mailbox, and what must or must not be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NO_SIGN, SUSPECTED, EXPOSED, ANY = "no-sign", "suspected", "exposed", "any"


@dataclass(frozen=True)
class Planted:
    """One mail, its lines ended by LF alone.

    ``label`` is ``honest``, ``near`` (honest, or no lure of Emotet's, and like one), ``lure``, or ``beside`` (it belongs to a lure
    and carries nothing: its password). ``kind`` names what was made. ``expect_level`` is the level that the mail by itself must
    get (``any``: nothing is asked), ``family`` whom it must be named after, ``gap`` the reason of the gap that there must be.
    ``carrier`` is the period and kind of what a lure carries. ``traits`` are those of DOMAIN.md 2.2 that were put into it.
    """

    content: bytes
    label: str
    kind: str
    folder: str
    moment: datetime
    subject: str
    sender: str
    message_id: str
    people: tuple[str, ...]
    thread: str = ""
    carrier: str = ""
    family: str | None = None
    expect_level: str = NO_SIGN
    gap: str = ""
    traits: tuple[str, ...] = ()
