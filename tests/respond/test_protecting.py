"""Every row of the check: what is good, what is not, what looks like it and is not, and what nobody knows."""

from __future__ import annotations

import pytest
from support.wards import USER, lines, machine, setting

from mimawari import app
from mimawari.knowledge.protections import Scope
from mimawari.model import Setting, Ward
from mimawari.respond.protecting import RANK

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN
OLD, NEW = "Word 16.0.14332.20145", "Word 16.0.16731.20170"
"""Office LTSC 2021, whose build stays, and a Microsoft 365 of 2023."""
NOTE_OLD, NOTE_NEW = "OneNote 16.0.16130.20306", "OneNote 16.0.16327.20214"
ASR = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"

# Expectations from the sources that the rows cite: Microsoft's pages, policy templates, comparison of archivers.
BY_VALUE: tuple[tuple[Setting, Ward], ...] = (
    (setting("office-internet-macros", "1", OLD, policy=True), GOOD),
    (setting("office-internet-macros", "0", NEW, policy=True), BAD),
    (setting("office-internet-macros", "", NEW), GOOD),
    (setting("office-internet-macros", "", OLD), BAD),
    (setting("office-internet-macros", "", "Word 16.0.15330"), GOOD),
    (setting("office-internet-macros", "", "Word 16.0.15329.20000"), BAD),
    (setting("office-internet-macros", "", "Word 15.0"), BAD),
    (setting("office-internet-macros", "2", NEW), UNKNOWN),
    (setting("office-macros", "1", NEW), BAD),
    (setting("office-macros", "2", NEW), WEAK),
    (setting("office-macros", "3", NEW), GOOD),
    (setting("office-macros", "4", NEW), GOOD),
    (setting("office-macros", "", NEW), WEAK),
    (setting("office-macros", "01", NEW), UNKNOWN),
    (setting("office-macros", "5", NEW), UNKNOWN),
    (machine("defender-off", "1"), BAD),
    (machine("defender-off", ""), GOOD),
    (machine("defender-off", "2"), UNKNOWN),
    (machine("defender-real-time", "1"), BAD),
    (machine("defender-real-time", "0"), GOOD),
    (machine("defender-real-time", "x"), UNKNOWN),
    (machine("defender-tamper", "5"), GOOD),
    (machine("defender-tamper", "4"), WEAK),
    (machine("defender-tamper", ""), UNKNOWN),
    (setting("attachment-mark", "1"), BAD),
    (setting("attachment-mark", "2"), GOOD),
    (setting("attachment-mark", ""), GOOD),
    (setting("attachment-mark", "3"), UNKNOWN),
    (machine("attachment-mark-machine", "1"), BAD),
    (machine("attachment-mark-machine", "2"), GOOD),
    (machine("attachment-mark-machine", "11"), UNKNOWN),
    (setting("protected-view", "", NEW), GOOD),
    (setting("protected-view", "DisableAttachementsInPV", NEW), BAD),
    (setting("trusted-documents", "0", NEW), GOOD),
    (setting("trusted-documents", "1", NEW), WEAK),
    (setting("trusted-documents", "-1", NEW), UNKNOWN),
    (setting("onenote-files", "1", NOTE_OLD), GOOD),
    (setting("onenote-files", "extensions", NOTE_OLD), WEAK),
    (setting("onenote-files", "extensions", NOTE_NEW), GOOD),
    (setting("onenote-files", "", NOTE_NEW), GOOD),
    (setting("onenote-files", "", NOTE_OLD), BAD),
    (setting("onenote-files", "", "OneNote"), UNKNOWN),
    (setting("administrator", "yes"), WEAK),
    (setting("administrator", "no"), GOOD),
    (setting("administrator", "group"), UNKNOWN),
    (setting("administrator", ""), UNKNOWN),
    (machine("uac", "1"), GOOD),
    (machine("uac", "0"), BAD),
    (machine("uac", ""), UNKNOWN),
    (machine("uac-prompt", "0"), BAD),
    (machine("uac-prompt", "5"), GOOD),
    (machine("uac-prompt", ""), GOOD),
    (machine("uac-prompt", "6"), UNKNOWN),
    (machine("attack-surface", "1", ASR), GOOD),
    (machine("attack-surface", "2", ASR), WEAK),
    (machine("attack-surface", "6", ASR), WEAK),
    (machine("attack-surface", "", ASR), WEAK),
    (machine("attack-surface", "3", ASR), UNKNOWN),
    (machine("script-host", "0"), GOOD),
    (machine("script-host", "1"), WEAK),
    (machine("script-host", ""), WEAK),
    (machine("script-host", "00"), UNKNOWN),
    (setting("word-dde", "", NEW), GOOD),
    (setting("word-dde", "1", NEW), WEAK),
    (setting("word-dde", "2", NEW), BAD),
    (setting("word-dde", "3", NEW), UNKNOWN),
    (setting("excel-dde", "1", "Excel 16.0"), GOOD),
    (setting("excel-dde", "0", "Excel 16.0"), BAD),
    (setting("excel-dde", "2", "Excel 16.0"), UNKNOWN),
    (setting("excel-xlm", "1", "Excel 16.0"), GOOD),
    (setting("excel-xlm", "0", "Excel 16.0"), BAD),
    (setting("excel-xlm", "", "Excel 16.0"), WEAK),
    (setting("excel-xlm", "2", "Excel 16.0"), UNKNOWN),
    (setting("macro-scan", "0", NEW), BAD),
    (setting("macro-scan", "2", NEW), GOOD),
    (setting("macro-scan", "3", NEW), UNKNOWN),
    (setting("hidden-extensions", "0"), GOOD),
    (setting("hidden-extensions", "1"), WEAK),
    (setting("hidden-extensions", "2"), UNKNOWN),
    (setting("outlook-pictures", "1", "Outlook 16.0"), GOOD),
    (setting("outlook-pictures", "0", "Outlook 16.0"), WEAK),
    (setting("outlook-pictures", "2", "Outlook 16.0"), UNKNOWN),
    (setting("thunderbird-pictures", "true", "Thunderbird"), GOOD),
    (setting("thunderbird-pictures", "", "Thunderbird"), GOOD),
    (setting("thunderbird-pictures", "false", "Thunderbird"), WEAK),
    (setting("thunderbird-pictures", "FALSE", "Thunderbird"), UNKNOWN),
    (machine("remote-desktop", "1"), GOOD),
    (machine("remote-desktop", "0"), WEAK),
    (machine("remote-desktop", "2"), UNKNOWN),
    (machine("firewall", "1", "PublicProfile"), GOOD),
    (machine("firewall", "0", "PublicProfile"), BAD),
    (machine("firewall", "", "PublicProfile"), UNKNOWN),
    (machine("smb1", ""), GOOD),
    (machine("smb1", "4"), GOOD),
    (machine("smb1", "2"), BAD),
    (machine("smb1", "5"), UNKNOWN),
    (machine("smb1-server", "0", "10.0.19045"), GOOD),
    (machine("smb1-server", "1", "10.0.19045"), BAD),
    (machine("smb1-server", "", "10.0.16299"), GOOD),
    (machine("smb1-server", "", "10.0.16298"), WEAK),
    (machine("smb1-server", "", "6.0.7601"), WEAK),
    (machine("smb1-server", "", ""), UNKNOWN),
    (machine("powershell-logging", "1"), GOOD),
    (machine("powershell-logging", ""), WEAK),
    (machine("powershell-logging", "2"), UNKNOWN),
    (machine("event-log-size", "104857600"), GOOD),
    (machine("event-log-size", "104857599"), WEAK),
    (machine("event-log-size", ""), WEAK),
    (machine("event-log-size", "9" * 300), GOOD),
    (machine("event-log-size", "many"), UNKNOWN),
)


