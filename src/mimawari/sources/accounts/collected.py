"""What the records of one export come to: doors, told with what the same export says around them, and sums of sign-ins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.model import AccountUse, Door, Origin, Reason
from mimawari.model.firm import network_of
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.stamps import HOUR, iso
from mimawari.sources.tables.uses import Use, Uses, night

MAX_DOORS = 20_000
_WEIGHED = 2000
"""Doors that are held against the sign-ins of their account."""
_MANY = "rules and rights beyond the number that is told one by one"
_UNTOLD = "rules and rights whose account the export does not name"


@dataclass(frozen=True, slots=True)
class Opened:
    """A door, before it is known what lies beside it. ``made`` is in seconds since 1970; the rest as in the model."""

    account: str
    form: str
    line: int
    name: str = ""
    target: str = ""
    made: int | None = None
    address: str = ""
    hides: bool = False
    words: str = ""
    off: bool = False


class Collected:
    """Takes what records say."""

    def __init__(self, zone: int, faults: Faults) -> None:
        self.faults = faults
        self._zone = zone
        self._doors: dict[Opened, None] = {}
        self._uses = Uses(zone, faults)

    def door(self, opened: Opened) -> None:
        """A way into an account."""
        if not opened.account:
            self.faults.add(Reason.MISSING, _UNTOLD, opened.line)
        if len(self._doors) >= MAX_DOORS:
            self.faults.add(Reason.TOO_LARGE, _MANY, opened.line)
        else:
            self._doors[opened] = None

    def use(self, use: Use, line: int) -> None:
        """A sign-in, or mails that were read."""
        self._uses.add(use, line)

    def told(self, at: Origin) -> Iterator[Door | AccountUse]:
        """All of it."""
        moments = self._moments()
        for number, opened in enumerate(self._doors):
            yield self._door(opened, at, moments, is_weighed=number < _WEIGHED)
        yield from self._uses.told(at)

    def _moments(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for one in self._doors:
            if one.made is not None and one.address:
                found.setdefault((one.account, network_of(one.address)), []).append(one.made)
        return {key: sorted(times) for key, times in found.items()}

    def _door(self, one: Opened, at: Origin, moments: dict[tuple[str, str], list[int]], *, is_weighed: bool) -> Door:
        usual, beside = None, 0
        if one.made is not None and one.address and is_weighed:
            usual = self._uses.usual(one.account, one.address, one.made)
            times = moments[one.account, network_of(one.address)]
            beside = bisect_right(times, one.made + HOUR) - bisect_left(times, one.made - HOUR) - 1
        return Door(
            origin=at.at(*at.path, str(one.line)),
            account=one.account,
            form=one.form,
            name=one.name,
            target=one.target,
            made="" if one.made is None else iso(one.made),
            address=one.address,
            hides=one.hides,
            words=one.words,
            usual=usual,
            night=None if one.made is None else night(one.made, self._zone) is not None,
            beside=beside,
            off=one.off,
        )
