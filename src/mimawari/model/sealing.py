"""What goes into a sealed bag of evidence, and what was found when one was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BagItem:
    """One file of a bag. ``name`` is its path below ``data/`` with ``/``; ``data`` are its bytes, or ``path`` says where they
    lie.

    ``about`` says what it is, for whoever opens the bag. ``origin`` is where a copy was taken from, as the user gave it.
    """

    name: str
    about: Words
    data: bytes = b""
    path: str = ""
    origin: str = ""


class SealFault(StrEnum):
    """What is wrong with a bag."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    NO_BAG = "no-bag"
    NO_SIGNATURE = "no-signature"
    BAD_SIGNATURE = "bad-signature"
    OTHER_KEY = "other-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCheck:
    """What a bag was found to be. ``files`` were compared; ``faults`` name what is wrong and where. ``key`` is the id of the
    public key."""

    files: int
    faults: tuple[tuple[SealFault, str], ...] = ()
    key: str = ""
    signed: bool = False
    comment: str = ""
