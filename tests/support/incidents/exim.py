"""Exim's main log: arrivals, deliveries, failures, completions, and the line that a provider's ACL adds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from support.incidents.mail import Mail
from support.incidents.people import People
from support.incidents.reading import Piece

Line = tuple[int, str]
_TLS = "X=TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256 CV=no"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Exim:
    """The log of a rental server, as far as it is about one customer's domain."""

    def __init__(self, incident: Piece, log: Piece, people: People, rng: Random) -> None:
        self.people, self.rng, self.domain = people, rng, incident["us"]["domains"][0]
        heads = [found[0] for one in log["events"] for found in [re.match(r"\S+@\S+", one.get("from_header", ""))] if found]
        self.author = heads[0] if heads else ""
        self.abused = log["events"][0]["account"] if log["events"] else ""

    def lines(self, mail: Mail) -> Iterator[Line]:
        """All that is logged of one mail."""
        name = mail.queue_id if "-" in mail.queue_id else self._name(mail.time)
        yield mail.time, f"{name} <= {self._arrival(mail)}"
        if self.author and mail.account == self.abused and mail.method == "dovecot_login":
            yield mail.time, f"{name} header From: {self.author}"
        for place, whom in enumerate(mail.recipients):
            yield mail.time + 1, self._delivery(name, mail, whom, mail.result(place))
        if mail.bounce:
            yield (
                mail.time + 2,
                f"{self._name(mail.time + 2)} <= <> R={name} U=mailnull P=local S={mail.bounce.size} for {mail.sender}",
            )
        yield mail.time + 3, f"{name} Completed QT=3s"

    def _name(self, time: int) -> str:
        tail = "".join(self.rng.choice(_LETTERS) for _ in range(6))
        digits = []
        for _ in range(6):
            time, rest = divmod(time, 62)
            digits.append(_LETTERS[rest])
        return f"{''.join(reversed(digits))}-{tail}-{self.rng.choice(_LETTERS)}{self.rng.choice(_LETTERS)}"

    def _arrival(self, mail: Mail) -> str:
        whom = " ".join(mail.recipients)
        told = f"S={mail.size} id={mail.message_id[1:-1]} for {whom}"
        if mail.way != "login":
            return f"{mail.sender} H={mail.client_name} [{mail.client}] P=esmtps {_TLS} {told}"
        login = mail.method if mail.method.startswith("dovecot") else f"dovecot_{mail.method.lower()}"
        there = f"H=gw.sakura.example.jp ({mail.helo})" if mail.client.startswith("192.0.2.") else f"H=({mail.helo})"
        return f"{mail.sender} {there} [{mail.client}] P=esmtpsa {_TLS} A={login}:{mail.account} {told}"

    def _delivery(self, name: str, mail: Mail, whom: str, result: str) -> str:
        if whom.endswith("@" + self.domain):
            user = whom.partition("@")[0]
            return f"{name} => {user} <{whom}> F=<{mail.sender}> R=virtual_user T=dovecot_virtual_delivery QT=1s DT=0s"
        server = self.people.server(whom)
        route = f"F=<{mail.sender}> R=dnslookup T=remote_smtp H={server.mx} [{server.mx_ip}]"
        if result == "unknown":
            return f"{name} ** {whom} {route}: SMTP error from remote mail server after RCPT TO:<{whom}>: 550 5.1.1 User unknown"
        return f'{name} => {whom} {route} {_TLS.replace("no", "yes")} C="250 OK" QT=1s DT=1s'

    def noise(self, begin: int, end: int) -> Iterator[Line]:
        """The daemon's own lines; no hour is without one."""
        for hour in range(begin, end, 3600):
            yield hour + 5, f"Start queue run: pid={self.rng.randrange(1000, 30000)}"
            yield hour + 6, "End queue run: pid=1000"
            time = hour + self.rng.randrange(60, 3500)
            ip = f"203.0.113.{self.rng.randrange(230, 250)}"
            yield time, f"dovecot_login authenticator failed for (User) [{ip}]: 535 Incorrect authentication data (set_id=admin)"
