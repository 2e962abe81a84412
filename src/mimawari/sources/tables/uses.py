"""Sign-ins and reads, counted by account, service and network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.model import AccountUse, Origin, Reason
from mimawari.model.firm import network_of
from mimawari.sources.tables.distinct import Distinct, remembered
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.stamps import DAY, HOUR, iso

MAX_USES = 100_000
"""Accounts times services times networks."""
READ = "mail-read"
"""The service of mails that were opened, which is no sign-in."""
EVENING, MORNING = 22, 6
"""The local hours at which a night begins and ends."""
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Use:
    """One sign-in, or ``count`` mails that were read. ``works``: it succeeded."""

    account: str
    service: str
    address: str
    time: int
    works: bool = True
    count: int = 1
    country: str = ""
    client: str = ""


@dataclass(slots=True)
class _Sum:
    line: int
    sample: str
    first: int
    last: int
    successes: int = 0
    failures: int = 0
    country: str = ""
    client: str = ""
    addresses: Distinct = field(default_factory=Distinct)
    nights: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)


def local_day(time: int, zone: int) -> int:
    """Which day it is by the firm's clock."""
    return (time + 60 * zone) // DAY


def night(time: int, zone: int) -> int | None:
    """Which local night, named by the day that it begins on; None by day."""
    local = time + 60 * zone
    hour = local % DAY // HOUR
    return local // DAY if hour >= EVENING else local // DAY - 1 if hour < MORNING else None


class Uses:
    """All of them. ``zone`` is the firm's offset from UTC in minutes."""

    def __init__(self, zone: int, faults: Faults) -> None:
        self._zone = zone
        self._faults = faults
        self._sums: dict[_Key, _Sum] = {}
        self._of: dict[str, list[tuple[str, _Sum]]] = {}

    def add(self, use: Use, line: int) -> None:
        """One more. What would be too many accounts and networks is counted as lost."""
        key = (use.account, use.service, network_of(use.address))
        found = self._sums.get(key)
        if found is None:
            if len(self._sums) >= MAX_USES:
                self._faults.add(Reason.TOO_LARGE, "sign-ins beyond the number of accounts and networks that are kept apart", line)
                return
            found = self._sums[key] = _Sum(line, use.address, use.time, use.time)
            if use.service != READ:
                self._of.setdefault(use.account, []).append((key[2], found))
        found.first, found.last = min(found.first, use.time), max(found.last, use.time)
        found.country, found.client = found.country or use.country, found.client or use.client
        found.addresses.add(remembered(use.address))
        if not use.works:
            found.failures += use.count
            return
        found.successes += use.count
        found.days.add(local_day(use.time, self._zone))
        late = night(use.time, self._zone)
        if late is not None:
            found.nights.add(late)

    def usual(self, account: str, address: str, time: int) -> bool | None:
        """Whether the account had signed in from the address's network on an earlier day; None where too little is known of it.

        Enough is known where it signed in on five earlier days, from wherever.
        """
        day, network = local_day(time, self._zone), network_of(address)
        mine = self._of.get(account, [])
        if not network or len({one for _, found in mine for one in found.days if one < day}) < 5:
            return None
        return any(where == network and any(one < day for one in found.days) for where, found in mine)

    def told(self, at: Origin) -> Iterator[AccountUse]:
        """Each sum as an artifact."""
        for (account, service, network), found in sorted(self._sums.items()):
            yield AccountUse(
                origin=at.at(*at.path, str(found.line)),
                account=account,
                service=service,
                network=network,
                sample=found.sample,
                successes=found.successes,
                failures=found.failures,
                first=iso(found.first),
                last=iso(found.last),
                addresses=found.addresses.count,
                nights=len(found.nights),
                days=len(found.days),
                country=found.country,
                client=found.client,
            )
