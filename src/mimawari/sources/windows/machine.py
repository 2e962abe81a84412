"""Whose machine it is: what the hives say of the computer and its users."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Reason
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.paths import absolute, environment, expand
from mimawari.sources.windows.registry import RegistryHive, RegistryKey

SOFTWARE, SYSTEM, SAM = (f"Windows/System32/config/{name}" for name in ("SOFTWARE", "SYSTEM", "SAM"))
NAMES = {path: rf"HKLM\{path.rpartition('/')[2]}" for path in (SOFTWARE, SYSTEM, SAM)}
"""How an origin names these hives."""
_CURRENT = r"Microsoft\Windows NT\CurrentVersion"
_SYSTEMS_OWN = frozenset({"S-1-5-18", "S-1-5-19", "S-1-5-20"})
"""The accounts of the system itself. Source: [MS-DTYP] 2.4.2.4."""
_NO_PROFILES = frozenset({"public", "default", "default user", "all users", "defaultapppool"})


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A user's profile: folder name, Windows path, SID (empty if unknown), and whether Windows lists it."""

    name: str
    path: str
    sid: str = ""
    listed: bool = False

    @property
    def hive(self) -> str:
        """How an origin names the user's hive."""
        return rf"HKU\{self.sid or self.name}"

    @property
    def hive_file(self) -> str:
        """The Windows path of the hive."""
        return rf"{self.path}\NTUSER.DAT"


@dataclass(slots=True)
class Noting:
    """A hive that notes what it refuses: those who ask for what is only good to know do without it."""

    hive: RegistryHive
    refused: list[BadEvidence] = field(default_factory=list)

    @property
    def defects(self) -> tuple[str, ...]:
        """What is wrong with the hive."""
        return self.hive.defects

    def key(self, path: str) -> RegistryKey | None:
        """The key at a path; a refusal is noted, and raised."""
        try:
            return self.hive.key(path)
        except BadEvidence as bad:
            self.refused.append(bad)
            raise


def opened(installation: Installation, path: str) -> RegistryHive | None:
    """A hive of the machine, or None if it cannot be opened: for what is only good to know."""
    try:
        return installation.hive(path, NAMES[path])
    except BadEvidence:
        return None


def text(hive: RegistryHive | None, key: str, name: str) -> str:
    """A string value, empty if there is none."""
    try:
        found = hive.key(key) if hive else None
        value = found.value(name) if found else None
    except BadEvidence:
        return ""
    return value.data if value and isinstance(value.data, str) else ""


def number(hive: RegistryHive | None, key: str, name: str) -> int | None:
    """A number value, None if there is none."""
    try:
        found = hive.key(key) if hive else None
        value = found.value(name) if found else None
    except BadEvidence:
        return None
    return int.from_bytes(value.data[:8], "little") if value and isinstance(value.data, bytes) else None


def control_set(system: RegistryHive | None) -> str:
    """The name of the control set in use; ``CurrentControlSet`` where a running Windows does not show it by number."""
    numbered = f"ControlSet{number(system, 'Select', 'Current') or 1:03}"
    try:
        is_named = system is not None and system.key(numbered) is None and system.key("CurrentControlSet") is not None
    except BadEvidence:
        is_named = False
    return "CurrentControlSet" if is_named else numbered


def computer_name(system: RegistryHive | None) -> str:
    """The computer's name, empty if unknown."""
    control = control_set(system)
    return text(system, rf"{control}\Control\ComputerName\ComputerName", "ComputerName") or text(
        system, rf"{control}\Services\Tcpip\Parameters", "Hostname"
    )


def known_as(name: str, mark: str | int | None) -> str:
    """What tells a machine from all others: its name with a *mark* of its own; empty where it has no name."""
    return f"{name}|{mark}".lower() if name else ""


def time_zone(system: RegistryHive | None) -> str:
    """The key name of the time zone, as ``Tokyo Standard Time``; empty if unknown."""
    key = rf"{control_set(system)}\Control\TimeZoneInformation"
    return text(system, key, "TimeZoneKeyName") or text(system, key, "StandardName")


def version(software: RegistryHive | None) -> str:
    """``Windows 10 Pro (build 19045)``; empty if unknown."""
    name, build = (text(software, _CURRENT, value) for value in ("ProductName", "CurrentBuildNumber"))
    return f"{name} (build {build})" if name and build else name


def machine_sid(sam: RegistryHive | None, profiles: Sequence[Profile]) -> str:
    """The SID of the machine: from the SAM hive, else what the users' SIDs share; empty if unknown."""
    try:
        account = sam.key(r"SAM\Domains\Account") if sam else None
        value = account.value("V") if account else None
    except BadEvidence:
        value = None
    if value and isinstance(value.data, bytes) and len(value.data) >= 12:
        parts = (int.from_bytes(value.data[-12 + at : 4 - 12 + at or None], "little") for at in (0, 4, 8))
        return "S-1-5-21-" + "-".join(map(str, parts))
    shared = sorted({profile.sid.rsplit("-", 1)[0] for profile in profiles if profile.sid.startswith("S-1-5-21-")})
    return shared[0] if shared else ""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles that were found, and the damage or refusal that may hide further ones."""

    found: tuple[Profile, ...]
    damage: tuple[BadEvidence, ...]


def is_users(sid: str) -> bool:
    """Whether it is a SID of a person, or of a service that has a profile like one (S-1-5-80: SQL Server, S-1-5-82: web)."""
    return sid.upper().startswith("S-1-") and sid.upper() not in _SYSTEMS_OWN


def machine_guid(software: RegistryHive | None) -> str:
    """What Windows' set-up gave to this installation alone; empty if unknown."""
    return text(software, r"Microsoft\Cryptography", "MachineGuid").lower()


def profiles(installation: Installation, software: RegistryHive | None) -> Profiles:
    """The users' profiles that Windows lists, and those folders that it does not list; service accounts apart."""
    found: dict[str, Profile] = {}
    damage: list[BadEvidence] = []
    folders = (_folders(installation, parent) for parent in ("Users", "Documents and Settings"))
    for listing in (_listed(installation, software), *folders):
        try:
            for profile in listing:
                found.setdefault(profile.path.lower(), profile)
        except BadEvidence as bad:
            damage += [] if bad.reason is Reason.MISSING else [bad]
    return Profiles(tuple(sorted(found.values())), tuple(damage))


def _listed(installation: Installation, software: RegistryHive | None) -> Iterator[Profile]:
    key = software.key(rf"{_CURRENT}\ProfileList") if software else None
    for user in key.subkeys() if key else ():
        value = user.value("ProfileImagePath")
        if value and isinstance(value.data, str) and is_users(user.name):
            path = absolute(expand(value.data, environment("", installation.letter)), installation.letter).rstrip("\\")
            yield Profile(path.rsplit("\\", 1)[-1], path, user.name.removesuffix(".bak"), listed=True)


def _folders(installation: Installation, parent: str) -> Iterator[Profile]:
    for entry in installation.list(parent):
        if entry.is_folder and not entry.special and entry.name.lower() not in _NO_PROFILES:
            yield Profile(entry.name, installation.windows_path(f"{parent}/{entry.name}"))
