"""Dates in the lines above a quoted mail, and in texts, as mail programs write them in Japanese and English."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from mimawari.formats.mail.dates import MONTHS, dated

_EAST = re.compile(r"(\d{4}) ?[年/.\-] ?(\d{1,2}) ?[月/.\-] ?(\d{1,2})")
_WEST = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2}),? (\d{4})|\b(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})")
_CLOCK = re.compile(r"(午前|午後|am|pm)? ?(?<![\d\-+:])(\d{1,2})[:時](\d\d)(?:[:分](\d\d))? ?(am|pm|a\.m\.|p\.m\.)?")
_ZONE = re.compile(r"(?:gmt|utc)? ?([+\-])(\d\d):?(\d\d)(?!\d)")


def moment(text: str) -> str:
    """The first date of a heading in ISO 8601, with its offset where it has one, and no time where it has none; empty: unreadable.

    Two numbers and a year (``03/04/2022``) are not read: nobody can tell the day from the month.
    """
    plain = unicodedata.normalize("NFKC", text[:200]).lower()
    day = _day(plain)
    if day is None:
        return dated(text)[0]
    date, behind = day
    clock = _CLOCK.search(plain, behind) or _CLOCK.search(plain[: max(0, behind)])
    try:
        if clock is None:
            return datetime(*date).date().isoformat()  # noqa: DTZ001 - a day, as it stands
        hour = _hour(int(clock[2]), clock[1] or clock[5] or "")
        told = datetime(*date, hour, int(clock[3]), int(clock[4] or 0)).isoformat()  # noqa: DTZ001 - the zone follows
        zone = _ZONE.match(plain[clock.end() :].lstrip())
        return datetime.fromisoformat(f"{told}{zone[1]}{zone[2]}:{zone[3]}").isoformat() if zone else told
    except ValueError:
        return ""


def _day(plain: str) -> tuple[tuple[int, int, int], int] | None:
    """Year, month and day, and where they end."""
    east = _EAST.search(plain)
    if east:
        return (int(east[1]), int(east[2]), int(east[3])), east.end()
    for west in _WEST.finditer(plain):
        name = (west[1] or west[5])[:3]
        if name in MONTHS:
            return (int(west[3] or west[6]), 1 + MONTHS.index(name), int(west[2] or west[4])), west.end()
    return None


def _hour(hour: int, half: str) -> int:
    """On the clock of 24 hours."""
    if half.startswith(("pm", "p.", "午後")) and hour < 12:
        return hour + 12
    return 0 if half.startswith(("am", "a.", "午前")) and hour == 12 else hour


def near(one: str, other: str, hours: int = 24) -> bool:
    """Whether two moments are at most so many *hours* apart; where one names no zone, by what both clocks show."""
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    if first.tzinfo is None or second.tzinfo is None:
        first, second = first.replace(tzinfo=None), second.replace(tzinfo=None)
    return abs((first - second).total_seconds()) <= hours * 3600
