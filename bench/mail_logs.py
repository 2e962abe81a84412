"""Made-up logs for ``check_mail_log.py``: one in four mails is handed in by a mailbox of the firm, the rest comes in.

Each mail has the lines or rows that the software writes of it, with its fields in the forms of its documentation.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DAYS = 30
"""The log ends before the file is written: a later one would be taken as of an earlier year, and read again."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was made up. ``own``: the firm sends it."""

    number: int
    at: datetime
    own: bool
    chance: random.Random

    @property
    def sender(self) -> str:
        """The envelope's sender, which is the login name of an own mail."""
        return f"user{self.number % 40}@example.jp" if self.own else f"someone{self.number % 9000}@example.com"

    @property
    def client(self) -> tuple[str, str]:
        """The name and the address of who hands it in."""
        return f"host{self.number % 500}.example.com", f"198.51.100.{self.number % 250}"

    @property
    def recipients(self) -> list[str]:
        """One, of every seventh mail three."""
        return [f"rcpt{(self.number + one) % 5000}@example.net" for one in range(1 + (self.number % 7 == 0) * 2)]

    @property
    def fails(self) -> bool:
        """Whether its recipients are unknown."""
        return self.number % 50 == 0

    @property
    def size(self) -> int:
        """Bytes."""
        return 1000 + self.number % 90000


def postfix(mail: Mail) -> Iterator[str]:
    """Seven to nine lines."""
    at, number, chance = mail.at.strftime("%b %e %H:%M:%S"), mail.number, mail.chance
    qid = f"{number * 7919 % 0xFFFFF:05X}{chance.randrange(1 << 20):05X}"
    pid = chance.randrange(1000, 30000)
    client = "{}[{}]".format(*mail.client)
    yield f"{at} mail postfix/smtpd[{pid}]: connect from {client}"
    login = f", sasl_method=PLAIN, sasl_username={mail.sender}" if mail.own else ""
    yield f"{at} mail postfix/smtpd[{pid}]: {qid}: client={client}{login}"
    yield f"{at} mail postfix/cleanup[{pid + 1}]: {qid}: message-id=<{number}.{qid}@example.jp>"
    count = len(mail.recipients)
    yield f"{at} mail postfix/qmgr[812]: {qid}: from=<{mail.sender}>, size={mail.size}, nrcpt={count} (queue active)"
    yield f"{at} mail postfix/smtpd[{pid}]: disconnect from {client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5"
    relay = ("smtp", f"mx.example.net[203.0.113.{number % 200}]:25") if mail.own else ("lmtp", "mail[private/dovecot-lmtp]")
    state = "dsn=2.0.0, status=sent (250 2.0.0 Ok)"
    if mail.fails:
        state = "dsn=5.1.1, status=bounced (host said: 550 5.1.1 User unknown)"
    for to in mail.recipients:
        where = f"relay={relay[1]}, delay=0.8, delays=0.1/0/0.3/0.4"
        yield f"{at} mail postfix/{relay[0]}[{pid + 2}]: {qid}: to=<{to}>, {where}, {state}"
    yield f"{at} mail postfix/qmgr[812]: {qid}: removed"


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _base62(number: int) -> str:
    text = ""
    for _ in range(6):
        text, number = _DIGITS[number % 62] + text, number // 62
    return text


def exim(mail: Mail) -> Iterator[str]:
    """Three to five lines of a main log."""
    at, number = mail.at.strftime("%Y-%m-%d %H:%M:%S"), mail.number
    qid = f"{_base62(int(mail.at.timestamp()))}-{_base62(mail.chance.randrange(62**6))}-{_base62(number)[-2:]}"
    name, address = mail.client
    login = f" A=login_server:{mail.sender}" if mail.own else ""
    host = f"H={name} ({name}) [{address}] P=esmtp{'a' if mail.own else ''}{login}"
    yield f"{at} {qid} <= {mail.sender} {host} S={mail.size} id={number}.{qid}@example.jp"
    for to in mail.recipients:
        if mail.fails:
            yield f"{at} {qid} ** {to} R=dnslookup T=remote_smtp H=mx.example.net [203.0.113.9]: 550 5.1.1 User unknown"
        elif mail.own:
            yield f'{at} {qid} => {to} R=dnslookup T=remote_smtp H=mx.example.net [203.0.113.{number % 200}] C="250 OK" QT=1s'
        else:
            yield f"{at} {qid} => {to.partition('@')[0]} <{to}> R=localuser T=local_delivery QT=1s"
    yield f"{at} {qid} Completed"


