"""What keeps malware out of the example's office PC, and what does not: a few settings that are good, and a few that are weak."""

from __future__ import annotations

import struct

from mimawari.examples.hive_writer import Key, binary, number, text
from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc, User

_POLICIES = r"Microsoft\Windows\CurrentVersion\Policies\System"
_DEFENDER = r"Microsoft\Windows Defender"
_UNINSTALL = r"Microsoft\Windows\CurrentVersion\Uninstall"
_FIREWALL = r"ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy"
_EXCEL = r"Software\Microsoft\Office\16.0\Excel\Security"
_HEAD = 52


def machine(software: Key, day: str) -> None:
    """SOFTWARE: Microsoft 365 of June 2023, Defender with signatures of *day*, an archiver."""
    click = software.at(r"Microsoft\Office\ClickToRun\Configuration")
    click.put(text("ProductReleaseIds", "O365BusinessRetail"), text("VersionToReport", "16.0.16529.20226"))
    software.at(r"Microsoft\Windows NT\CurrentVersion").put(text("EditionID", "Core"))
    software.at(_POLICIES).put(number("EnableLUA", 1), number("ConsentPromptBehaviorAdmin", 5))
    renewed = struct.pack("<Q", moment(day, "signatures"))
    software.at(rf"{_DEFENDER}\Signature Updates").put(
        binary("SignaturesLastUpdated", renewed), text("AVSignatureVersion", "1.397.1")
    )
    software.at(rf"{_DEFENDER}\Features").put(number("TamperProtection", 5))
    software.at(rf"{_UNINSTALL}\7-Zip").put(text("DisplayName", "7-Zip 22.01 (x64)"), text("DisplayVersion", "22.01"))
    software.at(r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Security").put(number("MaxSize", 20_971_520))


def system(root: Key) -> Key:
    """SYSTEM: the firewall is on, and so is Remote Desktop."""
    for profile in ("DomainProfile", "StandardProfile", "PublicProfile"):
        root.at(rf"{_FIREWALL}\{profile}").put(number("EnableFirewall", 1))
    root.at(r"ControlSet001\Control\Terminal Server").put(number("fDenyTSConnections", 0))
    return root


def accounts(root: Key, pc: Pc, *administrators: User) -> Key:
    """SAM: who is in the group of administrators (winreg-kb: the SIDs behind a head of 52 bytes)."""
    sids = b"".join(pc.sid_bytes[:1] + b"\5" + pc.sid_bytes[2:] + struct.pack("<I", user.number) for user in administrators)
    head = bytearray(_HEAD)
    struct.pack_into("<I", head, 0, 0x220)
    struct.pack_into("<III", head, 40, 0, len(sids), len(administrators))
    root.at(r"SAM\Domains\Builtin\Aliases\00000220").put(binary("C", bytes(head) + sids))
    return root


def user(root: Key, *, careful: bool) -> Key:
    """A user's hive: the *careful* one shows extensions and keeps the mark of the web, the other one lets Excel run all macros."""
    root.at(r"Software\Microsoft\Windows\CurrentVersion\Explorer\Advanced").put(number("HideFileExt", 0 if careful else 1))
    if careful:
        root.at(r"Software\7-Zip\Options").put(number("WriteZoneIdExtract", 1))
        return root
    root.at(_EXCEL).put(number("VBAWarnings", 1))
    place = root.at(rf"{_EXCEL}\Trusted Locations\Location3")
    place.put(text("Path", r"C:\Users\山田\Downloads" + "\\"), number("AllowSubFolders", 1))
    return root
