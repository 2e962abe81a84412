"""Duties under the law on personal information (個人情報保護法), as an assistant sees them: never a legal opinion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.certainty import Cited
from mimawari.model.words import Words


class Side(StrEnum):
    """Which way something points: for a duty to report, against one, or that it is not known."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"


class ReplyValue(StrEnum):
    """What a person may answer to a question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that the evidence may not tell and a person may know. ``yes`` and ``no`` are what each answer points to."""

    id: str
    words: Words
    why: Words
    yes: Side
    no: Side
    cited: tuple[Cited, ...] = ()
    lawyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consideration:
    """One reason or counter-reason. ``question`` is the row it answers; ``evidence`` are ids of findings and gaps; ``by``
    says who told it where a person did. ``lawyer``: a legal question that only a lawyer may answer."""

    question: str
    side: Side
    words: Words
    evidence: tuple[str, ...] = ()
    by: str = ""
    cited: tuple[Cited, ...] = ()
    lawyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """One way of counting days: what it is called, the last day by it (ISO date), and where the way is from."""

    way: Words
    last_day: str
    cited: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when what must be done: ``kind`` is a row of the law table (``prompt``, ``final-30``, ``final-60`` ...).

    ``days`` are the fewest and the most that the source names. ``countings`` are the ways of counting, the careful one first.
    ``left`` is how many days are left to the most careful last day, negative when it is past.
    """

    kind: str
    name: Words
    days: tuple[int, int]
    countings: tuple[Counting, ...]
    left: int
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalClock:
    """All that can be said today. ``known_at`` is the recorded moment of knowledge (UTC); None where none was recorded.

    ``considerations`` for, against and open; ``deadlines`` only with a moment of knowledge. ``entrusted`` speaks of data that
    others entrusted to the firm (委託), None where nobody said so. ``cautions`` must be shown with it, always.
    """

    known_at: str | None
    considerations: tuple[Consideration, ...]
    deadlines: tuple[Deadline, ...]
    questions: tuple[Question, ...]
    cautions: tuple[Words, ...]
    leaning: Words
    entrusted: Words | None = None
