"""Times for people: in the time zone of whoever reads, always with the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mimawari.faces.safe import shown
from mimawari.model import Words

_TOLD = Words(en="{time} ({zone})", ja="{time}（{zone}）")
_JAPAN, _IN_JAPAN = timedelta(hours=9), Words(en="UTC+9", ja="日本時間")


def moment(iso: str, language: str) -> str:
    """A UTC time (ISO 8601, ``Z``) as date, time to the minute and zone; anything else as it stands, without a zone."""
    time = _local(iso)
    if time is None:
        return shown(iso[:16].replace("T", " "))
    return _TOLD.say(language).format(time=f"{time:%Y-%m-%d %H:%M}", zone=_zone(time, language))


def day(iso: str) -> str:
    """The day of a UTC time, as the reader's calendar has it; of anything else the day that stands there."""
    time = _local(iso)
    return shown(iso[:10]) if time is None else f"{time:%Y-%m-%d}"


def mailed(iso: str) -> str:
    """A mail's own date to the minute with the zone that it names, as mail programs show it; empty where there is none."""
    try:
        time = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    zone = "UTC" if iso.endswith("Z") else f"{time:%z}"
    return f"{time:%Y-%m-%d %H:%M} {zone}".rstrip()


def days_between(first: str, then: str) -> int | None:
    """Days from one date or time (ISO 8601) to another; None where one of them is none."""
    try:
        return (date.fromisoformat(then[:10]) - date.fromisoformat(first[:10])).days
    except ValueError:
        return None


def at(iso: str) -> float:
    """When it was, in seconds since 1970, to bring mails into their order; what is no time comes last."""
    try:
        time = datetime.fromisoformat(iso)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return float("inf")


def _local(iso: str) -> datetime | None:
    """None for what is no time or has no zone, as EmoCheck's reports have none."""
    try:
        time = datetime.fromisoformat(iso)
    except ValueError:
        return None
    if time.tzinfo is None:
        return None
    try:
        return time.astimezone()
    except (OverflowError, OSError, ValueError):  # Windows knows no local time before 1970
        return time.astimezone(UTC) if time.utcoffset() == timedelta() else None


def _zone(time: datetime, language: str) -> str:
    offset = time.utcoffset() or timedelta()
    if offset == _JAPAN:
        return _IN_JAPAN.say(language)
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "")
