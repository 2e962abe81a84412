"""Days until a report is due. Each expectation was counted by hand on a calendar; holidays are those of the Cabinet Office's list
(国民の祝日に関する法律), closed days those of 行政機関の休日に関する法律 article 1."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari import knowledge
from mimawari.model import Certainty
from mimawari.respond.counting import day_in_japan, deadline, is_closed, next_open

LAW = knowledge.load().law
ROWS = {row.kind: row for row in LAW.days}


def days(kind: str, known_on: str) -> list[tuple[str, str]]:
    """Each way with its last day, as `first-day 3`."""
    said = deadline(ROWS[kind], LAW, date.fromisoformat(known_on), date.fromisoformat(known_on))
    names = {LAW.ways[way].words.fill({"days": n}).en: f"{way} {n}" for way in LAW.ways for n in (3, 5, 30, 60)}
    return [(names[one.way.en], one.last_day) for one in said.countings]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-27T14:59:59Z", "2026-11-27"),  # 23:59:59 in Japan
        ("2026-11-27T15:00:00Z", "2026-11-28"),  # midnight in Japan
        ("2026-12-31T14:59:59Z", "2026-12-31"),
        ("2026-12-31T15:00:00Z", "2027-01-01"),
        ("2028-02-28T15:00:00Z", "2028-02-29"),
        ("2027-02-28T15:00:00Z", "2027-03-01"),
        ("2026-11-27T23:30:00+09:00", "2026-11-27"),
        ("2026-11-27T23:30:00-05:00", "2026-11-28"),  # 13:30 of the 28th in Japan
        ("2026-11-27T15:00:00", "2026-11-28"),  # without a zone it is UTC
        ("2026-11-27", "2026-11-27"),  # a date is the day in Japan
    ],
)
def test_days_begin_at_midnight_in_japan(moment: str, day: str) -> None:
    assert day_in_japan(moment) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "2026-11-27T25:00:00Z", "9999-12-31T23:00:00Z", "20261127xx"])
def test_what_is_no_time_has_no_day(text: str) -> None:
    assert day_in_japan(text) is None


def test_the_prompt_report_is_counted_in_both_ways_for_three_and_five_days_and_never_moves() -> None:
    # Friday 27 November 2026: the 3rd day is Sunday the 29th.
    assert days("prompt", "2026-11-27") == [
        ("first-day 3", "2026-11-29"), ("next-day 3", "2026-11-30"), ("first-day 5", "2026-12-01"), ("next-day 5", "2026-12-02"),
    ]  # fmt: skip


def test_a_last_day_at_the_weekend_moves_to_monday_as_a_way_of_its_own() -> None:
    # 27 November is day 1, 30 November day 4, so 26 December is day 30: a Saturday.
    assert days("final-30", "2026-11-27") == [
        ("first-day 30", "2026-12-26"), ("next-day 30", "2026-12-27"),
        ("first-day-rolled 30", "2026-12-28"), ("next-day-rolled 30", "2026-12-28"),
    ]  # fmt: skip


def test_sixty_days() -> None:
    # Four days of November, 31 of December, so day 60 is 25 January: a Monday.
    assert days("final-60", "2026-11-27") == [("first-day 60", "2027-01-25"), ("next-day 60", "2027-01-26")]


@pytest.mark.parametrize(
    ("known_on", "first", "rolled"),
    [
        ("2026-11-29", "2026-12-28", None),  # Monday 28 December: offices are open
        ("2026-11-30", "2026-12-29", "2027-01-04"),  # the turn of the year, until Monday 4 January
        ("2025-12-01", "2025-12-30", "2026-01-05"),  # 4 January 2026 is a Sunday
        ("2026-04-03", "2026-05-02", "2026-05-07"),  # Saturday, 3 to 5 May, and the substitute holiday of the 6th
        ("2025-10-24", "2025-11-22", "2025-11-25"),  # 23 November is a Sunday: the 24th is its substitute
        ("2026-08-21", "2026-09-19", "2026-09-24"),  # Saturday, Sunday, 敬老の日, the day between (国民の休日), 秋分の日
        ("2026-07-15", "2026-08-13", None),  # Thursday of お盆: no holiday
        ("2028-01-31", "2028-02-29", None),  # leap day, a Tuesday
        ("2027-01-31", "2027-03-01", None),  # no leap year: a Monday
    ],
)
def test_thirty_days_over_holidays_and_leap_days(known_on: str, first: str, rolled: str | None) -> None:
    found = dict(days("final-30", known_on))
    assert found["first-day 30"] == first
    assert found.get("first-day-rolled 30") == rolled


def test_the_careful_day_stands_first_and_what_is_left_is_counted_to_it() -> None:
    row = ROWS["prompt"]
    for today, left in (("2026-11-27", 2), ("2026-11-29", 0), ("2026-12-01", -2)):
        said = deadline(row, LAW, date(2026, 11, 27), date.fromisoformat(today))
        assert said.left == left
        assert [one.last_day for one in said.countings] == sorted(one.last_day for one in said.countings)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-11-27", False), ("2026-11-28", True), ("2026-11-29", True), ("2026-11-30", False), ("2026-12-28", False),
        ("2026-12-29", True), ("2026-12-31", True), ("2027-01-01", True), ("2027-01-03", True), ("2027-01-04", False),
        ("2026-05-06", True), ("2025-05-06", True), ("2027-05-06", False), ("2026-09-22", True), ("2027-09-22", False),
    ],
)  # fmt: skip
def test_closed_days(day: str, closed: bool) -> None:
    assert is_closed(date.fromisoformat(day)) is closed


def test_an_open_day_stays() -> None:
    assert next_open(date(2026, 11, 27)) == date(2026, 11, 27)


def test_no_way_of_counting_is_told_as_if_it_were_confirmed() -> None:
    for row in LAW.days:
        said = deadline(row, LAW, date(2026, 11, 30), date(2026, 11, 30))
        assert {one.cited.certainty for one in said.countings} == {Certainty.UNCONFIRMED}


HOLIDAYS_OF_2026 = (
    "01-01", "01-12", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06", "07-20", "08-11", "09-21", "09-22",
    "09-23", "10-12", "11-03", "11-23",
)  # fmt: skip
"""The Cabinet Office's list (国民の祝日), its substitute holiday (6 May) and the day between two (22 September) included."""


