"""Settings of a PC as they are read from its hives and files: each with its place, and a gap for what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from support.pc import SID, Pc
from support.sam import sam

from mimawari.engine import Inline, Settings, preparing
from mimawari.examples.hive_writer import Key, Value, binary, build, number, text
from mimawari.examples.machines import clean_pc
from mimawari.model import Reason, Setting
from mimawari.sources import Evidence

WORD = r"Microsoft\Office\16.0\Word"
SECRET = "pa55-W0rt-geheim"


@pytest.fixture
def pc() -> Pc:
    """A PC with Word 2016 from an installer, an administrator and a clean set of hives."""
    one = Pc()
    one.software.at(rf"{WORD}\InstallRoot").put(text("Path", r"C:\Program Files\Microsoft Office\Office16"))
    one.put("Windows/System32/config/SAM", build(sam(f"{SID}-1001")))
    return one


def seen(pc: Pc, folder: Path) -> preparing.Defences:
    (found,) = preparing.defences([Evidence(str(pc.write(folder)))], Settings(reraise=True), Inline())
    return found


def told(found: preparing.Defences, row: str, user: str = "") -> list[Setting]:
    return [one for one in found.settings if one.id == row and one.user == user]


def values(found: preparing.Defences, row: str, user: str = "") -> list[str]:
    return [one.value for one in told(found, row, user)]


def test_what_is_not_set_is_told_with_an_empty_value(pc: Pc, tmp_path: Path) -> None:
    found = seen(pc, tmp_path)
    assert found.gaps == ()
    assert (found.host, found.users) == ("SHOP-PC1", ("shop",))
    assert values(found, "office-macros", "shop") == ["", "absent", "absent"]
    assert {one.program for one in told(found, "office-macros", "shop")} == {"Word 16.0", "Excel", "PowerPoint"}
    assert values(found, "hidden-extensions", "shop") == [""]
    assert values(found, "thunderbird-pictures", "shop") == ["absent"]
    assert values(found, "script-host") == [""]


def test_every_row_that_is_judged_by_its_value_is_read(pc: Pc, tmp_path: Path) -> None:
    from mimawari import knowledge
    from mimawari.knowledge.protections import Scope

    read = {one.id for one in seen(pc, tmp_path).settings}
    rows = {row.id for row in knowledge.load().protections.rows if row.scope is not Scope.DOMAIN and row.meanings}
    assert rows <= read


def test_a_policy_wins_over_the_own_choice(pc: Pc, tmp_path: Path) -> None:
    pc.hives["shop"].at(rf"Software\{WORD}\Security").put(number("VBAWarnings", 1))
    pc.software.at(rf"Policies\{WORD}\Security").put(number("VBAWarnings", 2))
    assert values(seen(pc, tmp_path / "a"), "office-macros", "shop")[0] == "2"
    pc.hives["shop"].at(rf"Software\Policies\{WORD}\Security").put(number("vbawarnings", 4))
    (one, *_) = told(seen(pc, tmp_path / "b"), "office-macros", "shop")
    assert (one.value, one.policy) == ("4", True)
    assert one.origin.path == (rf"HKU\{SID}-1001\Software\Policies\{WORD}\Security", "VBAWarnings")


def test_that_macros_of_the_internet_are_blocked_only_a_policy_says(pc: Pc, tmp_path: Path) -> None:
    pc.hives["shop"].at(rf"Software\{WORD}\Security").put(number("blockcontentexecutionfrominternet", 1))
    assert values(seen(pc, tmp_path), "office-internet-macros", "shop")[0] == ""


def test_the_version_of_click_to_run_is_that_of_its_programs(pc: Pc, tmp_path: Path) -> None:
    click = pc.software.at(r"Microsoft\Office\ClickToRun\Configuration")
    click.put(text("ProductReleaseIds", "O365BusinessRetail"), text("VersionToReport", "16.0.16529.20226"))
    found = seen(pc, tmp_path)
    assert told(found, "office-macros", "shop")[0].program == "Word 16.0.16529.20226"
    assert [(one.value, one.program) for one in told(found, "office-support")] == [("O365BusinessRetail", "16.0.16529.20226")]


def test_protected_view_names_what_is_off(pc: Pc, tmp_path: Path) -> None:
    view = pc.hives["shop"].at(rf"Software\{WORD}\Security\ProtectedView")
    view.put(number("DisableInternetFilesInPV", 1), number("DisableUnsafeLocationsInPV", 0), number("DisableAttachementsInPV", 1))
    assert values(seen(pc, tmp_path), "protected-view", "shop")[0] == "DisableInternetFilesInPV DisableAttachementsInPV"


def test_onenote_may_block_some_kinds_of_files_only(pc: Pc, tmp_path: Path) -> None:
    pc.software.at(r"Microsoft\Office\16.0\OneNote\InstallRoot").put(text("Path", "x"))
    options = pc.hives["shop"].at(r"Software\Policies\Microsoft\Office\16.0\OneNote\Options")
    options.at("EmbeddedFileOpenOptions").put(text("BlockedExtensions", ".js;.exe;.vbs"))
    assert values(seen(pc, tmp_path / "a"), "onenote-files", "shop") == ["extensions"]
    options.put(number("DisableEmbeddedFiles", 1))
    assert values(seen(pc, tmp_path / "b"), "onenote-files", "shop") == ["1"]


def test_trusted_locations_and_documents(pc: Pc, tmp_path: Path) -> None:
    top = rf"Software\{WORD}\Security"
    place = pc.hives["shop"].at(rf"{top}\Trusted Locations\Location9")
    place.put(text("Path", "D:\\Makros\\"), number("AllowSubFolders", 1))
    pc.hives["shop"].at(rf"{top}\Trusted Locations\Notes").put(text("Path", r"D:\none"))
    records = pc.hives["shop"].at(rf"{top}\Trusted Documents\TrustRecords")
    allowed, edited = bytes(20) + b"\xff\xff\xff\x7f", bytes(20) + b"\1\0\0\0"
    records.put(binary("a.docm", allowed), binary("b.docm", edited), binary("c.docm", allowed[:-1]), binary("d.docm", allowed))
    found = seen(pc, tmp_path)
    assert values(found, "trusted-locations", "shop")[0] == r"D:\Makros\*"
    assert values(found, "trusted-documents", "shop")[0] == "2"


def test_how_archivers_are_set(pc: Pc, tmp_path: Path) -> None:
    pc.hives["shop"].at(r"Software\7-Zip\Options").put(number("WriteZoneIdExtract", 1))
    pc.hives["shop"].at(r"Software\WinRAR\Extraction").put(number("MOTWMode", 2))
    found = seen(pc, tmp_path)
    assert values(found, "archive-mark-7zip", "shop") == ["1"]
    assert values(found, "archive-mark-winrar", "shop") == ["2"]


def test_administrators_come_from_the_accounts(pc: Pc, tmp_path: Path) -> None:
    assert values(seen(pc, tmp_path / "a"), "administrator", "shop") == ["yes"]
    pc.put("Windows/System32/config/SAM", build(sam(f"{SID}-500", "S-1-5-21-1-2-3-1001")))
    assert values(seen(pc, tmp_path / "b"), "administrator", "shop") == ["no"]


@pytest.mark.parametrize("broken", [{40: 0xFFFFFFF0}, {44: 0x7FFFFFFF}, {48: 9_999}, {48: 0xFFFFFFFF}, {60: 0xFFFFFFFF}])
def test_a_damaged_list_of_administrators_is_a_gap(pc: Pc, tmp_path: Path, broken: dict[int, int]) -> None:
    pc.put("Windows/System32/config/SAM", build(sam(f"{SID}-1001", broken=broken)))
    found = seen(pc, tmp_path)
    assert values(found, "administrator", "shop") == []
    assert [(gap.reason, gap.wanted) for gap in found.gaps] == [(Reason.CORRUPT, "setting")]


def test_without_a_user_s_hive_nothing_of_that_user_is_told(pc: Pc, tmp_path: Path) -> None:
    pc.write(tmp_path)
    (tmp_path / "C/Users/shop/NTUSER.DAT").write_bytes(b"regf" + b"\0" * 5_000)
    (found,) = preparing.defences([Evidence(str(tmp_path))], Settings(reraise=True), Inline())
    assert {one.id for one in found.settings if one.user == "shop"} == {"administrator", "thunderbird-pictures"}
    assert [(gap.reason, gap.origin.path) for gap in found.gaps] == [(Reason.CORRUPT, (r"C:\Users\shop\NTUSER.DAT",))]
    assert found.gaps[0].remedy is not None


def test_without_the_machine_s_hive_no_default_is_taken(pc: Pc, tmp_path: Path) -> None:
    """A policy of the machine might be in force: what the user chose does not decide then."""
    pc.hives["shop"].at(rf"Software\{WORD}\Security").put(number("VBAWarnings", 4))
    pc.write(tmp_path)
    (tmp_path / "C/Windows/System32/config/SOFTWARE").unlink()
    (found,) = preparing.defences([Evidence(str(tmp_path))], Settings(reraise=True), Inline())
    assert not [one for one in found.settings if one.id.startswith(("office", "uac", "defender"))]
    assert any(gap.reason is Reason.MISSING and "SOFTWARE" in gap.origin.path[-1] for gap in found.gaps)


def test_firewall_rules_and_the_security_center(pc: Pc, tmp_path: Path) -> None:
    firewall = r"ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy"
    pc.system.at(rf"{firewall}\StandardProfile").put(number("EnableFirewall", 0))
    pc.software.at(r"Policies\Microsoft\WindowsFirewall\StandardProfile").put(number("EnableFirewall", 1))
    rule = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
    pc.software.at(r"Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules").put(text(rule, "1"))
    pc.software.at(r"Microsoft\Security Center\Provider\Av\{1}").put(text("DISPLAYNAME", "ESET Security"), number("STATE", 266_240))
    found = seen(pc, tmp_path)
    assert {one.program: one.value for one in told(found, "firewall")} == {
        "DomainProfile": "", "StandardProfile": "1", "PublicProfile": "",
    }  # fmt: skip
    assert {one.program: one.value for one in told(found, "attack-surface")}[rule] == "1"
    assert [(one.value, one.program) for one in told(found, "security-center")] == [("ESET Security", "266240")]


@pytest.mark.parametrize("data", [b"", b"\1" * 9, b"\xff" * 8, bytes(8)])
def test_a_time_that_is_none_has_no_date(pc: Pc, tmp_path: Path, data: bytes) -> None:
    pc.software.at(r"Microsoft\Windows Defender\Signature Updates").put(binary("SignaturesLastUpdated", data))
    assert [one.date for one in told(seen(pc, tmp_path), "defender-signatures")] == [""]


@pytest.mark.parametrize("said", ["²", "٣٣", "1" * 400, "-1"])
def test_a_time_that_is_a_text_breaks_nothing(pc: Pc, tmp_path: Path, said: str) -> None:
    pc.software.at(r"Microsoft\Windows Defender\Signature Updates").put(text("SignaturesLastUpdated", said))
    assert [one.date for one in told(seen(pc, tmp_path), "defender-signatures")] == [""]


def test_the_time_of_signatures_is_a_filetime(pc: Pc, tmp_path: Path) -> None:
    """The bytes and the moment of the forum's example (BigFix): ff9cdd7c6727d901 is in January 2023."""
    signatures = pc.software.at(r"Microsoft\Windows Defender\Signature Updates")
    signatures.put(binary("SignaturesLastUpdated", bytes.fromhex("ff9cdd7c6727d901")))
    assert [one.date for one in told(seen(pc, tmp_path), "defender-signatures")] == ["2023-01-13"]


