"""Infected PCs, drawn at random: one function for each of EmoCheck's scanners.

Each gives every mark by its name, so that a test can take one away. What lies within EmoCheck's limits is put to
:mod:`support.emocheck_logic`; what only mimawari can see (``taken`` None) is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from string import ascii_letters

from support import cases
from support import emocheck_logic as logic
from support.draws import (
    DAY,
    PROGRAMS,
    SYSTEM,
    SYSTEM_FOLDERS,
    Decoy,
    any_case,
    file,
    host,
    letters,
    local,
    moment,
    programs,
    root,
    serial,
    start,
    start_kind,
    system,
)

from mimawari.model import Artifact

Marks = Mapping[str, tuple[Artifact, ...]]
MZ = {"head": "MZ", "size": 300_000}


def decoy(what: str, marks: Marks, context: tuple[Artifact, ...], taken: bool | None = None, without: str = "") -> Decoy:
    """The decoy of *marks*, one of them left out."""
    given = tuple(thing for name, things in marks.items() if name != without for thing in things)
    return Decoy(what, given, context, taken)


def first(draw: Random, without: str = "") -> Decoy:
    """Until February 2020: the name from the serial, as a file and as an autostart."""
    number = serial(draw)
    name = any_case(draw, logic.first(number))
    folder, user = root(draw)
    path = rf"{folder}\{draw.choice(('', letters(draw, 3, 9) + chr(92)))}{name[:-4]}\{name}"
    there = None if without == "file" else MZ
    marks = {"file": (file(path),), "autostart": (start(start_kind(draw), name[:-4], f'"{path}"', user, there),)}
    known = {"": number, "serial": number ^ 0x5A5A5A5A, "serial unknown": None}.get(without, number)
    taken = logic.first(number).lower() == name.lower()
    return decoy(f"{number:08x} {path}", marks, (host(known),), taken, without)


def second(draw: Random, without: str = "") -> Decoy:
    """February to July 2020: the name in the registry."""
    number = serial(draw)
    stem = draw.choice((logic.first(serial(draw))[:-4], draw.choice(sorted(SYSTEM))[:-4], letters(draw, 6, 20)))
    plain = (stem + draw.choice(("", ".exe", ".dll"))).encode() + b"\0" * draw.randint(0, 8)
    if draw.random() < 0.2:
        plain = stem.encode("utf-16-le") + b"\0\0"
    data = bytes(byte ^ number.to_bytes(4, "little")[i % 4] for i, byte in enumerate(plain))
    known = {"serial": number ^ 0x5A5A5A5A, "serial unknown": None}.get(without, number)
    hive, view = draw.choice((("HKU\\S-1-5-21-1-2-3-1001", ""), ("HKLM", ""), ("HKLM", "Wow6432Node\\")))
    key = rf"Software\{view}Microsoft\Windows\CurrentVersion\Explorer"
    row = {"hive": hive, "key": key, "name": f"{number:x}", "type": 3, "hex": data.hex()}
    taken = (logic.second(f"{number:x}", data, number) or "").startswith(stem)
    return decoy(f"{number:x} {stem}", {"value": (cases.artifact("registry-value", row),)}, (host(known),), taken, without)


def third(draw: Random, without: str = "") -> Decoy:
    """April to December 2020: two names of Windows' own."""
    folder_name, name = (stem[:-4] for stem in draw.sample(sorted(SYSTEM), 2))
    name += ".exe"
    size = draw.randint(10_000, 900_000)
    if without == "size":
        size = SYSTEM.get(name, 9_999)
    size += size == SYSTEM.get(name) and without != "size"
    folder, user = root(draw)
    deep = draw.random() < 0.3
    path = rf"{folder}\{letters(draw, 3, 9) + chr(92) if deep else ''}{any_case(draw, folder_name)}\{any_case(draw, name)}"
    there = None if without == "file" else {"head": "MZ", "size": size}
    marks = {"file": (file(path, size=size),), "autostart": (start(start_kind(draw), name[:-4], path, user, there),)}
    return decoy(path, marks, (system(),), logic.third(folder_name, name, size, SYSTEM), without)


