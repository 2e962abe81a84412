"""Dates of mails (RFC 5322 3.3) in ISO 8601, and the zone that they are written in. Read without the weekday, which often lies."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_DATE = re.compile(
    r"(\d{1,2})[ \-]{1,3}"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ \-]{1,3}(\d{4})[ ,]{1,3}"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d{1,9})?(?: {0,3}(?:GMT|UTC)?([+\-]\d\d:?\d\d)(?!\d)| {0,3}\(?([a-z]{1,5})\b)?",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 5322 4.3, and what programs in Asia and Europe write instead of numbers; in hours.
_NAMED = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
          "pdt": -7, "jst": 9, "kst": 9, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3}  # fmt: skip


def dated(text: str) -> tuple[str, str]:
    """The moment in ISO 8601 with its offset, and the zone as written (``+0900``, ``GMT``); empty where it cannot be read.

    A zone that cannot be (``+9999``) is given as written, the moment then without an offset.
    """
    found = _DATE.search(text[:300])
    if found is None:
        return _otherwise(text[:200]), ""
    offset, zone = found[7], found[7] or found[8] or ""
    try:
        moment = datetime(  # noqa: DTZ001 - the zone follows, where there is one
            int(found[3]),
            1 + MONTHS.index(found[2].lower()),
            int(found[1]),
            int(found[4]),
            int(found[5]),
            min(59, int(found[6] or 0)),
        )
    except ValueError:
        return "", zone
    minutes = _minutes(offset) if offset else _named(zone)
    if minutes is not None:
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    return moment.isoformat(), zone


def utc(text: str) -> str:
    """The moment in UTC, with ``Z``; empty where it cannot be read or does not tell its zone."""
    return zoned(dated(text)[0])


def zoned(date: str) -> str:
    """A moment (ISO 8601) in UTC, with ``Z``; empty where it cannot be read or does not tell its zone."""
    return in_utc(date) if date[len("2026-11-10T09:12:00") :] else ""


def in_utc(date: str) -> str:
    """A moment (ISO 8601) in UTC, with ``Z``; one without a zone as it stands, as if it were. Empty where it is none."""
    try:
        moment = datetime.fromisoformat(date)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _minutes(offset: str) -> int | None:
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 23 or minutes > 59:
        return None
    return (-1 if offset[0] == "-" else 1) * (60 * hours + minutes)


def _named(zone: str) -> int | None:
    hours = _NAMED.get(zone.lower())
    return None if hours is None else 60 * hours


def _otherwise(text: str) -> str:
    """Two-digit years, another order: what the standard library makes of it."""
    try:
        return parsedate_to_datetime(text).isoformat() if text else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