def test_of_thunderbird_s_preferences_only_the_one_is_taken(pc: Pc, tmp_path: Path) -> None:
    prefs = f'user_pref("mail.x", "{SECRET}");\nuser_pref("mailnews.message_display.disable_remote_image", false);\n'
    pc.put("Users/shop/AppData/Roaming/Thunderbird/Profiles/a.default/prefs.js", prefs.encode())
    found = seen(pc, tmp_path)
    assert values(found, "thunderbird-pictures", "shop") == ["false"]
    assert SECRET not in repr(found)


def test_preferences_that_are_too_large_are_a_gap(pc: Pc, tmp_path: Path) -> None:
    pc.put("Users/shop/AppData/Roaming/Thunderbird/Profiles/a.default/prefs.js", b"/" * (4 << 20) + b"//")
    found = seen(pc, tmp_path)
    assert values(found, "thunderbird-pictures", "shop") == []
    assert [gap.reason for gap in found.gaps] == [Reason.TOO_LARGE]


def hostile() -> Iterator[Value]:
    yield text("VBAWarnings", "\x1b[2J\u202e" + "A" * 10_000)
    yield Value("AllowDDE", 4, b"")
    yield Value("Level", 99, b"\xff" * 70_000)


def test_hostile_values_are_cut_and_break_nothing(pc: Pc, tmp_path: Path) -> None:
    pc.hives["shop"].at(rf"Software\{WORD}\Security").put(*hostile())
    found = seen(pc, tmp_path)
    assert len(values(found, "office-macros", "shop")[0]) == 400
    assert values(found, "word-dde", "shop") == [""]


