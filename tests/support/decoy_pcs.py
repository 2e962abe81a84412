"""Whole PCs with the marks of a period of Emotet, drawn at random: one function a period, each mark with its name.

What each must come to follows from the periods (what Emotet left) and from docs/concepts/levels.md (what that amounts to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from support import emocheck_logic as logic
from support.draws import USERS, any_case, letters, serial
from support.pc import DAY, NOON, Pc, shortcut

from mimawari.examples.hive_writer import Value, text
from mimawari.model import Level

STEMS = (
    "kbdsmsno.dll", "spwizeng.dll", "subst.exe", "synchost.dll", "mscpxl32.dll", "d3d11on12.dll", "wlansvc.dll", "dmview.exe",
    "certca.dll", "tapisrv.dll", "netsh.exe", "rpcnsh.dll", "msvcp60.dll", "attrib.exe", "label.exe", "sort.exe",
)  # fmt: skip
"""Names of System32, those of published samples among them; of every PC here, with a size of its own."""
LIBRARIES = (
    ("Ckninfwzsiyqxydc", "ialkquzoobkioba.czi"), ("Aibevs", "jbcss.nfg"), ("Meajrcbavloy", "npuf.vya"),
    ("Vqkwyfejbj", "dkrtkhv.ktv"), ("Phxnzljad", "wcgzvziqg.ljk"), ("Kfichjg", "cbun.zia"),
)  # fmt: skip
"""Folders and files of published samples."""
_EXPLORER = r"Microsoft\Windows\CurrentVersion\Explorer"
_RUN = r"Microsoft\Windows\CurrentVersion\Run"
_SYSTEM = ("Windows/SysWOW64", "Windows/System32")


@dataclass(frozen=True)
class DecoyPc:
    """A PC, the serial number of its drive, and the level that it must come to."""

    what: str
    pc: Pc
    serial: int
    level: Level


@dataclass
class Making:
    """A PC in the making. ``without`` is the mark that is left out; ``certain``: its volume will tell its serial number."""

    draw: Random
    without: str
    pc: Pc
    user: str
    serial: int
    certain: bool = False

    def program(self, path: str, content: bytes = b"MZ inert, of some size" * 999, when: int = NOON) -> None:
        if self.without != "file":
            self.pc.put(path, b"text" + content if self.without == "MZ" else content, when)

    def started(self, name: str, command: str, kinds: tuple[str, ...] = ("run", "run", "service", "task", "machine")) -> str:
        """Have it started in one of these ways; gives which."""
        kind = self.draw.choice(kinds)
        if self.without == "autostart":
            return "not started"
        if kind == "run":
            self.pc.run(name, command, self.user)
        elif kind == "service":
            self.pc.service(name, command, "copied from another")
        elif kind == "task":
            program, arguments = _taken_apart(command)
            self.pc.task(name, program, arguments)
        else:
            view = self.draw.choice(("", "Wow6432Node\\"))
            self.pc.software.at(view + _RUN).put(text(name, command))
        return kind

    def root(self) -> str:
        """A folder that Emotet installs itself below."""
        return self.draw.choice((f"Users/{self.user}/AppData/Local",) * 3 + _SYSTEM)

    def deeper(self) -> str:
        return self.draw.choice(("", "", f"{letters(self.draw, 3, 8)}/"))


def _taken_apart(command: str) -> tuple[str, str]:
    """The program of a command line, quoted or a loader or alone, and its arguments."""
    if command.startswith('"'):
        program, _, arguments = command[1:].partition('"')
        return program, arguments.strip()
    program, _, arguments = command.partition(" ") if "32.exe " in command else (command, "", "")
    return program, arguments


def making(draw: Random, without: str) -> Making:
    """A PC with its users and usual programs; shortcuts and prefetch files tell its serial number, unless that is left out."""
    users = tuple(draw.sample(USERS, draw.randint(1, 3)))
    pc = Pc(name=f"{letters(draw, 4, 8).upper()}-PC{draw.randint(1, 99)}", users=users)
    number = serial(draw)
    for at, name in enumerate(STEMS):
        pc.put(f"Windows/System32/{name}", b"MZ" + bytes(10_000 + 7 * at))
    for user in users:
        pc.put(f"Users/{user}/AppData/Local/Microsoft/OneDrive/OneDrive.exe")
        pc.run("OneDrive", rf'"C:\Users\{user}\AppData\Local\Microsoft\OneDrive\OneDrive.exe" /background', user)
    if without != "serial":
        tell_serial(draw, pc, number ^ 0x5A5A5A5A if without == "own serial" else number)
    return Making(draw, without, pc, draw.choice(users), number)


def tell_serial(draw: Random, pc: Pc, number: int) -> None:
    """As a folder tells it: by shortcuts or by a prefetch file."""
    if draw.random() < 0.5:
        recent = f"Users/{pc.users[0]}/AppData/Roaming/Microsoft/Windows/Recent"
        pc.put(f"{recent}/注文書.lnk", shortcut(number)).put(f"{recent}/b.lnk", shortcut(number))
    else:
        name = f"\\VOLUME{{01d4c5d6e7f80912-{number:08x}}}\\WINDOWS\\SYSTEM32\\NTDLL.DLL"
        pc.put("Windows/Prefetch/CMD.EXE-087B4001.pf", b"\x1a\0\0\0SCCA" + bytes(200) + name.encode("utf-16-le"))


def windows(path: str) -> str:
    """``Users/a/x.exe`` as Windows writes it."""
    return "C:\\" + path.replace("/", "\\")


def first(draw: Random, without: str = "") -> DecoyPc:
    """P1, until February 2020: folder, file and autostart bear the name that the serial number gives."""
    m = making(draw, without)
    name = any_case(draw, logic.first(m.serial))
    root = m.root() if without not in ("serial", "own serial") else f"Users/{m.user}/AppData/Local"
    path = f"{root}/{name}" if root in _SYSTEM and draw.random() < 0.5 else f"{root}/{m.deeper()}{name[:-4]}/{name}"
    m.program(path)
    kind = m.started(name[:-4], f'"{windows(path)}"')
    level = Level.SUSPECTED if without else Level.INFECTED
    return DecoyPc(f"{kind} {path}", m.pc, m.serial, level)


def second(draw: Random, without: str = "") -> DecoyPc:
    """P2, February to July 2020: the name in the registry, encoded with the serial number, in one of three places.

    Shortcuts of another disk do not speak against it: they are no certain sign of the serial number.
    """
    m = making(draw, without)
    stem = letters(draw, 6, 14)
    m.serial |= 0x80808080 if "serial" in without else 0  # no byte of the value then reads as text by chance
    data = bytes(byte ^ m.serial.to_bytes(4, "little")[i % 4] for i, byte in enumerate(stem.encode()))
    value = Value(f"{m.serial:x}", 3, data)
    where = draw.choice(("user", "machine", "wow"))
    if without != "value":
        hive = m.pc.hives[m.user] if where == "user" else m.pc.software
        hive.at({"user": "Software\\", "machine": "", "wow": "Wow6432Node\\"}[where] + _EXPLORER).put(value)
    path = f"Users/{m.user}/AppData/Local/{stem}/{stem}.exe"
    m.program(path)
    m.started(stem, f'"{windows(path)}"', ("run",))
    level = {"": Level.INFECTED, "value": Level.NO_SIGN}.get(without, Level.SUSPECTED)
    return DecoyPc(f"{where} {value.name} {stem}", m.pc, m.serial, level)


def third(draw: Random, without: str = "") -> DecoyPc:
    """P3, April to December 2020: folder and program bear the names of two files of System32."""
    m = making(draw, without)
    folder, stem = (name[:-4] for name in draw.sample(STEMS, 2))
    path = f"{m.root()}/{m.deeper()}{any_case(draw, folder)}/{any_case(draw, stem)}.exe"
    size = draw.randint(0, 9_900) if without == "size" else draw.randint(20_000, 90_000)
    m.program(path, b"MZ" + bytes(size))
    kind = m.started(stem, draw.choice((windows(path), f'"{windows(path)}"')))
    level = {"": Level.INFECTED, "size": Level.NO_SIGN, "MZ": Level.NO_SIGN}.get(without, Level.SUSPECTED)
    return DecoyPc(f"{kind} {path}", m.pc, m.serial, level)


def fourth(draw: Random, without: str = "") -> DecoyPc:
    """P4, December 2020 to 2022: rundll32 (later regsvr32) loads a library with an odd extension, under that file's name."""
    m = making(draw, without)
    folder, name = library(draw)
    root = m.root()
    path = f"{root}/{m.deeper()}{folder}/{name}"
    m.program(path)
    loader = draw.choice((r"C:\Windows\SysWOW64", r"%SystemRoot%\System32", r"C:\WINDOWS\system32"))
    export = draw.choice(("Control_RunDLL", "RunDLL", "ShowDialogA", letters(draw, 4, 15)))
    rundll32 = rf'{loader}\rundll32.exe "{windows(path)}",{export}'
    command = draw.choice((rundll32, rundll32, rf'{loader}\regsvr32.exe /s "{windows(path)}"'))
    kind = m.started(name, command)
    level = {"": Level.INFECTED, "file": Level.SUSPECTED}.get(without, Level.NO_SIGN)
    return DecoyPc(f"{kind} {command}", m.pc, m.serial, level)


