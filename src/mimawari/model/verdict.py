"""What is concluded, and from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mimawari.model.finding import Finding
from mimawari.model.gap import Gap
from mimawari.model.report import SourceKey
from mimawari.model.us import Us
from mimawari.model.words import Words


class Level(StrEnum):
    """What can be said of a source, or of all of them."""

    INFECTED = "infected"
    SUSPECTED = "suspected"
    EXPOSED = "exposed"
    UNDETERMINED = "undetermined"
    NO_SIGN = "no-sign"

    @property
    def exit_status(self) -> int:
        """The status the program ends with."""
        return _STATUS[self]

    @property
    def rank(self) -> int:
        """The higher, the worse; undetermined is worse than no sign."""
        return -list(Level).index(self)


_STATUS = {Level.INFECTED: 10, Level.SUSPECTED: 11, Level.EXPOSED: 12, Level.UNDETERMINED: 20, Level.NO_SIGN: 0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level and what it rests on. ``levels`` holds each source's own, by :attr:`Source.key`.

    ``opened`` says in a sentence each what of malicious mails was opened on a PC of the same report.
    """

    level: Level
    families: tuple[str, ...] = ()
    past: bool = False
    because: tuple[Finding, ...] = ()
    unseen: tuple[Gap, ...] = ()
    undetermined_sources: int = 0
    opened: tuple[Words, ...] = ()
    us: Us | None = None
    """Us, or only our address? None where nobody asked."""
    levels: Mapping[SourceKey, Level] = field(default_factory=dict)
