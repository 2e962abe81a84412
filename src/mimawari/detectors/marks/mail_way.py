"""What a mail's way tells of the machine that wrote it: how it called itself, its clock, the id that it gave.

Sources: Palo Alto Unit 42, header samples (``from [80.68.188.230] (h230-...)``, ``-0900`` of a Japanese sender, an id that ends in
``plala.or.jp@[124...]``); RFC 5321 4.1.4 and 4.4; RFC 5322 3.3 and 3.6.4; RFC 1918, 6598 (addresses behind a router).
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from mimawari.detectors.marks.addresses import Place
from mimawari.detectors.marks.mail_people import country, house
from mimawari.knowledge import Knowledge
from mimawari.model import Hop, Message

_NUMBER = re.compile(r"\[?(?:IPv6:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\]?", re.IGNORECASE)
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)")
_LITERAL_ID = re.compile(r"([^<>\s]{4,300})@\[\d{1,3}(?:\.\d{1,3}){3}\]")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,20}", re.IGNORECASE)
_ID = re.compile(r"@([a-z0-9.-]{4,255})>?\s*$", re.IGNORECASE)
_NEAR = 5 * 60
_HOUR = 3600


def literal_helo(message: Message) -> str:
    """The public address by which the machine that handed the mail in called itself, in place of a name; empty: it did not.

    Mail programs at home do so with the private address behind their router. Those without a router, and bots that asked the
    web for their own address, with the public one. Webmail notes the browser's address, by HTTP: that is no machine's name.
    """
    if not message.received:
        return ""
    first = message.received[-1]
    signed_in = [hop for hop in message.received if hop.authenticated]
    return next((hop.helo.strip("[]") for hop in (first, *signed_in) if _is_public(hop) and _is_mail(hop)), "")


def _is_mail(hop: Hop) -> bool:
    return hop.authenticated or "HTTP" not in hop.protocol


def _is_public(hop: Hop) -> bool:
    found = _NUMBER.fullmatch(hop.helo) if hop.is_literal else None
    if not found:
        return False
    parts = [int(part) for part in found.groups()]
    is_reserved = parts[0] == 0 or parts[0] >= 224 or max(parts) > 255
    is_carriers = parts[0] == 100 and 64 <= parts[1] <= 127
    return not (is_reserved or is_carriers or Place(".".join(map(str, parts))).is_own)


def odd_zone(message: Message, known: Knowledge) -> int:
    """What it weighs that the zone of the date cannot be the sender's.

    2 where its sign is turned round (that of the country, or the date is off by twice the zone), 3 where both are; 1 where a
    sender west of Greenwich has an address of a country far east of it, as travellers do; 0 where nothing is odd.
    """
    seconds = _seconds(message.zone)
    if not seconds:
        return 0
    turned = 2 * _is_of_country(-seconds, message, known) + 2 * _is_off(message, seconds)
    if turned:
        return min(turned, 3)
    return int(seconds < 0 and _is_far_east(message, known))


def _seconds(zone: str) -> int:
    found = _ZONE.fullmatch(zone)
    return (1 if found[1] == "+" else -1) * (int(found[2]) * _HOUR + int(found[3]) * 60) if found else 0


def _zones(message: Message, known: Knowledge) -> tuple[int, ...]:
    """Those of the country of the sender, or of the server that took the mail from it and passed it on."""
    domain = message.author.domain if message.author else ""
    server = message.received[-1].by if len(message.received) > 1 else ""
    where = country(domain, known) or country(server, known)
    return _table(known.marks["mail-country-zones"]).get(where, ())


def _is_of_country(seconds: int, message: Message, known: Knowledge) -> bool:
    zones = _zones(message, known)
    return seconds in zones and -seconds not in zones


def _is_far_east(message: Message, known: Knowledge) -> bool:
    zones = _zones(message, known)
    return bool(zones) and min(zones) >= 5 * _HOUR


def _is_off(message: Message, seconds: int) -> bool:
    """Whether the date lies twice the zone away from when the first server had the mail."""
    try:
        said = datetime.fromisoformat(message.date)
        taken = datetime.fromisoformat(message.received[-1].time)
        off = (said - taken).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    return abs(seconds) >= _HOUR and abs(off + 2 * seconds) <= _NEAR


def strange_id(message: Message, known: Knowledge) -> str:
    """The host in a Message-ID that ends in an address in brackets, if neither the sender nor any server is of its house."""
    found = _LITERAL_ID.fullmatch(message.message_id.strip(" <>\t"))
    host = found[1].rpartition("@")[2].lower() if found else ""
    if not _HOST.fullmatch(host) or not message.author:
        return ""
    return "" if house(host, known) in _houses(message, known) else ".".join(host.split(".")[-4:])


def foreign_id(message: Message, known: Knowledge) -> bool:
    """Whether its Message-ID is of another country than the sender, and of no server on its way."""
    found = _ID.search(message.message_id.strip())
    if not found or not message.author or "." not in found[1]:
        return False
    own, there = country(message.author.domain, known), country(found[1], known)
    return bool(own and there and own != there) and house(found[1], known) not in _houses(message, known)


def _houses(message: Message, known: Knowledge) -> set[str]:
    told = [host for hop in message.received for host in (hop.helo, hop.name, hop.by)]
    told += [
        message.author.domain if message.author else "",
        message.envelope_sender.rpartition("@")[2].strip("<>"),
        *message.signed_by,
    ]
    return {house(host, known) for host in told if "." in host}


@cache
def _table(rows: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(map(_seconds, zones.split(","))) for name, _, zones in (row.partition("=") for row in rows)}
