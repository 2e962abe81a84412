"""Programs that send as they are meant to, and look like abuse, one function a pattern."""

from __future__ import annotations

from random import Random

from support.sending.account import EXIM, POSTFIX, Account, at, is_weekend, line, office
from support.sending.honest import PEOPLE_HELD, PEOPLE_SET


def _machine(draw: Random, way: str, name: str) -> Account:
    return Account(draw, draw.choice((POSTFIX, EXIM)), way, name)


def newsletter(draw: Random) -> Account:
    """Thousands in an hour, each month on the same day, or only once in the log."""
    account = _machine(draw, "login", "news@example.jp")
    own, hour = line(draw, "shop.example"), draw.choice((6, 12, 19))
    for day in range(9, draw.choice((20, 100)), 30):
        account.send(at(day, hour), draw.randint(1000, 4200), [own], unknown=draw.uniform(0.003, 0.06), alike=0.98, refused=0.004)
    for day in range(0, 90, 5):
        account.send(at(day, 15), 2, [own])
    return account


def weekly(draw: Random) -> Account:
    """The week's offers, by a person's account, to a list of old customers."""
    account, own = office(draw, 60)
    for day in range(2, 60, 7):
        account.send(at(day, 7), draw.randint(200, 500), [own], unknown=draw.uniform(0.04, 0.12), alike=0.95)
    return account


def invoices(draw: Random) -> Account:
    """The invoice run at the month's end, in two hours."""
    account, own = office(draw, 95)
    for day in (29, 59, 90):
        for hour in (10, 11):
            account.send(at(day, hour), draw.randint(200, 350), [own], unknown=draw.uniform(0.002, 0.02), alike=0.3)
    return account


def first_invoices(draw: Random) -> Account:
    """The first run of a new program, at night."""
    account, own = office(draw, 40)
    account.send(at(29, 23), draw.randint(100, 400), [own], unknown=draw.uniform(0.01, 0.08), alike=0.6)
    return account


def away_loop(draw: Random) -> Account:
    """Two programs answer each other all night."""
    account = _machine(draw, "local", "suzuki@example.jp")
    for day in range(12):
        account.send(at(day, 13), account.few(1), [])
    for hour in range(9):
        account.send(at(10, 19 + hour), draw.randint(80, 120), [], each=1, distinct=1, unknown=0)
    account.automatic = sum(row["messages"] for row in account.hours.values())
    return account


def flush(draw: Random) -> Account:
    """A partner's server comes back, and all that waited goes out; half of it comes back as unknown: it forgot its users."""
    account, own = office(draw, 40)
    account.send(at(25, 3), draw.randint(40, 150), [own], delayed=0.95, unknown=draw.uniform(0, 0.4))
    return account


def mailing_list(draw: Random) -> Account:
    """A list server: each post goes to hundreds, some of whom have left."""
    account = _machine(draw, "local", "list-bounces@example.jp")
    for day in range(60):
        for _ in range(account.few(2)):
            account.send(
                at(day, draw.randint(8, 23)), draw.randint(60, 120), [], each=1, unknown=draw.uniform(0.01, 0.08), alike=0.9
            )
    return account


def tickets(draw: Random) -> Account:
    """A help desk's program, and a day on which everything is broken."""
    account = _machine(draw, "network", "help@example.jp")
    own = line(draw, "", helo="[192.168.3.3]")
    for day in range(40):
        for hour in range(8, 21):
            account.send(at(day, hour), account.few(8) * (12 if day == 30 else 1), [own], literal=True, unknown=0.02)
    return account


def scanner(draw: Random) -> Account:
    """A copier that mails what it scans, and the day on which the archive is scanned."""
    account = _machine(draw, "network", "scan@example.jp")
    own = line(draw, "", helo="[192.168.3.9]")
    for day in range(60):
        if not is_weekend(day):
            account.send(
                at(day, draw.randint(9, 17)), account.few(3) + (120 if day == 44 else 0), [own], literal=True, distinct=2, each=1
            )
    return account


def backups(draw: Random) -> Account:
    """Reports of forty machines at three in the morning, and a night on which all fail and say so again and again."""
    account = _machine(draw, draw.choice(("local", "network")), "root@example.jp")
    own = [] if account.way == "local" else [line(draw, "")]
    for day in range(30):
        account.send(at(day, 3), 40 + (400 if day == 20 else 0), own, distinct=1, each=1, alike=0.7)
    return account


def monitoring(draw: Random) -> Account:
    """A mail every five minutes, to one person who has left."""
    account = _machine(draw, "network", "watch@example.jp")
    own = line(draw, "")
    for hour in range(24 * 12):
        account.send(at(0, hour), 12, [own], distinct=1, each=1, unknown=1.0 if hour > 200 else 0.0)
    return account


def sale_night(draw: Random) -> Account:
    """A shop confirms orders, and on the day of the sale thirty times as many, at midnight; some buyers mistype their address."""
    account = _machine(draw, "local", "shop@example.jp")
    for day in range(60):
        for hour in range(24):
            times = 30 if day == 45 and hour < 4 else 1
            account.send(at(day, hour), account.few(4) * times, [], unknown=draw.uniform(0.01, 0.05), alike=0.8)
    return account


def black_friday(draw: Random) -> Account:
    """Ten times as much all day, through an account."""
    account = _machine(draw, "login", "shop@example.jp")
    own = [line(draw, "cloud.example") for _ in range(3)]
    for day in range(60):
        for hour in range(24):
            account.send(
                at(day, hour),
                account.few(8) * (10 if day == 50 else 1),
                [draw.choice(own)],
                unknown=draw.uniform(0.005, 0.03),
                alike=0.8,
            )
    return account


def cloud_shop(draw: Random) -> Account:
    """A shop moves to a service that hands in from a pool of addresses, and tells all customers."""
    account = _machine(draw, "login", "shop@example.jp")
    old, pool = line(draw, "old.example"), [line(draw, "bigcloud.example", "US") for _ in range(draw.randint(3, 8))]
    for day in range(50):
        for hour in range(7, 24):
            account.send(at(day, hour), account.few(6), draw.sample(pool, 2) if day > 30 else [old], unknown=0.02, alike=0.8)
    account.send(at(31, 15), draw.randint(500, 1500), pool, unknown=draw.uniform(0.01, 0.045), alike=0.95)
    return account


def plugin(draw: Random) -> Account:
    """A plugin of the web site sends its first newsletter, by a list of members of many years."""
    account = _machine(draw, "local", "www-data")
    for day in range(40):
        account.send(at(day, draw.randint(8, 22)), draw.randint(0, 4), [])
    account.send(
        at(30, draw.choice((10, 20))), draw.randint(200, 900), [], unknown=draw.uniform(0.03, 0.14), alike=0.95, refused=0.01
    )
    return account


PROGRAMS_SET = (newsletter, invoices, away_loop, mailing_list, scanner, sale_night, monitoring, plugin)
PROGRAMS_HELD = (weekly, first_invoices, flush, tickets, backups, black_friday, cloud_shop)
SET = (*PEOPLE_SET, *PROGRAMS_SET)
"""Those that the thresholds were set on."""
HELD = (*PEOPLE_HELD, *PROGRAMS_HELD)
"""Those that were only measured."""
