"""PCs infected in Emotet's later eras, drawn at random: by a user or an administrator, started by itself or only running.

Names and commands are those of public reports: DLLs of three letters (P4, P5, early P6), mixed letters (late P6, P7), letters and
digits (P8); rundll32 with an export, from 2022-02 regsvr32.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from random import Random

from support import cases
from support import emocheck_logic as logic
from support.decoys import MZ
from support.draws import (
    DAY,
    PROGRAMS,
    SYSTEM,
    SYSTEM_FOLDERS,
    USERS,
    Decoy,
    any_case,
    file,
    host,
    letters,
    local,
    moment,
    programs,
    serial,
    start,
    system,
)

from mimawari.model import Artifact

EARLY = ("P1", "P3", "seven days")
ERAS = ("P4", "P5", "P6 April", "P6 June", "P7", "P8")
NAMES = ("full", "stem", "word", "letters")
STARTS = ("run-value", "machine-run-value", "wow-run-value", "service", "task")
_EXPORTS = ("Control_RunDLL", "RunDLL", "ShowDialogA", "DllRegisterServer")
_WORDS = ("Updater", "Upd", "Abc", "OneDrive Sync", "Qwxzjk", "Daily check", "SystemHelper")
_RUN_KEY = r"Microsoft\Windows\CurrentVersion\Run"
_HIVES = {"machine-run-value": ("HKLM", rf"Software\{_RUN_KEY}"), "wow-run-value": ("HKLM", rf"Software\Wow6432Node\{_RUN_KEY}")}


@dataclass(frozen=True)
class Library:
    """Emotet's library: its path, whose it is, and what loads it."""

    path: str
    user: str
    command: str
    loader: str

    @property
    def name(self) -> str:
        return self.path.rpartition("\\")[2]


def library(draw: Random, era: str, is_admin: bool) -> Library:
    """A library with the names of its *era*."""
    user = draw.choice(USERS)
    root = draw.choice(SYSTEM_FOLDERS) if is_admin else local(user)
    if era in ("P4", "P5", "P6 April"):
        folder, name = letters(draw, 4, 16).capitalize(), f"{letters(draw, 3, 15)}.{letters(draw, 3, 3)}"
        while folder.lower() in PROGRAMS or name.endswith((".exe", ".dll")):
            folder, name = letters(draw, 4, 16).capitalize(), f"{letters(draw, 3, 15)}.{letters(draw, 3, 3)}"
    else:
        kinds = string.ascii_letters + (string.digits if era == "P8" else "")
        folder, name = letters(draw, 10, 16, kinds), letters(draw, 10, 16, kinds) + ".dll"
    path = rf"{root}\{folder}\{name}"
    loader = "rundll32" if era == "P4" or (era == "P5" and draw.random() < 0.5) else "regsvr32"
    program = rf"{draw.choice((*SYSTEM_FOLDERS, ''))}\{loader}.exe".lstrip("\\")
    export = draw.choice((*_EXPORTS, letters(draw, 8, 8, string.ascii_letters)))
    command = f'{program} "{path}",{export}' if loader == "rundll32" else f'{program} {draw.choice(("/s ", "-s ", ""))}"{path}"'
    return Library(path, user, command, loader)


def entry(draw: Random, of: Library, name: str) -> str:
    """The name of what starts it: the file's own, its stem, a word as programs call their entries, or letters."""
    if name in ("full", "stem"):
        return of.name if name == "full" else of.name.rpartition(".")[0]
    return draw.choice(_WORDS) if name == "word" else letters(draw, 3, 12, string.ascii_letters)


def starting(of: Library, kind: str, there: bool = True, name: str = "") -> Artifact:
    """What starts the library by itself, named like the file where no *name* is given."""
    found, name = MZ if there else None, name or of.name
    if kind in _HIVES:
        hive, key = _HIVES[kind]
        row = {"name": name, "command": of.command, "owner": "", "hive": hive, "key": key}
        return cases.artifact("run-value", row if found is None else {**row, "file": found})
    return start(kind, name, of.command, of.user, found)


def running(draw: Random, of: Library, there: bool = True) -> Artifact:
    """The loader at work on the library."""
    image = rf"C:\Windows\{draw.choice(('System32', 'SysWOW64'))}\{of.loader}.exe"
    row = {"pid": draw.randint(4, 60_000), "name": any_case(draw, f"{of.loader}.exe"), "image": image, "command": of.command}
    return cases.artifact("process", {**row, "target_file": MZ} if there else row)


def idle(draw: Random, era: str, is_admin: bool, kind: str, there: bool = True, name: str = "full") -> Decoy:
    """Started by itself under a name of one of the sorts, not running now."""
    of = library(draw, era, is_admin)
    own = entry(draw, of, name)
    seen = (file(of.path),) if there else ()
    return Decoy(f"{era} {kind} {own}: {of.command}", (*seen, starting(of, kind, there, own)), (programs(),))


def alone(draw: Random, era: str, is_admin: bool) -> Decoy:
    """The library alone: what started it is gone, as an antivirus program leaves it."""
    of = library(draw, era, is_admin)
    return Decoy(f"{era} {of.path}", (file(of.path),), (programs(),))


def at_work(draw: Random, era: str, is_admin: bool, there: bool = True) -> Decoy:
    """Running, nothing that starts it."""
    of = library(draw, era, is_admin)
    seen = (file(of.path),) if there else ()
    return Decoy(f"{era} {of.command}", (*seen, running(draw, of, there)), (programs(),))


def _program(draw: Random, path: str, **more: object) -> tuple[Artifact, Artifact]:
    """A program's file, and its process."""
    row = {"pid": draw.randint(4, 60_000), "name": path.rpartition("\\")[2], "image": path, "command": f'"{path}"'}
    seen = {"head": "MZ", "size": 300_000, **more}
    return file(path, **seen), cases.artifact("process", {**row, "image_file": seen})


def early_at_work(draw: Random, era: str, is_admin: bool) -> Decoy:
    """A program of the eras of EmoCheck's published scanners, running; nothing that starts it."""
    root = draw.choice(SYSTEM_FOLDERS) if is_admin else local(draw.choice(USERS))
    number = serial(draw)
    if era == "P1":
        name = any_case(draw, logic.first(number))
        path = rf"{root}\{name}" if is_admin else rf"{root}\{name[:-4]}\{name}"
        return Decoy(path, _program(draw, path), (host(number), system(), programs()))
    if era == "P3":
        folder, name = (stem[:-4] for stem in draw.sample(sorted(SYSTEM), 2))
        path, size = rf"{root}\{any_case(draw, folder)}\{any_case(draw, name)}.exe", draw.randint(10_000, 900_000)
        size += size == SYSTEM.get(f"{name}.exe")
        return Decoy(path, _program(draw, path, size=size), (host(number), system(), programs()))
    made = moment(draw)
    path = rf"{root}\{letters(draw, 4, 14)}\{letters(draw, 3, 12)}.exe"
    times = {"modified": made - 7 * DAY - draw.randint(-3_000_000, 2_999_999), "folder_modified": made}
    return Decoy(path, _program(draw, path, **times), (host(number), system(), programs()))
