"""The ordinary days of a firm: what its people send in their hours, and what reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from support.incidents import texts
from support.incidents.mail import Mail, outlook_id, queue_id, uuid_id
from support.incidents.people import People
from support.incidents.reading import Piece, at, compact, day_of, hours_in_japan, working_days

HOUR = 3600


def baseline(row: Piece, begin: int, end: int, people: People, rng: Random) -> Iterator[Mail]:
    """What one account sends from *begin* to *end*, as a row of a log's baseline tells."""
    low, high = row["messages_per_hour"]
    hours = hours_in_japan(row["hours"])
    for day in working_days(row, begin, end):
        for hour in hours:
            for second in sorted(rng.randrange(HOUR) for _ in range(rng.randint(low, high))):
                time = at(day, hour) + second
                if begin <= time < end:
                    yield sent(row, time, people, rng)


def sent(row: Piece, time: int, people: People, rng: Random) -> Mail:
    """One mail of an account's routine."""
    account = row["account"]
    is_copier = account.startswith("scan@")
    whom = people.whom(account, rng, outside=0.08 if is_copier else 0.85)
    if is_copier:
        whom = whom[:1]
    results = ["unknown" if rng.random() < row["unknown_recipient_rate"] else "sent" for _ in whom]
    client = rng.choice(row["clients"])
    return Mail(
        time,
        "login",
        account,
        account,
        whom,
        f"<{compact(time)}.{rng.randrange(9999):04d}@{client}>" if is_copier else outlook_id(rng),
        queue_id(rng),
        client,
        helo=rng.choice(row["helo"].split(" or ")),
        method=row["sasl_method"],
        size=rng.randint(60000, 900000) if is_copier else int(rng.lognormvariate(9, 1)) + 1500,
        subject="Scanned image from MX-3070" if is_copier else texts.subject(rng),
        results=results if "unknown" in results else [],
    )


def incoming(begin: int, end: int, people: People, rng: Random) -> Iterator[Mail]:
    """What partners and customers write: in office hours often, by night and at weekends now and then."""
    time = begin - begin % HOUR
    while time < end:
        local = (time // HOUR + 9) % 24
        is_office = 8 <= local < 19 and day_of(time).weekday() < 5
        for second in sorted(rng.randrange(HOUR) for _ in range(rng.randint(2, 7) if is_office else rng.randint(0, 1))):
            if begin <= time + second < end:
                yield received(rng.choice(people.outside), rng.choice(people.staff), time + second, people, rng)
        time += HOUR


def received(sender: str, whom: str, time: int, people: People, rng: Random) -> Mail:
    """One mail from outside."""
    server, domain = people.server(sender), sender.rpartition("@")[2]
    make = outlook_id if sum(map(ord, sender)) % 2 else uuid_id
    return Mail(
        time,
        "incoming",
        "",
        sender,
        [whom],
        make(rng, domain),
        queue_id(rng),
        server.out_ip,
        server.out,
        helo=server.out,
        size=int(rng.lognormvariate(9, 1)) + 1500,
        subject=texts.subject(rng),
        author=sender,
        mailer="Microsoft Outlook 16.0" if make is outlook_id else "Mozilla Thunderbird",
    )
