"""What the daemon says of itself: as clamd(8) has it, with and without a daily database, and what is nothing of the kind."""

import os
from pathlib import Path

import pytest

from mimawari.signatures.clamav.limits import ASSUMED, limits
from mimawari.signatures.clamav.version import Version, state, version


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ClamAV 1.4.3/27550/Mon Feb 17 09:30:42 2025", Version("1.4.3", "27550", "2025-02-17")),
        ("ClamAV 0.103.8/26853/Fri Mar  3 09:30:42 2023\n", Version("0.103.8", "26853", "2023-03-03")),
        ("ClamAV 1.5.0-beta/27550/Mon Feb 17 09:30:42 2025", Version("1.5.0-beta", "27550", "2025-02-17")),
        ("ClamAV 1.4.6", Version("1.4.6")),
        ("ClamAV 1.4.3/27550/Mon Foo 17 09:30:42 2025", Version("1.4.3", "27550")),
        ("ClamAV 1.4.3/27550/Mon Feb 31 09:30:42 2025", Version("1.4.3", "27550")),
        ("COMMAND UNAVAILABLE", Version()),
        ("ClamAV ", Version()),
        ("", Version()),
        ("ClamAV 1.4.3/" + "9" * 5000, Version()),
    ],
)
def test_what_it_says(said: str, told: Version) -> None:
    assert version(said) == told


@pytest.mark.parametrize(("today", "days"), [("2025-02-17", 0), ("2025-03-01", 12), ("2025-02-10", -7), ("", 0)])
def test_the_age_is_in_days(today: str, days: int) -> None:
    assert Version("1.4.3", "27550", "2025-02-17").days(today) == days


def test_versions_compare_by_number() -> None:
    assert Version("0.103.8").numbers < Version("0.105.2").numbers < Version("1.0.0").numbers < Version("1.10.0").numbers
    assert Version("x").numbers == ()


def test_what_its_answers_rest_on(tmp_path: Path) -> None:
    """Signatures of others have no number that it tells: their files say when they change."""
    folder = tmp_path / "db"
    folder.mkdir()
    (folder / "own.hdb").write_bytes(b"a")
    given = {"DatabaseDirectory": str(folder), "MaxFileSize": "1M"}

    def now(today: str = "2026-11-26") -> str:
        return state(given, limits(given, (1, 4)), today)

    seen = [now()]
    assert now("2026-11-27") == seen[0]
    (folder / "freshclam.dat").write_bytes(b"notes")
    assert now() == seen[0]
    (folder / "own.hdb").write_bytes(b"ab")
    seen.append(now())
    os.utime(folder / "own.hdb", ns=(1, 1))
    seen.append(now())
    (folder / "more.yar").write_bytes(b"")
    seen.append(now())
    given["MaxFileSize"] = "2M"
    seen.append(now())
    given["DetectPUA"] = "yes"
    seen.append(now())
    assert len(set(seen)) == 6
    assert Version("1.4.3", "27550", "2026-11-20", seen[0]).text == f"1.4.3/27550/2026-11-20/{seen[0]}"
    assert Version(state=seen[0]).text == ""


@pytest.mark.parametrize("given", [None, {}, {"DatabaseDirectory": "/nowhere/at/all"}])
def test_what_cannot_be_seen_is_another_every_day(given: dict[str, str] | None) -> None:
    assert state(given, ASSUMED, "2026-11-26") == state(given, ASSUMED, "2026-11-26")
    assert state(given, ASSUMED, "2026-11-26") != state(given, ASSUMED, "2026-11-27")
    assert state(given, ASSUMED, "2026-11-26") != state(given, limits({}, (1, 4)), "2026-11-26")
