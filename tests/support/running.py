"""A running Windows in the shape of its interfaces: a decoy PC whose registry is asked and not read, with keys that refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.pc import SID, Pc

from mimawari import app
from mimawari.engine import Settings
from mimawari.examples.hive_writer import Key, Value
from mimawari.model import BadEvidence, Gap, Process, Reason, Source
from mimawari.sources import Evidence, live
from mimawari.sources.running import registry, windows
from mimawari.sources.windows.hive_value import DWORD, MULTI_SZ, QWORD, decoded
from mimawari.sources.windows.installation import Installation, Installed
from mimawari.trees import Volume
from mimawari.trees.directory import DirectoryTree

MACHINE, USERS = 1, 2


class NoMore(OSError):
    """Windows' end of a list."""

    winerror = 259


@dataclass
class Handle:
    """An opened key. Several trees can stand behind it: a hive is a key below the top."""

    key: Key


@dataclass
class Winreg:
    """The standard library's ``winreg`` on a decoy's keys. ``denied`` are paths that refuse; ``asked`` those that were opened."""

    tops: dict[int, Key]
    denied: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    HKEY_LOCAL_MACHINE: int = MACHINE
    HKEY_USERS: int = USERS
    KEY_READ: int = 0x20019
    KEY_WOW64_64KEY: int = 0x100
    REG_QWORD: int = QWORD

    def OpenKey(self, top: int, path: str, reserved: int, access: int) -> Handle:
        assert access == self.KEY_READ | self.KEY_WOW64_64KEY, "always as 64-bit programs see it"
        name = f"{'HKLM' if top == MACHINE else 'HKU'}\\{path}"
        self.asked.append(name)
        if name.lower() in self.denied:
            raise PermissionError(13, "Access is denied", None, 5)
        key = self.tops[top]
        for part in filter(None, path.split("\\")):
            below = next((one for one in key.keys if one.name.lower() == part.lower()), None)
            if below is None:
                raise FileNotFoundError(2, "not found", None, 2)
            key = below
        return Handle(key)

    def EnumKey(self, handle: Handle, at: int) -> str:
        return str(self._at(handle.key.keys, at).name)

    def EnumValue(self, handle: Handle, at: int) -> tuple[str, object, int]:
        value: Value = self._at(handle.key.values, at)
        return value.name, _python(value), value.type

    def QueryValueEx(self, handle: Handle, name: str) -> tuple[object, int]:
        value = next((one for one in handle.key.values if one.name.lower() == name.lower()), None)
        if value is None:
            raise FileNotFoundError(2, "not found", None, 2)
        return _python(value), value.type

    def QueryInfoKey(self, handle: Handle) -> tuple[int, int, int]:
        return len(handle.key.keys), len(handle.key.values), handle.key.written

    @staticmethod
    def _at(things: Sequence[Any], at: int) -> Any:
        if at >= len(things):
            raise NoMore(22, "No more data is available")
        return things[at]


def _python(value: Value) -> object:
    """A value as ``winreg`` gives it (its documentation, "Value Types")."""
    if value.type in (DWORD, QWORD):
        return int.from_bytes(value.data, "little")
    plain = decoded(value.type, value.data)
    if value.type == MULTI_SZ:
        return str(plain).split("\n")
    return plain or None if isinstance(plain, bytes) else plain


@dataclass(frozen=True)
class Decoy:
    """What :mod:`mimawari.sources.running` asks of a Windows. ``limited``: no administrator looks."""

    limited: bool
    running: tuple[Process | Gap, ...]
    members: tuple[str, ...] | BadEvidence = ()
    looks: tuple[str, bool] | None = None
    hive: Any = staticmethod(registry.hive)

    def users(self) -> tuple[str, ...]:
        return registry.loaded_users()

    def long_path(self, path: str) -> str:
        return path.replace("YAMADA~1", "yamada hanako")

    def processes(self) -> Iterator[Process | Gap]:
        yield from self.running

    def administrators(self) -> tuple[str, ...]:
        if isinstance(self.members, BadEvidence):
            raise self.members
        return self.members

    def who_looks(self, group: str) -> tuple[str, bool]:
        assert group == "S-1-5-32-544"
        if self.looks is None:
            raise BadEvidence(Reason.DENIED, "groups of the user who looks")
        return self.looks


@dataclass
class RunningPc:
    """A decoy that runs; :meth:`check` looks at it. ``away`` are users whose hives are not loaded."""

    pc: Pc
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    serial: int | None = 0xDEADBEEF
    limited: bool = False
    away: tuple[str, ...] = ()
    processes: tuple[Process | Gap, ...] = ()
    members: tuple[str, ...] | BadEvidence = ()
    looks: tuple[str, bool] | None = None

    def __post_init__(self) -> None:
        self.pc.write(self.folder)
        software, system = Key("SOFTWARE", keys=self.pc.software.keys), Key("SYSTEM", keys=self.pc.system.keys)
        here = [(at, user) for at, user in enumerate(self.pc.users) if user not in self.away]
        hives = [Key(f"{SID}-{1001 + at}", keys=self.pc.hives[user].keys) for at, user in here]
        hives += [Key(f"{SID}-{1001 + at}_Classes") for at, _ in here]
        self.winreg = Winreg({MACHINE: Key(keys=[software, system]), USERS: Key(keys=[Key(".DEFAULT"), *hives])})
        for _, user in here:
            (self.folder / f"C/Users/{user}/NTUSER.DAT").write_bytes(b"in use")
        self.monkeypatch.setattr(registry, "_winreg", lambda: self.winreg)
        self.monkeypatch.setattr(registry, "_looked_up", lambda handle, name: "")
        self.monkeypatch.setattr(live, "sys", SimpleNamespace(platform="win32"))
        self.monkeypatch.setattr(windows, "volumes", lambda evidence: self.volumes)

    def check(self, *denied: str) -> Source:
        """Look at it, with keys that refuse."""
        (source,) = app.check([self.evidence(*denied)], Settings(reraise=True), jobs=0)
        return source

    def evidence(self, *denied: str) -> Evidence:
        """The PC as a locator, with keys that refuse."""
        self.winreg.denied, self.winreg.asked = frozenset(path.lower() for path in denied), []
        main = Volume(DirectoryTree(self.folder / "C"), serial=self.serial)
        installation = Installation(main, running=Decoy(self.limited, self.processes, self.members, self.looks))
        self.volumes = Installed((main,), windows=(installation,), moment="2026-11-26T00:00:00Z")
        return Evidence(app.THIS_PC, forced="live", moment="2026-11-26T00:00:00Z")
