"""Accounts that send as they are meant to, and look like abuse, one function a pattern: people."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from support.sending.account import CSV, EXIM, POSTFIX, Account, Line, at, is_weekend, line, office


def plain(draw: Random) -> Account:
    """Somebody in an office."""
    return office(draw, draw.randint(5, 90), mean=draw.choice((1, 4, 8)))[0]


def phones(draw: Random) -> Account:
    """Somebody who writes from a phone: a new /24 of the carrier every few hours."""
    account, _ = office(draw, 45)
    carrier = draw.choice(("spmode.ne.jp", "au-net.ne.jp", "panda-world.ne.jp", "mobile.example", ""))
    first = draw.randint(240, 250), draw.randrange(250)
    for day in range(draw.choice((0, 20)), 45):
        for _ in range(draw.randint(1, 8)):
            block = f"{first[0]}.{first[1] + draw.randrange(4)}.{draw.randrange(256)}.0/24"
            account.send(at(day, draw.randint(7, 23)), draw.randint(1, 3), [Line(block, carrier, helo="[10.1.2.3]")], literal=True)
    return account


def greetings(draw: Random) -> Account:
    """The year's end: all cards at once, from an address book that nobody keeps."""
    account, own = office(draw, 60)
    for hour in range(draw.randint(1, 3)):
        account.send(
            at(50, draw.choice((10, 15, 17)) + hour), draw.randint(80, 300), [own], unknown=draw.uniform(0.03, 0.14), alike=0.95
        )
    return account


def late_greetings(draw: Random) -> Account:
    """The same in the evening of the last day, in the office."""
    account, own = office(draw, 60)
    account.send(
        at(50, draw.choice((19, 20))), draw.randint(80, 250), [own], unknown=draw.uniform(0.05, 0.18), alike=0.9, refused=0.005
    )
    return account


def journey(draw: Random) -> Account:
    """A week abroad: hotel, airport, partner's office, at odd hours, as much as ever."""
    account, _ = office(draw, draw.randint(20, 60))
    country, stations = draw.choice(("US", "VN", "DE", "TW")), draw.randint(2, 4)
    there = [line(draw, f"hotel{number}.example", country) for number in range(stations)]
    for day in range(14, 19):
        for _ in range(draw.randint(3, 8)):
            account.send(at(day, draw.randrange(24)), draw.randint(1, 5), [draw.choice(there)])
    return account


