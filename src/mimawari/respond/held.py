"""What lay on PCs, drawn together: each thing once, from whichever reports of a PC, with what it is counted as. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from mimawari.judge import host_key
from mimawari.model import Held, Holding, Level, Report, Source, Verdict
from mimawari.respond.machines import names_of

_IN_HOUSE = (".local", ".lan", ".internal", ".home", ".home.arpa", ".localdomain")
Counts = dict[str, dict[str, int]]
"""A number by PC and by source: newer evidence of a PC shows the same things once more."""


@dataclass(slots=True)
class Thing:
    """All that was seen of one account, site or way in. ``key`` is what it is known by."""

    key: str
    first: Holding
    counts: Counts = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    users: set[str] = field(default_factory=set)
    programs: set[str] = field(default_factory=set)

    def add(self, machine: str, source: str, one: Holding) -> None:
        """One more sighting of it."""
        by_source = self.counts.setdefault(machine, {})
        by_source[source] = by_source.get(source, 0) + one.count
        self.places.update({one.place} - {""})
        self.users.update({one.user} - {""})
        self.programs.add(one.program)

    @property
    def total(self) -> int:
        """How many there are: of each PC as many as the evidence that shows most of them has."""
        return sum(max(by_source.values()) for by_source in self.counts.values())


@dataclass(frozen=True, slots=True)
class Looted:
    """The sources of the PCs that are spoken of, by the PC's name, and how each of them stands."""

    sources: tuple[tuple[str, Source], ...]
    sure: frozenset[str]

    @property
    def machines(self) -> tuple[str, ...]:
        """The PCs by name, each once."""
        return tuple(dict.fromkeys(name for name, _ in self.sources))

    def every(self) -> Iterator[tuple[str, str, Holding]]:
        """Each thing with its PC and source."""
        for name, source in self.sources:
            for one in source.holdings:
                yield name, source.id, one

    def unseen(self) -> tuple[str, ...]:
        """The PCs of which no report looked at what lay there."""
        seen = {name for name, source in self.sources if Holding.kind() in source.looked_at}
        return tuple(name for name in self.machines if name not in seen)


def looted(report: Report, verdict: Verdict, hosts: Iterable[str]) -> Looted:
    """What the report has of *hosts*, whatever their case and domain. Older evidence counts too: what was there was taken."""
    wanted = {host_key(name): name for name in hosts}
    names = names_of(report.sources, verdict)
    found = [(names[source.id], source) for source in report.sources if host_key(names.get(source.id, "")) in wanted]
    sure = {host_key(name) for name, source in found if verdict.levels.get(source.key) is Level.INFECTED}
    shown = {host_key(name): name for name, _ in reversed(found)}
    return Looted(tuple((shown[host_key(name)], source) for name, source in found), frozenset(shown[key] for key in sure))


def things(
    every: Iterable[tuple[str, str, Holding]], kinds: Iterable[Held], key_of: Callable[[Holding], str] | None = None
) -> dict[str, Thing]:
    """Things of some kinds by what they are known by: *key_of* tells it, or :func:`own_key`."""
    wanted, found, called = frozenset(kinds), dict[str, Thing](), key_of or own_key
    for machine, source, one in every:
        if one.held in wanted:
            key = called(one)
            found.setdefault(key, Thing(key, one)).add(machine, source, one)
    return found


def own_key(one: Holding) -> str:
    """What a thing is known by: an account by its address, a site by its host, all others by kind, user and program."""
    if one.held is Held.MAIL_ACCOUNT:
        return (one.account or one.place).lower()
    if one.held is Held.SAVED_LOGIN:
        return bare(one.place)
    if one.held is Held.REMOTE_LOGIN:
        return f"{one.service}:{one.place}"
    return f"{one.held}:{one.user}:{one.program}"


def bare(host: str) -> str:
    """A host without the ``www.`` that stands before many."""
    return host.removeprefix("www.")


def is_in_house(host: str) -> bool:
    """Whether it is no name of the internet: a router, a NAS, a printer, the own server."""
    try:
        found = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_IN_HOUSE))
    return found.is_private or found.is_loopback or found.is_link_local
