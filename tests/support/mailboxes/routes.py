"""The servers that a mail passed: ``Received`` fields of a dozen kinds of server, the newest first."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from support.draws import letters
from support.mailboxes.cast import Account
from support.mailboxes.marks import date

_UPPER, _LOWER = string.ascii_uppercase + string.digits, string.ascii_lowercase + string.digits
NETS = ("192.0.2", "198.51.100", "203.0.113")


@dataclass(frozen=True)
class Client:
    """The machine that handed the mail to its first server. ``helo`` is what it called itself."""

    helo: str
    name: str
    address: str

    @property
    def literal(self) -> str:
        """Its name as Postfix writes it."""
        return f"from {self.helo} ({self.name} [{self.address}])"


@dataclass(frozen=True)
class Step:
    """What each writer of a chain gets."""

    draw: Random
    account: Account
    moment: datetime
    to: str
    client: Client

    @property
    def time(self) -> str:
        return date(self.moment, self.account.zone)

    def host(self, lead: str = "mail") -> str:
        return f"{lead}.{self.account.domain}"


def address_of(domain: str, net: int = 1) -> str:
    """The same address for a host each time."""
    return f"{NETS[net]}.{crc32(domain.encode()) % 250 + 2}"


def office(draw: Random, account: Account) -> Client:
    """A PC behind the firm's own line."""
    number = crc32(account.address.encode())
    return Client(f"PC{number % 1000:03}", "unknown", f"192.168.{number % 3}.{number % 200 + 10}")


def home(draw: Random, account: Account) -> Client:
    """A PC at home that calls itself by its address in brackets, as Outlook and phones do."""
    inside = f"192.168.{draw.randint(0, 11)}.{draw.randint(2, 60)}"
    outside = f"{draw.choice(NETS)}.{draw.randint(2, 250)}"
    return Client(f"[{inside}]", f"p{draw.randint(100000, 999999)}-ipngn.tokyo.isp.example", outside)


def _queue(draw: Random) -> str:
    return letters(draw, 11, 12, "0123456789ABCDEF")


def _postfix(step: Step) -> list[str]:
    who = f"(Authenticated sender: {step.account.address})"
    tail = f"with ESMTPSA id {_queue(step.draw)}\n\tfor <{step.to}>; {step.time}{step.draw.choice((' (JST)', ''))}"
    return [f"{step.client.literal}\n\t{who}\n\tby {step.host()} (Postfix) {tail}"]


def _rental(step: Step) -> list[str]:
    server = f"sv{crc32(step.account.domain.encode()) % 900 + 100}.rental.example"
    return [
        (
            f"from virusgw{step.draw.randint(1, 4)}.rental.example ([198.51.100.{step.draw.randint(2, 9)}])\n\tby "
            f"{server} (Postfix) with ESMTP id {_queue(step.draw)};\n\t{step.time} (JST)"
        ),
        f"{step.client.literal}\n\tby {server} (Postfix) with ESMTPA id {_queue(step.draw)};\n\t{step.time} (JST)",
    ]


def _exchange(step: Step) -> list[str]:
    first, second = (f"EX{number:02}.{step.account.domain.partition('.')[0]}.local" for number in (1, 2))
    return [
        f"from {second} ([10.0.0.{step.draw.randint(2, 9)}]) by {first}\n ([10.0.0.1]) with mapi id 15.01.2308.021; {step.time}",
        (
            f"from {first} (10.0.0.1) by\n {second} (10.0.0.2) with Microsoft SMTP Server\n (version=TLS1_2, "
            f"cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2308.21;\n {step.time}"
        ),
    ]


def _o365(step: Step) -> list[str]:
    host = f"TY{letters(step.draw, 1, 1, 'AC')}PR01MB{step.draw.randint(1000, 9999)}.jpnprd01.prod.outlook.com"
    edge = (
        "JPN01-TYC-obe.outbound.protection.outlook.com "
        f"(mail-tycjpn01on2{step.draw.randint(100, 120)}.outbound.protection.outlook.com"
    )
    return [
        (
            f"from {edge} [203.0.113.{step.draw.randint(2, 99)}])\n by {step.host('gw')} with ESMTPS id "
            f"{_queue(step.draw)}; {step.time}"
        ),
        (
            f"from {host}\n (2001:db8:404:{step.draw.randint(10, 99)}::{step.draw.randint(2, 99)}) by {host}\n "
            "(2001:db8:400:17d::12) with Microsoft SMTP Server (version=TLS1_2,\n "
            f"cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.5038.14; {step.time}"
        ),
        (
            f"from {host}\n ([fe80::{step.draw.getrandbits(16):x}]) by {host}\n ([fe80::{step.draw.getrandbits(16):x}%6]) "
            f"with mapi id 15.20.5038.014; {step.time}"
        ),
    ]


def _gmail(step: Step) -> list[str]:
    short = letters(step.draw, 2, 2, _LOWER)
    pacific = date(step.moment, "-0800", "PST")
    return [
        (
            f"by mail-{short}1-f{step.draw.randint(40, 60)}.google.com with SMTP id {letters(step.draw, 3, 3, _LOWER)}"
            f"{step.draw.randint(10**9, 10**10)}{short}.{step.draw.randint(1, 9)}\n        for <{step.to}>; {pacific}"
        )
    ]


def _yahoo(step: Step) -> list[str]:
    return [
        f"from [192.0.2.{step.draw.randint(2, 250)}] by web{step.draw.randint(100, 199)}.mail.example5.co.jp via HTTP; {step.time}",
        f"(qmail {step.draw.randint(1000, 99999)} invoked by uid 60001); {date(step.moment, '-0000')}",
    ]


