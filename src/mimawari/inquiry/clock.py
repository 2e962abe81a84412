"""Clocks that are off: a log whose stamps were read in the wrong zone is behind or ahead by the same half hours throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.letters import Letter
from mimawari.model import Clue, LogSpan, Passage, SendingProfile

_HALF = 30
_NEAR = timedelta(minutes=5)
_MOST = timedelta(hours=14)
_FIT, _MISFIT = 0.9, 0.6
_LEAST = 100


def shifts(letters: tuple[Letter, ...], case: Case) -> dict[str, int]:
    """By the source of a log, the minutes to add to its times; nothing for those that are right or whose offset is not constant."""
    found: dict[str, int] = {}
    for log in case.logs:
        offsets = {_rounded(pair) for pair in _pairs(log.origin.source, letters, case)}
        shift = offsets.pop() if len(offsets) == 1 else None
        if shift is None and not log.zone_told:
            shift = _by_hours(log, case)
        if shift:
            found[log.origin.source] = shift
    return found


def _pairs(source: str, letters: tuple[Letter, ...], case: Case) -> Iterator[timedelta]:
    """How much later than the log the recipients took over mails that the log says went out."""
    for letter in letters:
        stamped = moment(letter.way.hop.time) if letter.way.at >= 0 else None
        for passage in case.passages.get(letter.mail.message.message_id, ()):
            handed = moment(passage.time)
            if stamped and handed and passage.origin.source == source and passage.way != "bounce":
                yield stamped - handed - timedelta(seconds=passage.delay or 0)


def _rounded(apart: timedelta) -> int | None:
    """The offset in minutes, whole half hours only; None where it is something else than a zone."""
    halves = round(apart / timedelta(minutes=_HALF))
    return halves * _HALF if abs(apart - timedelta(minutes=halves * _HALF)) <= _NEAR and abs(apart) <= _MOST else None


def _by_hours(log: LogSpan, case: Case) -> int | None:
    """The shift by which the hours of the log become those in which people write, where they are far from it as they stand.

    Hours with mail are counted, not mails: one run of a newsletter by night says nothing of the clock.
    """
    usual = _office(case)
    sent = _hours(log.origin.source, case)
    total = sum(sent.values())
    if not usual or total < _LEAST:
        return None
    fit = {shift: sum(count for hour, count in sent.items() if (hour + shift) % 24 in usual) / total for shift in range(-12, 13)}
    best = max(fit, key=lambda shift: (fit[shift], -abs(shift)))
    equal = [shift for shift in fit if fit[shift] >= fit[best] - 0.005]
    middle = sorted(equal)[len(equal) // 2]
    return middle * 60 if fit[0] <= _MISFIT and fit[best] >= _FIT else None


def _office(case: Case) -> frozenset[int]:
    """The local hours in which the firm writes: by its Sent folders, else as it wrote them down."""
    counted: Counter[int] = Counter()
    for habit in case.habits:
        counted.update(dict(habit.hours))
    total = sum(counted.values())
    if total >= _LEAST:
        return frozenset(hour for hour, count in counted.items() if count >= 0.01 * total)
    return frozenset(case.firm.habits.hours)


def _hours(source: str, case: Case) -> Counter[int]:
    counted: Counter[int] = Counter()
    for profile in case.profiles:
        if profile.origin.source == source and profile.way == "login":
            counted.update(_local(profile, case))
    return counted


def _local(profile: SendingProfile, case: Case) -> Counter[int]:
    counted: Counter[int] = Counter()
    for hour in profile.hours:
        when = moment(hour.hour)
        if when:
            counted[case.local(when).hour] += bool(hour.messages)
    return counted


def clock(letters: tuple[Letter, ...], found: dict[str, int], case: Case) -> Iterator[Clue]:
    """Each log whose clock is off; and, where a mail shows it, that the log taken at its word knows nothing of that time."""
    for log in case.logs:
        shift = found.get(log.origin.source)
        if shift:
            yield case.clue("clock-shift", log.origin, f"log:{log.origin.source}", hours=shift / 60)
            if any(_knows(passage, log) for letter in letters for passage in case.passages.get(letter.mail.message.message_id, ())):
                yield case.clue("time-differs", log.origin, f"log:{log.origin.source}", hours=shift / 60)


def _knows(passage: Passage, log: LogSpan) -> bool:
    return passage.origin.source == log.origin.source
