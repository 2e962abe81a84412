"""Logs of mail servers, written for tests, and what is seen in them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from mimawari.model import Asked, Firm
from mimawari.sources import Evidence, Seen, mail_log

T = TypeVar("T")
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
