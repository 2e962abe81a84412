"""What a kind of log is: by which columns it is known, and how a row of it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mimawari.model import Firm
from mimawari.sources.traces.event import Event

Cells = dict[str, str]
"""A row by the names of its columns, in lower case."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of log.

    ``needs`` are the columns that it is known by, ``clocks`` those of which one has the time, the first that is there. ``zone``
    is the offset in minutes of stamps that do not tell theirs, None for the firm's own; ``told``: the columns' name or the vendor
    says it. ``read`` makes an event of a row, None where the row is about no mail; it raises ``ValueError`` for one that is not
    understood. ``has`` are the facts that such a log tells of a mail: ``client``, ``status``, ``failures`` (why one failed),
    ``author``, ``delay``.
    """

    software: str
    needs: frozenset[str]
    clocks: tuple[str, ...]
    read: Callable[[Cells, int, int, Firm], Event | None]
    zone: int | None = 0
    told: bool = True
    has: frozenset[str] = field(default=frozenset())
    tells: tuple[str, ...] = ("sending", "delivery")
    form: str = ""
    encoding: str = ""
    host: str = ""

    def fits(self, fields: tuple[str, ...]) -> bool:
        """Whether a table with these columns is such a log."""
        return self.needs <= set(fields) and any(clock in fields for clock in self.clocks)
