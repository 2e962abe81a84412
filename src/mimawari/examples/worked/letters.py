"""Mails as files: an original as a partner's server took it in, and the shop's own mails as they lie in its mailboxes."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from mimawari.examples.worked.shop import MTA, Person, Staff

_LINE = 76


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was really written: part of a thread. ``at`` is local time in Japan (``2022-11-01T09:30``)."""

    author: Person
    to: Person
    at: str
    subject: str
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its Message-ID, as Outlook makes them."""
        drawn = hashlib.sha256(f"{self.author.address}{self.at}{self.subject}".encode()).hexdigest()
        return f"<{drawn[:12]}${drawn[12:20]}${drawn[20:28]}$@{self.author.address.partition('@')[2]}>"

    @property
    def time(self) -> datetime:
        """When it was sent."""
        return japan(self.at)


def japan(at: str) -> datetime:
    """Local time in Japan as a moment."""
    return datetime.fromisoformat(f"{at}+09:00")


@dataclass(frozen=True, slots=True)
class Forged:
    """A mail in the shop's name: ``shown`` is the name it bears, ``account`` whose mailbox it was really sent from.

    ``client`` is where it was handed in; ``quoted`` are genuine mails that it repeats. ``charset`` is that of its text, ``name``
    its Message-ID where that is not drawn.
    """

    shown: str
    account: Person
    client: str
    to: Person
    at: str
    subject: str
    lines: tuple[str, ...]
    quoted: tuple[Letter, ...] = ()
    attached: tuple[Attached, ...] = ()
    charset: str = "iso-2022-jp"
    name: str = ""

    @property
    def id(self) -> str:
        """Its Message-ID."""
        if self.name:
            return self.name
        drawn = hashlib.sha256(f"{self.account.address}{self.at}{self.to.address}".encode()).hexdigest()
        return f"<{drawn[:16]}@{self.account.address.partition('@')[2]}>"


def original(mail: Forged) -> bytes:
    """It as the recipient saved it: the trace of two servers, their results, the sender's own headers, its text."""
    time = _date(japan(mail.at))
    domain = mail.account.address.partition("@")[2]
    to = mail.to
    shown = f"header.from={domain}"
    came = f"{mail.account.server} ({mail.account.server} [{mail.account.ip}])"
    handed = f"[{mail.client}] (unknown [{mail.client}])\r\n\t(Authenticated sender: {mail.account.address})"
    heads = [
        ("Return-Path", f"<{mail.account.address}>"),
        ("Authentication-Results", f"{to.server}; spf=pass smtp.mailfrom={domain}; dkim=none; dmarc=none {shown}"),
        ("Received", _stamp(came, to.server, f"ESMTPS id 4N8k{_number(mail.id)}", to, time)),
        ("Received", _stamp(handed, mail.account.server, f"ESMTPSA id {queue_id(mail.id)}", to, time)),
        ("From", _person(mail.shown, mail.account.address, mail.charset)),
        ("To", to.address),
        ("Subject", _word(mail.subject, mail.charset)),
        ("Date", _date(japan(mail.at))),
        ("Message-ID", mail.id),
    ]  # fmt: skip
    text = "\n".join((*mail.lines, *(line for one in mail.quoted for line in quotation(one)))) + "\n"
    return _joined(heads, text, mail.charset, mail.attached)


def own(letter: Letter, box: Staff, attached: tuple[Attached, ...] = ()) -> bytes:
    """A genuine mail as it lies in a mailbox of the shop."""
    charset = "utf-8" if len(letter.subject) % 2 else "iso-2022-jp"
    heads = []
    if letter.author is not box.person:
        came = f"{letter.author.server} ({letter.author.server} [{letter.author.ip}])"
        heads = [
            ("Return-Path", f"<{letter.author.address}>"),
            ("Received", _stamp(came, MTA, f"ESMTPS id {queue_id(letter.id)}", letter.to, _date(letter.time))),
        ]
    heads += [
        ("From", _person(letter.author.name, letter.author.address, charset)),
        ("To", _person(letter.to.name, letter.to.address, charset)),
        ("Subject", _word(letter.subject, charset)),
        ("Date", _date(letter.time)),
        ("Message-ID", letter.id),
        ("X-Mailer", "Microsoft Outlook 16.0"),
    ]
    return _joined(heads, "\n".join(letter.lines) + "\n", charset, attached)


def quotation(letter: Letter) -> tuple[str, ...]:
    """A mail quoted below another, in Outlook's form."""
    time = letter.time
    return (
        "", "-----Original Message-----", f"From: {letter.author.name} <{letter.author.address}>",
        f"Sent: {time:%A, %B} {time.day}, {time:%Y %I:%M %p}", f"To: {letter.to.address}", f"Subject: {letter.subject}", "",
        *letter.lines,
    )  # fmt: skip


def mbox(mails: list[bytes]) -> bytes:
    """Mails in one file, each after a line that begins with ``From``."""
    return b"".join(b"From - Fri Nov 11 09:00:00 2022\n" + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails)


def queue_id(key: str) -> str:
    """A queue id of Postfix that *key* settles."""
    return hashlib.sha256(key.encode()).hexdigest()[:10].upper()


def _number(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[10:17]


def _stamp(came: str, by: str, how: str, to: Person, time: str) -> str:
    return f"from {came}\r\n\tby {by} (Postfix) with {how}\r\n\tfor <{to.address}>; {time} (JST)"


def _date(time: datetime) -> str:
    return format_datetime(time)


def _word(text: str, charset: str) -> str:
    return Header(text, charset, maxlinelen=_LINE).encode(linesep="\r\n") if not text.isascii() else text


def _person(name: str, address: str, charset: str) -> str:
    return f"{_word(name, charset)} <{address}>"


def _joined(heads: list[tuple[str, str]], text: str, charset: str, attached: tuple[Attached, ...]) -> bytes:
    top = "".join(f"{name}: {value}\r\n" for name, value in (*heads, ("MIME-Version", "1.0")))
    part = _text_part(text, charset)
    if not attached:
        return top.encode() + part
    mark = f"----=_NextPart_{_number(top)}"
    parts = [part, *map(_file_part, attached)]
    body = b"".join(b"--" + mark.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return top.encode() + f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n'.encode() + body + f"--{mark}--\r\n".encode()


def _text_part(text: str, charset: str) -> bytes:
    coding, body = "7bit", text.replace("\n", "\r\n").encode(charset)
    if charset == "utf-8":
        coding, body = "base64", base64.encodebytes(body).replace(b"\n", b"\r\n")
    return f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'.encode() + body


def _file_part(file: Attached) -> bytes:
    name = _word(file.name, "utf-8")
    head = f'Content-Type: {file.kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
    head += f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    return head.encode() + base64.encodebytes(file.content).replace(b"\n", b"\r\n")