def journey_with_phone(draw: Random) -> Account:
    """Through four countries in ten days, with roaming."""
    account, _ = office(draw, 40)
    for day in range(14, 24):
        here = [line(draw, draw.choice(("", f"tel{day // 3}.example")), ("TH", "VN", "SG", "MY")[day // 3 - 4]) for _ in range(2)]
        for _ in range(draw.randint(2, 6)):
            account.send(at(day, draw.randrange(6, 24)), draw.randint(1, 4), [draw.choice(here)])
    return account


def new_office(draw: Random) -> Account:
    """From one day on from a new line, or through a VPN."""
    account, own = office(draw, 20)
    new = line(draw, draw.choice(("", "vpn.example")), helo=own.helo)
    for day in range(20, 45):
        for hour in range(9, 18):
            if not is_weekend(day):
                account.send(at(day, hour), account.few(4), [new], literal=new.helo.startswith("["))
    return account


def new_office_newsletter(draw: Random) -> Account:
    """The first mails from the new office are the letter to all customers that tells its address."""
    account = new_office(draw)
    new = max(account.used, key=lambda one: min(account.used[one]))
    account.send(at(21, draw.choice((9, 13, 16))), draw.randint(150, 600), [new], unknown=draw.uniform(0.01, 0.1), alike=0.95)
    return account


def new_client(draw: Random) -> Account:
    """Another mail program, which calls itself by the PC's address."""
    account, own = office(draw, 20, software=EXIM)
    for day in range(20, 40):
        account.send(at(day, draw.randint(9, 17)), draw.randint(2, 9), [replace(own, helo="[192.168.0.12]")], literal=True)
    return account


def new_client_invoices(draw: Random) -> Account:
    """The new program's first month's end."""
    account = new_client(draw)
    account.send(at(29, 14), draw.randint(100, 300), list(account.used)[:1], unknown=draw.uniform(0.005, 0.04), literal=True)
    return account


def home_work(draw: Random) -> Account:
    """An address of many: from one day on all of them work at home, each at another provider."""
    account, _ = office(draw, 20, mean=12)
    homes = [line(draw, draw.choice(("", f"net{number}.example")), helo="[192.168.1.9]") for number in range(draw.randint(4, 15))]
    for day in range(20, 45):
        for hour in range(8, 20):
            if not is_weekend(day):
                here = draw.sample(homes, draw.randint(1, min(6, len(homes))))
                account.send(at(day, hour), account.few(12), here, literal=True)
    return account


def shared(draw: Random) -> Account:
    """An address that twenty people in as many places write from."""
    pool = [line(draw, draw.choice(("", f"net{number}.example"))) for number in range(20)]
    account = Account(draw, draw.choice((POSTFIX, EXIM)), name="order@example.jp")
    for day in range(draw.choice((1, 2, 30))):
        for hour in range(8, 20):
            account.send(at(day, hour), account.few(20), draw.sample(pool, draw.randint(3, 14)), unknown=0.015)
    return account


def two_hours(draw: Random) -> Account:
    """A log of two hours."""
    account = Account(draw, draw.choice((POSTFIX, EXIM, CSV)))
    own = [line(draw, "") for _ in range(draw.choice((1, 2, 6)))]
    for hour in (10, 11):
        account.send(at(0, hour), draw.randint(1, 90), own, unknown=draw.uniform(0, 0.06))
    return account


def first_day(draw: Random) -> Account:
    """The log begins today, with the newsletter."""
    account, own = office(draw, 1)
    account.send(at(0, 11), draw.randint(100, 900), [own], unknown=draw.uniform(0.01, 0.1), alike=0.95)
    return account


def begins_to_exist(draw: Random) -> Account:
    """An account that is made, and used from the next week on, wherever its user is."""
    account = Account(draw, draw.choice((POSTFIX, EXIM)))
    account.send(at(0, 11), 1, [line(draw, "ocn.example")])
    pool = [line(draw, name) for name in ("nuro.example", "spmode.ne.jp", "cafe.example", "")]
    for day in range(7, 30):
        for _ in range(6):
            account.send(at(day, draw.randint(8, 21)), account.few(4), [draw.choice(pool)])
    return account


def clock_off(draw: Random) -> Account:
    """The server writes UTC, and so all work seems to be done by night; the month's end as well."""
    account, own = office(draw, 45)
    account.zone = 0
    account.send(at(29, 10), draw.randint(100, 400), [own], unknown=draw.uniform(0.01, 0.06))
    return account


def night_owl(draw: Random) -> Account:
    """The owner of a shop, who answers at two in the morning, every few days."""
    account, own = office(draw, 60)
    for day in range(60):
        if draw.random() < 0.3:
            account.send(at(day, draw.choice((22, 23, 25, 26))), draw.randint(1, 25), [own])
    account.send(at(55, 26), draw.randint(40, 90), [own], unknown=draw.uniform(0, 0.06))
    return account


def columns_only(draw: Random) -> Account:
    """A provider's table with times and counts, and a newsletter in it."""
    account, own = office(draw, 20, software=CSV)
    account.send(at(14, 9), draw.randint(100, 900), [own], unknown=0.05)
    return account


PEOPLE_SET = (plain, phones, greetings, journey, new_office, home_work, first_day, clock_off, columns_only)
PEOPLE_HELD = (
    late_greetings, journey_with_phone, new_office_newsletter, new_client, new_client_invoices, shared, two_hours,
    begins_to_exist, night_owl,
)  # fmt: skip
