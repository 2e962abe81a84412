"""Random Postfix logs, read by a slow and obvious joiner and in columns: both must count the same."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.mail_logs import of, read

from mimawari.model import Asked, Passage, SendingProfile
from mimawari.model.firm import network_of
from mimawari.sources.logs import opening

BEGIN = datetime(2026, 10, 30, 22, tzinfo=UTC)


@dataclass
class Mail:
    """One mail as it was made up."""

    at: datetime
    qid: str
    user: str
    client: str
    sender: str
    number: int
    size: int
    rcpts: list[tuple[str, str]] = field(default_factory=list)
    lines: list[tuple[datetime, str]] = field(default_factory=list)


def made(chance: random.Random, mails: int) -> list[Mail]:
    """Mails that follow each other; of a few queue ids, each is used again and again, but never by two at a time."""
    free: dict[str, datetime] = dict.fromkeys((f"{one:05X}" for one in range(0xA0000, 0xA0000 + 24)), BEGIN)
    at, found = BEGIN, []
    for number in range(mails):
        at += timedelta(seconds=chance.expovariate(1 / 300))
        ready = [qid for qid, since in free.items() if since < at]
        if not ready:
            continue
        user = chance.choice(["a@example.jp", "B@example.jp", ""])
        client = (
            f"203.0.113.{chance.randrange(1, 6)}"
            if chance.random() < 0.5
            else f"2001:db8:{chance.randrange(3)}::{chance.randrange(1, 4)}"
        )
        one = Mail(
            at,
            chance.choice(ready),
            user,
            client,
            user.lower() or "x@example.com",
            number,
            chance.choice([1000, 1005, 1700, 40000]),
        )
        _lines(one, chance)
        free[one.qid] = one.lines[-1][0] + timedelta(seconds=3)
        found.append(one)
    return found


def _lines(mail: Mail, chance: random.Random) -> None:
    login = f", sasl_method=PLAIN, sasl_username={mail.user}" if mail.user else ""
    # An IPv6 address is written bare between the brackets (smtpd_peer.c, "addr").
    mail.lines.append((mail.at, f"postfix/smtpd[1]: {mail.qid}: client=unknown[{mail.client}]{login}"))
    mail.lines.append((mail.at, f"postfix/cleanup[2]: {mail.qid}: message-id=<{mail.number}@x>"))
    count = chance.randrange(1, 4)
    size = f"from=<{mail.sender}>, size={mail.size}, nrcpt={count} (queue active)"
    now = mail.at
    mail.lines.append((now, f"postfix/qmgr[3]: {mail.qid}: {size}"))
    for _ in range(count):
        to = f"r{chance.randrange(30)}@example.net"
        while to in [one for one, _ in mail.rcpts]:
            to = f"r{chance.randrange(30)}@example.net"
        state = chance.choice(["sent", "sent", "unknown", "refused"])
        mail.rcpts.append((to, state))
        if chance.random() < 0.06:
            now += timedelta(seconds=2)
            mail.lines.append(
                (now, _try(mail, to, "dsn=4.4.1, status=deferred (connect to mx[198.51.100.9]:25: Connection timed out)"))
            )
            now += timedelta(seconds=chance.randrange(400, 70000))
            mail.lines.append((now, f"postfix/qmgr[3]: {mail.qid}: {size}"))
        now += timedelta(seconds=1)
        said = {"sent": "dsn=2.0.0, status=sent (250 ok)", "unknown": "dsn=5.1.1, status=bounced (550 5.1.1 No such user)",
                "refused": "dsn=5.7.1, status=bounced (554 5.7.1 blocked using bl.example.org)"}[state]  # fmt: skip
        mail.lines.append((now, _try(mail, to, said)))
    mail.lines.append((now, f"postfix/qmgr[3]: {mail.qid}: removed"))


def _try(mail: Mail, to: str, said: str) -> str:
    return f"postfix/smtp[4]: {mail.qid}: to=<{to}>, relay=mx[198.51.100.9]:25, delay=1.5, delays=0.1/0/0.5/0.9, {said}"


def text(mails: list[Mail], chance: random.Random) -> str:
    """The lines of all by time, those of one mail in their order, with lines of other programs between them."""
    lines = [(at, mail.number, at_line, line) for mail in mails for at_line, (at, line) in enumerate(mail.lines)]
    told = []
    for at, _, _, line in sorted(lines):
        local = at + timedelta(hours=9)
        if chance.random() < 0.3:
            told.append(f"{local:%b %e %H:%M:%S} mail sshd[9]: Accepted publickey for root from 192.0.2.9 port 22 ssh2\n")
        told.append(f"{local:%b %e %H:%M:%S} mail {line}\n")
    return "".join(told)


def slowly(mails: list[Mail]) -> dict[tuple[str, str], dict[str, object]]:
    """What was made up, counted the plain way: by account and hour."""
    hours: dict[tuple[str, str], list[Mail]] = defaultdict(list)
    for mail in mails:
        if mail.user:
            hours[mail.user.lower(), f"{mail.at:%Y-%m-%dT%H}:00:00Z"].append(mail)
    return {key: _counted(some) for key, some in hours.items()}


def _counted(mails: list[Mail]) -> dict[str, object]:
    rcpts = [one for mail in mails for one in mail.rcpts]
    sizes = [mail.size for mail in mails]
    return {
        "messages": len(mails), "recipients": len(rcpts), "distinct": len({to for to, _ in rcpts}),
        "unknown": sum(1 for _, state in rcpts if state == "unknown"),
        "refused": sum(1 for _, state in rcpts if state == "refused"),
        "clients": len({mail.client for mail in mails}),
        "networks": tuple(sorted({network_of(mail.client) for mail in mails})),
        "alike": max(sum(1 for other in sizes if abs(other - one) <= 0.02 * one) for one in sizes),
    }  # fmt: skip


@pytest.mark.parametrize(("seed", "batch"), [(0, 6000), (1, 20_000), (2, 1 << 24), (3, 1 << 24)])
def test_columns_count_what_was_made_up(seed: int, batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    mails = made(chance, 300)
    assert len({mail.qid for mail in mails}) < len(mails) / 3
    monkeypatch.setattr(opening.batches, "__defaults__", (batch,))
    ids = frozenset(f"<{mail.number}@x>" for mail in mails)
    found = read(tmp_path / "x", text(mails, chance), Asked(message_ids=ids))
    profiles = of(SendingProfile, found)
    names = ("messages", "recipients", "distinct", "unknown", "refused", "clients", "networks", "alike")
    counted = {(one.account, hour.hour): {name: getattr(hour, name) for name in names} for one in profiles for hour in one.hours}
    assert counted == slowly(mails)
    passages = {one.message_id: one for one in of(Passage, found)}
    assert set(passages) == ids
    for mail in mails:
        one = passages[f"<{mail.number}@x>"]
        assert (one.queue_id, one.account, one.client, one.sender) == (mail.qid, mail.user.lower(), mail.client, mail.sender)
        assert (one.way, one.recipients) == ("login" if mail.user else "incoming", tuple(to for to, _ in mail.rcpts))