def library(draw: Random) -> tuple[str, str]:
    """A folder and a library with an odd extension: a published sample's, or one drawn letter by letter."""
    if draw.random() < 0.4:
        return draw.choice(LIBRARIES)
    extension = draw.choice("jqxz") + letters(draw, 1, 1, "jkqvwxz") + letters(draw, 1, 1, "jkqvwxz")
    return letters(draw, 4, 16).capitalize(), f"{letters(draw, 3, 15)}.{extension}"


_WORDS = ("monitor", "printer", "launcher", "reader", "planner", "helper", "viewer", "converter", "translator", "organizer")


def fifth(draw: Random, without: str = "") -> DecoyPc:
    """P5, from December 2020 on: the program's time lies seven days before its folder's; started by itself, or not.

    The names are words: nothing but the times tells.
    """
    m = making(draw, without)
    made = NOON + draw.randint(-900 * DAY, 300 * DAY) // 100 * 100 + 100
    apart = 7 * DAY + draw.choice((0, 0, draw.randint(-2_999_999, 2_999_990) * 100))
    apart += DAY * draw.choice((-1, 1)) if without == "times" else 0
    folder = f"{m.root()}/{m.deeper()}{draw.choice(_WORDS).capitalize()}{letters(draw, 1, 2)}"
    name = f"{draw.choice(_WORDS)}.{draw.choice(('exe', 'dll'))}"
    m.program(f"{folder}/{name}", when=made - apart)
    m.pc.put(f"{folder}/readme.txt", b"text", made - apart)
    m.pc.folder_times[folder] = made
    path = windows(f"{folder}/{name}")
    m.started(letters(draw, 4, 9), f'"{path}" /s' if name.endswith("exe") else f'rundll32.exe "{path}",Go')
    level = {"": Level.INFECTED, "autostart": Level.SUSPECTED}.get(without, Level.NO_SIGN)
    return DecoyPc(f"{path} {apart}", m.pc, m.serial, level)


ERAS: dict[str, Callable[..., DecoyPc]] = {"P1": first, "P2": second, "P3": third, "P4": fourth, "P5": fifth}
MARKS = {
    "P1": ("file", "autostart", "serial", "own serial"),
    "P2": ("value", "serial", "own serial"),
    "P3": ("file", "autostart", "size", "MZ"),
    "P4": ("file", "autostart", "MZ"),
    "P5": ("file", "autostart", "times", "MZ"),
}
