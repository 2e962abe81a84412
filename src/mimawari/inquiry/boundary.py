"""The trusted boundary of a reported mail: the first server of the recipient's side, and from whom it took the mail.

Every line of the header below that one is the sender's word (RFC 5321 4.4, RFC 8601 1.6), unless the boundary took the mail from a
server of ours or of our provider: then the lines of that server count as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mimawari.inquiry.case import WEAK, Case
from mimawari.inquiry.hosts import domain_of, is_aligned, is_providers_inner, org, plain, relay_at
from mimawari.model import Hop, Relay, ReportedMail
from mimawari.model.firm import is_private

_MOST_HOPS = 100
_NUMBER = re.compile(r"\d{1,12}")
_SPELT, _MANY_LINES = 2, 1000


@dataclass(frozen=True, slots=True)
class Boundary:
    """``at`` is the place of its line, -1 where there is none. ``side`` are the domains of the recipient's servers.

    ``relay`` is the server of ours that it took the mail from. ``own`` are the lines that this server wrote, ``claimed`` what
    stands below and proves nothing. ``inward``: the boundary itself is a server of ours, taking mail in or handing its own on.
    """

    at: int = -1
    hop: Hop = field(default_factory=Hop)
    side: frozenset[str] = frozenset()
    relay: Relay | None = None
    own: tuple[Hop, ...] = ()
    claimed: tuple[Hop, ...] = ()
    inward: bool = False

    @property
    def submission(self) -> Hop | None:
        """The line in which a server of ours says who handed the mail in; None where none does."""
        if self.own:
            return self.own[-1]
        return self.hop if self.inward and self.at >= 0 else None


def boundary_of(mail: ReportedMail, case: Case) -> Boundary:
    """The boundary of a mail in its original form; nothing for one that is only told of."""
    hops = mail.message.received[:_MOST_HOPS]
    if not hops or mail.form in WEAK:
        return Boundary()
    side = _side(mail, hops, case)
    at = _first(hops, side, case)
    hop = hops[at]
    inward = any(case.firm.owns(name) for name in side) or not side.isdisjoint(_our_servers(case))
    relay = None if inward and hop.authenticated else relay_at(case.firm, hop.address)
    below = hops[at + 1 :]
    count = _written_by(relay, hop, below, case) if relay else 0
    return Boundary(at, hop, side, relay, below[:count], below[count:], inward and relay is None)


def _side(mail: ReportedMail, hops: tuple[Hop, ...], case: Case) -> frozenset[str]:
    """The domains of the recipient's servers: those of who wrote the topmost lines, and of the recipient."""
    named = [hops[0].by, *([hops[1].by] if _is_silent(hops[0]) and len(hops) > 1 else [])]
    people = [hops[0].recipient]
    if plain(hops[0].by):
        found = {org(host, case.known) for host in named}
        found |= {org(domain_of(one), case.known) for one in people if one}
    else:
        found = {org(host, case.known) for host in (*named, domain_of(mail.passed_on_by))}
    return frozenset(found - {""})


def _first(hops: tuple[Hop, ...], side: frozenset[str], case: Case) -> int:
    """The lowest line of the recipient's side that all lines above lead to."""
    for place, hop in enumerate(hops):
        below = hops[place + 1] if place + 1 < len(hops) else None
        if below is None or org(below.by, case.known) not in side or not _is_inner(hop, side, case):
            return place
    return len(hops) - 1


def _is_silent(hop: Hop) -> bool:
    return not (hop.address or hop.name or hop.helo)


def _is_inner(hop: Hop, side: frozenset[str], case: Case) -> bool:
    """Whether a server was handed the mail by another one of its own side. What a client calls itself proves nothing.

    A customer's line has a reverse name in the provider's domain as well: it is no server's name, and the line below is his word.
    """
    if _is_silent(hop) or is_private(hop.address):
        return True
    if any(is_providers_inner(one, hop.address) for one in side):
        return True
    return org(hop.name, case.known) in side and not _is_line(hop)


def _is_line(hop: Hop) -> bool:
    """Whether a reverse name is that of a customer's line: it spells the address, or counts lines by the thousand."""
    numbers = [int(one) for one in _NUMBER.findall(hop.name)]
    octets = [int(one) for one in hop.address.split(".") if one.isdigit()]
    return sum(one in numbers for one in set(octets)) >= _SPELT or any(one >= _MANY_LINES for one in numbers)


def _our_servers(case: Case) -> set[str]:
    """Organisational domains of servers that are the firm's alone."""
    return {
        org(relay.name, case.known)
        for relay in case.firm.relays
        if not relay.shared and is_aligned(relay.name, case.firm, case.known)
    }


def _written_by(relay: Relay, hop: Hop, below: Iterable[Hop], case: Case) -> int:
    """How many of the lines below were written by the server that the boundary took the mail from, or by its like."""
    names = {org(relay.name, case.known), org(hop.name, case.known)} - {""}
    count = 0
    for one in below:
        if org(one.by, case.known) not in names:
            break
        count += 1
        if not (_is_silent(one) or is_private(one.address) or _is_like(one.address, names, case)):
            # It says from whom it came in: whatever stands below is that client's word.
            break
    return count


def _is_like(address: str, names: Iterable[str], case: Case) -> bool:
    """Whether an address is of another server of ours, or within the same provider."""
    return relay_at(case.firm, address) is not None or any(is_providers_inner(one, address) for one in names)
