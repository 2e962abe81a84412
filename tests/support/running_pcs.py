"""Whole PCs of every period of Emotet for a running Windows: by a user or an administrator, started in each way, idle or at work.

Names, places and commands are those of the periods (docs/concepts/eras.md, EmoCheck's published source, public reports).
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from random import Random

from support import emocheck_logic as logic
from support.decoy_pcs import STEMS, Making, library, making, windows
from support.draws import any_case, letters
from support.pc import DAY, NOON
from support.wine_host import Running

from mimawari.examples.hive_writer import Value, text

PERIODS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
USER_STARTS, ADMIN_STARTS = ("run", "task"), ("machine run", "machine run 32", "service", "task")
_RUN_KEY = r"Microsoft\Windows\CurrentVersion\Run"
_SIZE = 30_000
_WORDS = ("Updater", "Upd", "Abc", "OneDriveSync", "Qwxzjk", "SystemHelper")


@dataclass(frozen=True)
class Infection:
    """Emotet on a PC: its file, the name of what starts it, its command line, and what runs when it is at work."""

    making: Making
    path: str
    name: str
    command: str
    image: str

    def started(self, how: str) -> None:
        """Have it start by itself."""
        m = self.making
        if how == "run":
            m.pc.run(self.name, self.command, m.user)
        elif how == "service":
            m.pc.service(self.name, self.command, "a description")
        elif how == "task":
            program, _, arguments = self.command.partition(" ") if "32.exe " in self.command else (self.command.strip('"'), "", "")
            m.pc.task(self.name, program, arguments)
        else:
            view = "Wow6432Node\\" if how.endswith("32") else ""
            m.pc.software.at(view + _RUN_KEY).put(text(self.name, self.command))

    def at_work(self) -> tuple[Running, ...]:
        """What then runs."""
        return (Running(self.image, self.command),)


def infection(period: str, draw: Random, is_admin: bool) -> Infection:
    """A PC with Emotet of this period on it; nothing starts it yet."""
    m = making(draw, "serial")
    root = draw.choice(("Windows/SysWOW64", "Windows/System32")) if is_admin else f"Users/{m.user}/AppData/Local"
    make = {"P1": _named_by_serial, "P2": _named_in_registry, "P3": _named_like_windows}.get(period)
    return make(m, root, is_admin) if make else _library(m, root, period)


def _program(m: Making, path: str, name: str) -> Infection:
    m.pc.put(path, b"MZ" + bytes(_SIZE))
    return Infection(m, path, name, f'"{windows(path)}"', windows(path))


def _named_by_serial(m: Making, root: str, is_admin: bool) -> Infection:
    name = any_case(m.draw, logic.first(m.serial))
    return _program(m, f"{root}/{name}" if is_admin else f"{root}/{name[:-4]}/{name}", name[:-4])


def _named_in_registry(m: Making, root: str, is_admin: bool) -> Infection:
    stem = letters(m.draw, 6, 14)
    data = bytes(byte ^ m.serial.to_bytes(4, "little")[at % 4] for at, byte in enumerate(stem.encode()))
    hive, prefix = (m.pc.software, "") if is_admin else (m.pc.hives[m.user], "Software\\")
    hive.at(rf"{prefix}Microsoft\Windows\CurrentVersion\Explorer").put(Value(f"{m.serial:x}", 3, data))
    return _program(m, f"{root}/{stem}.exe" if is_admin else f"{root}/{stem}/{stem}.exe", stem)


def _named_like_windows(m: Making, root: str, _: bool) -> Infection:
    folder, stem = (name[:-4] for name in m.draw.sample(STEMS, 2))
    return _program(m, f"{root}/{any_case(m.draw, folder)}/{any_case(m.draw, stem)}.exe", stem)


def _library(m: Making, root: str, period: str) -> Infection:
    """P4: rundll32 and an export; P5: either; from P6 on regsvr32. Of P5 some are dated back by seven days, as all of P4 were."""
    folder, name = library(m.draw) if period in ("P4", "P5") else _mixed(m.draw, period)
    path = f"{root}/{folder}/{name}"
    is_dated_back = period == "P4" or (period == "P5" and m.draw.random() < 0.5)
    m.pc.put(path, b"MZ" + bytes(_SIZE), NOON - 7 * DAY if is_dated_back else NOON)
    m.pc.folder_times[f"{root}/{folder}"] = NOON
    loader = "rundll32" if period == "P4" or (period == "P5" and m.draw.random() < 0.5) else "regsvr32"
    image = rf"C:\Windows\System32\{loader}.exe"
    export = m.draw.choice(("Control_RunDLL", "RunDLL", "ShowDialogA", letters(m.draw, 4, 15)))
    switch = m.draw.choice(("", "/s ", "-s "))
    command = f'{image} "{windows(path)}",{export}' if loader == "rundll32" else f'{image} {switch}"{windows(path)}"'
    return Infection(m, path, _entry(m.draw, period, name), command, image)


def _entry(draw: Random, period: str, name: str) -> str:
    """The name of what starts it: the file's; of the later periods, whose names tell by themselves, also its stem or any word."""
    if period in ("P4", "P5"):
        return name
    return draw.choice((name, name.rpartition(".")[0], draw.choice(_WORDS)))


def _mixed(draw: Random, period: str) -> tuple[str, str]:
    """P6 to P8: long names of mixed letters, at the last with digits."""
    kinds = string.ascii_letters + (string.digits if period == "P8" else "")
    return letters(draw, 10, 16, kinds), letters(draw, 10, 16, kinds) + ".dll"
