"""Days and times of letters, by the calendar: 10 November 2022 was a Thursday."""

from __future__ import annotations

import pytest

from mimawari.respond.notices.moments import day, moment, shifted, span


@pytest.mark.parametrize(
    ("iso", "ja", "en"),
    [
        ("2022-11-10T00:30:00Z", "2022年11月10日（木）9時30分", "10 November 2022, 09:30 JST"),
        ("2022-11-09T15:00:00Z", "2022年11月10日（木）0時00分", "10 November 2022, 00:00 JST"),
        ("2022-11-09T14:59:59Z", "2022年11月9日（水）23時59分", "9 November 2022, 23:59 JST"),
        ("2022-11-09T10:26:00+09:00", "2022年11月9日（水）10時26分", "9 November 2022, 10:26 JST"),
        ("2022-11-10", "2022年11月10日（木）", "10 November 2022"),
        ("2022-11-10T09:30:00", "2022年11月10日（木）", "10 November 2022"),
        ("no time", "", ""),
        ("9999-12-31T23:59:59Z", "", ""),
        ("", "", ""),
    ],
)
def test_a_moment_in_japan(iso: str, ja: str, en: str) -> None:
    """What bears no zone may be of any: then the day alone is told."""
    assert (moment(iso, "ja"), moment(iso, "en")) == (ja, en)


def test_another_zone_is_named() -> None:
    assert moment("2022-11-10T00:30:00Z", "en", -330) == "9 November 2022, 19:00 UTC-05:30"


def test_the_day_is_that_of_japan() -> None:
    assert day("2022-11-09T20:00:00Z", "ja") == "2022年11月10日（木）"


def test_of_one_day_the_day_stands_once() -> None:
    assert span("2022-11-09T16:00:00Z", "2022-11-09T19:00:00Z", "ja") == "2022年11月10日（木）1時00分から4時00分まで"
    assert span("2022-11-09T16:00:00Z", "2022-11-09T19:00:00Z", "en") == "10 November 2022, 01:00 to 04:00 JST"
    assert (
        span("2022-11-09T14:00:00Z", "2022-11-09T16:00:00Z", "ja")
        == "2022年11月9日（水）23時00分から2022年11月10日（木）1時00分まで"
    )
    assert span("2022-11-09T16:00:00Z", "2022-11-09T19:00:00Z", "ja", hours=False) == "2022年11月10日（木）"


def test_a_moment_is_told_once() -> None:
    assert span("2022-11-09T16:00:00Z", "2022-11-09T16:00:40Z", "ja") == "2022年11月10日（木）1時00分"
    assert span("2022-11-09T16:00:00Z", "2022-11-09T16:00:40Z", "en") == "10 November 2022, 01:00 JST"


def test_a_local_time_of_a_log_is_brought_to_utc_by_one_that_is_known_in_both() -> None:
    assert shifted("2022-11-10 04:00", "2022-11-10 01:00", "2022-11-09T16:00:00Z") == "2022-11-09T19:00:00Z"
    assert shifted("?", "2022-11-10 01:00", "2022-11-09T16:00:00Z") == ""
    assert shifted("2022-11-10 04:00", "2022-11-10 01:00", "") == ""
