"""Logs, bounces and DMARC reports of an incident as testimony. Baselines are made up within the given bounds, always the same way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from ipaddress import ip_address
from random import Random
from typing import Any

from mimawari.model import (
    AccountUse,
    Asked,
    ClientNetwork,
    DmarcRow,
    Hop,
    LogSpan,
    Mailbox,
    Origin,
    Passage,
    Returned,
    SendingHour,
    SendingProfile,
    Testimony,
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


def _as_read(when: datetime, one: dict[str, Any]) -> str:
    return (when.astimezone(UTC) + skew(one)).strftime("%Y-%m-%dT%H:%M:%SZ")


def log(one: dict[str, Any], incident: dict[str, Any], asked: Asked) -> Iterator[Testimony]:
    """A log: its span, its profiles or sign-ins, and the mails in it that were asked for."""
    at = Origin(one["id"], one["id"])
    reads = one["software"] == "dovecot"
    begins, ends = (_as_read(datetime.fromisoformat(time), one) for time in one["period"])
    yield LogSpan(
        origin=at,
        software=one["software"],
        begins=begins,
        ends=ends,
        lines=9999,
        host=one["host"],
        tells=("reading",) if reads else ("sending", "delivery"),
        zone=540,
        zone_told="csv" in one["software"],
    )
    if reads:
        yield from _reading(one, at)
        return
    yield from synthesised(one)
    yield from _failed(one, at)
    yield from (passage for passage in _passages(one, incident, at) if passage.key in asked.message_ids | asked.queue_ids)


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
            profile.add(when, hour["messages"], event, [] if local else _clients(event["clients"]), random, hour)
    if "status=deferred" in one.get("note", ""):
        flushed = datetime(2026, 11, 11, 3, tzinfo=JST)
        for account, mails in (("tanaka@", 20), ("suzuki@", 31), ("sato@", 10)):
            found[account + "sakura.example.jp", "login"].hours[flushed] = SendingHour(
                _as_read(flushed, one), 0, mails, mails, 0, delayed=mails
            )
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
        old = self.hours.get(when, SendingHour(_as_read(when, self.one), 0, 0, 0, 0, 0, 0, (), 0, 0))
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
            network = self.networks[_network(client)]
            network["hours"].add(_as_read(when, self.one))
            network["helos"].update(
                ["[203.0.113.17]"] if "literal" in given["helo"] else given["helo"].split(" or ") if given["helo"] else []
            )
            network["methods"].update([given["sasl_method"]] if given.get("sasl_method") else [])
            network["addresses"].add(
                client.split("/")[0].rstrip(":") + ("" if "/" not in client else "::1" if ":" in client else "")
            )
            network["messages"] += messages if place == 0 else random.randint(1, 3)

    def made(self) -> SendingProfile:
        """It."""
        networks = tuple(
            ClientNetwork(
                name,
                sorted(one["addresses"])[0],
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


def _clients(given: list[str] | str) -> list[str]:
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


def _reading(one: dict[str, Any], at: Origin) -> Iterator[Testimony]:
    first, last = (utc(time) for time in one["period"])
    for base in one["baseline"]:
        address = base["clients"][0]
        yield AccountUse(
            origin=at,
            account=base["account"],
            service="imap",
            network=network_of(address),
            sample=address,
            successes=300,
            failures=0,
            first=first,
            last=last,
            days=16,
        )
    for event in one["events"]:
        times = [utc(hour["hour"] + ":00:00+09:00") for hour in event["hours"]]
        nights = sum(int(hour["hour"][-2:]) in (22, 23, 0, 1, 2, 3, 4, 5) for hour in event["hours"])
        yield AccountUse(
            origin=at,
            account=event["account"],
            service="imap",
            network=network_of(event["clients"][0]),
            sample=event["clients"][0],
            successes=sum(hour["messages"] for hour in event["hours"]),
            failures=0,
            first=min(times),
            last=max(times),
            nights=nights,
            days=len(times),
        )


def _failed(one: dict[str, Any], at: Origin) -> Iterator[Testimony]:
    for failed in one["auth_failures"]:
        addresses = int(re.findall(r"(\d+) distinct", failed["clients"])[0])
        name = failed["account"] if failed["account"].endswith("example.jp") else "tanaka@sakura.example.jp"
        yield AccountUse(
            origin=at,
            account=name,
            service="smtp",
            network="203.0.113.0/24",
            sample="203.0.113.5",
            successes=failed["successes"],
            failures=failed["count"],
            first=utc(failed["first"]),
            last=utc(failed["last"]),
            addresses=addresses,
        )


def _passages(one: dict[str, Any], incident: dict[str, Any], at: Origin) -> Iterator[Passage]:
    mails = {
        mail["headers"].get("Message-ID", ""): mail
        for mail in incident["evidence"]
        if mail["kind"] == "reported-mail" and mail.get("headers")
    }
    threads = {thread["message_id"]: thread for box in incident["evidence"] for thread in box.get("threads", ())}
    for text in one["contains_message_ids"]:
        found = re.match(r"<[^>]+>", text)
        if found and " ... " not in text:
            yield _passage(found[0], text, one, mails.get(found[0]), threads.get(found[0]), at)
    for bounce in incident["evidence"]:
        for made, group in _returned(bounce) if bounce["kind"] == "bounce" else ():
            if group["in_our_log"]:
                yield Passage(
                    origin=at,
                    key=made.message_id,
                    how="message-id",
                    time=utc("2026-11-09T15:00:00+09:00"),
                    way="login",
                    software=one["software"],
                    message_id=made.message_id,
                    queue_id=made.queue_id,
                    account=made.author.address if made.author else made.to,
                    client=re.findall(r"\d+\.\d+\.\d+\.\d+", group["returned_received"] + " 203.0.113.77")[0],
                    recipients=made.recipients,
                )


def _passage(
    key: str, text: str, one: dict[str, Any], mail: dict[str, Any] | None, thread: dict[str, Any] | None, at: Origin
) -> Passage:
    lines = " ".join(one["sample_lines"])
    hop = (
        mail["received"][-1]
        if mail
        else {"ip": "192.0.2.72", "time": thread["date"] if thread else "2026-11-10T09:00:00+09:00", "id": ""}
    )
    event = next(
        (
            event
            for event in one["events"]
            if "envelope" in event or event["account"] in str(mail) or "www-data" in event["account"]
        ),
        None,
    )
    when = _as_read(datetime.fromisoformat(hop["time"]), one)
    if "incoming" in text:
        way = "forwarded" if "orig_to" in lines else "incoming"
        alias = tuple(re.findall(r"orig_to=<([^>]+)>", lines))
        return Passage(
            origin=at,
            key=key,
            how="message-id",
            time=when,
            way=way,
            software="postfix",
            message_id=key,
            client=hop["ip"],
            original_to=alias,
        )
    account = "".join(re.findall(r"sasl_username=([^,)]+)", text)) or (thread or {}).get("from", "") or hop.get("auth", "")
    local = bool(event and "local" in str(event["clients"]))
    client = "".join(re.findall(r"client ([\d.]+)", text)) or hop["ip"]
    if event and not local and not re.search(r"client ", text):
        account, client = (
            event["account"],
            client if client in str(event["clients"]) or "distinct" in str(event["clients"]) else _clients(event["clients"])[0],
        )
    if local and event:
        account = "" if event.get("envelope") else "www-data@sakura.example.jp"
    return Passage(
        origin=at,
        key=key,
        how="message-id",
        time=when,
        way="local" if local else "login",
        software=one["software"],
        message_id=key,
        queue_id=hop["id"],
        account="" if local else account,
        sender=account,
        client="" if local else client,
        recipients=tuple((thread or {}).get("to", ()) if not mail else mail["headers"]["To"]),
    )


def bounces(one: dict[str, Any]) -> Iterator[Returned]:
    """Each bounce of each group."""
    yield from (made for made, _ in _returned(one))


def _returned(one: dict[str, Any]) -> Iterator[tuple[Returned, dict[str, Any]]]:
    local = re.findall(r"(\w+)@", one["to"])
    begin, end = (datetime.fromisoformat(time) for time in one["period"])
    for place, told in enumerate(one["groups"]):
        above = "as above" in told["returned_received"] and not re.search(r"\d+\.\d+", told["returned_received"])
        group = {**told, "returned_received": one["groups"][place - 1]["returned_received"]} if above else told
        for number in range(group["count"]):
            name = re.findall(r"(\w+)@sakura", group["returned_from"]) or [local[number % len(local)]]
            domain = "nori.example.net" if "mx.nori.example.net[" in str(one["groups"]) else f"p{number}.example.net"
            queue = f"B{place}{number:08X}" if group["in_our_log"] else ""
            key = group["returned_message_id"].replace("{n}", str(number))
            ours = "our" in group["returned_received"] or "by mail.sakura" in group["returned_received"]
            own = ours and "no hop of" not in group["returned_received"]
            when = begin + (end - begin) * number / group["count"]
            yield (
                Returned(
                    origin=Origin(one["id"], one["id"], (f"{place}-{number}",)),
                    id=f"{one['id']}-{place}-{number}",
                    form="rfc3464",
                    to=f"{name[0]}@sakura.example.jp" if own else f"{local[-1]}@sakura.example.jp",
                    time=utc(when.isoformat()),
                    action=group.get("action", "failed"),
                    recipients=(f"x{number}@{domain}",),
                    reporting=group["reporting_mta"] if "." in group["reporting_mta"] else f"mx.p{number}.example.net",
                    status=group["status"] if "." in group["status"] else "",
                    diagnostic=group["diagnostic"],
                    message_id=key if key.startswith("<") else f"<{number:012x}${place:08x}$00000000$@sakura.example.jp>",
                    author=Mailbox("", f"{name[0]}@sakura.example.jp"),
                    received=(_hop(group, own),),
                    queue_id=queue,
                    returned="mail" if group["returned"] == "full" else "header",
                ),
                group,
            )


def _hop(group: dict[str, Any], own: bool) -> Hop:
    address = (re.findall(r"\d+\.\d+\.\d+\.\d+", group["returned_received"]) or ["203.0.113.77"])[0]
    account = "".join(re.findall(r"Authenticated sender: (\S+?),", group["returned_received"]))
    return Hop(
        address=address, by="mail.sakura.example.jp" if own else "relay.bakery.example.net", account=account, authenticated=own
    )


def dmarc(one: dict[str, Any]) -> Iterator[DmarcRow]:
    """The rows of every day."""
    random = Random(one["id"])
    begin, end = (datetime.fromisoformat(time).date() for time in one["period"])
    days = [begin + timedelta(days=number) for number in range((end - begin).days)]
    for row in one["rows"]:
        said = row.get("day", "")
        those = [
            day
            for day in days
            if ("Tuesday" not in said or day.weekday() == 1) and ("each" in said or not said or day.isoformat() == said)
        ]
        if " to 20" in said:
            those = those[:-1]
        for day in those:
            for address in _clients(row["source_ip"]):
                count = row["count"] if len(those) == 1 else max(1, round(row["count"] * random.uniform(0.85, 1.15)))
                yield _row(one, row, day, address, count)


def _row(one: dict[str, Any], row: dict[str, Any], day: date, address: str, count: int) -> DmarcRow:
    def passed(text: str) -> tuple[str, ...]:
        return (text.split()[0],) if text.endswith("pass") else ()

    return DmarcRow(
        origin=Origin(one["id"], one["id"], (day.isoformat(), address)),
        reporter=one["reporter"].split()[0],
        report=f"{one['id']}-{day}",
        begins=f"{day}T00:00:00Z",
        ends=f"{day + timedelta(days=1)}T00:00:00Z",
        address=address,
        count=count,
        author_domain=row["header_from"],
        envelope_domain=row["envelope_from"],
        disposition=row["disposition"],
        dkim=row["dkim"],
        spf=row["spf"],
        dkim_domains=passed(row["auth_dkim"]),
        spf_domains=passed(row["auth_spf"]),
        reasons=(row["reason"],) if row.get("reason") else (),
    )
