"""Stamps as exports write them: ISO 8601, as a Japanese and as an American Windows writes them, with a zone or without.

``2026-11-10T02:14:08Z`` · ``2026/11/10 2:14:08`` · ``11/10/2026 2:14:08 AM``. In the last form day and month change places with the
country: only a number above 12 somewhere in the same file tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

HOUR, DAY = 3600, 86_400
MONTH_FIRST, DAY_FIRST, UNTOLD = "month-first", "day-first", ""

_ZONE = r" {0,2}(Z|UTC|GMT|JST|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
_HALF = r" {0,2}([AaPp]\.?[Mm]\.?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]{1,2}|, )(午前|午後)? ?" + _CLOCK + _HALF + _ZONE)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}),? {1,2}()" + _CLOCK + _HALF + _ZONE)
_LONGEST = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()


class Ambiguous(ValueError):
    """Day and month of a stamp cannot be told apart."""


def order_of(texts: Iterable[str]) -> str:
    """What stands first by a number above 12: :data:`MONTH_FIRST`, :data:`DAY_FIRST`, else untold.

    Reads no further than the first that tells: where a file is mixed, :meth:`Clock.read` refuses what cannot be a date.
    """
    for text in texts:
        found = _YEAR_LAST.fullmatch(text.strip()[:_LONGEST])
        if found and int(found[1]) > 12:
            return DAY_FIRST
        if found and int(found[2]) > 12:
            return MONTH_FIRST
    return UNTOLD


def is_ambiguous(text: str) -> bool:
    """Whether a stamp is of the form in which day and month change places."""
    return _YEAR_LAST.fullmatch(text.strip()[:_LONGEST]) is not None


class Clock:
    """Reads stamps. ``zone`` is the offset in minutes of those that do not tell theirs, ``form`` one for ``strptime``.

    ``told`` counts stamps that told their zone, ``untold`` the others.
    """

    def __init__(self, zone: int, order: str = UNTOLD, form: str = "") -> None:
        self.zone = zone
        self.told = 0
        self.untold = 0
        self._order = order
        self._form = form

    def read(self, text: str) -> int:
        """Seconds since 1970 (UTC). Raises ``ValueError``, :class:`Ambiguous` where day and month cannot be told apart."""
        text = text.strip()
        if len(text) > _LONGEST:
            raise ValueError
        if self._form:
            return self._of(datetime.strptime(text, self._form))  # noqa: DTZ007  # the zone follows
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day, half, hour, minute, second, half_behind, zone = found.groups()
        elif found := _YEAR_LAST.fullmatch(text):
            first, then, year, half, hour, minute, second, half_behind, zone = found.groups()
            month, day = self._ordered(first, then)
        else:
            return self._of(parsedate_to_datetime(text))
        seconds = _days(int(year), int(month), int(day)) * DAY + _clock(hour, minute, second, half or half_behind or "")
        return seconds - 60 * self._offset(zone)

    def _ordered(self, first: str, then: str) -> tuple[str, str]:
        if self._order == UNTOLD and first != then:
            raise Ambiguous
        return (then, first) if self._order == DAY_FIRST else (first, then)

    def _offset(self, zone: str | None) -> int:
        if not zone:
            self.untold += 1
            return self.zone
        self.told += 1
        return minutes(zone)

    def _of(self, moment: datetime) -> int:
        if moment.tzinfo is None:
            self.untold += 1
            moment = moment.replace(tzinfo=UTC) - timedelta(minutes=self.zone)
        else:
            self.told += 1
        return int(moment.timestamp())


def minutes(zone: str) -> int:
    """The offset of ``Z``, ``JST``, ``+0900``, ``+09:00`` or ``GMT+9``. Raises ``ValueError``."""
    text = zone.strip().removeprefix("GMT").removeprefix("UTC")
    if text in ("", "Z"):
        return 0
    if text == "JST":
        return 540
    digits = text[1:].replace(":", "")
    hours, rest = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    size = int(hours) * 60 + int(rest)
    if size > 14 * 60:
        raise ValueError
    return -size if text[0] == "-" else size


@lru_cache(maxsize=512)
def _days(year: int, month: int, day: int) -> int:
    return datetime(year, month, day, tzinfo=UTC).toordinal() - _EPOCH


def _clock(hour: str, minute: str, second: str | None, half: str) -> int:
    hours, rest, seconds = int(hour), int(minute), int(second or 0)
    if half:
        if hours > 12:
            raise ValueError
        hours = hours % 12 + (12 if half[0] in "Pp" or half == "午後" else 0)
    if hours > 23 or rest > 59 or seconds > 60:
        raise ValueError
    return hours * HOUR + rest * 60 + seconds


@lru_cache(maxsize=50_000)
def iso(seconds: int) -> str:
    """``2026-11-10T02:14:08Z``."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
