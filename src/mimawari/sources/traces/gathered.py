"""Puts the rows of one mail together. They lie near each other in a log, and anywhere in an export; memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.sources.traces.event import Event, Mail, begun

OPEN = 20_000
"""Mails that may wait for further rows. One that comes back later is counted once all the same, by its key."""


class Gathered:
    """The mails whose rows are still coming, the one begun first leaves first."""

    def __init__(self) -> None:
        self._open: dict[str, Mail] = {}

    def add(self, event: Event) -> Iterator[tuple[str, Mail]]:
        """Takes a row, and gives the mail that has to make room, with its key."""
        mail = self._open.get(event.key)
        if mail is not None:
            mail.add(event)
            return
        if len(self._open) >= OPEN:
            key = next(iter(self._open))
            yield key, self._open.pop(key)
        self._open[event.key] = begun(event)

    def rest(self) -> Iterator[tuple[str, Mail]]:
        """All that are left."""
        while self._open:
            key = next(iter(self._open))
            yield key, self._open.pop(key)
