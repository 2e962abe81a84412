"""The log of the shop's mail server (Postfix): ordinary days, and what is put on top of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from mimawari.examples.worked.dice import Random, dice
from mimawari.examples.worked.letters import Letter, japan, queue_id
from mimawari.examples.worked.shop import CUSTOMERS, DOMAIN, PARTNERS, STAFF, Person, Staff

_HOURS = range(9, 18)
_HOLIDAYS = ("2022-11-03",)


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that somebody signed in for. ``to`` are its recipients, ``unknown`` those that do not exist."""

    time: datetime
    account: str
    client: str
    to: tuple[Person, ...]
    id: str
    method: str = "PLAIN"
    size: int = 4200
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that somebody's server (``by``) brought for one of the shop."""

    time: datetime
    sender: str
    by: Person
    to: str
    id: str


def of_threads(*letters: Letter) -> tuple[tuple[Sent, ...], tuple[Came, ...]]:
    """Genuine mails as the log has them: those that the shop sent, and those that it got."""
    ours = {one.person: one for one in STAFF}
    sent = [Sent(one.time, one.author.address, ours[one.author].lan, (one.to,), one.id) for one in letters if one.author in ours]
    came = [Came(one.time, one.author.address, one.author, one.to.address, one.id) for one in letters if one.author not in ours]
    return tuple(sent), tuple(came)


def log(first: str, last: str, more: tuple[Sent, ...] = (), came: tuple[Came, ...] = ()) -> bytes:
    """The log from *first* to *last* (days, both whole): the shop's working days, what else was sent (*more*) and *came* in."""
    rng = dice(f"{first} {last}")
    days = [japan(f"{first}T00:00") + timedelta(days) for days in range((_day(last) - _day(first)).days + 1)]
    lines: list[tuple[datetime, str]] = []
    for day in days:
        lines += _watch(day, rng)
        if day.weekday() < 5 and f"{day:%Y-%m-%d}" not in _HOLIDAYS:
            for one in _working_day(day, rng):
                lines += _outgoing(one, rng)
            lines += [line for one in _post(day, rng) for line in _incoming(one, rng)]
    lines += [line for one in more for line in _outgoing(one, rng)]
    lines += [line for one in came for line in _incoming(one, rng)]
    lines.sort(key=lambda line: line[0])
    return "".join(f"{time:%b} {time.day:2} {time:%H:%M:%S} mail {text}\n" for time, text in lines).encode()


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _working_day(day: datetime, rng: Random) -> list[Sent]:
    found = []
    for staff in STAFF:
        for _ in range(rng.randint(4, 8)):
            time = day + timedelta(hours=rng.choice(_HOURS), seconds=rng.randrange(3600))
            whom = rng.sample([*PARTNERS, *CUSTOMERS], 1 if rng.random() < 0.8 else 2)
            found.append(Sent(time, staff.person.address, staff.lan, tuple(whom), usual_id(staff, time)))
    return found


def usual_id(staff: Staff, time: datetime) -> str:
    """A Message-ID as the shop's Outlook makes them."""
    drawn = hashlib.sha256(f"{staff.person.address}{time}".encode()).hexdigest()
    return f"<{drawn[:12]}${drawn[12:20]}${drawn[20:28]}$@{DOMAIN}>"


def _outgoing(mail: Sent, rng: Random) -> list[tuple[datetime, str]]:
    queue, pid, time = queue_id(mail.id), rng.randrange(1300, 32000), mail.time
    smtpd = f"postfix/submission/smtpd[{pid}]"
    count = len(mail.to) + len(mail.unknown)
    last = time + timedelta(seconds=2)
    login = f"client=unknown[{mail.client}], sasl_method={mail.method}, sasl_username={mail.account}"
    told = [
        (time, f"{smtpd}: connect from unknown[{mail.client}]"),
        (time, f"{smtpd}: {queue}: {login}"),
        (time, f"postfix/cleanup[{pid + 1}]: {queue}: message-id={mail.id}"),
        (time, f"postfix/qmgr[901]: {queue}: from=<{mail.account}>, size={mail.size}, nrcpt={count} (queue active)"),
        (time, f"{smtpd}: disconnect from unknown[{mail.client}] ehlo=2 starttls=1 auth=1 mail=1 rcpt={count} data=1 quit=1"),
    ]
    told += [(last, _delivered(queue, one, pid)) for one in mail.to]
    told += [(last, _refused(queue, one, pid)) for one in mail.unknown]
    return [*told, (last, f"postfix/qmgr[901]: {queue}: removed")]


