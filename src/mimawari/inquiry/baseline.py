"""What an account usually sends, learnt from its log, and the hours that stand out from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median

from mimawari.inquiry.case import moment
from mimawari.model import LogSpan, SendingHour, SendingProfile

OVER, TIMES = 20, 3
"""An hour stands out with so many mails more than so many times what is usual in it."""
FLOOD, CROWD = 100, 5
"""And with so many mails from so many different clients, whatever is usual."""
_OFTEN = 0.3
_NIGHT = frozenset((22, 23, 0, 1, 2, 3, 4, 5))
_MOST_DAYS = 1500
_ALIKE = 2.0
_EDGE = 3
_MONTH = (25, 35)


@dataclass(frozen=True)
class Sending:
    """The hours of an account by the firm's clock, with the clock of the log put right."""

    profile: SendingProfile
    log: LogSpan | None
    zone: int
    shift: int = 0

    @cached_property
    def hours(self) -> dict[datetime, SendingHour]:
        """Each hour by its beginning, local, without zone."""
        found = {}
        for hour in self.profile.hours:
            when = moment(hour.hour)
            if when:
                found[self._local(when)] = hour
        return dict(sorted(found.items()))

    def _local(self, when: datetime) -> datetime:
        return when.replace(tzinfo=None) + timedelta(minutes=self.zone + self.shift)

    def local(self, text: str) -> datetime | None:
        """A time of the log by the firm's clock."""
        when = moment(text)
        return self._local(when) if when else None

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days that the log covers."""
        times = [self.local(self.log.begins), self.local(self.log.ends)] if self.log else []
        known = [one for one in times if one] or [*self.hours]
        if not known:
            return ()
        first, last = min(known).date(), max(known).date()
        return tuple(first + timedelta(days=number) for number in range(min((last - first).days, _MOST_DAYS) + 1))

    def _like(self, day: date) -> list[date]:
        working = day.weekday() < 5
        return [one for one in self.days if (one.weekday() < 5) == working and one != day]

    @cached_property
    def _usual_hours(self) -> frozenset[int]:
        """Hours of the day in which it sends on many working days."""
        working = [one for one in self.days if one.weekday() < 5]
        return frozenset(
            hour for hour in range(24) if working and sum(self._count(one, hour) > 0 for one in working) >= _OFTEN * len(working)
        )

    def _count(self, day: date, hour: int) -> int:
        found = self.hours.get(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001
        return found.messages if found else 0

    @cached_property
    def _typical(self) -> float:
        counts = [hour.messages for when, hour in self.hours.items() if when.hour in self._usual_hours and hour.messages]
        return 2 * median(counts) if counts else 0.0

    def usual(self, when: datetime) -> float:
        """What is usual in an hour: twice the middle of its busy hours, or what it sends in that hour on other such days."""
        others = [self._count(day, when.hour) for day in self._like(when.date())]
        return max(self._typical, median(others) if others else 0.0)

    @cached_property
    def bursts(self) -> dict[datetime, SendingHour]:
        """The hours that stand out."""
        return {
            when: hour
            for when, hour in self.hours.items()
            if hour.messages >= OVER + TIMES * self.usual(when) or (hour.messages >= FLOOD and (hour.clients or 0) >= CROWD)
        }

    @cached_property
    def by_day(self) -> dict[date, int]:
        """The mails of the outstanding hours, day by day. What goes on past midnight is of the day on which it began."""
        found: dict[date, int] = {}
        before: datetime | None = None
        day = date.min
        for when, hour in self.bursts.items():
            day = day if before and when - before <= timedelta(hours=3) else when.date()
            found[day] = found.get(day, 0) + hour.messages
            before = when
        return found

    @cached_property
    def routine(self) -> frozenset[date]:
        """Days whose outstanding hours are a routine: at least two like them before or after, at regular distances."""
        runs = sorted(self.by_day)
        return frozenset(day for day in runs if _is_regular(day, [one for one in runs if self._is_alike(day, one)]))

    def _is_alike(self, one: date, other: date) -> bool:
        small, large = sorted((self.by_day[one], self.by_day[other]))
        return large <= _ALIKE * small and abs(self._peak(one) - self._peak(other)) <= 2

    def _peak(self, day: date) -> int:
        hours = [(hour.messages, when.hour) for when, hour in self.bursts.items() if when.date() == day]
        return max(hours, default=(0, 0))[1]

    @cached_property
    def abuse(self) -> dict[datetime, SendingHour]:
        """The outstanding hours that are no routine."""
        begun: datetime | None = None
        day = date.min
        found = {}
        for when, hour in self.bursts.items():
            day = day if begun and when - begun <= timedelta(hours=3) else when.date()
            begun = when
            if day not in self.routine:
                found[when] = hour
        return found

    @property
    def latest(self) -> dict[datetime, SendingHour]:
        """The outstanding hours of the last run."""
        last = max(self.by_day, default=date.min)
        return {when: hour for when, hour in self.bursts.items() if when.date() >= last}

    @cached_property
    def at_night(self) -> int:
        """Mails handed in between 22:00 and 06:00."""
        return sum(hour.messages for when, hour in self.hours.items() if when.hour in _NIGHT)

    @cached_property
    def total(self) -> int:
        """All mails handed in."""
        return sum(hour.messages for hour in self.hours.values())

    @cached_property
    def flushed(self) -> dict[datetime, SendingHour]:
        """Hours in which mails that had waited were delivered, and hardly one was handed in."""
        return {
            when: hour
            for when, hour in self.hours.items()
            if (hour.delayed or 0) >= OVER
            and (hour.delayed or 0) >= 0.8 * hour.recipients
            and hour.messages <= 0.2 * (hour.delayed or 0)
        }


def is_night(when: datetime) -> bool:
    """Between 22:00 and 06:00."""
    return when.hour in _NIGHT


def _is_regular(day: date, runs: list[date]) -> bool:
    """At least three runs, this one with them, a week apart (or weeks), or on the same day or end of each month."""
    if len(runs) < 3 or day not in runs:
        return False
    gaps = [(later - earlier).days for earlier, later in pairwise(runs)]
    weekly = all(gap % 7 == 0 for gap in gaps)
    monthly = all(_MONTH[0] <= gap <= _MONTH[1] for gap in gaps) and (
        _spread(one.day for one in runs) <= _EDGE or all(_ends(one) for one in runs)
    )
    return weekly or monthly


def _spread(numbers: Iterable[int]) -> int:
    them = list(numbers)
    return max(them) - min(them)


def _ends(day: date) -> bool:
    """Within the last or the first days of a month."""
    return (day + timedelta(days=_EDGE)).month != day.month or day.day <= _EDGE


@dataclass(frozen=True)
class Rate:
    """A part of a whole."""

    part: int = 0
    whole: int = 0
    known: bool = field(default=False)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else 0.0


def unknown_rate(hours: Iterable[SendingHour]) -> Rate:
    """How many recipients were refused as unknown."""
    told = [hour for hour in hours if hour.unknown is not None]
    return Rate(sum(hour.unknown or 0 for hour in told), sum(hour.recipients for hour in told), bool(told))
