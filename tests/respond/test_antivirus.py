"""Which antivirus program works, by what is installed, what told Windows of itself, and the day of its signatures.

States as public sources have them: 397568 and 266240 are on and up to date, 266256 is on and out of date, 262144 and 393472
are off, 270336 is snoozed, 274432 (0x43000) expired. The evidence is of 2026-11-20.
"""

from __future__ import annotations

import pytest
from support.wards import lines, machine, setting

from mimawari.model import Protection, Setting, Ward

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN
LOOKED = (machine("installed"), setting("installed"))
"""The lists of installed programs were read wholly."""
DEFENDER = (machine("defender-off"), machine("installed"))
ON, ON_OLD, OFF, DEFENDER_ON, DEFENDER_OFF, SNOOZED, EXPIRED = "266240", "266256", "262144", "397568", "393472", "270336", "274432"
ESET = machine("installed", "ESET Endpoint Antivirus", "11.1")
BUSINESS = machine("installed", "ウイルスバスター ビジネスセキュリティエージェント", "6.7")
CONSUMER = machine("installed", "ウイルスバスター クラウド", "17.8")
NORTON = machine("installed", "Norton 360", "24.1")


def center(name: str, state: str) -> Setting:
    return machine("security-center", name, state)


def day(program: str, iso: str, value: str = "x") -> Setting:
    return machine("antivirus-signatures", value, program, date=iso)


def line(row: str, *given: Setting) -> Protection | None:
    return lines(given).get((row, ""))


@pytest.mark.parametrize(
    ("given", "ward"),
    [
        (DEFENDER, GOOD),
        ((machine("defender-off", "1"), machine("installed")), BAD),
        ((machine("defender-off"),), UNKNOWN),
        ((machine("installed"),), UNKNOWN),
        ((*DEFENDER, CONSUMER), WEAK),
        ((*DEFENDER, ESET), WEAK),
        ((*DEFENDER, center("Some Other Antivirus", ON)), WEAK),
        ((*DEFENDER, center("Some Other Antivirus", ON), machine("installed", "Some Other Antivirus 5")), GOOD),
        ((*DEFENDER, center("Windows Defender", DEFENDER_ON)), GOOD),
        ((*DEFENDER, machine("installed", "Presetter 1.0", "1.0")), GOOD),
        ((*DEFENDER, machine("windows-support", "Windows 7 Professional|Professional", "6.0.7601")), BAD),
        ((*DEFENDER, ESET, center("ESET Security", ON)), GOOD),
        ((*DEFENDER, ESET, center("ESET Security", ON_OLD)), WEAK),
        ((*DEFENDER, ESET, center("ESET Security", SNOOZED)), WEAK),
        ((*DEFENDER, ESET, center("ESET Security", "344064")), WEAK),
        ((*DEFENDER, ESET, center("ESET Security", "")), WEAK),
        ((*DEFENDER, ESET, center("ESET Security", "9" * 300)), WEAK),
        ((*DEFENDER, machine("installed", "CrowdStrike Windows Sensor", "7.1")), WEAK),
    ],
)
def test_antivirus(given: tuple[Setting, ...], ward: Ward) -> None:
    found = line("antivirus", *given)
    assert found
    assert found.ward is ward


@pytest.mark.parametrize("state", [OFF, EXPIRED])
def test_one_that_is_off_leaves_the_work_to_defender(state: str) -> None:
    """A trial that came with the PC has expired, as on many: better, and not bad. Defender's own rows speak."""
    norton = (NORTON, center("Norton 360", state), center("Windows Defender", DEFENDER_ON))
    kept = lines([*DEFENDER, *norton, machine("defender-real-time")])
    assert kept["antivirus", ""].ward is WEAK
    assert "Windows Defender" in kept["antivirus", ""].seen.en
    assert kept["defender-real-time", ""].ward is GOOD
    lost = lines([machine("defender-off", "1"), *LOOKED, *norton, machine("defender-real-time", "1")])
    assert lost["antivirus", ""].ward is BAD
    assert lost["defender-real-time", ""].ward is BAD


def test_an_expired_trial_beside_one_that_works_says_nothing() -> None:
    found = line("antivirus", *DEFENDER, ESET, center("ESET Security", ON), NORTON, center("Norton 360", EXPIRED))
    assert found
    assert (found.ward, "Norton" in found.seen.en) == (GOOD, False)


def test_old_signatures_of_one_that_is_off_are_not_counted() -> None:
    given = (*DEFENDER, ESET, center("ESET Security", OFF), day("eset", "2024-01-01"))
    assert line("antivirus-signatures", *given) is None


def test_defender_that_says_it_is_off_where_nothing_else_works_is_weak() -> None:
    """What it told may be of another day; that it is turned off by a setting would be bad."""
    found = line("antivirus", *DEFENDER, center("Windows Defender", DEFENDER_OFF))
    assert found
    assert found.ward is WEAK


def test_a_leftover_entry_of_a_program_that_is_gone_says_nothing() -> None:
    given = [*DEFENDER, machine("installed", "7-Zip"), center("Norton Security", OFF), machine("defender-real-time", "1")]
    found = lines(given)
    assert found["antivirus", ""].ward is GOOD
    assert "Norton" not in found["antivirus", ""].seen.en
    assert found["defender-real-time", ""].ward is BAD, "Defender does the work, and is asked"