def test_a_whole_year_against_the_list_of_the_cabinet_office() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    turn = {date(2026, 1, 2), date(2026, 1, 3), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)}
    expected = {date.fromisoformat(f"2026-{day}") for day in HOLIDAYS_OF_2026} | turn | {day for day in year if day.weekday() > 4}
    assert {day for day in year if is_closed(day)} == expected


HOLIDAYS_OF_2027 = (
    "01-01", "01-11", "02-11", "02-23", "03-21", "03-22", "04-29", "05-03", "05-04", "05-05", "07-19", "08-11", "09-20", "09-23",
    "10-11", "11-03", "11-23",
)  # fmt: skip
"""Worked out from the law: the equinoxes are 21 March (a Sunday, so Monday is its substitute) and 23 September."""


def test_the_year_in_which_what_becomes_known_late_in_2026_is_due() -> None:
    year = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    turn = {date(2027, 1, 2), date(2027, 1, 3), date(2027, 12, 29), date(2027, 12, 30), date(2027, 12, 31)}
    expected = {date.fromisoformat(f"2027-{day}") for day in HOLIDAYS_OF_2027} | turn | {day for day in year if day.weekday() > 4}
    assert {day for day in year if is_closed(day)} == expected


@given(st.dates(date(2000, 1, 1), date(2099, 10, 1)), st.sampled_from(list(ROWS)))
@settings(max_examples=300, deadline=None)
def test_no_way_ends_before_the_careful_one_and_no_moved_day_is_closed(known_on: date, kind: str) -> None:
    row = ROWS[kind]
    said = deadline(row, LAW, known_on, known_on)
    last = [date.fromisoformat(one.last_day) for one in said.countings]
    assert last[0] == known_on + timedelta(days=row.days[0] - 1)
    assert said.left == row.days[0] - 1
    assert last == sorted(last)
    moved = [date.fromisoformat(one.last_day) for one in said.countings if "moves on" in one.way.en]
    assert [day for day in moved if is_closed(day)] == []
    assert len(moved) == (sum(is_closed(known_on + timedelta(days=row.days[0] - 1 + more)) for more in (0, 1)) if row.rolls else 0)
