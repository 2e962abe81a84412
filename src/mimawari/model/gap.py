"""What could not be looked at, and why: the half of a verdict that tools leave out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.identity import digest
from mimawari.model.origin import Origin
from mimawari.model.words import Words


class Reason(StrEnum):
    """Why something could not be looked at. Denied is not missing, and missing is not empty."""

    MISSING = "missing"
    DENIED = "denied"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    UNSUPPORTED = "unsupported"
    TIMED_OUT = "timed-out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that was to be looked at and was not.

    ``wanted`` names what it would have given: an artifact kind, or another word of ``knowledge/gaps.toml``.
    If ``wanted`` stands in the coverage minimum of its source, the source is undetermined.
    """

    origin: Origin
    reason: Reason
    wanted: str
    detail: str = ""
    remedy: Words | None = None

    @property
    def id(self) -> str:
        """``g-`` and a digest of everything but the advice."""
        at = self.origin
        return "g-" + digest(at.source, at.locator, at.path, self.reason, self.wanted, self.detail)


class BadEvidence(Exception):
    """The evidence is at fault, not the program. The engine makes a :class:`Gap` of it."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
