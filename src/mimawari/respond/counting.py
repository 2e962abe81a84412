"""Days until a report is due, counted in each way that may be meant. Days begin at midnight in Japan, wherever the program runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from mimawari.knowledge.law import DaysRow, Law
from mimawari.model import Counting, Deadline, Words

JAPAN = timezone(timedelta(hours=9))
_CLOSED = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
"""When offices of the state are closed at the turn of the year (行政機関の休日に関する法律, article 1)."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d)", re.ASCII)
_FURTHEST = 60
"""More days without an office hour in a row than any calendar has."""


def day_in_japan(moment: str) -> date | None:
    """The day in Japan of a time (ISO 8601; without a zone it is UTC), or the date itself; None for anything else."""
    if not _DAY.match(moment):
        return None
    try:
        if len(moment) == len("2026-11-27"):
            return date.fromisoformat(moment)
        time = datetime.fromisoformat(moment)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(JAPAN).date()
    except (ValueError, OverflowError):
        return None


def is_closed(day: date) -> bool:
    """Whether offices of the state have no hours: Saturday, Sunday, a holiday of Japan, or the turn of the year."""
    return day.weekday() >= 5 or (day.month, day.day) in _CLOSED or _is_holiday(day)


def next_open(day: date) -> date:
    """The day itself, or the first one after it on which offices have hours."""
    for ahead in range(_FURTHEST):
        if not is_closed(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def deadline(row: DaysRow, law: Law, known_on: date, today: date) -> Deadline:
    """Until when the report of *row* is due that became known on *known_on*, in all ways of counting, the earliest day first."""
    found = [one for days in dict.fromkeys(row.days) for one in _counted(row, law, known_on, days)]
    found.sort(key=lambda one: one.last_day)
    earliest = date.fromisoformat(found[0].last_day)
    return Deadline(
        kind=row.kind,
        name=row.name,
        days=row.days,
        countings=tuple(found),
        left=(earliest - today).days,
        cited=row.cited,
    )


def _counted(row: DaysRow, law: Law, known_on: date, days: int) -> Iterator[Counting]:
    for way, ahead in (("first-day", days - 1), ("next-day", days)):
        last = known_on + timedelta(days=ahead)
        yield _counting(law, way, days, last)
        if row.rolls and (rolled := next_open(last)) != last:
            yield _counting(law, f"{way}-rolled", days, rolled)


def _counting(law: Law, way: str, days: int, last: date) -> Counting:
    said = law.ways[way]
    words: Words = said.words.fill({"days": days})
    return Counting(way=words, last_day=last.isoformat(), cited=said.cited[0])


def _is_holiday(day: date) -> bool:
    from holidays.countries.japan import Japan  # by its own module, so that what packs the program sees it

    return day in Japan(years=day.year)
