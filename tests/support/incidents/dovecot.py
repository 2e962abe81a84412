"""Dovecot's lines on IMAP: who signed in from where, and how much was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from support.incidents.reading import Piece, at, clients_of, hour_of_event, hours_in_japan, moment, working_days, zone_of

Line = tuple[int, str]
_MEGA = 1 << 20


def lines(incident: Piece, log: Piece, rng: Random) -> Iterator[Line]:
    """Every sign-in of the log, with its end, and what stands between."""
    server = incident["us"]["mta"][0]["ip"]
    begin, end = moment(log["period"][0]), moment(log["period"][1])
    for row in log["baseline"]:
        for day in working_days(row, begin, end):
            for hour in hours_in_japan(row["hours"]):
                for _ in range(rng.randint(*row["messages_per_hour"])):
                    time = at(day, hour) + rng.randrange(3500)
                    if begin <= time < end - 60:
                        yield from _session(
                            row["account"], rng.choice(row["clients"]), server, time, rng.randrange(2000, 400000), rng
                        )
    yield from _events(log, server, rng)
    yield from _noise(begin, end, server, rng)


def _events(log: Piece, server: str, rng: Random) -> Iterator[Line]:
    for event in log["events"]:
        heavy = "fetched bytes" in event["what"]
        for hour in event["hours"]:
            for _ in range(hour["messages"]):
                time = hour_of_event(hour["hour"], zone_of(log)) + rng.randrange(200, 3400)
                fetched = rng.randrange(20 * _MEGA, 400 * _MEGA) if heavy else rng.randrange(10**5, 10**7)
                yield from _session(event["account"], clients_of(event["clients"], [], rng)[0], server, time, fetched, rng)


def _session(account: str, client: str, server: str, time: int, fetched: int, rng: Random) -> Iterator[Line]:
    pid, name = rng.randrange(900, 32000), f"{rng.getrandbits(64):016x}"
    told = f"user=<{account}>, method=PLAIN, rip={client}, lip={server}, mpid={pid}, TLS, session=<{name}>"
    yield time, f"dovecot: imap-login: Login: {told}"
    bodies = max(fetched // 30000, 1)
    counts = (
        f"deleted=0 expunged=0 trashed=0 hdr_count={bodies} hdr_bytes={bodies * 900} body_count={bodies} body_bytes={fetched - 900}"
    )
    ends = time + (rng.randrange(30, 60) if fetched < _MEGA else rng.randrange(60, 180))
    yield (
        ends,
        f"dovecot: imap({account})<{pid}><{name}>: Disconnected: Logged out in={rng.randrange(300, 3000)} out={fetched} {counts}",
    )


def _noise(begin: int, end: int, server: str, rng: Random) -> Iterator[Line]:
    """Scanners that know no password; no hour is without a line."""
    for hour in range(begin, end, 3600):
        for part in range(rng.randint(2, 3)):
            time, client = hour + 20 + 1180 * part + rng.randrange(1150), f"203.0.113.{rng.randrange(230, 250)}"
            user = rng.choice(("admin", "test", "office", "sales", "postmaster"))
            told = f"user=<{user}>, method=PLAIN, rip={client}, lip={server}, TLS, session=<{rng.getrandbits(64):016x}>"
            yield time, f"dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): {told}"
