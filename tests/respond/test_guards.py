"""Who protects a PC: what Windows was told × what is installed × Defender × the day of the signatures.

By their meaning: where nobody protects it is bad; where somebody does, and is current, it is good, whatever is left of others;
where nothing tells, it is unknown. Defender's own lines are silent only where another one does the work, or most likely does.
States of the Security Center as in test_antivirus; the evidence is of 2026-11-20.
"""

from __future__ import annotations

import pytest
from support.wards import lines, machine, setting

from mimawari.model import Setting, Ward

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN
SPEAKS, SILENT = True, False
TODAY, LAST_YEAR = "2026-11-19", "2025-11-19"


def center(name: str, state: str) -> Setting:
    return machine("security-center", name, state)


D_ON, D_OLD, D_OFF = (center("Windows Defender", state) for state in ("397568", "397584", "393472"))
SET_OFF, REAL_TIME_OFF = machine("defender-off", "1"), machine("defender-real-time", "1")
ESET = machine("installed", "ESET Endpoint Security", "11.1")
E_ON, E_OLD, E_OFF = (center("ESET Security", state) for state in ("266240", "266256", "262144"))
E_EXPIRED, E_PAUSED = center("ESET Security", "274432"), center("ESET Security", "270336")
E_FRESH, E_STALE = (machine("antivirus-signatures", "x", "eset", date=day) for day in (TODAY, LAST_YEAR))
D_FRESH, D_STALE = (machine("defender-signatures", "x", date=day) for day in (TODAY, LAST_YEAR))
FALCON = machine("installed", "CrowdStrike Windows Sensor", "7.1")
SCANNER = machine("installed", "McAfee Security Scan Plus", "4.1")
LEFT_ON, LEFT_OFF = center("Norton 360", "266240"), center("Norton 360", "262144")
SERVER = machine("windows-support", "Windows Server 2012 R2 Standard|ServerStandard", "6.3.9600")
NAMED_OTHERWISE = (machine("installed", "ZERO スーパーセキュリティ"), center("Quick Guard", "266240"))

