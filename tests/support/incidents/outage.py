"""A partner's mail server that was down for two days, and two programs that answer each other."""

from __future__ import annotations

from random import Random

from support.incidents.mail import Mail, queue_id
from support.incidents.people import People
from support.incidents.reading import moment

HOUR = 3600
_BEGAN, _BACK = moment("2026-11-09T09:00:00+09:00"), moment("2026-11-11T03:00:00+09:00")
_WINDOWS = (
    (_BEGAN, moment("2026-11-09T11:00:00+09:00"), (3, 5, 1)),
    (moment("2026-11-09T11:00:00+09:00"), moment("2026-11-09T19:00:00+09:00"), (10, 15, 6)),
    (moment("2026-11-10T08:00:00+09:00"), moment("2026-11-10T18:00:00+09:00"), (9, 16, 5)),
)
"""From, to, and how many of tanaka@, suzuki@ and sato@."""
_WHO = ("tanaka@sakura.example.jp", "suzuki@sakura.example.jp", "sato@sakura.example.jp")
WARNED, LIFETIME = 4 * HOUR, 40 * HOUR


def apply(mails: list[Mail], people: People, rng: Random) -> None:
    """Of the ordinary mails seventy go to nori.example.net while nobody answers there; no other one does."""
    for mail in mails:
        if _BEGAN - HOUR <= mail.time < _BACK + 2 * HOUR:
            mail.recipients = [one if "@nori." not in one else people.customers[3] for one in mail.recipients]
            mail.recipients = list(dict.fromkeys(mail.recipients))
            mail.results = []
    for number, (begin, end, counts) in enumerate(_WINDOWS):
        for who, count in zip(_WHO, counts, strict=True):
            ones = [mail for mail in mails if mail.account == who and begin <= mail.time < end]
            for mail in rng.sample(ones, count):
                _hold(mail, is_lost=number == 0, rng=rng)


def _hold(mail: Mail, *, is_lost: bool, rng: Random) -> None:
    mail.recipients = [rng.choice(("mori@nori.example.net", "abe@nori.example.net"))]
    mail.ended = mail.time + LIFETIME + rng.randrange(60) if is_lost else _BACK + rng.randrange(240)
    tries, time = [], mail.time + 30
    while time < mail.ended - 600:
        tries.append(time)
        time += min(300 * 2 ** len(tries), HOUR + rng.randrange(300))
    mail.tries = tuple(tries)
    mail.results = ["expired" if is_lost else "sent"]


def answers(sent: list[Mail], rng: Random) -> list[Mail]:
    """What the other program wrote, to which each automatic mail of ours answers."""
    return [
        Mail(
            mail.time - 2,
            "incoming",
            "",
            "ticket@nori.example.net",
            ["suzuki@sakura.example.jp"],
            f"<ticket.{mail.time}@nori.example.net>",
            queue_id(rng),
            "198.51.100.41",
            "out.nori.example.net",
            size=2100,
            subject="[受付] お問い合わせを受け付けました",
            author="ticket@nori.example.net",
        )
        for mail in sent
        if mail.way == "local" and not mail.sender
    ]