def fourth(draw: Random, without: str = "") -> Decoy:
    """December 2020 to 2022: a library with an odd extension. Under a name of letters the entry alone is what is sure."""
    folder, user = root(draw)
    folder_name = letters(draw, 4, 16).capitalize()
    name = f"{letters(draw, 3, 15)}.{letters(draw, 3, 3)}"
    while name.endswith((".exe", ".dll")) or folder_name.lower() in PROGRAMS:
        name, folder_name = f"{letters(draw, 3, 15)}.{letters(draw, 3, 3)}", letters(draw, 4, 16)
    path = rf"{folder}\{folder_name}\{name}"
    loader = draw.choice(("rundll32", "rundll32", "regsvr32"))
    export = draw.choice(("Control_RunDLL", "RunDLL", "ShowDialogA", letters(draw, 4, 15)))
    command = f'C:\\Windows\\System32\\rundll32.exe "{path}",{export}' if loader == "rundll32" else f'regsvr32.exe /s "{path}"'
    head = "{ab" if without == "MZ" else "MZ"
    there = None if without == "file" else {"head": head, "size": 300_000}
    kind = start_kind(draw)
    marks = {"file": (file(path, head=head),), "autostart": (start(kind, name, command, user, there),)}
    test = logic.fourth_service if kind == "service" else logic.fourth_user
    taken = test(folder_name, name, head.encode(), set(PROGRAMS), name, command) if loader == "rundll32" else None
    return decoy(f"{kind} {path}", marks, (programs(),), taken, without)


def fourth_by_letters(draw: Random) -> Decoy:
    """The same under a Run value of 7 to 16 letters."""
    user = draw.choice(("hanako", "田中"))
    folder_name, name, value = letters(draw, 4, 16), f"{letters(draw, 3, 15)}.{letters(draw, 2, 2)}q", letters(draw, 7, 16)
    path = rf"{local(user)}\{folder_name}\{name}"
    command = f'C:\\Windows\\SysWOW64\\rundll32.exe "{path}",Control_RunDLL'
    marks = {"file": (file(path),), "autostart": (start("run-value", value, command, user, MZ),)}
    taken = logic.fourth_user(folder_name, name, b"MZ", set(PROGRAMS), value, command)
    return decoy(path, marks, (programs(),), taken)


def first_without_serial(draw: Random) -> Decoy:
    """Any serial's name, of an entry and of the program directly in the system's folder; the PC's serial unknown or inferred."""
    name = logic.first(serial(draw))
    path = rf"{draw.choice(SYSTEM_FOLDERS)}\{any_case(draw, name)}"
    entry = start(draw.choice(("run-value", "service")), name[:-4], f'"{path}"', "hanako", MZ)
    inferred = replace(host(serial(draw)), volume_serial_certain=False)
    return Decoy(path, (file(path), entry), (draw.choice((host(None), inferred)),))


def fourth_by_stem(draw: Random) -> Decoy:
    """The library under its stem, or loaded by number, without an export, or by a task of any name."""
    folder, user = root(draw)
    stem, extension = letters(draw, 3, 15), letters(draw, 2, 2) + "q"
    path = rf"{folder}\{letters(draw, 4, 16)}\{stem}.{extension}"
    loader, by_number = rf'rundll32.exe "{path}"', rf'rundll32.exe "{path}",{draw.choice(("#1", "Run"))}'
    command, name = draw.choice(
        (
            (f"{loader},Control_RunDLL", stem),
            (f'regsvr32.exe /s "{path}"', stem),
            (draw.choice((loader, by_number)), draw.choice((stem, f"{stem}.{extension}"))),
            (f"{loader},Control_RunDLL", "Daily 2"),
        )
    )
    kind = "task" if name == "Daily 2" else start_kind(draw)
    return Decoy(f"{kind} {name} {command}", (file(path), start(kind, name, command, user, MZ)), (programs(),))


def registered(draw: Random) -> Decoy:
    """2022 and 2023: a .dll that regsvr32 loads, under its full name."""
    folder, user = root(draw)
    name = letters(draw, 10, 16, ascii_letters) + ".dll"
    path = rf"{folder}\{letters(draw, 10, 16, ascii_letters)}\{name}"
    kind = start_kind(draw)
    return Decoy(path, (file(path), start(kind, name, f'regsvr32.exe /s "{path}"', user, MZ)), (programs(),))


def fifth(draw: Random, without: str = "") -> Decoy:
    """From December 2020 on: the file's time seven days before its folder's."""
    folder, _ = root(draw)
    made = moment(draw)
    apart = 7 * DAY + draw.randint(-3_000_000, 2_999_999)
    if without == "times":
        apart += draw.choice((-1, 1)) * draw.randint(6_000_000, 50 * DAY)
    name = f"{letters(draw, 3, 12)}.{draw.choice(('exe', 'dll', letters(draw, 3, 3)))}"
    path = rf"{folder}\{draw.choice(('', letters(draw, 3, 9) + chr(92)))}{letters(draw, 4, 14)}\{name}"
    head = "\x7fELF" if without == "MZ" else "MZ"
    found = file(path, folder_modified=made, modified=made - apart, head=head)
    return decoy(path, {"file": (found,)}, (), logic.fifth(made, made - apart, head.encode()), without)


# What EmoCheck does not know, or only with a process.
MORE: dict[str, Callable[[Random], Decoy]] = {"v1": first_without_serial, "v4": fourth_by_stem, "dll": registered}
INFECTED: dict[str, Callable[..., Decoy]] = {"v1": first, "v2": second, "v3": third, "v4": fourth, "v5": fifth}