def _sendmail(step: Step) -> list[str]:
    number = letters(step.draw, 14, 14, _UPPER)
    return [
        (
            f"from {step.client.helo} ({step.client.name} [{step.client.address}])\n\t(authenticated bits=0)\n\tby {step.host()} "
            f"(8.14.7/8.14.7) with ESMTP id {number}\n\tfor <{step.to}>; {step.time}"
        )
    ]


def _exim(step: Step) -> list[str]:
    number = f"1n{letters(step.draw, 4, 4)}-{letters(step.draw, 6, 6, _LOWER)}-{letters(step.draw, 2, 2, _UPPER)}"
    seen = f"from {step.client.name} ([{step.client.address}] helo={step.client.helo})"
    if step.client.name == "unknown":
        seen = f"from [{step.client.address}] (helo={step.client.helo})"
    return [
        (
            f"{seen}\n\tby {step.host()} with esmtpsa  (TLS1.2) tls TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\n\t(Exim 4.94.2)\n\t"
            f"(envelope-from <{step.account.address}>)\n\tid {number}\n\tfor {step.to}; {step.time}"
        )
    ]


def _qmail(step: Step) -> list[str]:
    utc = date(step.moment, "-0000").replace(",", "", 1).split(" ", 1)[1]
    number = step.draw.randint(1000, 30000)
    return [
        f"(qmail {number} invoked from network); {utc}",
        (
            f"from {step.client.name} (HELO {step.client.helo}) ({step.account.address}@{step.client.address})\n  by {step.host()} "
            f"with ESMTPA; {utc}"
        ),
    ]


def _isp(step: Step) -> list[str]:
    return [
        (
            f"{step.client.literal}\n\tby smtp{step.draw.randint(1, 9)}.{step.account.domain} with ESMTPSA\n\tid "
            f"<{step.moment:%Y%m%d%H%M%S}"
            f".{letters(step.draw, 4, 4, _UPPER)}.{step.draw.randint(1000, 9999)}.smtp@{step.account.domain}>\n\tfor "
            f"<{step.to}>; {step.time}"
        )
    ]


def _courier(step: Step) -> list[str]:
    return [
        (
            f"from {step.client.helo} ({step.client.name} [::ffff:{step.client.address}])\n  (AUTH: LOGIN "
            f"{step.account.address}, TLS: TLS1.2,256bits,ECDHE_RSA_AES_256_GCM_SHA384)\n  by {step.host()} with ESMTPSA\n  id "
            f"00000000{step.draw.getrandbits(32):08x}."
            f"00000000{step.draw.getrandbits(32):08X}.0000{step.draw.getrandbits(16):04X}; {step.time}"
        )
    ]


def _domino(step: Step) -> list[str]:
    return [
        (
            f"from {step.client.helo} ([{step.client.address}])\n          by {step.host('notes01')} (Lotus Domino Release "
            f"9.0.1FP10)\n          with ESMTP id {step.moment:%Y%m%d%H%M%S}-{step.draw.randint(1000, 9999)} ;\n"
            f"          {step.time}"
        )
    ]


def _bulk(step: Step) -> list[str]:
    return [
        (
            f"from localhost (localhost [127.0.0.1])\n\tby {step.host('app')} (Postfix) with ESMTP id {_queue(step.draw)};\n"
            f"\t{step.time}"
        )
    ]


CHAINS: dict[str, Callable[[Step], list[str]]] = {
    "postfix": _postfix, "rental": _rental, "exchange": _exchange, "o365": _o365, "gmail": _gmail, "yahoo": _yahoo,
    "sendmail": _sendmail, "exim": _exim, "qmail": _qmail, "isp": _isp, "courier": _courier, "domino": _domino, "bulk": _bulk,
}  # fmt: skip
_OUT = {
    "gmail": "mail-sor-f41.google.com", "o365": "mail-tycjpn01on2103.outbound.protection.outlook.com",
    "bulk": "a12-34.smtp-out.bulk.example",
}  # fmt: skip


def received(
    draw: Random, account: Account, moment: datetime, to: str, client: Client | None = None, more: tuple[str, ...] = ()
) -> list[str]:
    """The whole chain: the shop's own server first. *more* stands between its two parts."""
    chain = CHAINS.get(account.server, _postfix)(Step(draw, account, moment, to, client or office(draw, account)))
    out = _OUT.get(account.server, f"mail.{account.domain}")
    arrived = moment + timedelta(seconds=draw.randint(1, 20))
    last = (
        f"from {out} ({out} [{address_of(account.domain)}])\n\tby mx{draw.randint(1, 2)}.rental.example (Postfix) with ESMTPS id "
        f"{_queue(draw)}\n\tfor <{to}>; {date(arrived, '+0900', 'JST')}"
    )
    inner = (
        f"from mx1.rental.example (unknown [198.51.100.7])\n\tby mbox3.rental.example (Postfix) with LMTP id {_queue(draw)};\n\t"
    )
    return [f"{inner}{date(arrived, '+0900')}", last, *more, *chain]


def authentication(account: Account, envelope: str, author: str, verdict: str = "") -> str:
    """What the shop's server noted. *verdict* other than empty replaces the results."""
    said = verdict or f"spf=pass smtp.mailfrom={envelope};\n\tdkim=pass header.d={account.domain}; dmarc=pass header.from={author}"
    return f"mx1.rental.example;\n\t{said}"


def signature(draw: Random, domain: str) -> str:
    """A DKIM signature that nothing could verify."""
    return (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s{draw.randint(1, 9)};\n\th=from:to:subject:date:message-id; "
        f"bh={letters(draw, 43, 43, string.ascii_letters + string.digits)}=;\n"
        f"\tb={letters(draw, 64, 64, string.ascii_letters + string.digits)}"
    )
