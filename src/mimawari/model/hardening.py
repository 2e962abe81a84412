"""What keeps such malware out of a PC: settings as they were seen, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.artifact import Artifact
from mimawari.model.certainty import Cited
from mimawari.model.words import Words


@dataclass(frozen=True, kw_only=True)
class Setting(Artifact):
    """One setting of a machine or of one of its users, as it is in force. ``id`` is a row of the table of protections.

    ``user`` is the profile's name, empty for the machine. ``value`` is what stands there, in words of the system; empty: it
    is not set, and what the program does by itself holds. ``policy``: it is set by an administrator for good. ``program``:
    version of the program it is of. ``date``: for what grows old (signatures, updates), ISO date.
    """

    id: str
    user: str = ""
    value: str = ""
    policy: bool = False
    program: str = ""
    date: str = ""


class Ward(StrEnum):
    """How well something keeps out. ``unknown``: it could not be looked at, which is never good."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """One line of the check: what was seen, why it matters, how it is changed. ``host`` and ``user`` say whose it is."""

    id: str
    ward: Ward
    title: Words
    seen: Words
    why: Words
    how: tuple[Words, ...] = ()
    host: str = ""
    user: str = ""
    cited: tuple[Cited, ...] = ()