def exchange(mail: Mail) -> Iterator[str]:
    """A row for its way in and one for its way out, with columns of Exchange Server's message tracking log."""
    at, to = mail.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), ";".join(mail.recipients)
    name, address = mail.client
    ends = f"<{mail.number}@example.jp>,{mail.number:032x},{to}"
    rest = f"{mail.size},{len(mail.recipients)},Re: offer {mail.number % 900},{mail.sender},{mail.sender}"
    way = "Originating" if mail.own else "Incoming"
    frontend = "MAIL\\Client Frontend MAIL" if mail.own else "MAIL\\Default Frontend MAIL"
    yield f"{at},{address},{name},192.0.2.5,mail,{frontend},SMTP,RECEIVE,{ends},,{rest},{way}"
    kind = ("SMTP", "SENDEXTERNAL") if mail.own else ("STOREDRIVER", "DELIVER")
    status = "550 5.1.1 User unknown" if mail.fails else "250 2.0.0 Ok"
    fate = "FAIL" if mail.fails else kind[1]
    yield f"{at},192.0.2.5,mail,203.0.113.9,mail,out,{kind[0]},{fate},{ends},{status},{rest},{way}"


EXCHANGE = (
    "date-time,client-ip,client-hostname,server-ip,server-hostname,connector-id,source,event-id,message-id,network-message-id,"
    "recipient-address,recipient-status,total-bytes,recipient-count,message-subject,sender-address,return-path,directionality"
)


def microsoft(mail: Mail) -> Iterator[str]:
    """A row for each recipient, with the columns of ``Get-MessageTrace``."""
    at = mail.at.strftime("%Y-%m-%dT%H:%M:%S")
    status = "Failed" if mail.fails else "Delivered"
    for to in mail.recipients:
        ends = f"<{mail.number}@example.jp>,{at},{mail.sender},{to},Re: offer {mail.number % 900}"
        yield f"{ends},{status},203.0.113.9,{mail.client[1]},{mail.size},{mail.number:032x}"


MICROSOFT = "MessageId,Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageTraceId"


def google(mail: Mail) -> Iterator[str]:
    """A row for its way in and one for each recipient, with columns of the Email Log Search."""
    at = mail.at.strftime("%Y/%m/%d %H:%M:%S UTC")
    begin = f"<{mail.number}@example.jp>,{at},{mail.sender}"
    way = "Sent" if mail.own else "Received"
    status = "BOUNCED,550 5.1.1 User unknown" if mail.fails else "DELIVERED,"
    for to in mail.recipients:
        yield f"{begin},{mail.size},Re: offer {mail.number % 900},{way},{to},SMTP_IN,INSERTED,,{mail.client[1]}"
        yield f"{begin},{mail.size},Re: offer {mail.number % 900},{way},{to},SMTP_OUT,{status},203.0.113.9"


GOOGLE = (
    "Message ID,Event date,Sender,Message size,Subject,Direction,Recipient address,Event target,Event status,Event description,"
    "Event target IP address"
)

KINDS: dict[str, tuple[str, str, Callable[[Mail], Iterator[str]]]] = {
    "postfix": ("mail.log", "", postfix),
    "exim": ("mainlog", "", exim),
    "exchange": ("tracking.csv", EXCHANGE, exchange),
    "microsoft": ("trace.csv", MICROSOFT, microsoft),
    "google": ("google.csv", GOOGLE, google),
}
"""By the software: the file's name, its first line, and what makes the lines of a mail."""
_EACH = {"postfix": 7.86, "exim": 3.29, "exchange": 2.0, "microsoft": 1.29, "google": 2.57}
"""Lines of a mail on average."""


def write(path: Path, kind: str, lines: int) -> int:
    """So many lines and a few more, over :data:`DAYS`."""
    chance, number, when = random.Random(1), 0, BEGIN
    _, head, of = KINDS[kind]
    written = int(bool(head))
    with path.open("w") as file:
        file.write(f"{head}\n" if head else "")
        while written < lines:
            number += 1
            when += timedelta(seconds=chance.random() * 2 * DAYS * 86400 * _EACH[kind] / lines)
            for line in of(Mail(number, when, chance.random() < 0.25, chance)):
                file.write(line + "\n")
                written += 1
    return written
