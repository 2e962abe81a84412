"""Of what strangers hand in little is kept: nothing that is told of the firm's own mail may hang on that."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.mail_logs import of, read

from mimawari.model import Asked, Firm, LogSpan, SendingProfile
from mimawari.sources.logs import opening, reading

FIRM = Firm(wan=("203.0.113.0/28",))
CLIENTS = ("198.51.100.7", "2001:db8::5", "unknown", "203.0.113.3", "127.0.0.1", "192.168.1.7", "fd00::1")


def _log(chance: random.Random, mails: int) -> str:
    """Mails of strangers, of the firm and of a content filter that gives back what either of them handed in; few queue ids."""
    at, lines, before = datetime(2026, 11, 1, tzinfo=UTC), [], "A0000"
    ended: set[str] = {f"A{number:04X}" for number in range(150)}
    for number in range(mails):
        at += timedelta(seconds=chance.choice((1, 2, 40, 400)))
        stamp, queue = at.strftime("%b %e %H:%M:%S mail postfix"), f"A{number % 150:04X}"
        login = chance.choice(("", "", ", sasl_method=PLAIN, sasl_username=u@example.jp"))
        again = f", orig_queue_id={before}" if chance.random() < 0.1 else ""
        begin = [
            f"smtpd[1]: {queue}: client=pc[{chance.choice(CLIENTS)}]{login}{again}",
            f"cleanup[2]: {queue}: message-id=<{number}@x>",
        ]
        # A message-id that comes first under the id of a mail whose end was never logged is taken as that one's.
        if queue in ended:
            chance.shuffle(begin)
        said = chance.choice(("250 Ok", f"250 Ok: queued as A{(number + 1) % 150:04X}", "550 5.1.1 User unknown"))
        state = "dsn=5.1.1, status=bounced" if said.startswith("550") else "dsn=2.0.0, status=sent"
        to = f"to=<r{number % 9}@example.net>, relay=mx[{chance.choice(CLIENTS)}]:25, delay=1, delays=0/0/0/1, {state} ({said})"
        rest = [f"qmgr[3]: {queue}: from=<s{number % 5}@x>, size={900 + number}, nrcpt=1 (queue active)", f"smtp[4]: {queue}: {to}"]
        end = [f"qmgr[3]: {queue}: removed"] if chance.random() < 0.9 else []
        if not end:
            ended.discard(queue)
        lines += [f"{stamp}/{line}" for line in (*begin, *rest, *end)]
        before = queue
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("size", [2_000, 40_000])
def test_what_is_told_is_the_same_where_all_is_kept(seed: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it is kept where a mail is asked for. Small batches: mails go over many of them."""
    text = _log(random.Random(seed), 600)
    monkeypatch.setattr(reading, "batches", lambda path: opening.batches(path, size))
    little = read(tmp_path / "mail.log", text, firm=FIRM)
    whole = read(tmp_path / "mail.log", text, Asked(queue_ids=frozenset({"none"})), FIRM)
    assert of(SendingProfile, little)
    assert of(SendingProfile, little) == of(SendingProfile, whole)
    assert of(LogSpan, little) == of(LogSpan, whole)
