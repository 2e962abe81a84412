"""An incident's file as it is written: its times, its hours, its client addresses. Nothing here knows the program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from ipaddress import IPv4Address, ip_network
from pathlib import Path
from random import Random
from typing import Any

Piece = dict[str, Any]
JST = timezone(timedelta(hours=9))
_IP4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_IP6 = r"[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}"
_WORDS = {"nine": 9}


def load(path: Path) -> Piece:
    """The file's content."""
    return tomllib.loads(path.read_text("utf-8"))


def moment(text: str) -> int:
    """Seconds since 1970 of a time with its zone; a day alone begins at midnight in Japan."""
    found = datetime.fromisoformat(text)
    return int((found if found.tzinfo else found.replace(tzinfo=JST)).timestamp())


def end_of(text: str) -> int:
    """The end of a period: a day alone belongs to it."""
    return moment(text) + (86400 if len(text) == 10 else 0)


def day_of(seconds: int) -> date:
    """The day in Japan."""
    return datetime.fromtimestamp(seconds, JST).date()


def pieces(incident: Piece, *kinds: str) -> list[Piece]:
    """The evidence of those kinds."""
    return [one for one in incident["evidence"] if one["kind"] in kinds]


def is_ours(incident: Piece, address: str) -> bool:
    """Whether an address lies in the firm's domain."""
    return address.rpartition("@")[2] in incident["us"]["domains"]


def own_hosts(incident: Piece) -> set[str]:
    """The names of the servers that the firm's mail leaves by, and those of its provider that take it in."""
    return {one["name"] for one in incident["us"]["mta"]} | {"smtp.cloud.example.com"}


def zone_of(log: Piece) -> int:
    """The offset in seconds by which a log stamps its lines."""
    told = log["time_zone_of_stamps"]
    found = re.match(r"([+-])(\d\d):(\d\d)$", told)
    if found is None:
        if not told.startswith("stamps are UTC"):
            raise ValueError(told)
        return 0
    return (-1 if found[1] == "-" else 1) * (int(found[2]) * 3600 + int(found[3]) * 60)


def hours_in_japan(told: str) -> range:
    """``08-19``, ``08-19 +0900``, ``23-10 as stamped (08-19 JST)``: the hours in which mail is sent; empty where none."""
    found = re.search(r"(\d\d)-(\d\d) JST", told) or re.match(r"(\d\d)-(\d\d)", told)
    return range(int(found[1]), int(found[2])) if found else range(0)


def working_days(row: Piece, begin: int, end: int) -> Iterator[date]:
    """The days of a baseline: Monday to Friday, minus those that are left out."""
    last = date.fromisoformat(row.get("last_day", "9999-12-31"))
    out = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", row.get("except_days", ""))]
    day = day_of(begin)
    while day <= min(last, day_of(end)):
        if day.weekday() < 5 and not (out and out[0] <= day <= out[1]):
            yield day
        day += timedelta(days=1)


def at(day: date, hour: int) -> int:
    """The beginning of an hour in Japan."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=JST).timestamp())


def hour_of_event(told: str, zone: int) -> int:
    """``2026-11-10T01`` as the log stamps it: when the hour begins."""
    return int(datetime.fromisoformat(told[:13] + ":00:00+00:00").timestamp()) - zone


def clients_of(told: str | list[str], networks: list[Piece], rng: Random) -> list[str]:
    """The addresses that a list, a range, or a number of addresses in networks stand for; empty where nobody connected."""
    if isinstance(told, list):
        return [one.split()[0] for one in told if re.match(rf"{_IP4}|{_IP6}", one)]
    total = re.match(r"(\d+) distinct", told)
    found: list[str] = []
    for first, last in re.findall(rf"({_IP4}) to ({_IP4})", told):
        found += [str(IPv4Address(number)) for number in range(int(IPv4Address(first)), int(IPv4Address(last)) + 1)]
    rest = re.sub(rf"{_IP4} to {_IP4}", "", told)
    found += re.findall(rf"({_IP4})(?![\d/])", rest)
    nets = re.findall(rf"((?:{_IP4}|{_IP6})/\d+)", rest)
    for word, count in _WORDS.items():
        for net in re.findall(rf"{word} in ({_IP6}/\d+)", rest):
            found += _hosts(net, count, rng)
            nets.remove(net)
    if total and len(found) < int(total[1]):
        nets = nets or [one["cidr"] for one in networks if one["country"] != "JP"]
        found += _spread(nets, int(total[1]) - len(found), rng)
    return found


def _spread(nets: list[str], count: int, rng: Random) -> list[str]:
    """So many addresses of networks; what an IPv4 network has no room for lies in an IPv6 one."""
    room = [net for net in nets if ":" in net] or ["2001:db8:90::/44"]
    narrow = [net for net in nets if ":" not in net]
    share = {net: min(count // (len(narrow) + len(room)), 200) for net in narrow}
    left = count - sum(share.values())
    share |= {net: left // len(room) + (place < left % len(room)) for place, net in enumerate(room)}
    return [host for net, number in share.items() for host in _hosts(net, number, rng)]


def _hosts(cidr: str, count: int, rng: Random) -> list[str]:
    net = ip_network(cidr)
    if net.version == 4:
        return [str(net[number]) for number in sorted(rng.sample(range(1, 255), count))]
    step = 1 << 80 if net.prefixlen < 48 else 0
    span = 1 << max(0, 48 - net.prefixlen)
    return [str(net[(number % span) * step + 4 + number // span]) for number in range(count)]


@dataclass(frozen=True, slots=True)
class Known:
    """A mail of which an incident tells how it passed the firm's server."""

    message_id: str
    time: int
    queue_id: str = ""
    account: str = ""
    client: str = ""
    name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    is_incoming: bool = False


