"""Accounts, machines and scripts that strangers send with, one function a pattern. Half of them the thresholds were set on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from support.sending.account import EXIM, POSTFIX, Account, Line, at, line, office

_COUNTRIES = ("RU", "BR", "VN", "IN", "ID", "TR", "UA", "PL", "AR", "MX", "TH", "US")


def bots(draw: Random, count: int, literal: bool = True) -> list[Line]:
    """Lines of infected homes of the whole world, a third of them without a name."""
    return [
        line(draw, draw.choice(("", f"isp{draw.randrange(60)}.example", f"isp{draw.randrange(60)}.example")),
        draw.choice(_COUNTRIES),
             "[198.51.100.7]" if literal else "localhost")
        for _ in range(count)
    ]  # fmt: skip


def vps(draw: Random) -> Line:
    """One server at a hoster abroad."""
    return line(
        draw, draw.choice(("", "hoster.example")), draw.choice(("NL", "US", "DE")), draw.choice(("[198.51.100.9]", "localhost"))
    )


def fast_bots(draw: Random) -> Account:
    """Some hours of a night, hundreds an hour, dozens of lines."""
    account, _ = office(draw, draw.randint(10, 60))
    pool, day, hour = bots(draw, draw.randint(30, 90)), draw.randint(8, 30), draw.choice((0, 1, 2, 3, 12, 22))
    for number in range(draw.randint(2, 5)):
        some = draw.sample(pool, draw.randint(15, 30))
        account.send(at(day, hour + number), draw.randint(150, 400), some, each=draw.choice((1, 3, 5)),
                     unknown=draw.uniform(0.12, 0.4),
                     refused=draw.uniform(0.01, 0.15), literal=draw.random() < 0.7, alike=0.95)  # fmt: skip
    return account


def slow_bots(draw: Random) -> Account:
    """Some thirty an hour over two days, from many lines."""
    account, _ = office(draw, draw.randint(14, 40))
    pool, day = bots(draw, draw.randint(25, 60)), draw.randint(9, 14)
    for number in range(draw.randint(24, 60)):
        account.send(
            at(day, number), draw.randint(20, 45), draw.sample(pool, 8), unknown=draw.uniform(0.1, 0.3), literal=True, refused=0.02
        )
    return account


def low_and_slow(draw: Random) -> Account:
    """Five an hour around the clock for a week, from a hundred lines."""
    account, _ = office(draw, draw.randint(20, 60))
    pool, day = bots(draw, 100, literal=False), draw.randint(12, 18)
    for number in range(24 * draw.randint(4, 8)):
        account.send(at(day, number), account.few(5), draw.sample(pool, 3), unknown=draw.uniform(0.08, 0.25))
    return account


def ramp(draw: Random) -> Account:
    """A few more each day, so that no day stands out from the one before."""
    account, _ = office(draw, 40)
    pool = bots(draw, 80)
    for day in range(20, 36):
        for number in range(day - 18):
            account.send(
                at(day, draw.randrange(24)), draw.randint(4, 12), draw.sample(pool, min(80, 2 + number)), unknown=0.2, literal=True
            )
    return account


def one_vps(draw: Random) -> Account:
    """A single server abroad, by night, at once."""
    account, _ = office(draw, draw.randint(10, 60))
    one, day = vps(draw), draw.randint(8, 30)
    for hour in range(draw.randint(1, 4)):
        account.send(at(day, draw.choice((1, 3, 5)) + hour), draw.randint(200, 600), [one],
                     unknown=draw.uniform(0.12, 0.35), refused=0.02,
                     literal=one.helo.startswith("["), alike=0.9)  # fmt: skip
    return account


def snowshoe(draw: Random) -> Account:
    """Twenty neighbours of one hoster take turns, in office hours."""
    account, _ = office(draw, draw.randint(15, 60))
    base, day = vps(draw), draw.randint(10, 30)
    start = base.network.rsplit(".", 2)[0]
    pool = [replace(base, network=f"{start}.{number}.0/24") for number in range(20)]
    for hour in range(9, 9 + draw.randint(3, 8)):
        account.send(
            at(day, hour),
            draw.randint(60, 160),
            draw.sample(pool, 10),
            unknown=draw.uniform(0.1, 0.25),
            clients=draw.randint(10, 20),
        )
    return account


def own_pc_bot(draw: Random) -> Account:
    """The user's own PC, from the office's line, at night."""
    account, own = office(draw, draw.randint(12, 60))
    day, bot = draw.randint(9, 30), replace(own, helo="[192.0.2.61]")
    for hour in range(2, 2 + draw.randint(1, 3)):
        account.send(
            at(day, hour),
            draw.randint(150, 450),
            [bot],
            unknown=draw.uniform(0.15, 0.35),
            refused=draw.uniform(0, 0.1),
            literal=True,
        )
    return account


def lan_bot(draw: Random) -> Account:
    """A machine that need not sign in, in the middle of the day, under other people's names."""
    account, own = office(draw, draw.randint(12, 60), mean=1, software=EXIM)
    account.way, day = "network", draw.randint(9, 30)
    for hour in range(11, 11 + draw.randint(1, 4)):
        account.send(at(day, hour), draw.randint(100, 300), [replace(own, helo="localhost")],
                     unknown=draw.uniform(0.18, 0.4), refused=0.05,
                     differing=0.95)  # fmt: skip
    return account


