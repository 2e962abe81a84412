"""Days and times as a letter has them: in Japan's time, in Japanese with the day of the week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

_DAYS = "月火水木金土日"
JAPAN = 540
"""Minutes that Japan is ahead of UTC."""


def moment(iso: str, tongue: str, zone: int = JAPAN) -> str:
    """A time (ISO 8601 with its zone) to the minute; a date alone stays a date; empty for what is neither."""
    try:
        time = datetime.fromisoformat(iso)
        if len(iso) == len("2026-11-27"):
            return _day(time, tongue)
        if time.tzinfo is None:
            return _day(time, tongue)
        there = time.astimezone(timezone(timedelta(minutes=zone)))
    except (ValueError, OverflowError):
        return ""
    if tongue == "ja":
        return f"{_day(there, tongue)}{there.hour}時{there.minute:02}分"
    return f"{_day(there, tongue)}, {there:%H:%M} {zone_name(zone)}"


def day(iso: str, tongue: str, zone: int = JAPAN, *, later: int = 0) -> str:
    """The day of a time, or one so many days *later*; empty for what is none."""
    try:
        time = datetime.fromisoformat(iso)
        if time.tzinfo is not None:
            time = time.astimezone(timezone(timedelta(minutes=zone)))
        return _day(time + timedelta(days=later), tongue)
    except (ValueError, OverflowError):
        return ""


def span(first: str, last: str, tongue: str, zone: int = JAPAN, *, hours: bool = True) -> str:
    """From one time to another; of one day the day stands there once. Without *hours* only the days."""
    begins, ends = day(first, tongue, zone), day(last, tongue, zone)
    if not hours:
        return begins if begins == ends else _from_to(begins, ends, tongue)
    one, other = moment(first, tongue, zone), moment(last, tongue, zone)
    if one == other:
        return one
    if begins != ends or not begins:
        return _from_to(one, other, tongue)
    if tongue == "ja":
        return f"{one}から{other.removeprefix(begins)}まで"
    return f"{one.removesuffix(' ' + zone_name(zone))} to {other.removeprefix(begins + ', ')}"


def _from_to(first: str, last: str, tongue: str) -> str:
    return f"{first}から{last}まで" if tongue == "ja" else f"{first} to {last}"


def _day(time: datetime, tongue: str) -> str:
    if tongue == "ja":
        return f"{time.year}年{time.month}月{time.day}日（{_DAYS[time.weekday()]}）"
    return f"{time.day} {time:%B} {time.year}"


def zone_name(zone: int) -> str:
    """A zone as it is written behind a time."""
    sign, minutes = "-" if zone < 0 else "+", abs(zone)
    return "JST" if zone == JAPAN else f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def shifted(local: str, first_local: str, first_utc: str) -> str:
    """A local time in UTC (ISO 8601 with ``Z``), by another one that is known in both; empty where that is none."""
    try:
        at, there = datetime.fromisoformat(local), datetime.fromisoformat(first_local)
        utc = datetime.fromisoformat(first_utc).astimezone(UTC)
        return (utc + (at - there)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, TypeError):
        return ""
