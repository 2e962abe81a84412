"""Logs of mail servers, written for tests, and what is seen in them."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from mimawari.model import Asked, Firm
from mimawari.sources import Evidence, Seen, mail_log

T = TypeVar("T")
_MAIL = (
    b"From: a@example.jp\r\nTo: b@example.com\r\nSubject: x\r\nDate: Tue, 10 Nov 2026 10:00:00 +0900\r\n"
    b"Message-ID: <1@example.jp>\r\nReceived: from pc by mx; Tue, 10 Nov 2026 10:00:00 +0900\r\n\r\nx\r\n"
)
CHANGED = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
"""When the files were last written, as far as they say."""


def seen(path: Path, asked: Asked | None = None, firm: Firm | None = None) -> list[Seen]:
    """All that is in a log."""
    evidence = Evidence(str(path), asked=asked or Asked(), firm=firm or Firm())
    return list(mail_log.look(evidence, mail_log.survey(evidence), "log"))


def read(path: Path, text: str, asked: Asked | None = None, firm: Firm | None = None, changed: float = CHANGED) -> list[Seen]:
    """The same of a text that is written first."""
    path.write_text(text, "utf-8")
    os.utime(path, (changed, changed))
    return seen(path, asked, firm)


def of(kind: type[T], found: list[Seen]) -> list[T]:
    """Those of a class."""
    return [one for one in found if isinstance(one, kind)]


def only(kind: type[T], found: list[Seen]) -> T:
    """The one of a class."""
    (one,) = of(kind, found)
    return one


def day_of(stamp: str, number: int) -> list[str]:
    """The lines of one mail that a@example.jp sent."""
    head = f"{stamp} mail postfix"
    return [
        f"{head}/smtpd[1]: AAA{number:03}: client=pc[192.0.2.71], sasl_method=PLAIN, sasl_username=a@example.jp\n",
        f"{head}/cleanup[2]: AAA{number:03}: message-id=<{number}@pc>\n",
        f"{head}/qmgr[3]: AAA{number:03}: from=<a@example.jp>, size=900, nrcpt=1 (queue active)\n",
        f"{head}/smtp[4]: AAA{number:03}: to=<b@example.com>, relay=mx[198.51.100.1]:25, delay=1, dsn=2.0.0, status=sent (ok)\n",
        f"{head}/qmgr[3]: AAA{number:03}: removed\n",
    ]


def put(where: Path, files: dict[str, list[str]]) -> Path:
    """A folder with *files*, packed where they are named so, beside a mail and a note."""
    where.mkdir(parents=True)
    for name, lines in files.items():
        data = "".join(lines).encode()
        (where / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        os.utime(where / name, (CHANGED, CHANGED))
    (where / "strange.eml").write_bytes(_MAIL)
    (where / "notes.txt").write_text("to do: call the provider\n")
    return where


def looked(evidence: Evidence) -> list[Seen]:
    """All that is in a log as it was opened."""
    return list(mail_log.look(evidence, mail_log.survey(evidence), "log"))
