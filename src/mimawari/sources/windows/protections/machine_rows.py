r"""Settings of the machine: Windows and its age, Defender, the firewall, programs that are there.

Places and the meaning of values: see the sources of each row in ``knowledge/data/protections``. ``program`` is the build of Windows
(``10.0.19045``), or, where a setting is told once a profile or rule, that one's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Setting
from mimawari.model.filetime import to_iso
from mimawari.sources.windows.protections.antivirus import signatures
from mimawari.sources.windows.protections.office import office_settings
from mimawari.sources.windows.protections.programs import installed
from mimawari.sources.windows.protections.reading import At, Reading

SOFTWARE, SYSTEM = r"HKLM\SOFTWARE", r"HKLM\SYSTEM"
_CURRENT = r"Microsoft\Windows NT\CurrentVersion"
_SYSTEM_POLICY = r"Microsoft\Windows\CurrentVersion\Policies\System"
_DEFENDER, _DEFENDER_POLICY = r"Microsoft\Windows Defender", r"Policies\Microsoft\Windows Defender"
_REAL_TIME, _GUARD = "Real-Time Protection", r"Windows Defender Exploit Guard\ASR\Rules"
_FIREWALL = r"Services\SharedAccess\Parameters\FirewallPolicy"
_PROFILES = ("DomainProfile", "StandardProfile", "PublicProfile")
_CENTER = r"Microsoft\Security Center\Provider\Av"
_CHANNEL = r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Security"
_UPDATES = r"Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\Results\Install"
ASR = (
    "be9ba2d9-53ea-4cdc-84e5-9b1eeee46550",
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a",
    "3b576869-a4ec-4529-8536-b80a7769e899",
    "d3e037e1-3eb8-44c8-a917-57927947596d",
)
"""Rules against what Emotet did: programs from mail, Office starting programs and writing them, scripts starting downloads."""
_MOST = 20


def machine_settings(reading: Reading) -> Iterator[Setting]:
    """Each of them."""
    build = _build(reading)
    for row, places in _places(reading).items():
        yield from reading.setting(row, places, program=build)
    yield from _windows(reading, build)
    yield from _signatures(reading)
    yield from _firewall(reading)
    yield from _rules(reading)
    yield from _center(reading)
    yield from signatures(reading)
    yield from _last_update(reading)
    yield from office_settings(reading)
    yield from installed(reading, SOFTWARE, "")


def _places(reading: Reading) -> dict[str, tuple[At, ...]]:
    control = reading.control
    terminal = At(SOFTWARE, r"Policies\Microsoft\Windows NT\Terminal Services", "fDenyTSConnections", policy=True)
    logging = At(SOFTWARE, r"Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging", "EnableScriptBlockLogging", policy=True)
    security = rf"{control}\Services\EventLog\Security"
    return {
        "uac": (At(SOFTWARE, _SYSTEM_POLICY, "EnableLUA"),),
        "uac-prompt": (At(SOFTWARE, _SYSTEM_POLICY, "ConsentPromptBehaviorAdmin"),),
        "script-host": (At(SOFTWARE, r"Microsoft\Windows Script Host\Settings", "Enabled"),),
        "powershell-logging": (logging,),
        "smb1": (At(SYSTEM, rf"{control}\Services\mrxsmb10", "Start"),),
        "smb1-server": (At(SYSTEM, rf"{control}\Services\LanmanServer\Parameters", "SMB1"),),
        "remote-desktop": (terminal, At(SYSTEM, rf"{control}\Control\Terminal Server", "fDenyTSConnections")),
        "defender-off": (
            At(SOFTWARE, _DEFENDER_POLICY, "DisableAntiSpyware", policy=True),
            At(SOFTWARE, _DEFENDER, "DisableAntiSpyware"),
        ),
        "defender-real-time": tuple(
            At(SOFTWARE, rf"{base}\{_REAL_TIME}", "DisableRealtimeMonitoring", policy=base is _DEFENDER_POLICY)
            for base in (_DEFENDER_POLICY, _DEFENDER)
        ),
        "defender-tamper": (At(SOFTWARE, rf"{_DEFENDER}\Features", "TamperProtection"),),
        "event-log-size": (At(SOFTWARE, _CHANNEL, "MaxSize"), At(SYSTEM, security, "MaxSize")),
        "attachment-mark-machine": (
            At(SOFTWARE, r"Microsoft\Windows\CurrentVersion\Policies\Attachments", "SaveZoneInformation", policy=True),
        ),
    }  # fmt: skip


def _build(reading: Reading) -> str:
    found = reading.first((At(SOFTWARE, _CURRENT, "CurrentBuildNumber"),))
    major = reading.first((At(SOFTWARE, _CURRENT, "CurrentMajorVersionNumber"),))
    return f"{major[0] or '6'}.0.{found[0]}" if found and major and found[0].isascii() and found[0].isdecimal() else ""


def _windows(reading: Reading, build: str) -> Iterator[Setting]:
    """The name of the product and its edition, apart by ``|``; no setting where the build is not told."""
    found = [reading.first((At(SOFTWARE, _CURRENT, name),)) for name in ("ProductName", "EditionID")]
    if build and all(one is not None for one in found):
        name, edition = (one[0] if one else "" for one in found)
        yield reading.told("windows-support", f"{name}|{edition}", (f"{SOFTWARE}\\{_CURRENT}", "CurrentBuildNumber"), program=build)


def _signatures(reading: Reading) -> Iterator[Setting]:
    """When Defender last got signatures: a FILETIME in eight bytes."""
    key = rf"{_DEFENDER}\Signature Updates"
    places = (At(SOFTWARE, key, "SignaturesLastUpdated"), At(SOFTWARE, key, "AVSignatureApplied"))
    version = reading.first((At(SOFTWARE, key, "AVSignatureVersion"),))
    found = reading.first(places)
    if found is not None and version is not None:
        text, at = found
        day = _day(int(text)) if text.isascii() and text.isdecimal() else ""
        yield reading.told("defender-signatures", version[0], (f"{at.hive}\\{at.key}", at.name), date=day)


def _day(filetime: int) -> str:
    return (to_iso(filetime) or "")[:10] if 0 < filetime < 1 << 63 else ""


def _firewall(reading: Reading) -> Iterator[Setting]:
    for profile in _PROFILES:
        policy = At(SOFTWARE, rf"Policies\Microsoft\WindowsFirewall\{profile}", "EnableFirewall", policy=True)
        own = At(SYSTEM, rf"{reading.control}\{_FIREWALL}\{profile}", "EnableFirewall")
        yield from reading.setting("firewall", (policy, own), program=profile)


def _rules(reading: Reading) -> Iterator[Setting]:
    for rule in ASR:
        policy = At(SOFTWARE, rf"{_DEFENDER_POLICY}\{_GUARD}", rule, policy=True)
        yield from reading.setting("attack-surface", (policy, At(SOFTWARE, rf"{_DEFENDER}\{_GUARD}", rule)), program=rule)


def _center(reading: Reading) -> Iterator[Setting]:
    """What antivirus programs have told Windows of themselves; ``program`` is their state, a number in decimal."""
    for key in reading.below(SOFTWARE, _CENTER, _MOST)[0]:
        at = f"{SOFTWARE}\\{_CENTER}\\{key.name}"
        name, state = reading.texts(key, at, "DISPLAYNAME", "STATE")
        if name:
            yield reading.told("security-center", name, (at,), program=state)


def _last_update(reading: Reading) -> Iterator[Setting]:
    found = reading.first((At(SOFTWARE, _UPDATES, "LastSuccessTime"),))
    if found is not None:
        yield reading.told("last-update", found[0], (f"{SOFTWARE}\\{_UPDATES}", "LastSuccessTime"), date=found[0][:10])
