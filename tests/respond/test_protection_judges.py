"""Rows that are judged by dates or lists."""

from __future__ import annotations

import pytest
from support.wards import USER, lines, machine, setting

from mimawari.model import Ward

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN


@pytest.mark.parametrize(
    ("day", "ward"),
    [("2026-11-20", GOOD), ("2026-11-13", GOOD), ("2026-11-12", WEAK), ("2026-10-21", WEAK), ("2026-10-20", BAD), ("", UNKNOWN),
     ("2026-11-23", UNKNOWN), ("yesterday", UNKNOWN)],
)  # fmt: skip
def test_signatures_are_as_old_as_on_the_day_of_the_evidence(day: str, ward: Ward) -> None:
    """The evidence is of 2026-11-20; up to 7 days are good, up to 30 weak."""
    assert lines([machine("defender-signatures", "1.4", date=day)])["defender-signatures", ""].ward is ward


@pytest.mark.parametrize(
    ("value", "build", "ward"),
    [
        ("Windows 10 Pro|Professional", "10.0.19045", BAD),
        ("Windows 10 Pro|Professional", "10.0.26100", BAD),
        ("Windows 10 Enterprise|Enterprise", "10.0.26100", GOOD),
        ("Windows 11 Pro|Professional", "10.0.28000", GOOD),
        ("Windows 10 Enterprise LTSC|EnterpriseS", "10.0.19044", UNKNOWN),
        ("Windows Server 2022|ServerStandard", "10.0.20348", UNKNOWN),
        ("Windows 10 Pro|Professional", "10.0.99999", UNKNOWN),
        ("Windows 10 Pro|Professional", "10.0.x", UNKNOWN),
    ],
)
def test_windows(value: str, build: str, ward: Ward) -> None:
    """22H2 of Windows 10 ended on 2025-10-14, Home and Pro of 24H2 on 2026-10-13, its Enterprise on 2027-10-12."""
    assert lines([machine("windows-support", value, build)])["windows-support", ""].ward is ward


@pytest.mark.parametrize(
    ("value", "version", "ward"),
    [
        ("O365BusinessRetail", "16.0.16529.20226", GOOD),
        ("ProPlus2024Volume", "16.0.17932.20000", GOOD),
        ("HomeBusiness2019Retail,O365HomePremRetail", "16.0.16529.20226", BAD),
        ("ProPlus2021Volume", "16.0.14332.20000", BAD),
        ("Word", "15.0", BAD),
        ("SomethingRetail", "16.0.1.1", UNKNOWN),
    ],
)
def test_office(value: str, version: str, ward: Ward) -> None:
    assert lines([machine("office-support", value, version)])["office-support", ""].ward is ward


def test_without_office_there_is_no_line_of_it() -> None:
    assert ("office-support", "") not in lines([machine("office-support", "absent")])


@pytest.mark.parametrize(
    ("place", "ward"),
    [
        ("", GOOD),
        (r"%APPDATA%\Microsoft\Templates", GOOD),
        (r"C:\Users\shop\AppData\Roaming\Microsoft\Word\STARTUP", GOOD),
        (r"C:\Program Files\Microsoft Office\root\Templates\*", GOOD),
        (r"C:\Users\shop\Downloads\*", BAD),
        (r"C:\*", BAD),
        ("C:", BAD),
        (r"C:\Users\shop", BAD),
        (r"%TEMP%\x", BAD),
        (r"\\nas\share", BAD),
        ("https://example.sharepoint.com/x", BAD),
        (r"C:\Users\shop\AppData\Roaming\MicrosoftX\Templates", WEAK),
        (r"D:\Makros", WEAK),
        (r"C:\Users\shop\Downloads2", WEAK),
    ],
)
def test_trusted_locations(place: str, ward: Ward) -> None:
    assert lines([setting("trusted-locations", place, "Word 16.0")])["trusted-locations", USER].ward is ward
