"""Which time a log covers, and the stretches in it without a line."""

from __future__ import annotations

from itertools import pairwise

from mimawari.model import Firm, LogSpan, Origin
from mimawari.sources.tables.stamps import HOUR, Clock, iso
from mimawari.sources.traces.event import INCOMING, LOGIN, Event
from mimawari.sources.traces.layout import Layout

HOLE = 96
"""Hours without a line that make a hole: more than a weekend with a holiday on either side. An export of few mails has shorter
ones.
"""
_MOST_HOURS = 500_000
_DOMAINS = 1000
_SHOWN = 20


class Span:
    """Grows with each event."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._hours: set[int] = set()
        self._first: int | None = None
        self._last = 0
        self._events = 0
        self._host = layout.host
        self._domains: dict[str, int] = {}

    def add(self, event: Event) -> None:
        """One row."""
        self._first = event.time if self._first is None else min(self._first, event.time)
        self._last = max(self._last, event.time)
        self._events += 1
        self._host = self._host or event.host
        if len(self._hours) < _MOST_HOURS:
            self._hours.add(event.time // HOUR)
        if event.way == LOGIN:
            self._domain(event.account)
        elif event.way == INCOMING:
            for recipient, _ in event.recipients[:_SHOWN]:
                self._domain(recipient)

    def _domain(self, address: str) -> None:
        domain = address.rpartition("@")[2] if "@" in address else ""
        if domain and (domain in self._domains or len(self._domains) < _DOMAINS):
            self._domains[domain] = self._domains.get(domain, 0) + 1

    def told(self, at: Origin, clock: Clock, firm: Firm) -> LogSpan | None:
        """As an artifact; None where no row had a time."""
        if self._first is None:
            return None
        domains = sorted(self._domains, key=lambda one: (-self._domains[one], one))
        if firm.domains:
            domains = [one for one in domains if firm.owns(one)]
        return LogSpan(
            origin=at,
            software=self._layout.software,
            begins=iso(self._first),
            ends=iso(self._last),
            lines=self._events,
            host=self._host,
            tells=self._layout.tells,
            holes=tuple(self._holes()),
            zone=0 if clock.told and not clock.untold else clock.zone,
            zone_told=self._layout.told or not clock.untold,
            domains=tuple(domains[:_SHOWN]),
        )

    def _holes(self) -> list[tuple[str, str]]:
        hours = sorted(self._hours)
        pairs = pairwise(hours)
        return [(iso((one + 1) * HOUR), iso(then * HOUR)) for one, then in pairs if then - one > HOLE]
