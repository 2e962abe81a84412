"""A user's hive, NTUSER.DAT, and the programs that start with the user's session."""

from __future__ import annotations

from mimawari.examples.hive_writer import Key, Value, binary, number, text
from mimawari.examples.machine_hives import RUN
from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc, User

EXPLORER = r"Software\Microsoft\Windows\CurrentVersion\Explorer"


def user_hive(pc: Pc, user: User, run: tuple[Value, ...], written: int | None = None) -> Key:
    """NTUSER.DAT with the values of its Run key; *written* is that key's time."""
    root = Key(written=moment(pc.used, f"NTUSER {user.name}"))
    key = root.at(rf"Software\{RUN}").put(*run)
    key.written = written or moment(pc.installed, f"Run {user.name}")
    root.at(r"Software\Microsoft\Windows\CurrentVersion\RunOnce")
    explorer = root.at(EXPLORER)
    explorer.put(binary("ShellState", bytes.fromhex("240000003728000000000000000000000000000001000000130000000000000062000000")))
    explorer.put(number("UserSignedIn", 1), number("FirstRunTelemetryComplete", 1), binary("link", bytes.fromhex("1e000000")))
    explorer.put(binary("SIDUpdatedOnLibraries", b"\1\0\0\0"), number("ExplorerStartupTraceRecorded", 1))
    explorer.at(r"Shell Folders").put(text("Local AppData", rf"C:\Users\{user.name}\AppData\Local"))
    root.at(r"Control Panel\International").put(text("LocaleName", "ja-JP"))
    root.at("Volatile Environment").put(text("USERNAME", user.name), text("LOCALAPPDATA", rf"C:\Users\{user.name}\AppData\Local"))
    return root