TABLE: dict[str, tuple[tuple[Setting, ...], Ward, bool]] = {
    # Windows was told that Defender is on: it protects, whatever else lies about.
    "Defender on": ((D_ON,), GOOD, SPEAKS),
    "Defender on, a product that is not registered": ((D_ON, ESET), GOOD, SPEAKS),
    "Defender on, one that is not registered, years old": ((D_ON, ESET, E_STALE), GOOD, SPEAKS),
    "Defender on, a scanner": ((D_ON, SCANNER), GOOD, SPEAKS),
    "Defender on, one that need not register": ((D_ON, FALCON), GOOD, SPEAKS),
    "Defender on, another expired": ((D_ON, ESET, E_EXPIRED), GOOD, SPEAKS),
    "Defender on, another off": ((D_ON, ESET, E_OFF, E_STALE), GOOD, SPEAKS),
    "Defender on, another paused": ((D_ON, ESET, E_PAUSED), GOOD, SPEAKS),
    "Defender on, a leftover that is on": ((D_ON, LEFT_ON), GOOD, SPEAKS),
    "Defender on, a leftover that is off": ((D_ON, LEFT_OFF), GOOD, SPEAKS),
    "Defender on and old": ((D_OLD,), WEAK, SPEAKS),
    "Defender on and old, another off": ((D_OLD, ESET, E_OFF), WEAK, SPEAKS),
    "Defender on, and a setting turns it off": ((D_ON, SET_OFF), UNKNOWN, SPEAKS),
    # Windows was told that another one is on, and it is installed.
    "another on": ((D_OFF, ESET, E_ON), GOOD, SILENT),
    "another on, Defender set off by it": ((D_OFF, ESET, E_ON, SET_OFF, REAL_TIME_OFF), GOOD, SILENT),
    "another on, and Defender's signatures old": ((D_OFF, ESET, E_ON, D_STALE), GOOD, SILENT),
    "another on, a leftover that is on": ((D_OFF, ESET, E_ON, LEFT_ON), GOOD, SILENT),
    "another on, a scanner": ((D_OFF, ESET, E_ON, SCANNER), GOOD, SILENT),
    "another on and old": ((D_OFF, ESET, E_OLD), WEAK, SILENT),
    "another on and old, Defender on": ((D_ON, ESET, E_OLD), WEAK, SILENT),
    "another on, on Windows 7": ((ESET, E_ON, machine("windows-support", "Windows 7|", "6.1.7601")), GOOD, SILENT),
    "another paused": ((D_OFF, ESET, E_PAUSED), WEAK, SILENT),
    # Windows was told of nobody that is on.
    "Defender off by a setting": ((D_OFF, SET_OFF), BAD, SPEAKS),
    "Defender off, as is its watch": ((D_OFF, REAL_TIME_OFF), BAD, SPEAKS),
    "Defender says off, and no setting does it": ((D_OFF,), WEAK, SPEAKS),
    "Defender off, a product that is not registered": ((D_OFF, SET_OFF, ESET), BAD, SPEAKS),
    "Defender off, one that is not registered, fresh": ((D_OFF, SET_OFF, ESET, E_FRESH), BAD, SPEAKS),
    "Defender off, a scanner": ((D_OFF, SET_OFF, SCANNER), BAD, SPEAKS),
    "Defender off, another expired": ((D_OFF, SET_OFF, ESET, E_EXPIRED), BAD, SPEAKS),
    "Defender off, another off": ((D_OFF, SET_OFF, ESET, E_OFF), BAD, SPEAKS),
    "Defender off, a leftover that is off": ((D_OFF, SET_OFF, LEFT_OFF), BAD, SPEAKS),
    "Defender off, one that need not register": ((D_OFF, SET_OFF, FALCON), UNKNOWN, SPEAKS),
    "Defender off, a leftover that is on": ((D_OFF, SET_OFF, LEFT_ON), UNKNOWN, SPEAKS),
    "one that is on by a name that nobody knows": ((D_OFF, SET_OFF, *NAMED_OTHERWISE), UNKNOWN, SILENT),
    # Servers and old copies: Windows was told nothing.
    "nothing told, Defender": ((), GOOD, SPEAKS),
    "nothing told, Defender off": ((SET_OFF,), BAD, SPEAKS),
    "nothing told, a scanner, Defender off": ((SET_OFF, SCANNER), BAD, SPEAKS),
    "nothing told, another": ((ESET,), UNKNOWN, SILENT),
    "nothing told, another, Defender off": ((ESET, SET_OFF), UNKNOWN, SILENT),
    "nothing told, another is fresh, Defender off": ((ESET, E_FRESH, SET_OFF), UNKNOWN, SILENT),
    "nothing told, another is years old, Defender off": ((ESET, E_STALE, SET_OFF), UNKNOWN, SPEAKS),
    "nothing told, another is years old, Defender fresh": ((ESET, E_STALE, D_FRESH), GOOD, SPEAKS),
    "nothing told, both years old": ((ESET, E_STALE, D_STALE), UNKNOWN, SPEAKS),
    "nothing told, one without signatures": ((FALCON, SET_OFF), UNKNOWN, SILENT),
    "a server without Defender": ((SERVER,), BAD, SPEAKS),
    "a server without Defender, another": ((SERVER, ESET), UNKNOWN, SILENT),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_protects_it(name: str) -> None:
    given, ward, speaks = TABLE[name]
    rows = {row: machine(row) for row in ("defender-off", "defender-real-time")} | {
        one.id: one for one in given if "defender-" in one.id
    }
    found = lines([machine("installed"), setting("installed"), *given, *rows.values()])
    assert (found["antivirus", ""].ward, ("defender-off", "") in found) == (ward, speaks)


@pytest.mark.parametrize("name", [name for name, (_, ward, _) in TABLE.items() if ward is GOOD])
def test_what_is_left_of_others_makes_nothing_worse(name: str) -> None:
    """On a PC that somebody protects, no age of what does no work is counted."""
    given = [one for one in TABLE[name][0] if one is not SET_OFF]
    found = lines([machine("installed"), setting("installed"), machine("defender-off"), *given])
    stale = {one.id for one in given if one.date == LAST_YEAR}
    assert not [one for row in stale if (one := found.get((row, "")))]


def test_nobody_is_protected_by_an_age() -> None:
    """What is years old is told as such, where nothing else is known to protect."""
    found = lines([machine("installed"), setting("installed"), SET_OFF, ESET, E_STALE])
    assert found["antivirus-signatures", ""].ward is BAD
    assert found["defender-off", ""].ward is BAD


def test_bitdefender_is_not_defender() -> None:
    """Its name holds the other's."""
    given = [machine("installed"), machine("defender-off", "1"), machine("installed", "Bitdefender Total Security")]
    found = lines([*given, center("Bitdefender Antivirus", "266240"), D_OFF])
    assert found["antivirus", ""].ward is GOOD
    assert "Bitdefender" in found["antivirus", ""].seen.en
    assert ("defender-off", "") not in found
    left = lines([machine("installed"), machine("defender-off", "1"), center("Bitdefender Antivirus", "266240"), D_OFF])
    assert left["antivirus", ""].ward is UNKNOWN


@pytest.mark.parametrize(
    ("told", "installed", "ward"),
    [
        ("ウイルスバスター クラウド", "ウイルスバスター ツールバー", UNKNOWN),
        ("Norton 360", "Norton VPN", UNKNOWN),
        ("G DATA INTERNET SECURITY", "Google Chrome", UNKNOWN),
        ("K7 Total Security", "K-Lite Codec Pack", UNKNOWN),
        ("360 Total Security", "360 Speakers", UNKNOWN),
        ("Microsoft Security Essentials", "Microsoft Edge", UNKNOWN),
        ("Some Guard", "Some Player", UNKNOWN),
        ("Guardia", "Guardian Player", UNKNOWN),
        ("G DATA INTERNET SECURITY", "G DATA INTERNET SECURITY", GOOD),
        ("K7 Total Security", "K7 Total Security 16", GOOD),
        ("360 Total Security", "360 Total Security", GOOD),
        ("Guardia", "Guardia version 4.5", GOOD),
        ("Guardia Antivirus", "Guardia", GOOD),
        ("Norton 360", "Norton Security", GOOD),
    ],
)
def test_an_entry_counts_only_where_its_program_is_installed(told: str, installed: str, ward: Ward) -> None:
    """What said that it is on may have been taken away; a toolbar of the same maker is not it."""
    found = lines(
        [machine("installed"), machine("defender-off", "1"), machine("installed", installed), center(told, "266240"), D_OFF]
    )
    assert found["antivirus", ""].ward is ward
    assert (("defender-off", "") in found) is (ward is UNKNOWN)


def test_where_the_list_of_programs_could_not_be_read_nothing_is_good_by_an_entry() -> None:
    found = lines([machine("defender-off", "1"), E_ON, D_OFF])
    assert found["antivirus", ""].ward is UNKNOWN
