"""Our account: somebody abroad knows the password of mori@ and sends by night through our own server; the PCs show nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.dice import Random, dice
from mimawari.examples.worked.letters import Forged, japan, original
from mimawari.examples.worked.machines import clean
from mimawari.examples.worked.people import people
from mimawari.examples.worked.post_log import Sent, log
from mimawari.examples.worked.shop import HINO, KURA, MORI, ONO, SEKI, YAMA, Person, us

_TEXT = (
    "いつもお世話になっております。",
    "請求書は下記からご確認ください。",
    "https://files.example.net/d/22110",
    "森 健太",
    "みどり雑貨店",
)
_REPORTS = tuple(
    Forged(MORI.person.name, MORI.person, client, to, at, "請求書のご確認", _TEXT, charset=charset, name=name)
    for client, to, at, charset, name in (
        ("203.0.113.17", HINO, "2022-11-10T02:14", "iso-2022-jp", "<01a.1.7731@localhost>"),
        ("203.0.113.201", ONO, "2022-11-10T03:02", "utf-8", "<01a.2.7731@localhost>"),
        ("203.0.113.52", SEKI, "2022-11-10T03:49", "iso-2022-jp", "<01a.3.7731@localhost>"),
    )
)
_FIRST, _MAILS = "2022-11-10T01:20", 240


def contents() -> Contents:
    """The three reports, the log with the night of 10 November in it, and our three PCs."""
    files = {"logs/maillog": log("2022-10-17", "2022-11-10", (*_reported(), *_night()))}
    files |= {f"reported/{mail.to.address.partition('@')[0]}.eml": original(mail) for mail in _REPORTS}
    pcs = {"pc-yama": clean(YAMA), "pc-mori": clean(MORI), "pc-kura": clean(KURA)}
    return Contents(us(), files, pcs, people(MORI))


def _reported() -> list[Sent]:
    return [_sent(japan(mail.at), mail.client, (mail.to,), mail.id) for mail in _REPORTS]


def _night() -> list[Sent]:
    """Two hours of mails to everybody of an old list, every third of whom does not exist, from thirty addresses abroad."""
    rng, time, found = dice("the night of mori@"), japan(_FIRST), []
    for number in range(_MAILS):
        time += timedelta(seconds=rng.randint(20, 50))
        known = [_stranger(rng) for _ in range(3)]
        missing = (f"old{rng.randrange(900)}@post.example.com",) if number % 2 else ("nobody@cafe.example.net",)
        client = f"203.0.113.{rng.randrange(10, 40)}"
        found.append(_sent(time, client, tuple(known), f"<01b.{number}.7731@localhost>", missing))
    return found


def _sent(time: datetime, client: str, to: tuple[Person, ...], name: str, unknown: tuple[str, ...] = ()) -> Sent:
    return Sent(time, MORI.person.address, client, to, name, "LOGIN", 18_211, unknown)


def _stranger(rng: Random) -> Person:
    number = rng.randrange(200)
    return Person(
        "", f"info{number}@site{number % 40}.example.com", f"mx.site{number % 40}.example.com", f"198.51.100.{130 + number % 40}"
    )