def test_of_several_entries_of_a_maker_the_best_counts() -> None:
    """An update left an entry behind."""
    given = (*DEFENDER, ESET, center("ESET Security", OFF), center("ESET NOD32 Antivirus", ON), center("ESET Security 9", ON_OLD))
    found = line("antivirus", *given)
    assert found
    assert (found.ward, found.seen.en.count("ESET")) == (GOOD, 1)


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ("Kaspersky Endpoint Security for Windows", "Kaspersky"),
        ("McAfee Endpoint Security Threat Prevention", "McAfee"),
        ("Trend Micro Apex One Security Agent", "Trend Micro Antivirus"),
        ("Symantec Endpoint Protection", "Symantec"),
    ],
)
def test_a_product_is_known_to_windows_under_a_shorter_name(installed: str, told: str) -> None:
    """It is one product, which is on, and not a second one of which nothing is known."""
    found = line("antivirus", *DEFENDER, machine("installed", installed), center(told, ON))
    assert found
    assert (found.ward, found.seen.en.count(":")) == (GOOD, 1)


@pytest.mark.parametrize(
    "name",
    [
        "McAfee WebAdvisor", "McAfee Agent", "Trellix Agent", "Kaspersky Password Manager", "パスワードマネージャー (Trend Micro)",
        "Trend Micro パスワードマネージャー", "ESET Management Agent", "Sophos Connect", "Avast Secure Browser", "AVG TuneUp",
        "Norton Secure VPN", "Norton Utilities Ultimate", "Symantec Backup Exec Remote Agent", "Bitdefender Agent",
        "Kaspersky Security Center Network Agent", "McAfee Security Scan Plus", "ESET Online Scanner", "Avast Update Helper",
        "Kaspersky Safe Kids", "Norton Power Eraser", "Trend Micro HouseCall",
    ],
)  # fmt: skip
def test_what_only_bears_a_maker_s_name_is_no_antivirus_program(name: str) -> None:
    """Defender does the work, and is looked at."""
    found = lines([*DEFENDER, machine("installed", name), machine("defender-real-time", "1")])
    assert found["antivirus", ""].ward is GOOD
    assert found["defender-real-time", ""].ward is BAD


def test_defender_says_nothing_where_another_program_does_the_work() -> None:
    given = (machine("defender-off", "1"), machine("defender-real-time", "1"), *LOOKED, ESET)
    found = lines(given)
    assert not {("defender-off", ""), ("defender-real-time", "")} & set(found)
    assert found["antivirus", ""].ward is WEAK


@pytest.mark.parametrize(
    ("iso", "ward"),
    [("2026-11-20", GOOD), ("2026-11-13", GOOD), ("2026-11-12", WEAK), ("2026-10-21", WEAK), ("2026-10-20", BAD),
     ("2026-11-23", UNKNOWN), ("", UNKNOWN)],
)  # fmt: skip
def test_the_age_of_others_is_judged_as_that_of_defender(iso: str, ward: Ward) -> None:
    """Up to 7 days are good (Microsoft calls older ones unhealthy), up to 30 weak."""
    found = line("antivirus-signatures", *DEFENDER, ESET, day("eset", iso))
    assert found
    assert found.ward is ward
    assert "ESET" in found.seen.ja


@pytest.mark.parametrize(
    ("given", "ward"),
    [
        ((ESET,), UNKNOWN),
        ((ESET, day("sophos", "2026-11-20")), UNKNOWN),
        ((ESET, day("eset", "", "")), None),
        ((CONSUMER, day("trendmicro", "2019-01-01")), None),
        ((BUSINESS, day("trendmicro", "2026-11-19")), GOOD),
        ((machine("installed", "McAfee LiveSafe"), day("mcafee", "2015-01-01")), None),
        ((machine("installed", "McAfee Endpoint Security Threat Prevention"), day("mcafee", "2026-11-01")), WEAK),
        ((machine("installed", "CrowdStrike Windows Sensor"),), None),
        ((day("eset", "2019-01-01"),), None),
        ((ESET, NORTON, day("eset", "2026-11-20")), GOOD),
    ],
)
def test_only_days_of_products_whose_place_is_known_are_judged(given: tuple[Setting, ...], ward: Ward | None) -> None:
    """What was not read is unknown. A day that another or a former product left, and one that is not told, say nothing."""
    found = line("antivirus-signatures", *DEFENDER, *given)
    assert (found.ward if found else None) is ward


def test_where_the_list_of_programs_was_not_read_the_age_is_unknown() -> None:
    found = line("antivirus-signatures", machine("defender-off"), day("eset", "2026-11-20"))
    assert found
    assert found.ward is UNKNOWN


def test_a_pc_that_is_kept_well_is_good_in_all_of_it() -> None:
    given = (*DEFENDER, ESET, center("ESET Security", ON), center("Windows Defender", DEFENDER_OFF), day("eset", "2026-11-20"))
    found = lines(given)
    assert found["antivirus", ""].ward is found["antivirus-signatures", ""].ward is GOOD


def test_names_of_programs_are_judged_in_no_time() -> None:
    """A thousand names of the greatest length, made to be slow for patterns."""
    given = [*LOOKED, *(machine("installed", "microsoft office " + "20" * 190 + str(at)) for at in range(1_000))]
    assert lines(given)["antivirus", ""].ward is UNKNOWN
