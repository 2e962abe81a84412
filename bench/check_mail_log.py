"""A Postfix log read beside pflogsumm: lines a second, and memory over the size of the log.

    python bench/check_mail_log.py [MILLIONS_OF_LINES]

The log is made up: one in four mails is handed in with a login, the rest comes in; each has the seven to nine lines that Postfix
writes.
Both read the same file, one after the other; pflogsumm (Debian's package of that name) is Perl and uses one core.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path


def mail(number: int, when: datetime, chance: random.Random) -> Iterator[str]:
    """The lines of one mail."""
    at = when.strftime("%b %e %H:%M:%S")
    qid = f"{number * 7919 % 0xFFFFF:05X}{chance.randrange(1 << 20):05X}"
    own = chance.random() < 0.25
    pid = chance.randrange(1000, 30000)
    client = f"host{number % 500}.example.com[198.51.100.{number % 250}]"
    sender = f"user{number % 40}@example.jp" if own else f"someone{number % 9000}@example.com"
    yield f"{at} mail postfix/smtpd[{pid}]: connect from {client}"
    login = f", sasl_method=PLAIN, sasl_username={sender}" if own else ""
    yield f"{at} mail postfix/smtpd[{pid}]: {qid}: client={client}{login}"
    yield f"{at} mail postfix/cleanup[{pid + 1}]: {qid}: message-id=<{number}.{qid}@example.jp>"
    count = 1 + (number % 7 == 0) * 2
    yield f"{at} mail postfix/qmgr[812]: {qid}: from=<{sender}>, size={1000 + number % 90000}, nrcpt={count} (queue active)"
    yield f"{at} mail postfix/smtpd[{pid}]: disconnect from {client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5"
    for one in range(count):
        agent, relay = ("smtp", f"mx.example.net[203.0.113.{number % 200}]:25") if own else ("lmtp", "mail[private/dovecot-lmtp]")
        state = (
            "dsn=2.0.0, status=sent (250 2.0.0 Ok)"
            if number % 50
            else "dsn=5.1.1, status=bounced (host said: 550 5.1.1 User unknown)"
        )
        to = f"rcpt{(number + one) % 5000}@example.net"
        yield f"{at} mail postfix/{agent}[{pid + 2}]: {qid}: to=<{to}>, relay={relay}, delay=0.8, delays=0.1/0/0.3/0.4, {state}"
    yield f"{at} mail postfix/qmgr[812]: {qid}: removed"


def write(path: Path, lines: int) -> int:
    """So many lines and a few more."""
    chance, written, number = random.Random(1), 0, 0
    when = datetime(2026, 10, 1, tzinfo=UTC)
    with path.open("w") as file:
        while written < lines:
            number += 1
            when += timedelta(seconds=chance.random() * 3600 * 24 * 30 * 8.2 / lines * 2)
            for line in mail(number, when, chance):
                file.write(line + "\n")
                written += 1
    return written


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds of wall time, and the most memory in MiB, of a program."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


OURS = """
import sys
from mimawari.sources import Evidence, mail_log
evidence = Evidence(sys.argv[1])
survey = mail_log.survey(evidence)
print(sum(1 for _ in mail_log.look(evidence, survey, "log")))
"""


def main() -> None:
    """Both, and the ratio."""
    lines = int(float(sys.argv[1] if len(sys.argv) > 1 else "1") * 1_000_000)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mail.log"
        written = write(path, lines)
        print(f"{written} lines, {path.stat().st_size >> 20} MiB")
        theirs, their_memory = measured(["pflogsumm", str(path)])
        ours, our_memory = measured([sys.executable, "-c", OURS, str(path)])
        print(f"pflogsumm {written / theirs:,.0f} lines/s, {their_memory:,.0f} MiB")
        print(f"mimawari  {written / ours:,.0f} lines/s, {our_memory:,.0f} MiB")
        print(f"ratio     {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
