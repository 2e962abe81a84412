"""The hives of the machine: SOFTWARE, SYSTEM, SAM, SECURITY and DEFAULT, with what an ordinary PC has in them."""

from __future__ import annotations

from mimawari.examples.hive_writer import Key, Value, binary, expandable, number, text
from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc
from mimawari.examples.services import services

RUN = r"Microsoft\Windows\CurrentVersion\Run"
_TOKYO = "Tokyo Standard Time"


def _root(pc: Pc, hive: str) -> Key:
    return Key(written=moment(pc.used, hive))


def software(pc: Pc, *run: Value) -> Key:
    """SOFTWARE; *run* are further values of its Run key."""
    root = _root(pc, "SOFTWARE")
    current = root.at(r"Microsoft\Windows NT\CurrentVersion")
    current.put(text("ProductName", "Windows 10 Home"), text("CurrentVersion", "6.3"), text("CurrentBuildNumber", pc.build))
    current.put(number("CurrentMajorVersionNumber", 10), number("CurrentMinorVersionNumber", 0), text("SystemRoot", r"C:\Windows"))
    _profiles(current.at("ProfileList"), pc)
    root.at(RUN).put(expandable("SecurityHealth", r"%windir%\system32\SecurityHealthSystray.exe"), *run)
    root.at(r"Microsoft\Windows\CurrentVersion\RunOnce")
    root.at(rf"WOW6432Node\{RUN}").put(
        text("SunJavaUpdateSched", r'"C:\Program Files (x86)\Common Files\Java\Java Update\jusched.exe"')
    )
    explorer = root.at(r"Microsoft\Windows\CurrentVersion\Explorer")
    explorer.put(number("GlobalAssocChangedCounter", 61), text("SmartScreenEnabled", "On"))
    root.at(r"Microsoft\Windows\CurrentVersion\Uninstall\Google Chrome").put(text("DisplayName", "Google Chrome"))
    root.at(r"Classes\.xlsx").put(text("", "Excel.Sheet.12"))
    return root


def _profiles(listing: Key, pc: Pc) -> None:
    listing.put(expandable("ProfilesDirectory", r"%SystemDrive%\Users"), expandable("Default", r"%SystemDrive%\Users\Default"))
    accounts = {"S-1-5-18": r"%systemroot%\system32\config\systemprofile"}
    accounts |= {pc.sid_of(user): rf"C:\Users\{user.name}" for user in pc.users}
    for sid, path in accounts.items():
        listing.at(sid).put(expandable("ProfileImagePath", path), number("Flags", 0), number("State", 0))


def system(pc: Pc) -> Key:
    """SYSTEM."""
    root = _root(pc, "SYSTEM")
    root.at("Select").put(*(number(name, 1) for name in ("Current", "Default", "LastKnownGood")), number("Failed", 0))
    control = root.at("ControlSet001")
    control.at(r"Control\ComputerName\ComputerName").put(text("ComputerName", pc.name))
    zone = control.at(r"Control\TimeZoneInformation")
    zone.put(text("TimeZoneKeyName", _TOKYO), text("StandardName", "@tzres.dll,-632"), number("Bias", (-540) & 0xFFFFFFFF))
    services(control)
    control.at(r"Services\Tcpip\Parameters").put(text("Hostname", pc.name), text("Domain", ""))
    root.at("MountedDevices").put(binary(r"\DosDevices\C:", bytes.fromhex("1f2e3d4c0000100000000000")))
    return root


def sam(pc: Pc) -> Key:
    """SAM: the accounts by number and name, without any secret of theirs."""
    root = _root(pc, "SAM")
    account = root.at(r"SAM\Domains\Account").put(binary("V", bytes(0x40) + pc.sid_bytes))
    for user in pc.users:
        account.at(rf"Users\{user.number:08X}")
        account.at(rf"Users\Names\{user.name}").put(Value("", user.number, b""))
    return root


def security(pc: Pc) -> Key:
    """SECURITY: the machine's SID, and nothing secret."""
    root = _root(pc, "SECURITY")
    root.at(r"Policy\PolAcDmS").put(Value("", 0, pc.sid_bytes))
    return root


def default(pc: Pc) -> Key:
    """DEFAULT: the hive of the system account, and of users to come."""
    root = _root(pc, "DEFAULT")
    root.at(r"Control Panel\Desktop").put(text("Wallpaper", ""))
    root.at(rf"Software\{RUN}")
    return root
