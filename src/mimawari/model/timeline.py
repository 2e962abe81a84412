"""What happened when: moments of the evidence and of the response in one line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.words import Words


class Lane(StrEnum):
    """What a moment is of: the attack as the evidence tells it, the looking, the response, or what is still due."""

    ATTACK = "attack"
    CHECK = "check"
    RESPONSE = "response"
    DUE = "due"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A moment (``at``: UTC, ISO 8601 with ``Z``; an ISO date alone where only the day is known), and what happened in words.

    ``about`` is the id of a finding, the number of an entry, or a deadline's kind; ``host`` may be empty.
    """

    at: str
    lane: Lane
    words: Words
    about: str = ""
    host: str = ""
