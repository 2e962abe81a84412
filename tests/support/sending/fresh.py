"""Patterns that were written after the program was done, and on which it was only measured."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from support.sending.abuse import bots, vps
from support.sending.account import EXIM, POSTFIX, Account, at, is_weekend, line, office


def busy_shop_bots(draw: Random) -> Account:
    """A shop's busy account, with a tenth more from a botnet all day."""
    account, _ = office(draw, 40, mean=60)
    pool = bots(draw, 50)
    for hour in range(9, 18):
        account.send(at(28, hour), draw.randint(5, 15), draw.sample(pool, 5), unknown=draw.uniform(0.1, 0.3), literal=True)
    return account


def neighbour(draw: Random) -> Account:
    """One line of the user's own provider, by night."""
    account, own = office(draw, 30)
    near = replace(own, network=own.network.rsplit(".", 2)[0] + ".251.0/24", helo="[198.51.100.3]")
    for hour in (2, 3):
        account.send(at(22, hour), draw.randint(80, 300), [near], unknown=draw.uniform(0.1, 0.35), literal=True)
    return account


def three_an_hour(draw: Random) -> Account:
    """Three mails an hour for three days, each from another line."""
    account, _ = office(draw, 30)
    for number in range(72):
        account.send(at(20, number), 3, bots(draw, 1, literal=False), unknown=draw.uniform(0.1, 0.3))
    return account


def few_to_many(draw: Random) -> Account:
    """Ten mails of five hundred recipients each, from a server abroad."""
    account, _ = office(draw, 30)
    one = vps(draw)
    account.send(at(21, draw.choice((4, 11, 23))), draw.randint(6, 15), [one], each=500,
                 unknown=draw.uniform(0.1, 0.4), refused=0.05,
                 literal=one.helo.startswith("["))  # fmt: skip
    return account


def second_wave(draw: Random) -> Account:
    """Twice, a week apart, at the same hour: as regular as a newsletter."""
    account, _ = office(draw, 40)
    pool = bots(draw, 60)
    for day in (20, 27):
        for hour in (1, 2):
            account.send(at(day, hour), draw.randint(150, 300), draw.sample(pool, 20), unknown=draw.uniform(0.1, 0.3), literal=True)
    return account


def hotel_newsletter(draw: Random) -> Account:
    """From a hotel abroad the letter to all customers."""
    account, _ = office(draw, 40)
    hotel = line(draw, "hotel.example", "VN")
    for day in (25, 26, 27):
        account.send(at(day, draw.randrange(24)), draw.randint(2, 6), [hotel])
    account.send(at(26, draw.choice((12, 21, 23))), draw.randint(80, 300), [hotel], unknown=draw.uniform(0.01, 0.09), alike=0.95)
    return account


def old_address_book(draw: Random) -> Account:
    """By day, from the office, to the customers of ten years ago: a third of them are gone."""
    account, own = office(draw, 40)
    account.send(
        at(24, 14), draw.randint(100, 500), [own], unknown=draw.uniform(0.2, 0.4), alike=0.95, literal=own.helo.startswith("[")
    )
    return account


def moved_server(draw: Random) -> Account:
    """Web mail comes in front: from one day on all is sent from the server itself."""
    account, _ = office(draw, 20, mean=6)
    web = line(draw, "", helo="localhost")
    for day in range(20, 45):
        for hour in range(8, 20):
            if not is_weekend(day):
                account.send(at(day, hour), account.few(6), [web])
    account.send(at(30, 10), draw.randint(100, 300), [web], unknown=draw.uniform(0.005, 0.04))
    return account


def smart_host(draw: Random) -> Account:
    """The firm's other server hands in all that is sent, month's end too."""
    account = Account(draw, draw.choice((POSTFIX, EXIM)), "network", "office@example.jp")
    own = line(draw, "branch.example", helo="branch.example.jp")
    for day in range(60):
        for hour in range(8, 21):
            if not is_weekend(day):
                account.send(at(day, hour), account.few(40), [own], unknown=0.015, differing=draw.choice((0.3, 0.9)))
    account.send(at(29, 19), draw.randint(300, 900), [own], unknown=draw.uniform(0.005, 0.05), differing=0.5)
    return account


def greylisted(draw: Random) -> Account:
    """An invitation that many servers refuse at first sight."""
    account, own = office(draw, 40)
    account.send(
        at(24, 16), draw.randint(100, 400), [own], unknown=draw.uniform(0.02, 0.1), refused=draw.uniform(0.03, 0.12), alike=0.95
    )
    return account


def new_provider_v6(draw: Random) -> Account:
    """The provider hands out IPv6, and phones and PC use it at once."""
    account, _ = office(draw, 40)
    for day in range(20, 40):
        for _ in range(8):
            block = replace(line(draw), network=f"2001:db8:{draw.randrange(4)}::/48")
            account.send(at(day, draw.randint(8, 19)), draw.randint(1, 5), [block])
    return account


ABUSE = (busy_shop_bots, neighbour, three_an_hour, few_to_many, second_wave)
HONEST = (hotel_newsletter, old_address_book, moved_server, smart_host, greylisted, new_provider_v6)
