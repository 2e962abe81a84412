"""Who sent how much, hour by hour, and where from: what becomes of the mails of a log. Memory grows with accounts and hours."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.model import ClientNetwork, Origin, Reason, SendingHour, SendingProfile
from mimawari.model.firm import network_of
from mimawari.sources.tables.distinct import Distinct, hashed, remembered
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.stamps import HOUR, iso
from mimawari.sources.traces.event import LOCAL, LOGIN, NETWORK, Mail
from mimawari.sources.traces.statuses import is_refused, is_unknown

MAX_HOURS = 200_000
"""Accounts times hours."""
MAX_NETWORKS = 50_000
"""Accounts times networks."""
_SIZES = 4096
_NAMES = 1000
_SHOWN = 20
_MOST_HOURS = 2000


@dataclass(slots=True)
class _Hour:
    mails: Distinct = field(default_factory=Distinct)
    people: Distinct = field(default_factory=Distinct)
    clients: Distinct = field(default_factory=Distinct)
    networks: set[str] = field(default_factory=set)
    sizes: array[int] = field(default_factory=lambda: array("q"))
    recipients: int = 0
    unknown: int = 0
    refused: int = 0
    literals: int = 0
    differing: int = 0
    delayed: int = 0


@dataclass(slots=True)
class _Network:
    sample: str
    first: int
    last: int
    messages: int = 0
    addresses: Distinct = field(default_factory=Distinct)
    names: Counter[str] = field(default_factory=Counter)
    helos: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    hours: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Account:
    line: int
    automatic: int = 0
    hours: dict[int, _Hour] = field(default_factory=dict)
    networks: dict[str, _Network] = field(default_factory=dict)
    senders: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)


class Sending:
    """Takes mails and gives profiles. ``has`` are the facts that the log tells, as of its layout."""

    def __init__(self, software: str, zone: int, has: frozenset[str], faults: Faults) -> None:
        self._software = software
        self._zone = zone
        self._has = has
        self._faults = faults
        self._accounts: dict[tuple[str, str], _Account] = {}
        self._kept = {"hours": 0, "networks": 0}

    def add(self, key: str, mail: Mail) -> None:
        """A mail that the firm's side handed in; any other says nothing of an account. *key* tells it from others."""
        if mail.way not in (LOGIN, LOCAL, NETWORK) or not mail.account:
            return
        account = self._accounts.get((mail.account, mail.way)) or _Account(mail.line)
        hour = account.hours.get(mail.time // HOUR)
        if hour is None:
            if self._kept["hours"] >= MAX_HOURS:
                self._faults.add(Reason.TOO_LARGE, "mails beyond the number of accounts and hours that are kept apart", mail.line)
                return
            self._kept["hours"] += 1
            hour = account.hours[mail.time // HOUR] = _Hour()
        self._accounts[mail.account, mail.way] = account
        account.automatic += mail.automatic
        for names, name in ((account.senders, mail.sender), (account.authors, mail.author), (account.subjects, mail.subject)):
            _count(names, name)
        _into(hour, key, mail)
        self._come_from(account, mail)

    def _come_from(self, account: _Account, mail: Mail) -> None:
        where = network_of(mail.client)
        if not where:
            return
        network = account.networks.get(where)
        if network is None:
            if self._kept["networks"] >= MAX_NETWORKS:
                self._faults.add(Reason.TOO_LARGE, "mails beyond the number of networks that are kept apart", mail.line)
                return
            self._kept["networks"] += 1
            network = account.networks[where] = _Network(mail.client, mail.time, mail.time)
        network.first, network.last = min(network.first, mail.time), max(network.last, mail.time)
        network.messages += 1
        network.addresses.add(remembered(mail.client))
        for names, name in ((network.names, mail.client_name), (network.helos, mail.helo), (network.methods, mail.method)):
            _count(names, name)
        if len(network.hours) < _MOST_HOURS:
            network.hours.add(mail.time // HOUR)

    def told(self, at: Origin) -> Iterator[SendingProfile]:
        """Each account as an artifact."""
        for (name, way), account in sorted(self._accounts.items()):
            yield SendingProfile(
                origin=at.at(*at.path, str(account.line)),
                account=name,
                way=way,
                software=self._software,
                hours=tuple(self._hour(hour, one) for hour, one in sorted(account.hours.items())),
                networks=tuple(_network(where, one) for where, one in sorted(account.networks.items())),
                zone=self._zone,
                senders=_most(account.senders),
                authors=_most(account.authors),
                subjects=_most(account.subjects),
                automatic=account.automatic,
            )

    def _hour(self, hour: int, one: _Hour) -> SendingHour:
        has = self._has
        return SendingHour(
            hour=iso(hour * HOUR),
            messages=one.mails.count,
            recipients=one.recipients,
            distinct=one.people.count,
            unknown=one.unknown if "failures" in has else None,
            refused=one.refused if "failures" in has else None,
            clients=one.clients.count if "client" in has else None,
            networks=tuple(sorted(one.networks)),
            literals=one.literals if "helo" in has else None,
            differing=one.differing if "author" in has else None,
            alike=_alike(one.sizes) if one.sizes else None,
            delayed=one.delayed if "delay" in has else None,
        )


def _into(hour: _Hour, key: str, mail: Mail) -> None:
    hour.mails.add(hashed(key))
    hour.recipients += len(mail.recipients) + mail.more
    for address, status in mail.recipients.items():
        hour.people.add(remembered(address))
        hour.unknown += is_unknown(status)
        hour.refused += is_refused(status)
    if mail.client:
        hour.clients.add(remembered(mail.client))
        if len(hour.networks) < _NAMES:
            hour.networks.add(network_of(mail.client))
    if mail.size is not None and len(hour.sizes) < _SIZES:
        hour.sizes.append(mail.size)
    hour.literals += mail.helo.startswith("[")
    hour.differing += bool(mail.author and mail.sender and mail.author != mail.sender)
    hour.delayed += mail.ended is not None and mail.ended - mail.time > HOUR


def _count(names: Counter[str], name: str) -> None:
    if name and (name in names or len(names) < _NAMES):
        names[name] += 1


def _most(names: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(names.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN])


def _alike(sizes: array[int]) -> int:
    """How many mails there are of one size, 2 % more or less."""
    ordered = sorted(sizes)
    most, low = 0, 0
    for high, size in enumerate(ordered):
        while size > ordered[low] * 1.02:
            low += 1
        most = max(most, high - low + 1)
    return most


def _network(where: str, one: _Network) -> ClientNetwork:
    return ClientNetwork(
        network=where,
        sample=one.sample,
        addresses=one.addresses.count,
        messages=one.messages,
        first=iso(one.first),
        last=iso(one.last),
        names=tuple(name for name, _ in _most(one.names)),
        helos=tuple(name for name, _ in _most(one.helos)),
        methods=tuple(name for name, _ in _most(one.methods)),
        hours=tuple(iso(hour * HOUR) for hour in sorted(one.hours)),
    )
