"""The second check: which machines are still unchecked, what changed, and whether isolation may be lifted."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.verdict import Level
from mimawari.model.words import Words


@dataclass(frozen=True, slots=True)
class HostLook:
    """One look at one host: when the evidence shows it (UTC), its level, and the ids of its strong and conclusive findings.

    ``whole``: everything that its kind of source ought to show was looked at.
    """

    host: str
    seen_at: str
    level: Level
    whole: bool
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition for lifting isolation. ``met`` is None where nobody can tell from what is there; ``because`` says why."""

    id: str
    words: Words
    met: bool | None
    because: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Recheck:
    """What the second check says.

    ``unchecked``: hosts that belong to the firm and that nobody looked at, or not wholly. ``looked``: the newest look at each.
    ``new``, ``gone`` and ``still``: sentences about findings against the look before. ``reinfected``: hosts that were quiet and
    show signs again, or signs newer than their cleaning. ``may_lift``: all four conditions are met. ``listed``: somebody said
    which PCs the firm has; where not, nobody knows of any that were not looked at.
    """

    looked: tuple[HostLook, ...]
    unchecked: tuple[str, ...]
    new: tuple[Words, ...]
    gone: tuple[Words, ...]
    still: tuple[Words, ...]
    reinfected: tuple[str, ...]
    conditions: tuple[Condition, ...]
    listed: bool = True

    @property
    def may_lift(self) -> bool:
        """Whether every condition is met, none unknown."""
        return bool(self.conditions) and all(one.met is True for one in self.conditions)
