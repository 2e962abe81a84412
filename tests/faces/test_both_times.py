"""A moment that a person wrote is understood as they meant it, or refused; and shown in Japan's time and UTC."""

import pytest

from mimawari.faces.both_times import NoMoment, both, in_japan, read_moment

NOW = "2026-11-28T00:00:00Z"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-11-27 14:30", "2026-11-27T05:30:00Z"),
        ("2026-11-27T14:30", "2026-11-27T05:30:00Z"),
        ("2026/11/27 14:30", "2026-11-27T05:30:00Z"),
        (" 2026-11-27 14:30:15 ", "2026-11-27T05:30:15Z"),
        ("2026-11-27T05:30Z", "2026-11-27T05:30:00Z"),
        ("2026-11-27 05:30 Z", "2026-11-27T05:30:00Z"),
        ("2026-11-27 14:30 +09:00", "2026-11-27T05:30:00Z"),
        ("2026-11-27T14:30+0900", "2026-11-27T05:30:00Z"),
        ("2026-11-27 00:30-05:00", "2026-11-27T05:30:00Z"),
        ("2026年11月27日 14時30分", "2026-11-27T05:30:00Z"),
        ("2026年11月27日14時30分", "2026-11-27T05:30:00Z"),
        ("２０２６年１１月２７日　１４時３０分", "2026-11-27T05:30:00Z"),
        ("２０２６－１１－２７　１４：３０", "2026-11-27T05:30:00Z"),
        ("2026年1月5日 9時", "2026-01-05T00:00:00Z"),
        ("2026年11月27日 午後2時半", "2026-11-27T05:30:00Z"),
        ("2026年11月27日 午前0時5分", "2026-11-26T15:05:00Z"),
        ("2024-02-29 00:00", "2024-02-28T15:00:00Z"),
        ("2026-11-28 09:00", "2026-11-28T00:00:00Z"),
    ],
)
def test_what_was_meant(written: str, utc: str) -> None:
    assert read_moment(written, NOW) == utc


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "is not understood as a time"),
        ("yesterday", "is not understood as a time"),
        ("2026-11-27", "names a day without the time"),
        ("2026/11/27", "names a day without the time"),
        ("27.11.2026 14:30", "is not understood as a time"),
        ("14:30", "is not understood as a time"),
        ("2026-11-27 14:30 JST", "is not understood as a time"),
        ("2026年11月27日", "names a day without the time"),
        ("2026-02-30 10:00", "there is no such day or time"),
        ("2026-11-27 24:30", "there is no such day or time"),
        ("2026年13月1日 9時", "there is no such day or time"),
        ("0001-01-01 00:00", "there is no such day or time"),
        ("2026年11月27日 午後12時", "noon or midnight"),
        ("2026年11月27日 午前12時30分", "noon or midnight"),
        ("2026-11-28 09:01", "still to come"),
        ("2026-11-28T00:00:01Z", "still to come"),
        ("9999-12-31 23:59", "still to come"),
    ],
)
def test_what_is_no_moment_is_refused(written: str, words: str) -> None:
    with pytest.raises(NoMoment) as caught:
        read_moment(written, NOW)
    assert words in caught.value.words.en
    assert caught.value.words.fill({"text": written}).ja


def test_a_moment_to_come_is_told_as_it_was_understood() -> None:
    with pytest.raises(NoMoment) as caught:
        read_moment("2026-12-01 08:00", NOW)
    assert "2026-12-01 08:00 JST (11-30 23:00 UTC)" in caught.value.words.en
    assert "2026-12-01 08:00（日本時間。UTCでは 11-30 23:00）" in caught.value.words.ja


@pytest.mark.parametrize(
    ("iso", "en"),
    [
        ("2026-11-27T05:30:00Z", "2026-11-27 14:30 JST (05:30 UTC)"),
        ("2026-11-27T20:30:00Z", "2026-11-28 05:30 JST (11-27 20:30 UTC)"),
        ("2026-11-27T05:30:00", "2026-11-27T05:30:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("\x1b[2J", "\\x1b[2J"),
        ("", ""),
    ],
)
def test_both_times_and_whatever_else_stands_there(iso: str, en: str) -> None:
    assert both(iso).en == en


@pytest.mark.parametrize(
    ("iso", "ja"),
    [
        ("2026-11-27T15:30:00Z", "2026-11-28 00:30（日本時間。UTCでは 11-27 15:30）"),
        ("2026-11-27T15:30:00.123Z", "2026-11-28 00:30（日本時間。UTCでは 11-27 15:30）"),
        ("2026-11-27T14:30:00+09:00", "2026-11-27 14:30（日本時間。UTCでは 05:30）"),
        ("2026-11-27T14:30:00", "2026-11-27 14:30"),  # no zone is named, so none is told
        ("2026-11-27", "2026-11-27"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_time_in_any_form_is_shown_in_japans_time(iso: str, ja: str) -> None:
    assert in_japan(iso).ja == ja
