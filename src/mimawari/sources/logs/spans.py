"""Which time a log covers, by software, and where it has holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from mimawari.model import LogSpan, Origin
from mimawari.sources.logs.programs import DOVECOT, QMAIL
from mimawari.sources.tables.stamps import DAY, HOUR, iso

if TYPE_CHECKING:
    import polars as pl

SILENT = 36
"""Hours without any line that make a hole: a server writes something every night, when its logs are rotated."""
_DOMAINS = 50


@dataclass(slots=True)
class Seen:
    """What was seen of one software."""

    first: int
    last: int
    lines: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Stretch:
    """When the lines of a batch were written: from the ``first`` to the ``last`` one, in which ``hours``, and ``by`` whom.

    Of each: software, server, first and last time, lines.
    """

    first: int
    last: int
    hours: list[int]
    by: list[tuple[str, str, int, int, int]]

    @classmethod
    def of(cls, table: pl.DataFrame, parts: dict[str, pl.DataFrame]) -> Stretch:
        """Of all lines, with ``t``; of each software with ``host`` too."""
        import polars as pl

        hours = table.select((pl.col("t") // HOUR).unique()).to_series().to_list()
        by = [(soft, *row) for soft, part in sorted(parts.items()) for row in _hosts(part)]
        return cls(int(table.item(0, "t")), int(table.item(-1, "t")), hours, by)


def _hosts(part: pl.DataFrame) -> list[tuple[Any, ...]]:
    import polars as pl

    of = (pl.col("t").min().alias("first"), pl.col("t").max().alias("last"), pl.len().alias("lines"))
    host = part.item(0, "host")
    if part.select((pl.col("host") == host).all()).item():
        return part.select(pl.lit(host).alias("host"), *of).rows()
    return part.group_by("host").agg(*of).sort("host").rows()


class Spans:
    """Keeps the hours in which any program wrote, and the stretch of each file and software."""

    def __init__(self) -> None:
        self.softwares: dict[str, Seen] = {}
        self.hours: set[int] = set()
        self.files: list[tuple[int | None, int, int]] = []

    def file(self, number: int | None) -> None:
        """A file begins; *number* is that of a rotated one, 0 the one that is written."""
        self.files.append((number, 1 << 40, 0))

    def add(self, stretch: Stretch) -> None:
        """A batch."""
        self.hours.update(stretch.hours)
        number, first, last = self.files[-1]
        self.files[-1] = (number, min(first, stretch.first), max(last, stretch.last))
        for soft, host, first, last, lines in stretch.by:
            seen = self.softwares.setdefault(soft, Seen(first, last))
            seen.first, seen.last, seen.lines = min(seen.first, first), max(seen.last, last), seen.lines + lines
            if len(seen.hosts) < 1000:
                seen.hosts[host or ""] += lines

    def domain(self, soft: str, counts: Iterator[tuple[str, int]]) -> None:
        """Domains whose mail was taken in, or whose accounts signed in."""
        seen = self.softwares[soft].domains
        for name, times in counts:
            if name in seen or len(seen) < 10_000:
                seen[name] += times

    def holes(self, zone: int) -> tuple[tuple[int, int], ...]:
        """Long silences that are no habit (a server that nobody mails at weekends), and missing files of a rotation."""
        silent = [((one + 1) * HOUR, two * HOUR) for one, two in pairwise(sorted(self.hours)) if two - one > SILENT]
        alike: dict[int, list[int]] = {}
        for begin, end in silent:
            alike.setdefault(_weekday(begin, zone), []).append(end - begin)
        weeks = (max(self.hours, default=0) - min(self.hours, default=0)) // (7 * 24)
        found = [(begin, end) for begin, end in silent if not _is_habit(end - begin, alike[_weekday(begin, zone)], weeks)]
        return tuple(sorted({*found, *self._missing()}))

    def _missing(self) -> list[tuple[int, int]]:
        numbered = sorted((one for one in self.files if one[0] is not None and one[2]), key=lambda one: -(one[0] or 0))
        pairs = pairwise(numbered)
        return [(older[2], newer[1]) for older, newer in pairs if (older[0] or 0) - (newer[0] or 0) > 1 and older[2] < newer[1]]

    def told(self, origin: Origin, zone: int, *, zone_told: bool) -> Iterator[LogSpan]:
        """One for each software."""
        for soft, seen in sorted(self.softwares.items()):
            holes = [(iso(max(begin, seen.first)), iso(min(end, seen.last))) for begin, end in self.holes(zone)
                     if begin < seen.last and end > seen.first]  # fmt: skip
            domains = sorted(seen.domains, key=lambda name: (-seen.domains[name], name))[:_DOMAINS]
            yield LogSpan(
                origin=origin, software=soft, begins=iso(seen.first), ends=iso(seen.last), lines=seen.lines,
                host=min(seen.hosts, key=lambda name: (-seen.hosts[name], name)) if seen.hosts else "", tells=_tells(soft),
                holes=tuple(holes), zone=zone, zone_told=zone_told, domains=tuple(sorted(domains)),
            )  # fmt: skip


def _weekday(time: int, zone: int) -> int:
    """The day of the week of the middle of the silence's first hour, in local time."""
    return (time + zone * 60) // DAY % 7


def _is_habit(length: int, alike: list[int], weeks: int) -> bool:
    """Silences that begin on the same day of most weeks and last as long."""
    return len(alike) >= 2 and 2 * len(alike) >= weeks and length <= 1.25 * median(alike) and length < 4 * DAY


def _tells(soft: str) -> tuple[str, ...]:
    if soft == DOVECOT:
        return ("reading", "sign-in")
    return ("delivery",) if soft == QMAIL else ("delivery", "sending", "sign-in")
