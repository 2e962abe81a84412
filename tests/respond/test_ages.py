"""How an age is told: in days at the time that the evidence shows, as people say it. The evidence is of 2026-11-20."""

from __future__ import annotations

import pytest
from support.wards import lines, machine


@pytest.mark.parametrize(
    ("day", "en", "ja"),
    [
        ("2026-11-21", "less than a day old (dated 2026-11-21)", "2026-11-21のもの（確認時点と同じ日）"),
        ("2026-11-20", "less than a day old (dated 2026-11-20)", "2026-11-20のもの（確認時点と同じ日）"),
        ("2026-11-19", "1 day old (dated 2026-11-19)", "2026-11-19のもの（確認時点の前日）"),
        ("2026-11-18", "2 days old (dated 2026-11-18)", "2026-11-18のもの（確認時点で2日前）"),
        (
            "2026-11-30",
            "dated 2026-11-30, which is later than the data itself",
            "日付が2026-11-30です（確認時点より後になっています）",
        ),
        ("", "its date is not recorded", "日付が分かりません"),
    ],
)
def test_an_age_is_told_in_days(day: str, en: str, ja: str) -> None:
    found = lines([machine("last-update", "x", date=day)])["last-update", ""]
    assert (found.seen.en, found.seen.ja) == (en, ja)
