"""Archivers and the mark of the web: by name, version and setting, as the comparison by N. Mantani has them, and their makers."""

from __future__ import annotations

import pytest
from support.wards import USER, lines, machine, setting

from mimawari.model import Setting, Ward

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN
LOOKED = (machine("installed"), setting("installed"))
SET = (setting("archive-mark-7zip", "1"), setting("archive-mark-winrar", "2"))
"""Both settings as a careful user has them."""


def ward(name: str, number: str, *own: Setting) -> Ward:
    return lines([*LOOKED, machine("installed", name, number), *(own or SET)])["archive-mark", USER].ward


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Lhaplus", "1.74", BAD),
        ("LhaForge", "2.0.1", BAD),
        ("CubeICE 2.2.1 (x64)", "2.2.1", BAD),
        ("CubeICE 3.5.1 (x64)", "3.5.1", GOOD),
        ("CubeICE 3.0.0 (x64)", "3.0.0", WEAK),
        ("CubeICE 3.0.1 (x64)", "3.0.1", GOOD),
        ("CubeICE", "", UNKNOWN),
        ("PeaZip 8.6.0 (WIN64)", "8.6.0", BAD),
        ("PeaZip 8.9.0 (WIN64)", "8.9.0", UNKNOWN),
        ("PeaZip 9.0.0 (WIN64)", "9.0.0", UNKNOWN),
        ("PeaZip 9.1.0 (WIN64)", "9.1.0", GOOD),
        ("Bandizip", "7.40", WEAK),
        ("Explzh", "9.87", GOOD),
        ("Explzh", "7.50", UNKNOWN),
        ("WinZip 26.0", "26.0.14610", GOOD),
        ("WinZip 28.0", "28.0", BAD),
        ("WinZip 29.0", "29.0.16250", UNKNOWN),
        ("WinZip Pro 27.0", "27.0", GOOD),
        ("WinZip Driver Updater", "5.43", GOOD),
        ("WinZip Registry Optimizer", "4.19", GOOD),
        ("WinZip Malware Protector", "2.1", GOOD),
        ("NanaZip", "1.2.252.0", BAD),
        ("NanaZip", "2.0.450.0", WEAK),
        ("NanaZip", "6.0.1638.0", GOOD),
        ("IZArc 4.6", "4.6", BAD),
        ("ファイルコンパクト 7", "7.02", BAD),
        ("Total Commander 64-bit (Remove or Repair)", "11.56", GOOD),
        ("Lhaz", "2.5.2", UNKNOWN),
        ("Gzip for Lhaplus users", "1", GOOD),
        ("ALZip for nobody", "", UNKNOWN),
    ],
)
def test_what_an_archiver_of_a_version_does(name: str, number: str, expected: Ward) -> None:
    """Hit and near miss by version: CubeICE and PeaZip learnt it, one WinZip unlearnt it. What was never tried is unknown."""
    assert ward(name, number) is expected


@pytest.mark.parametrize(
    ("number", "own", "expected"),
    [
        ("25.01", "1", GOOD),
        ("25.01", "2", GOOD),
        ("25.01", "", BAD),
        ("25.01", "0", BAD),
        ("25.01", "3", UNKNOWN),
        ("24.09", "1", GOOD),
        ("24.08", "1", WEAK),
        ("22.01", "1", WEAK),
        ("22.01", "", BAD),
        ("19.00", "1", BAD),
        ("", "1", UNKNOWN),
    ],
)
def test_7zip_as_it_is_set(number: str, own: str, expected: Ward) -> None:
    """It can hand the mark on since 22.00, if it is set so; before 24.09 not into archives inside (CVE-2025-0411)."""
    assert ward("7-Zip (x64)", number, setting("archive-mark-7zip", own)) is expected


@pytest.mark.parametrize(
    ("number", "own", "expected"),
    [
        ("7.13.0", "", GOOD),
        ("7.13.0", "1", GOOD),
        ("7.13.0", "2", GOOD),
        ("7.13.0", "3", GOOD),
        ("7.13.0", "0", WEAK),
        ("7.13.0", "4", UNKNOWN),
        ("7.13.0", "9", UNKNOWN),
        ("7.11.0", "2", GOOD),
        ("7.10.0", "2", WEAK),
        ("6.11.0", "0", WEAK),
    ],
)
def test_winrar_as_it_is_set(number: str, own: str, expected: Ward) -> None:
    """It has the setting since 7.0, by default for programs and Office files; before 7.11 a link gets around it (CVE-2025-31334).

    What the values mean is concluded, so none of them is bad. A value is nothing to a version without the setting.
    """
    assert ward("WinRAR (64-bit)", number, setting("archive-mark-winrar", own)) is expected


@pytest.mark.parametrize("name", ["7-Zip (x64)", "WinRAR (64-bit)"])
def test_a_setting_that_was_not_read_is_unknown(name: str) -> None:
    assert ward(name, "25.01", setting("hidden-extensions", "0")) is UNKNOWN


def test_where_a_newer_version_would_do_it_that_is_said() -> None:
    old = lines([*LOOKED, machine("installed", "CubeICE 2.2.1", "2.2.1")])["archive-mark", USER]
    never = lines([*LOOKED, machine("installed", "Lhaplus", "1.74")])["archive-mark", USER]
    assert "newer versions can" in old.seen.en
    assert "3.0.1" in " ".join(one.en for one in old.how)
    assert "newer versions" not in never.seen.en


def test_a_version_that_lost_it_is_not_said_to_have_never_had_it() -> None:
    """WinZip 26.0 and 27.0 handed the mark on, 28.0 does not."""
    found = lines([*LOOKED, machine("installed", "WinZip 28.0", "28.0")])["archive-mark", USER]
    assert "newer versions can" not in found.seen.en
    assert "other versions do" in found.seen.en
    assert "ほかのバージョン" in found.seen.ja


def test_a_flaw_is_named_with_the_version_that_mends_it() -> None:
    found = lines([*LOOKED, machine("installed", "7-Zip 22.01 (x64)", "22.01"), *SET])["archive-mark", USER]
    assert "CVE-2025-0411" in found.seen.en
    assert "24.09" in found.seen.en
    assert "CVE-2025-0411" in found.seen.ja


def test_only_what_is_there_is_advised_about_and_cited() -> None:
    def said(*named: tuple[str, str]) -> tuple[str, str]:
        found = lines([*LOOKED, *(machine("installed", *one) for one in named), *SET])["archive-mark", USER]
        return " ".join(one.en for one in found.how), " ".join(one.title.en for one in found.cited)

    how, cited = said(("7-Zip 22.01", "22.01"), ("CubeICE 3.5.1", "3.5.1"))
    assert "7-Zip" in how
    assert "CubeICE" not in how, "it is well"
    assert "CubeICE" in cited
    assert "WinRAR" not in how + cited
    how, cited = said(("Lhaplus", "1.74"))
    assert "Extract All" in how
    assert "7-Zip" not in how + cited


def test_a_pc_that_is_kept_well_is_good() -> None:
    given = [*LOOKED, machine("installed", "7-Zip 25.01 (x64)", "25.01"), machine("installed", "CubeICE 3.5.1", "3.5.1"), *SET]
    assert lines(given)["archive-mark", USER].ward is GOOD


def test_a_list_that_was_not_read_wholly_is_not_good() -> None:
    given = [machine("installed", "Explzh", "8.65"), setting("archive-mark-7zip")]
    assert lines(given)["archive-mark", USER].ward is UNKNOWN