def _name(value: object) -> str:
    return f"{value.id}-{value.value[:12]}-{value.program}" if isinstance(value, Setting) else str(value)


@pytest.mark.parametrize(("given", "ward"), BY_VALUE, ids=_name)
def test_a_value_means_what_its_source_says(given: Setting, ward: Ward) -> None:
    assert lines([given])[given.id, given.user].ward is ward


def test_every_row_has_a_hit_a_near_miss_and_an_unknown() -> None:
    tried: dict[str, set[Ward]] = {}
    for given, ward in BY_VALUE:
        tried.setdefault(given.id, set()).add(ward)
    by_values = {row.id for row in app.known().protections.rows if row.meanings}
    assert set(tried) == by_values
    assert all(GOOD in wards and wards & {WEAK, BAD} for wards in tried.values())
    # Protected View has a meaning for every value: names of what is off, or none.
    assert [row for row, wards in tried.items() if UNKNOWN not in wards] == ["protected-view"]


def test_where_nothing_was_seen_every_row_is_unknown_and_none_is_left_out() -> None:
    found = lines([])
    rows = [row for row in app.known().protections.rows if row.scope is not Scope.DOMAIN]
    assert set(found) == {(row.id, USER if row.scope is Scope.USER else "") for row in rows}
    assert {one.ward for one in found.values()} == {UNKNOWN}


def test_one_user_says_nothing_of_another() -> None:
    found = lines([setting("hidden-extensions", "0", user="shop")], users=("shop", "山田"))
    assert found["hidden-extensions", "shop"].ward is GOOD
    assert found["hidden-extensions", "山田"].ward is UNKNOWN


def test_of_several_programs_the_worst_decides_and_each_is_named() -> None:
    given = [setting("office-macros", "4", "Word 16.0"), setting("office-macros", "1", "Excel 16.0")]
    found = lines(given)["office-macros", USER]
    assert found.ward is BAD
    assert found.seen.en == "Excel: all macros run; Word: no macros"


def test_an_unknown_beside_a_good_one_is_not_good() -> None:
    given = [setting("office-macros", "4", "Word 16.0"), setting("office-macros", "77", "Excel 16.0")]
    assert lines(given)["office-macros", USER].ward is UNKNOWN


def test_a_program_that_is_not_there_has_no_line() -> None:
    given = [setting("office-macros", "absent", app) for app in ("Word", "Excel", "PowerPoint")]
    assert ("office-macros", USER) not in lines(given)


def test_a_policy_is_said_to_be_one() -> None:
    found = lines([setting("office-macros", "4", "Word 16.0", policy=True)])["office-macros", USER]
    assert "[policy]" in found.seen.en
    assert "ポリシー" in found.seen.ja


def test_what_matters_most_comes_first() -> None:
    given = [
        setting("hidden-extensions", "1"),
        setting("office-macros", "1", NEW),
        machine("uac", "0"),
        machine("remote-desktop", "1"),
    ]
    found = list(lines(given).values())
    ranks = [RANK[one.ward] for one in found]
    assert ranks == sorted(ranks)
    assert [one.id for one in found[:2]] == ["office-macros", "uac"]


def test_braces_of_a_value_are_no_places_to_fill() -> None:
    hostile = "{0.__class__}{value}"
    found = lines([setting("protected-view", hostile, NEW)])["protected-view", USER]
    assert hostile in found.seen.en
