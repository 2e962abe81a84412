"""The mail log as Postfix writes it (its daemons' ``msg_info`` lines; opendkim and anvil beside them), without the stamps."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from support.incidents.mail import Mail
from support.incidents.people import People
from support.incidents.reading import Piece

Line = tuple[int, str]
_FOREIGN = [f"203.0.113.{n}" for n in (2, 3, 4, 233, 236, 241, 244, 247)]


class Postfix:
    """One server's log. ``signs``: opendkim signs what leaves."""

    def __init__(self, incident: Piece, people: People, rng: Random) -> None:
        self.people, self.rng = people, rng
        self.signs = incident["us"]["dns"]["dkim"].startswith("s1.")
        self.domain = incident["us"]["domains"][0]
        self.own = incident["us"]["mta"][0]["ip"]
        self.qmgr = rng.randrange(700, 1200)

    def pid(self) -> int:
        """Of a short-lived process."""
        return self.rng.randrange(1300, 32000)

    def lines(self, mail: Mail) -> Iterator[Line]:
        """All that is logged of one mail, from its arrival to its end."""
        yield from self._arrival(mail)
        yield from self._queued(mail)
        if mail.tries:
            yield from self._late(mail)
        else:
            yield from self._deliveries(mail)
        if mail.way in ("login", "incoming"):
            yield mail.time + 2, self._goodbye(mail)

    def _arrival(self, mail: Mail) -> Iterator[Line]:
        name = f"{mail.client_name}[{mail.client}]"
        if mail.way == "local":
            told = f"{mail.account} from=<{mail.sender.partition('@')[0]}>"
            yield mail.time, f"postfix/pickup[{self.pid()}]: {mail.queue_id}: {told}"
            return
        if mail.way == "bounce":
            return
        self.smtpd = f"postfix/{'submission/' if mail.way == 'login' else ''}smtpd[{self.pid()}]"
        login = f", sasl_method={mail.method}, sasl_username={mail.account}" if mail.way == "login" else ""
        yield mail.time - 1, f"{self.smtpd}: connect from {name}"
        yield mail.time, f"{self.smtpd}: {mail.queue_id}: client={name}{login}"

    def _queued(self, mail: Mail) -> Iterator[Line]:
        yield mail.time, f"postfix/cleanup[{self.pid()}]: {mail.queue_id}: message-id={mail.message_id}"
        if self.signs and mail.way in ("login", "local"):
            yield mail.time, f"opendkim[655]: {mail.queue_id}: DKIM-Signature field added (s=s1, d={self.domain})"
        count = len(mail.recipients) + len(mail.copies)
        told = f"from=<{mail.sender}>, size={mail.size}, nrcpt={count} (queue active)"
        yield mail.time, f"postfix/qmgr[{self.qmgr}]: {mail.queue_id}: {told}"

    def _goodbye(self, mail: Mail) -> str:
        count, login = len(mail.recipients), mail.way == "login"
        words = f"ehlo=2 starttls=1 {'auth=1 ' if login else ''}mail=1 rcpt={count} data=1 quit=1 commands={count + 6 + login}"
        return f"{self.smtpd}: disconnect from {mail.client_name}[{mail.client}] {words}"

    def _deliveries(self, mail: Mail) -> Iterator[Line]:
        last = mail.time + 1
        for place, whom in enumerate(mail.recipients):
            time = mail.time + 1 + self.rng.randrange(3)
            last = max(last, time)
            yield time, self._delivery(mail, whom, mail.result(place), time - mail.time)
        for whom in mail.copies:
            last = max(last, mail.time + 2)
            yield last, self._delivery(mail, whom, "sent", 2, f"orig_to=<{mail.recipients[0]}>, ")
        if mail.bounce:
            yield from self.notice(mail, mail.bounce, "non-delivery")
        yield max(last, mail.bounce.time + 1 if mail.bounce else 0), f"postfix/qmgr[{self.qmgr}]: {mail.queue_id}: removed"

    def notice(self, mail: Mail, made: Mail, what: str) -> Iterator[Line]:
        """A bounce that the server writes itself, and its delivery."""
        yield made.time, f"postfix/bounce[{self.pid()}]: {mail.queue_id}: sender {what} notification: {made.queue_id}"
        yield from self.lines(made)

    def _delivery(self, mail: Mail, whom: str, result: str, seconds: float, original: str = "") -> str:
        if whom.endswith("@" + self.domain):
            told = "relay=virtual, delay=0.07, delays=0.05/0.01/0/0.01, dsn=2.0.0, status=sent (delivered to maildir)"
            return f"postfix/virtual[{self.pid()}]: {mail.queue_id}: to=<{whom}>, {original}{told}"
        server = self.people.server(whom)
        relay = f"{server.mx}[{server.mx_ip}]"
        delay = f"{seconds + self.rng.randrange(100) / 100:.2f}"
        delays = f"{max(seconds - 1, 0) + 0.08:.2f}/0.01/0.3/{self.rng.randrange(20, 90) / 100}"
        head = (
            f"postfix/smtp[{self.pid()}]: {mail.queue_id}: to=<{whom}>, {original}relay={relay}:25, delay={delay}, delays={delays}"
        )
        if result == "unknown":
            said = f"550 5.1.1 <{whom}>: Recipient address rejected: User unknown (in reply to RCPT TO command)"
            return f"{head}, dsn=5.1.1, status=bounced (host {relay} said: {said})"
        if result == "blocked":
            said = f"554 5.7.1 Service unavailable; Client host [{self.own}] blocked using Spamhaus (in reply to RCPT TO command)"
            return f"{head}, dsn=5.7.1, status=bounced (host {relay} said: {said})"
        return f"{head}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {self.rng.getrandbits(40):010X})"

    def _late(self, mail: Mail) -> Iterator[Line]:
        (whom,), server = mail.recipients, self.people.server(mail.recipients[0])
        there = f"{server.mx}[{server.mx_ip}]"
        for time in mail.tries:
            late = time - mail.time
            told = f"delay={late}, delays={late - 30}/0.02/30/0, dsn=4.4.1, status=deferred (connect to {there}:25: "
            yield time, f"postfix/smtp[{self.pid()}]: {mail.queue_id}: to=<{whom}>, relay=none, {told}Connection timed out)"
        if mail.warning:
            yield from self.notice(mail, mail.warning, "delay")
        if mail.results == ["expired"]:
            told = f"from=<{mail.sender}>, status=expired, returned to sender"
            yield mail.ended, f"postfix/qmgr[{self.qmgr}]: {mail.queue_id}: {told}"
            if mail.bounce:
                yield from self.notice(mail, mail.bounce, "non-delivery")
        else:
            yield mail.ended, self._delivery(mail, whom, "sent", mail.ended - mail.time)
        yield mail.ended + 1, f"postfix/qmgr[{self.qmgr}]: {mail.queue_id}: removed"

    def noise(self, begin: int, end: int) -> Iterator[Line]:
        """What stands between: scanners, mistyped passwords of names that do not exist, statistics. No hour is without a line."""
        for hour in range(begin - begin % 3600, end, 3600):
            for _ in range(self.rng.randint(2, 4)):
                time = hour + self.rng.randrange(3590)
                if begin <= time < end - 5:
                    yield from self._scanner(time)
            if begin <= hour + 3595 < end:
                yield (
                    hour + 3595,
                    f"postfix/scache[{self.pid()}]: statistics: address lookup hits=0 miss={self.rng.randint(1, 9)} success=0%",
                )
        yield begin + self.rng.randrange(60), f"postfix/postfix-script[{self.pid()}]: refreshing the Postfix mail system"
        yield end - 1 - self.rng.randrange(50), f"postfix/scache[{self.pid()}]: statistics: domain lookup hits=0 miss=1 success=0%"

    def _scanner(self, time: int) -> Iterator[Line]:
        ip, pid, draw = self.rng.choice(_FOREIGN), self.pid(), self.rng.random()
        smtpd = f"postfix/smtpd[{pid}]"
        yield time, f"{smtpd}: connect from unknown[{ip}]"
        if draw < 0.4:
            yield time + 1, f"{smtpd}: lost connection after UNKNOWN from unknown[{ip}]"
            yield time + 1, f"{smtpd}: disconnect from unknown[{ip}] unknown=0/1 commands=0/1"
        elif draw < 0.7:
            yield time + 2, f"{smtpd}: warning: unknown[{ip}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
            yield time + 3, f"{smtpd}: disconnect from unknown[{ip}] ehlo=1 auth=0/1 commands=1/2"
        else:
            sender, whom = f"x{self.rng.randrange(999)}@mail-x.example.net", f"y{self.rng.randrange(999)}@post.example.com"
            told = f"from=<{sender}> to=<{whom}> proto=ESMTP helo=<{self.rng.choice(('User', 'mailer', f'[{ip}]'))}>"
            yield time + 1, f"{smtpd}: NOQUEUE: reject: RCPT from unknown[{ip}]: 454 4.7.1 <{whom}>: Relay access denied; {told}"
            yield time + 2, f"{smtpd}: disconnect from unknown[{ip}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4"

    def failures(self, told: Piece, clients: list[str], first: int, last: int) -> Iterator[Line]:
        """A spray: so many wrong passwords from so many addresses. These lines name no account."""
        for number in range(told["count"]):
            time, ip = self.rng.randrange(first + 60, last), clients[number % len(clients)]
            smtpd = f"postfix/submission/smtpd[{self.pid()}]"
            yield time, f"{smtpd}: connect from unknown[{ip}]"
            yield time + 1, f"{smtpd}: warning: unknown[{ip}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
            yield time + 1, f"{smtpd}: disconnect from unknown[{ip}] ehlo=1 auth=0/1 quit=1 commands=2/3"