def known_mails(incident: Piece) -> dict[str, Known]:
    """Those of the reported mails that our server or our provider's had in hand, and those that a log names beside an address."""
    found: dict[str, Known] = {}
    for piece in pieces(incident, "reported-mail"):
        hops = [hop for hop in piece.get("received", []) if hop["by"] in own_hosts(incident) and hop["truth"] == "true"]
        if hops and piece.get("headers"):
            one = _from_hop(piece, hops[-1])
            found[one.message_id] = one
    for log in pieces(incident, "mail-log"):
        found |= {one.message_id: one for one in map(_from_exim, log["sample_lines"]) if one is not None}
        for told in log["contains_message_ids"]:
            more = _from_words(told, found)
            if more is not None:
                found[more.message_id] = more
    return found


def _from_hop(piece: Piece, hop: Piece) -> Known:
    head = piece["headers"]
    account = hop.get("auth") or head["Return-Path"].strip("<>") or head["From"]
    is_boundary = hop["by"] == piece["boundary"]["host"] and "for" in hop
    client = next((told.split("[")[1].rstrip("]") for told in piece["x_headers"] if told.startswith("X-Originating-IP")), hop["ip"])
    return Known(
        head["Message-ID"],
        moment(hop["time"]),
        hop["id"],
        account,
        client,
        hop["rdns"],
        tuple(head["To"]),
        head["Subject"],
        is_boundary,
    )


def _from_exim(line: str) -> Known | None:
    """An arrival that is told as a line of Exim's log."""
    shape = r"(\S+ \S+) (\S+) <= (\S+) .*\[([^\]]+)\] P=esmtpsa .* id=(\S+) for (\S+)"
    told = re.match(shape, line)
    if told is None:
        return None
    return Known(f"<{told[5]}>", moment(told[1] + "+09:00"), told[2], told[3], told[4], "", (told[6],))


def _from_words(told: str, found: dict[str, Known]) -> Known | None:
    """``<id> (sasl_username=..., client ..., time, to ...)``: what stands there, and what the reported mail tells besides."""
    split = re.match(r"(<[^<>]+>) \((.+)\)$", told)
    if split is None:
        return None
    base = found.get(split[1], Known(split[1], 0))
    user = re.search(r"sasl_username=([^,\s]+)", split[2])
    client = re.search(rf"client[= ]\S*?({_IP4})", split[2])
    when = re.search(r"\d{4}-\d\d-\d\dT[\d:+]+", split[2])
    whom = re.search(r" to (\S+@\S+)", split[2])
    return Known(
        split[1],
        moment(when[0]) if when else base.time,
        base.queue_id,
        user[1] if user else base.account,
        client[1] if client else base.client,
        base.name,
        (whom[1],) if whom else base.recipients,
        base.subject,
        split[2].startswith("incoming"),
    )


def compact(seconds: int) -> str:
    """A time as UTC in fourteen digits, as programs put it into identifiers."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%S")


def iso(seconds: float) -> str:
    """A time as UTC with ``Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
