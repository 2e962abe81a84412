"""A long log is read within the address space of a worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LINES, SPACE = 1_200_000, 1 << 30
ACCOUNTS, FEW, LESS = 150_000, 600_000, 768 << 20
_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from mimawari.model import LogSpan
from mimawari.sources import Evidence, mail_log
evidence = Evidence(sys.argv[1])
found = list(mail_log.look(evidence, mail_log.survey(evidence), "log"))
print(sum(one.lines for one in found if isinstance(one, LogSpan)))
"""


def _mail(number: int, accounts: int) -> str:
    """The four lines of one mail, 20,000 a day."""
    stamp = f"Nov {1 + number // 20000:2d} {number // 900 % 24:02d}:{number // 15 % 60:02d}:{number % 60:02d} mail postfix"
    queue, user, size = f"{number:010X}", f"u{number % accounts}", 900 + number % 5000
    lines = (
        f"smtpd[1]: {queue}: client=pc[192.0.2.{number % 60}], sasl_method=PLAIN, sasl_username={user}",
        f"qmgr[2]: {queue}: from=<{user}@sakura.example.jp>, size={size}, nrcpt=1 (queue active)",
        f"smtp[3]: {queue}: to=<a{number % 300}@nori.example.net>, relay=mx[198.51.100.1]:25, delay=1, dsn=2.0.0, status=sent (ok)",
        f"qmgr[2]: {queue}: removed",
    )
    return "".join(f"{stamp}/{line}\n" for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="only where the address space can be limited")
@pytest.mark.parametrize(("lines", "accounts", "space"), [(LINES, 40, SPACE), (FEW, ACCOUNTS, LESS)])
def test_a_log_fits_half_of_what_a_worker_may_use(tmp_path: Path, lines: int, accounts: int, space: int) -> None:
    """Without care a long one took 1.4 GiB at this length, and more with each further line; one of many accounts 834 MiB."""
    log = tmp_path / "maillog"
    with log.open("w") as file:
        for number in range(lines // 4):
            file.write(_mail(number, accounts))
    words = [sys.executable, "-c", _READ, str(log), str(space)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) == lines
