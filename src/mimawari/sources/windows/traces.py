"""One trace of a file's being opened, and what was refused while traces were sought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Reason, Way


@dataclass(frozen=True, slots=True)
class Trace:
    """``at`` leads to it in an origin, ``program`` is the one that lists the file, ``time`` a FILETIME."""

    way: Way
    path: str
    at: tuple[str, ...]
    program: str = ""
    time: int | None = None
    allowed_macros: bool = False


@dataclass(slots=True)
class Refusals:
    """Where traces could not be sought, and why; that there is nothing at a place is none."""

    found: dict[str, BadEvidence] = field(default_factory=dict)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """What is refused or damaged at *place* is noted, and passed over."""
        try:
            yield
        except BadEvidence as bad:
            if bad.reason is not Reason.MISSING:
                self.found.setdefault(place, bad)
