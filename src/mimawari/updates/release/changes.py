"""What a draft changes, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

RuleWords = Callable[[str], Mapping[str, tuple[str, ...]]]
"""What each rule of a text says, by its name."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs. *gone*, *new* and *changed* are what of it does: the names of rules, or the rows of tables."""

    name: str
    kind: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """An archive that a draft brings, against knowledge *before* (``sha256`` of its archive; empty: it came with the program)."""

    name: str
    sha256: str
    before: str
    before_sha256: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that the targets of a draft change: ``gone`` and ``odd`` are names of archives, *odd* those that are no knowledge."""

    comparisons: tuple[Comparison, ...] = ()
    gone: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.comparisons or self.gone or self.odd)
