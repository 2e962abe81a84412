"""What ClamAV's daemon says of itself and of the age of its signatures."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from mimawari.model import digest
from mimawari.signatures.clamav.limits import Limits

MOST_DAYS = 7
"""Signatures of more days ago are old: ClamAV publishes new ones every day, and warns after seven (freshclam, clamscan)."""

MOST_FILES = 10_000
"""A folder of signatures with more files than that is none."""

_SAID = re.compile(r"ClamAV ([0-9][\w.+\-]{0,40})(?:/([0-9]{1,9})/(.{1,40}))?", re.ASCII)
_DAY = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +([0-9]{1,2}) [0-9:]{8} ([0-9]{4})", re.ASCII)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Version:
    """The ``program``'s version, the number of its ``database`` of every day and when that was made (``as_of``, an ISO date).

    The latter two are empty where it has no such database, but others' signatures only. ``state`` stands for all else that its
    answers rest on: others' signatures, its settings and limits.
    """

    program: str = ""
    database: str = ""
    as_of: str = ""
    state: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The program's version to compare; empty where nobody tells."""
        found = re.match(r"(\d{1,4})\.(\d{1,4})", self.program, re.ASCII)
        return (int(found[1]), int(found[2])) if found else ()

    @property
    def text(self) -> str:
        """All of it: it changes whenever its signatures or its settings do. Empty where it says nothing of itself."""
        return "/".join(one for one in (self.program, self.database, self.as_of, self.state) if one) if self.program else ""

    @property
    def title(self) -> str:
        """What ClamAV itself calls this state: ``ClamAV 1.4.3/27550``."""
        return "/".join(one for one in (f"ClamAV {self.program}", self.database) if one)

    def days(self, today: str) -> int:
        """How old its signatures are on the day *today* (an ISO date); 0 where one of the days is not known."""
        return (date.fromisoformat(today) - date.fromisoformat(self.as_of)).days if today and self.as_of else 0


def version(said: str) -> Version:
    """*said* is ``ClamAV 1.4.3/27550/Mon Feb 17 09:30:42 2025``, or its beginning only; anything else gives nothing."""
    found = _SAID.fullmatch(said.strip())
    return Version(found[1], found[2] or "", _as_of(found[3] or "")) if found else Version()


def state(settings: Mapping[str, str] | None, limits: Limits, today: str) -> str:
    """What its answers rest on beside what it tells: its *settings*, the *limits*, and the files in its folder of signatures.

    Where these cannot be seen it is another one every day, by the ISO date *today*: then an answer is used for that day only.
    """
    files = _files((settings or {}).get("DatabaseDirectory", ""))
    seen = [str(one) for one in files] if files is not None else [today or datetime.now(UTC).date().isoformat()]
    said = [f"{name}={value}" for name, value in sorted((settings or {}).items())]
    return digest(repr(limits), *said, *seen)[:12]


def _files(folder: str) -> list[tuple[str, int, int]] | None:
    """Name, size and time of each file in *folder*, but for those in which its updater takes notes; None where nobody can tell."""
    if not folder:
        return None
    try:
        with os.scandir(folder) as entries:
            found = [(one.name, one.stat()) for one in islice(entries, MOST_FILES + 1) if not one.name.endswith(".dat")]
    except OSError:
        return None
    return sorted((name, of.st_size, of.st_mtime_ns) for name, of in found) if 0 < len(found) <= MOST_FILES else None


def _as_of(text: str) -> str:
    found = _DAY.fullmatch(text.strip())
    if not found or found[1] not in _MONTHS:
        return ""
    try:
        return date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2])).isoformat()
    except ValueError:
        return ""