def test_more_programs_than_are_kept_are_a_gap_and_the_list_is_not_whole(pc: Pc, tmp_path: Path) -> None:
    listed = pc.software.at(r"Microsoft\Windows\CurrentVersion\Uninstall")
    listed.keys = [Key(f"p{at:05}", [text("DisplayName", f"Program {at}")]) for at in range(2_001)]
    found = seen(pc, tmp_path)
    assert len([value for value in values(found, "installed") if value]) == 2_000
    assert "" not in values(found, "installed")
    assert [gap.reason for gap in found.gaps] == [Reason.TOO_LARGE]


def test_what_is_no_windows_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello", "utf-8")
    found = list(preparing.defences([Evidence(str(tmp_path))], Settings(), Inline()))
    assert all(not one.is_windows and one.gaps for one in found)
    assert found


@pytest.mark.parametrize("draw", range(40))
def test_flipped_bytes_break_nothing(draw: int, tmp_path: Path) -> None:
    """Whatever stands in the hives: settings, gaps, or both, and no exception."""
    clean_pc().write(tmp_path / "pc", "inert")
    random = Random(draw)
    for name in ("Windows/System32/config/SOFTWARE", "Windows/System32/config/SAM", "Users/山田/NTUSER.DAT"):
        path = tmp_path / "pc/C" / name if (tmp_path / "pc/C").is_dir() else tmp_path / "pc" / name
        data = bytearray(path.read_bytes())
        for _ in range(random.choice((1, 5, 200))):
            data[random.randrange(4_096, len(data))] = random.randrange(256)
        path.write_bytes(bytes(data))
    found = list(preparing.defences([Evidence(str(tmp_path / "pc"))], Settings(reraise=True), Inline(), with_accounts=True))
    assert all(one.settings or one.gaps for one in found)


def test_mailboxes_that_nobody_looked_into_have_no_bearing(pc: Pc, tmp_path: Path) -> None:
    """The accounts do, and what of them could not be read."""
    pc.put("Becky!/shop/1.mb/Mailbox.ini", b"[Account]\nMailAddress=a@example.jp\n").put("Users/shop/Documents/Shuriken/x")
    every = [Evidence(str(pc.write(tmp_path)))]
    (found,) = preparing.defences(every, Settings(reraise=True), Inline(), with_accounts=True)
    assert found.accounts == ("a@example.jp",)
    assert "holding" in {gap.wanted for gap in found.gaps}
    assert "program-mailbox" not in {gap.wanted for gap in found.gaps}
