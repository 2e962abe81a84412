"""What could not be read of a table, counted: one gap a kind, not one a row."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Gap, Origin, Reason

_Kind = tuple[Reason, str, str]


class Faults:
    """Counts by reason and what is wrong. The line of the first is where the gap leads."""

    def __init__(self) -> None:
        self._counts: dict[_Kind, int] = {}
        self._first: dict[_Kind, int] = {}

    def add(self, reason: Reason, what: str, line: int = 0, wanted: str = "") -> None:
        """One more. *what* is a plural that a number stands before: ``rows that cannot be read``.

        *wanted* names what is lost where it is not the rows themselves.
        """
        kind = (reason, what, wanted)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._first.setdefault(kind, line)

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self._counts.values())

    def gaps(self, at: Origin, wanted: str) -> Iterator[Gap]:
        """One for each kind, with the count."""
        for (reason, what, lost), count in sorted(self._counts.items()):
            line = self._first[reason, what, lost]
            origin = at.at(*at.path, str(line)) if line else at
            yield Gap(origin, reason, lost or wanted, f"{count} {what}")
