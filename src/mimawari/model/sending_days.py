"""An account's sending, hour by hour and day by day, in the time that it lives in, and how much of it is usual.

What is usual is learnt from the other days: the median of the same hour on the same kind of day (working day or weekend), and
1.4826 times the median absolute deviation from it, which for a normal distribution is its standard deviation. A single day of
abuse moves neither. Where there are too few such days, all days count; where there is no other day, nothing is usual and that is
said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from math import sqrt
from statistics import median

from mimawari.model.mail_log import SendingHour, SendingProfile

_MOST = 20_000
"""Hours of a profile that are looked at, the newest: more than two years."""
_FEW, _LONG, _SIGMA, _WEEKEND = 4, 60, 1.4826, 5


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: the median, how far it spreads (never below the square root of a count, Poisson), from so many days."""

    median: float
    spread: float
    days: int

    def excess(self, count: int, spreads: float) -> float:
        """How many more than usual, or 0 where it is within so many spreads of it."""
        return count - self.median if count > self.median + spreads * self.spread else 0.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One hour in local time."""

    moment: datetime
    hour: SendingHour

    @property
    def day(self) -> date:
        """The local day."""
        return self.moment.date()


def load(slot: Slot) -> int:
    """How much was sent in an hour: mails, or a fifth of their recipients where that is more, as in few mails to many."""
    return max(slot.hour.messages, slot.hour.recipients // 5)


@dataclass(frozen=True)
class Calendar:
    """All hours of a profile in order, in its local time. What cannot be read as a time is passed over."""

    profile: SendingProfile

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every hour with something in it."""
        ahead = timedelta(minutes=max(-840, min(840, self.profile.zone)))
        read = ((moment_of(one.hour), one) for one in self.profile.hours[-_MOST:])
        return tuple(sorted((Slot(at + ahead, one) for at, one in read if at), key=lambda slot: slot.moment))

    @cached_property
    def by_day(self) -> Mapping[date, tuple[Slot, ...]]:
        """The hours of each day on which anything was sent."""
        days: dict[date, list[Slot]] = {}
        for slot in self.slots:
            days.setdefault(slot.day, []).append(slot)
        return {day: tuple(slots) for day, slots in days.items()}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day from the first to the last, those without a mail too."""
        if not self.slots:
            return ()
        first, last = self.slots[0].day, self.slots[-1].day
        return tuple(first + timedelta(days=number) for number in range(min((last - first).days, _MOST) + 1))

    @cached_property
    def _counts(self) -> Mapping[tuple[date, int], int]:
        counts: dict[tuple[date, int], int] = {}
        for slot in self.slots:
            key = slot.day, slot.moment.hour
            counts[key] = counts.get(key, 0) + load(slot)
        return counts

    @cached_property
    def totals(self) -> Mapping[date, int]:
        """How much was sent on each day."""
        return {day: sum(load(slot) for slot in slots) for day, slots in self.by_day.items()}

    @cached_property
    def _of_all(self) -> dict[tuple[bool, int], Usual | None]:
        return {}

    def usual_of_all(self, moment: datetime) -> Usual | None:
        """What is usual in the hour of *moment*; of a long log its own day is left in, which moves a median by nothing."""
        if len(self.days) < _LONG:
            return self.usual_hour(moment, frozenset((moment.date(),)))
        key = moment.weekday() >= _WEEKEND, moment.hour
        if key not in self._of_all:
            self._of_all[key] = self.usual_hour(moment, frozenset())
        return self._of_all[key]

    def usual_hour(self, moment: datetime, without: frozenset[date]) -> Usual | None:
        """What is usual in the hour of *moment*, learnt from all days but those *without*; None where there is no other."""
        days = self._like(moment.date(), without)
        return usual([self._counts.get((day, moment.hour), 0) for day in days])

    def usual_day(self, day: date, without: frozenset[date]) -> Usual | None:
        """What is usual on a whole day like *day*; None where there is no other day."""
        days = self._like(day, without)
        return usual([self.totals.get(one, 0) for one in days])

    def _like(self, day: date, without: frozenset[date]) -> list[date]:
        others = [one for one in self.days if one not in without]
        alike = [one for one in others if (one.weekday() >= _WEEKEND) == (day.weekday() >= _WEEKEND)]
        return alike if len(alike) >= _FEW else others


def hours_of_day(slots: Iterable[Slot]) -> frozenset[int]:
    """The local hours in which it was sent on two days at least, and two hours before and after each: people stay late."""
    used: dict[int, set[date]] = {}
    for slot in slots:
        used.setdefault(slot.moment.hour, set()).add(slot.day)
    own = [hour for hour, days in used.items() if len(days) > 1]
    return frozenset((hour + beside) % 24 for hour in own for beside in range(-2, 3))


def usual(counts: Iterable[int]) -> Usual | None:
    """Median and spread of *counts*; None of none."""
    values = list(counts)
    if not values:
        return None
    middle = float(median(values))
    deviation = _SIGMA * float(median(abs(value - middle) for value in values))
    return Usual(middle, max(deviation, sqrt(middle + 1)), len(values))


def moment_of(text: str) -> datetime | None:
    """A time of the contract (``2026-11-10T01:00:00Z``) in UTC, without its zone; None where it is none."""
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def share(part: int | None, whole: int) -> float | None:
    """What part of the whole; None where the log does not tell, or there is nothing."""
    return None if part is None or whole <= 0 else min(1.0, max(0.0, part / whole))


def summed(numbers: Iterable[int | None]) -> int | None:
    """The sum of what is told; None where nothing is told."""
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None
