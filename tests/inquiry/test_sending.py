"""What an account usually sends, and what stands out from it: bursts, routines, new places, a clock that is off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import ClientNetwork, Firm, LogSpan, Origin, Report, SendingHour, SendingProfile, SentHabit
from mimawari.model import Testimony as Said

KNOWN = knowledge.load(None)
AT = Origin("log", "log")
FIRM = Firm(domains=("maple.example.jp",), wan=("192.0.2.10",), lan=("192.0.2.64/26",))
FIRST, DAYS = date(2026, 8, 3), 100
UEDA = "ueda@maple.example.jp"
SPAN = LogSpan(
    origin=AT, software="postfix", begins="2026-08-02T15:00:00Z", ends="2026-11-11T15:00:00Z", lines=9, tells=("sending",)
)


def at(day: date, hour: int) -> str:
    """An hour of the firm's day in UTC."""
    return (datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M:%SZ")


def office(messages: int = 6, begin: int = 9, end: int = 18) -> dict[str, SendingHour]:
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    return {
        at(day, hour): SendingHour(at(day, hour), messages + hour % 3, messages, messages, 0, 0, 1)
        for day in days
        if day.weekday() < 5
        for hour in range(begin, end)
    }


def network(
    name: str, sample: str, hours: list[str], helos: tuple[str, ...] = ("PC-UEDA",), addresses: int = 1, names: tuple[str, ...] = ()
) -> ClientNetwork:
    return ClientNetwork(name, sample, addresses, 9, min(hours), max(hours), names, helos, ("PLAIN",), tuple(sorted(hours)))


HOME = network("192.0.2.0/24", "192.0.2.71", list(office()))


def profile(extra: dict[str, SendingHour], *networks: ClientNetwork, usual: dict[str, SendingHour] | None = None) -> SendingProfile:
    hours = {**(office() if usual is None else usual), **extra}
    return SendingProfile(
        origin=AT,
        account=UEDA,
        way="login",
        software="postfix",
        hours=tuple(hours[key] for key in sorted(hours)),
        networks=networks,
    )


def names(*pieces: Said) -> set[str]:
    return {clue.kind for clue in inquiry.clues((SPAN, *pieces), FIRM, KNOWN)}


def answers(*pieces: Said) -> list[str]:
    return [one.answer.value for one in us(inquiry.clues((SPAN, *pieces), FIRM, KNOWN), Report(), KNOWN).answers]


def run(day: date, hour: int, messages: int, unknown: int = 0) -> dict[str, SendingHour]:
    return {at(day, hour): SendingHour(at(day, hour), messages, messages, messages, unknown, 0, 1)}


NIGHT = date(2026, 11, 10)


def test_office_hours_stay_silent() -> None:
    assert names(profile({}, HOME)) == {"routine-normal"}


@pytest.mark.parametrize(("messages", "is_burst"), [(25, False), (400, True)])
def test_a_busy_evening_is_no_burst(messages: int, is_burst: bool) -> None:
    assert ("burst" in names(profile(run(NIGHT, 20, messages), HOME))) == is_burst


def test_a_burst_from_abroad_to_unknown_people_is_abuse() -> None:
    hours = run(NIGHT, 2, 400, 90)
    abroad = network("203.0.113.0/24", "203.0.113.9", list(hours), ("[203.0.113.9]",), 30)
    assert answers(profile(hours, HOME, abroad)) == ["our-account"]


def test_the_first_newsletter_from_the_own_pc_is_not_called_abuse() -> None:
    assert answers(profile(run(NIGHT, 14, 900, 5), HOME)) == ["unknown"]


def test_a_monthly_run_is_a_routine() -> None:
    runs = {key: hour for month in (8, 9, 10, 11) for key, hour in run(date(2026, month, 10), 19, 900 + month).items()}
    assert {"burst", "own-routine", "unknown-recipients-low"} <= names(profile(runs, HOME))
    assert answers(profile(runs, HOME)) == ["unknown"]


def test_three_nights_in_a_row_are_no_routine() -> None:
    runs = {key: hour for day in (8, 9, 10) for key, hour in run(date(2026, 11, day), 2, 900, 300).items()}
    abroad = network("203.0.113.0/24", "203.0.113.9", list(runs), ("[203.0.113.9]",), 30)
    assert "own-routine" not in names(profile(runs, HOME, abroad))
    assert answers(profile(runs, HOME, abroad)) == ["our-account"]


def test_abuse_between_monthly_runs_is_seen() -> None:
    runs = {key: hour for month in (8, 9, 10) for key, hour in run(date(2026, month, 10), 19, 900).items()}
    abuse = run(date(2026, 11, 9), 3, 500, 200)
    abroad = network("203.0.113.0/24", "203.0.113.9", list(abuse), ("[203.0.113.9]",), 30)
    assert answers(profile({**runs, **abuse}, HOME, abroad)) == ["our-account"]


def test_a_new_office_keeps_all_other_habits() -> None:
    days = [at(date(2026, 11, day), 10) for day in (9, 10, 11)]
    moved = network("198.51.100.0/24", "198.51.100.7", days)
    assert {"foreign-login", "new-network-same-habits"} <= names(profile({}, HOME, moved))
    assert answers(profile({}, HOME, moved)) == ["unknown"]


def test_a_phone_with_another_address_each_day_is_no_stranger() -> None:
    phones = [
        network(
            f"203.0.{number}.0/24",
            f"203.0.{number}.4",
            [at(FIRST + timedelta(days=number), 9)],
            ("[10.0.0.5]",),
            names=(f"p{number}.mobile.example.net",),
        )
        for number in range(0, 40, 2)
    ]
    assert "foreign-login" not in names(profile({}, HOME, *phones))


def test_a_log_in_utc_is_put_right_by_the_sent_folder() -> None:
    shifted = {at(FIRST + timedelta(days=number), hour): SendingHour(at(FIRST + timedelta(days=number), hour), 6, 6)
               for number in range(60) for hour in (23, 0, 1, 2, 3, 4, 5, 6, 7, 8)}  # fmt: skip
    folder = SentHabit(origin=Origin("s", "s"), mailbox=UEDA, mails=300, hours=tuple((hour, 30) for hour in range(8, 18)))
    found = inquiry.clues((SPAN, profile({}, HOME, usual=shifted), folder), FIRM, KNOWN)
    assert [clue.facts["hours"] for clue in found if clue.kind == "clock-shift"] == [9.0]
    assert {"night", "own-routine"} <= {clue.kind for clue in found}


def test_a_night_shift_is_no_clock_error() -> None:
    nights = {at(FIRST + timedelta(days=number), hour): SendingHour(at(FIRST + timedelta(days=number), hour), 6, 6)
              for number in range(60) for hour in (22, 23, 0, 1, 2, 3)}  # fmt: skip
    folder = SentHabit(origin=Origin("s", "s"), mailbox=UEDA, mails=300, hours=tuple((hour, 30) for hour in (22, 23, 0, 1, 2, 3)))
    assert "clock-shift" not in names(profile({}, HOME, usual=nights), folder)


@pytest.mark.parametrize(("unknown", "is_told"), [(150, True), (15, False)])
def test_mails_to_people_who_do_not_exist_need_no_history(unknown: int, is_told: bool) -> None:
    """A log of an hour: what a form sends to invented addresses shows, what it sends to customers does not."""
    only = {at(FIRST, 10): SendingHour(at(FIRST, 10), 19, 300, 300, unknown, 0)}
    form = replace(profile(only, usual={}), account="www-data@maple.example.jp", way="local")
    assert ("unknown-recipients" in names(form, SPAN)) is is_told


@pytest.mark.parametrize(("places", "is_told"), [(12, True), (6, False)])
def test_many_unrelated_places_within_a_day(places: int, is_told: bool) -> None:
    """Few mails from each: no hour stands out."""
    evening = [at(FIRST + timedelta(days=60), hour) for hour in (20, 21, 22)]
    lines = [network(f"203.0.{number}.0/24", f"203.0.{number}.7", evening[number % 3 :][:1]) for number in range(places)]
    found = names(profile({hour: SendingHour(hour, 4, 4, 4, 0, 0, 4) for hour in evening}, HOME, *lines), SPAN)
    assert ("many-places" in found) is is_told


def test_lines_of_one_provider_are_one_place() -> None:
    evening = at(FIRST + timedelta(days=60), 20)
    lines = [network(f"203.0.{n}.0/24", f"203.0.{n}.7", [evening], names=(f"p{n}.mobile.example.net",)) for n in range(12)]
    assert "many-places" not in names(profile({evening: SendingHour(evening, 12, 12, 12, 0, 0, 12)}, HOME, *lines), SPAN)
