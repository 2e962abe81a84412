"""How a case stands: what its entries come to when they are read in order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.case_record import Entry


class StepState(StrEnum):
    """How far a step of the plan is."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as it stands. Each value is the entry that told it last, so that who and when can be shown beside it.

    ``reports`` are the SHA-256 of the reports in the order in which they were added; ``steps`` by key of the plan's step, those
    that were touched; ``replies`` by id of the question; ``contacts`` are the desks that were told.
    """

    case: str
    name: str
    opened: Entry
    reports: tuple[str, ...] = ()
    steps: tuple[tuple[str, StepState, Entry], ...] = ()
    known_at: Entry | None = None
    replies: tuple[tuple[str, Entry], ...] = ()
    contacts: tuple[Entry, ...] = ()
    notes: tuple[Entry, ...] = ()
    rechecks: tuple[Entry, ...] = ()
    lifted: tuple[Entry, ...] = ()
    closed: Entry | None = None
    head: str = ""
    count: int = 0

    def step(self, key: str) -> StepState:
        """How far the step of that key is."""
        return next((state for name, state, _ in self.steps if name == key), StepState.OPEN)

    def reply(self, question: str) -> str | None:
        """What was answered to a question; None where nobody answered."""
        return next((entry.text for name, entry in self.replies if name == question), None)