def _delivered(queue: str, whom: Person, pid: int) -> str:
    relay = f"relay={whom.server}[{whom.ip}]:25, delay=1.4, delays=0.1/0.01/0.4/0.9, dsn=2.0.0"
    said = f"250 2.0.0 Ok: queued as {queue_id(whom.name + queue)}"
    return f"postfix/smtp[{pid + 2}]: {queue}: to=<{whom.address}>, {relay}, status=sent ({said})"


def _refused(queue: str, whom: str, pid: int) -> str:
    domain = whom.partition("@")[2]
    relay = f"relay=mx.{domain}[198.51.100.230]:25, delay=1.2, delays=0.1/0.01/0.4/0.7, dsn=5.1.1"
    why = "Recipient address rejected: User unknown (in reply to RCPT TO command)"
    said = f"host mx.{domain}[198.51.100.230] said: 550 5.1.1 <{whom}>: {why}"
    return f"postfix/smtp[{pid + 2}]: {queue}: to=<{whom}>, {relay}, status=bounced ({said})"


def _post(day: datetime, rng: Random) -> list[Came]:
    """What came on a working day."""
    found = []
    for _ in range(rng.randint(5, 9)):
        time = day + timedelta(hours=rng.randrange(8, 19), seconds=rng.randrange(3600))
        who, staff = rng.choice([*PARTNERS, *CUSTOMERS]), rng.choice(STAFF)
        name = f"<{time:%Y%m%d%H%M%S}.{rng.randrange(1 << 16):x}@{who.address.partition('@')[2]}>"
        found.append(Came(time, who.address, who, staff.person.address, name))
    return found


def _incoming(mail: Came, rng: Random) -> list[tuple[datetime, str]]:
    time, pid, queue = mail.time, rng.randrange(1300, 32000), queue_id(mail.id)
    client = f"{mail.by.server.replace('mx.', 'out.')}[{mail.by.ip}]"
    inner = "relay=virtual, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)"
    return [
        (time, f"postfix/smtpd[{pid}]: connect from {client}"),
        (time, f"postfix/smtpd[{pid}]: {queue}: client={client}"),
        (time, f"postfix/cleanup[{pid + 1}]: {queue}: message-id={mail.id}"),
        (time, f"postfix/qmgr[901]: {queue}: from=<{mail.sender}>, size={rng.randint(2000, 9000)}, nrcpt=1 (queue active)"),
        (time, f"postfix/virtual[{pid + 2}]: {queue}: to=<{mail.to}>, {inner}"),
        (time, f"postfix/qmgr[901]: {queue}: removed"),
    ]


def _watch(day: datetime, rng: Random) -> list[tuple[datetime, str]]:
    """What a server on the internet logs of scanners, day and night."""
    told = []
    for hour in range(24):
        time, pid = day + timedelta(hours=hour, seconds=rng.randrange(3500)), rng.randrange(1300, 32000)
        there = f"unknown[203.0.113.{rng.choice((2, 3, 233, 236, 241))}]"
        told += [
            (time, f"postfix/smtpd[{pid}]: connect from {there}"),
            (time + timedelta(seconds=1), f"postfix/smtpd[{pid}]: lost connection after UNKNOWN from {there}"),
            (time + timedelta(seconds=1), f"postfix/smtpd[{pid}]: disconnect from {there} unknown=0/1 commands=0/1"),
        ]
    return told