def own_threads(draw: Random) -> Account:
    """A botnet that writes to the account's own partners: hardly any address is unknown."""
    account, _ = office(draw, draw.randint(20, 60))
    pool, day = bots(draw, 40), draw.randint(12, 30)
    for hour in (9, 10):
        account.send(at(day, hour), draw.randint(200, 280), draw.sample(pool, 18), unknown=0.02, literal=True)
    return account


def web_form(draw: Random) -> Account:
    """The contact form sends what strangers type in."""
    account = Account(draw, draw.choice((POSTFIX, EXIM)), "local", "www-data")
    for day in range(draw.randint(10, 40)):
        account.send(at(day, draw.randint(8, 22)), draw.randint(0, 3), [])
    for hour in range(draw.randint(2, 8)):
        account.send(at(8, 1 + hour), draw.randint(60, 200), [], unknown=draw.uniform(0.25, 0.5), refused=0.03)
    return account


def web_mailer(draw: Random) -> Account:
    """A mailer that somebody uploaded: at once, to a bought list, by day."""
    account = Account(draw, POSTFIX, "local", "wp@example.jp")
    for day in range(30):
        account.send(at(day, 10), account.few(6), [])
    account.send(
        at(20, 14), draw.randint(800, 3000), [], unknown=draw.uniform(0.16, 0.4), refused=draw.uniform(0.02, 0.2), alike=0.95
    )
    return account


def short_log(draw: Random) -> Account:
    """All that is left of the log are two days, and the second is full of it."""
    account, _ = office(draw, 2)
    pool = bots(draw, draw.randint(40, 80))
    for hour in (13, 14):
        account.send(at(1, hour), draw.randint(200, 400), draw.sample(pool, 30), unknown=draw.uniform(0.12, 0.35), literal=True)
    return account


def young_account(draw: Random) -> Account:
    """An account that was hardly ever used, and so nothing is usual."""
    account = Account(draw, POSTFIX, name="test@example.jp")
    account.send(at(0, 10), 2, [line(draw, "ocn.example")])
    pool = bots(draw, 60)
    for hour in range(3):
        account.send(at(6, hour), draw.randint(150, 500), draw.sample(pool, 25), unknown=draw.uniform(0.12, 0.4), literal=True)
    return account


def many_days(draw: Random) -> Account:
    """Every night for two weeks, until somebody asks."""
    account, _ = office(draw, 45)
    pool = bots(draw, 70)
    for day in range(25, 39):
        for hour in (1, 2, 3):
            account.send(at(day, hour), draw.randint(60, 140), draw.sample(pool, 12), unknown=draw.uniform(0.1, 0.3), literal=True)
    return account


def oauth(draw: Random) -> Account:
    """A program that was given rights sends to the address book, from a server abroad, in office hours."""
    account, _ = office(draw, draw.randint(14, 40))
    account.send(at(11, 16), draw.randint(40, 120), [vps(draw)], unknown=draw.uniform(0, 0.03))
    return account


def one_mail(draw: Random) -> Account:
    """A single mail about a changed bank account."""
    account, _ = office(draw, draw.randint(14, 40))
    account.send(at(10, 10), 1, [vps(draw)])
    return account


Pattern = Callable[[Random], Account]
SET: tuple[Pattern, ...] = (fast_bots, low_and_slow, one_vps, own_pc_bot, web_form, short_log, many_days)
"""Those that the thresholds were set on."""
HELD: tuple[Pattern, ...] = (slow_bots, ramp, snowshoe, lan_bot, own_threads, web_mailer, young_account)
"""Those that were only measured."""
QUIET: tuple[Pattern, ...] = (oauth, one_mail)
"""Those that no log alone tells from a journey: at most a hint."""
