"""Who sent how much by the log of an incident. Baselines are made up within the given bounds, always the same way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from ipaddress import ip_address
from random import Random
from typing import Any

from mimawari.model import (
    ClientNetwork,
    Origin,
    SendingHour,
    SendingProfile,
)
from mimawari.model.firm import network_of

JST = timezone(timedelta(hours=9))
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+(?:/\d+)?|2001:db8:[0-9a-f:]*(?:/\d+)?")


def utc(text: str) -> str:
    """A time as testimony has it."""
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=JST)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def skew(one: dict[str, Any]) -> timedelta:
    """By how much the stamps are misread."""
    return timedelta(hours=-9) if "the user says" in one["time_zone_of_stamps"] else timedelta()


def as_read(when: datetime, one: dict[str, Any]) -> str:
    """A time as the log's reader tells it."""
    return (when.astimezone(UTC) + skew(one)).strftime("%Y-%m-%dT%H:%M:%SZ")


def synthesised(one: dict[str, Any]) -> tuple[SendingProfile, ...]:
    """The profile of each account: its baseline, and the events on top."""
    found: dict[tuple[str, str], Profile] = {}
    random = Random(one["id"] + str(one["period"]))
    for base in one["baseline"]:
        profile = found.setdefault((base["account"], "login"), Profile(base["account"], "login", one))
        for when in _working(base, one):
            low, high = base["messages_per_hour"]
            profile.add(when, random.randint(low, high), base, [random.choice(base["clients"])], random)
    for event in one["events"]:
        local = "local" in str(event["clients"])
        account = (
            ""
            if event.get("envelope") == "from=<>"
            else "www-data@sakura.example.jp"
            if "www-data" in event["account"]
            else event["account"]
        )
        profile = found.setdefault((account, "local" if local else "login"), Profile(account, "local" if local else "login", one))
        for hour in event["hours"]:
            zone = UTC if "UTC" in hour["hour"] or one["time_zone_of_stamps"] == "+00:00" else JST
            when = datetime.fromisoformat(hour["hour"].replace(" (UTC)", "") + ":00").replace(tzinfo=zone)
            profile.add(when, hour["messages"], event, [] if local else clients(event["clients"]), random, hour)
    if "status=deferred" in one.get("note", ""):
        flushed = datetime(2026, 11, 11, 3, tzinfo=JST)
        for base, mails in zip(("08-19", "09-18", "08-19"), (20, 10, 31), strict=True):
            profile = next(one for one in found.values() if one.baseline == base and flushed not in one.hours)
            profile.hours[flushed] = SendingHour(as_read(flushed, one), 0, mails, mails, 0, delayed=mails)
    return tuple(profile.made() for profile in found.values())


class Profile:
    """A profile that grows."""

    def __init__(self, account: str, way: str, one: dict[str, Any]) -> None:
        self.account, self.way, self.one = account, way, one
        self.hours: dict[datetime, SendingHour] = {}
        self.networks: dict[str, dict[str, Any]] = defaultdict(
            lambda: {"hours": set(), "helos": set(), "methods": set(), "addresses": set(), "messages": 0}
        )
        self.automatic = 0
        self.baseline = next((base["hours"] for base in one["baseline"] if base["account"] == account), "")

    def add(
        self,
        when: datetime,
        messages: int,
        given: dict[str, Any],
        clients: list[str],
        random: Random,
        hour: dict[str, Any] | None = None,
    ) -> None:
        """Some mails in an hour."""
        if not messages:
            return
        hour = hour or {}
        old = self.hours.get(when, SendingHour(as_read(when, self.one), 0, 0, 0, 0, 0, 0, (), 0, 0))
        recipients = hour.get("recipients", round(messages * given.get("recipients_per_message", 1.3)))
        rate = given.get("unknown_recipient_rate")
        literal = "literal" in given["helo"] or given["helo"].startswith("[")
        alone = "only" in str(given.get("recipients", ""))
        self.hours[when] = SendingHour(
            old.hour,
            old.messages + messages,
            old.recipients + recipients,
            1 if alone else old.distinct + recipients,
            None if rate is None else (old.unknown or 0) + round(recipients * rate),
            0,
            hour.get("distinct_clients", 1),
            (),
            (old.literals or 0) + (messages if literal else 0),
            (old.differing or 0) + (messages if given.get("from_header") else 0),
        )
        self.automatic += messages if given.get("envelope") == "from=<>" else 0
        for place, client in enumerate(clients):
            self._used(client, when, given, messages if place == 0 else random.randint(1, 3))

    def _used(self, client: str, when: datetime, given: dict[str, Any], messages: int) -> None:
        network = self.networks[_network(client)]
        helos = ["[203.0.113.17]"] if "literal" in given["helo"] else given["helo"].split(" or ") if given["helo"] else []
        network["hours"].add(as_read(when, self.one))
        network["helos"].update(helos)
        network["methods"].update([given["sasl_method"]] if given.get("sasl_method") else [])
        network["addresses"].add(client.split("/")[0].rstrip(":") + ("" if "/" not in client else "::1" if ":" in client else ""))
        network["messages"] += messages

    def made(self) -> SendingProfile:
        """It."""
        networks = tuple(
            ClientNetwork(
                name,
                min(one["addresses"]),
                len(one["addresses"]),
                one["messages"],
                min(one["hours"]),
                max(one["hours"]),
                (),
                tuple(sorted(one["helos"])),
                tuple(sorted(one["methods"])),
                tuple(sorted(one["hours"])),
            )
            for name, one in sorted(self.networks.items())
        )
        hours = tuple(self.hours[when] for when in sorted(self.hours))
        return SendingProfile(
            origin=Origin(self.one["id"], self.one["id"]),
            account=self.account,
            way=self.way,
            software=self.one["software"],
            hours=hours,
            networks=networks,
            automatic=self.automatic,
        )


def _network(client: str) -> str:
    return client if "/" in client else network_of(client)


def clients(given: list[str] | str) -> list[str]:
    """The addresses that the text names, ranges told out."""
    text = given if isinstance(given, str) else ", ".join(given)
    found = _ADDRESS.findall(text)
    for first, last in re.findall(r"(\d+\.\d+\.\d+\.\d+) to (\d+\.\d+\.\d+\.\d+)", text):
        found += [str(ip_address(number)) for number in range(int(ip_address(first)), int(ip_address(last)) + 1)]
    return sorted({one.replace("/24", "").replace(".0,", ".1,") if "." in one else one for one in found})


def _working(base: dict[str, Any], one: dict[str, Any]) -> Iterator[datetime]:
    begin, end = (int(hour) for hour in re.findall(r"(\d\d)-(\d\d)", base["hours"] or "00-00")[-1])
    first, last = (datetime.fromisoformat(time).astimezone(JST) for time in one["period"])
    off = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", str(base.get("except_days", "")))]
    until = date.fromisoformat(base["last_day"]) if "last_day" in base else last.date()
    day = first.date()
    while day <= min(last.date(), until):
        if day.weekday() < 5 and not (off and off[0] <= day <= off[-1]):
            for hour in range(begin, end):
                when = datetime(day.year, day.month, day.day, hour, tzinfo=JST)
                if first <= when < last:
                    yield when
        day += timedelta(days=1)
