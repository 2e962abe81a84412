"""Times as the reader's clock shows them, always with the zone."""

import time
from collections.abc import Iterator

import pytest

from mimawari.faces.text.moments import day, moment

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can be set on POSIX only")


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the reader. In POSIX' notation the sign is turned round: JST-9 is nine hours before UTC."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "en", "ja", "date"),
    [
        ("JST-9", "2026-11-27 00:53 (UTC+9)", "2026-11-27 00:53（日本時間）", "2026-11-27"),
        ("UTC0", "2026-11-26 15:53 (UTC)", "2026-11-26 15:53（UTC）", "2026-11-26"),
        ("IST-5:30", "2026-11-26 21:23 (UTC+5:30)", "2026-11-26 21:23（UTC+5:30）", "2026-11-26"),
        ("NST3:30", "2026-11-26 12:23 (UTC-3:30)", "2026-11-26 12:23（UTC-3:30）", "2026-11-26"),
    ],
    indirect=["zone"],
)
def test_a_utc_time_is_shown_in_the_readers_zone(zone: None, en: str, ja: str, date: str) -> None:
    assert moment("2026-11-26T15:53:10Z", "en") == en
    assert moment("2026-11-26T15:53:10Z", "ja") == ja
    assert day("2026-11-26T15:53:10Z") == date


@pytest.mark.parametrize("zone", ["JST-9"], indirect=True)
def test_a_time_without_a_zone_stays_as_it_is_and_gets_none(zone: None) -> None:
    assert moment("2026-11-26T15:53:10", "en") == "2026-11-26 15:53"
    assert day("2026-11-26T15:53:10") == "2026-11-26"


@pytest.mark.parametrize("zone", ["JST-9", "EST5"], indirect=True)
@pytest.mark.parametrize("text", ["", "no time", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "\x1b[2J\u202e", "99999999"])
def test_what_no_clock_can_show_is_harmless(zone: None, text: str) -> None:
    for shown in (moment(text, "en"), moment(text, "ja"), day(text)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
