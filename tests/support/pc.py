"""Writes a small copy of drive C: whatever a test wants of it, and nothing by accident."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from mimawari.examples.hive_writer import Key, Value, build, expandable, number, text
from mimawari.model.filetime import from_unix_ns

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
EXPLORER = r"Software\Microsoft\Windows\CurrentVersion\Explorer"
SID = "S-1-5-21-1111111111-2222222222-3333333333"
SYSTEM32 = (
    "kernel32.dll",
    "ntdll.dll",
    "cmd.exe",
    "notepad.exe",
    "rundll32.exe",
    "regsvr32.exe",
    "certutil.exe",
    "spwizeng.dll",
    "kbdsmsno.dll",
)
NOON = 1_647_000_000_123_456_700
"""A moment in March 2022 with a fraction of a second, in nanoseconds since 1970."""
DAY = 86_400_000_000_000
_TASK = (
    "<?xml version='1.0' encoding='UTF-16'?><Task xmlns='http://schemas.microsoft.com/windows/2004/02/mit/task'><Actions>"
    "<Exec><Command>{}</Command><Arguments>{}</Arguments></Exec></Actions></Task>"
)


@dataclass
class Pc:
    """A PC with users; ``put`` files and change the hives, then ``write``."""

    name: str = "SHOP-PC1"
    users: tuple[str, ...] = ("shop",)
    software: Key = field(default_factory=Key)
    system: Key = field(default_factory=Key)
    hives: dict[str, Key] = field(default_factory=dict)
    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    folder_times: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        current = self.software.at(r"Microsoft\Windows NT\CurrentVersion")
        current.put(text("ProductName", "Windows 10 Pro"), text("CurrentBuildNumber", "19045"))
        for at, user in enumerate(self.users):
            profile = current.at(rf"ProfileList\{SID}-{1001 + at}")
            profile.put(expandable("ProfileImagePath", rf"C:\Users\{user}"))
            self.hives[user] = Key(keys=[Key("Software")])
        self.system.at("Select").put(number("Current", 1))
        self.system.at(r"ControlSet001\Control\ComputerName\ComputerName").put(text("ComputerName", self.name))
        self.system.at(r"ControlSet001\Control\TimeZoneInformation").put(text("TimeZoneKeyName", "Tokyo Standard Time"))
        self.system.at(r"ControlSet001\Services")
        for name in SYSTEM32:
            self.put(f"Windows/System32/{name}", b"MZ" + b"\0" * 98)
        self.put("Windows/System32/Tasks/.keep", b"")
        self.files.pop("Windows/System32/Tasks/.keep")

    def put(self, path: str, content: bytes = b"MZ inert", when: int = NOON) -> Pc:
        """A file with its time (nanoseconds since 1970)."""
        self.files[path] = (content, when)
        return self

    def run(self, name: str, command: str, user: str = "") -> Pc:
        """A Run value of a user (the first, if not named)."""
        self.hives[user or self.users[0]].at(RUN).put(text(name, command))
        return self

    def explorer(self, name: str, data: bytes, user: str = "") -> Pc:
        """A binary value of the user's Explorer key."""
        self.hives[user or self.users[0]].at(EXPLORER).put(Value(name, 3, data))
        return self

    def service(self, name: str, image: str, description: str = "") -> Pc:
        """A service."""
        self.system.at(rf"ControlSet001\Services\{name}").put(expandable("ImagePath", image), text("Description", description))
        return self

    def task(self, name: str, program: str, arguments: str = "") -> Pc:
        """A scheduled task, as a file; *name* may have folders (``Vendor/Update``)."""
        xml = _TASK.format(escape(program), escape(arguments))
        return self.put(f"Windows/System32/Tasks/{name}", xml.encode("utf-16"))

    def write(self, folder: Path) -> Path:
        """Write it below *folder* (as ``C``); gives *folder*."""
        root = folder / "C"
        self._hives(root)
        for path, (content, when) in self.files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            os.utime(target, ns=(when, when))
        (root / "Windows/System32/Tasks").mkdir(parents=True, exist_ok=True)
        for path in sorted({str(p.parent.relative_to(root)) for p in root.rglob("*")}, key=len, reverse=True):
            when = self.folder_times.get(path, NOON)
            os.utime(root / path, ns=(when, when))
        return folder

    def _hives(self, root: Path) -> None:
        config = root / "Windows/System32/config"
        config.mkdir(parents=True, exist_ok=True)
        (config / "SOFTWARE").write_bytes(build(self.software))
        (config / "SYSTEM").write_bytes(build(self.system))
        for user, hive in self.hives.items():
            path = root / f"Users/{user}/NTUSER.DAT"
            path.parent.mkdir(parents=True, exist_ok=True)
            (root / f"Users/{user}/AppData/Local").mkdir(parents=True, exist_ok=True)
            path.write_bytes(build(hive))


def shortcut(serial: int, path: str = r"C:\Users\shop\Documents\a.xlsx", drive_type: int = 3) -> bytes:
    """A shortcut with a VolumeID, after [MS-SHLLINK] 2.1 and 2.3."""
    volume = struct.pack("<4I", 17, drive_type, serial, 16) + b"\0"
    base = path.encode("cp932") + b"\0"
    size = 28 + len(volume) + len(base) + 1
    info = struct.pack("<7I", size, 28, 1, 28, 28 + len(volume), 0, size - 1) + volume + base + b"\0"
    header = struct.pack("<I16sI", 0x4C, bytes.fromhex("0114020000000000c000000000000046"), 2)
    return header.ljust(0x4C, b"\0") + info


def filetime(nanoseconds: int) -> int:
    """The FILETIME of a moment given in nanoseconds since 1970."""
    return from_unix_ns(nanoseconds)
