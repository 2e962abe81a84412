"""What was decided and done in a case: entries that are only ever added, each bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.finding import Fact

START = "0" * 64
"""What the first entry of a case is bound to."""


class Deed(StrEnum):
    """What an entry records."""

    OPENED = "opened"
    REPORT_ADDED = "report-added"
    PLANNED = "planned"
    STEP_DONE = "step-done"
    STEP_REOPENED = "step-reopened"
    STEP_SKIPPED = "step-skipped"
    NOTED = "noted"
    KNOWN_AT = "known-at"
    REPLIED = "replied"
    CONTACTED = "contacted"
    RECHECKED = "rechecked"
    LIFTED = "lifted"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. ``number`` counts from 1 in its case; ``at`` is UTC (ISO 8601 with ``Z``); ``who`` is as the person said.

    ``about`` is the key of a step, the id of a question or desk, the host, or empty; ``text`` is in the person's words;
    ``facts`` are named values. ``previous`` is the hash of the entry before it.
    """

    case: str
    number: int
    at: str
    who: str
    deed: Deed
    about: str = ""
    text: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    previous: str = START

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over all of it: its fields as JSON with sorted keys, no spaces, UTF-8."""
        said = {"about": self.about, "at": self.at, "case": self.case, "deed": self.deed.value, "facts": dict(self.facts),
                "number": self.number, "previous": self.previous, "text": self.text, "who": self.who}  # fmt: skip
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
