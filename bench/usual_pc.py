"""Writes a triage folder of a usual PC: 300 k files, 100 MB of hives, a file table is not needed for a full copy.

    python bench/usual_pc.py FOLDER

The shares follow a Windows 10 office PC: Windows about half of the files (WinSxS, servicing, System32), programs a quarter, the
users' profiles a quarter. Files are empty or a few bytes long: what is measured is listing, opening and hive reading.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from mimawari.examples.hive_writer import Key, build, expandable, number, text

SEED = 20260101
FOLDERS = (
    ("Windows/WinSxS", 12_500, 9),
    ("Windows/System32", 300, 14),
    ("Windows/System32/DriverStore/FileRepository", 900, 8),
    ("Windows/SysWOW64", 150, 12),
    ("Windows/assembly", 1_200, 6),
    ("Windows/servicing/Packages", 1, 9_000),
    ("Program Files", 3_500, 14),
    ("Program Files (x86)", 1_800, 12),
    ("ProgramData", 1_000, 11),
)
USER_FOLDERS = (("AppData/Local", 1_400, 11), ("AppData/Roaming", 600, 8), ("Documents", 500, 8))
USERS = ("tanaka", "shop", "山田")


def names(draw: random.Random) -> str:
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(5, 14)))


def folders(draw: random.Random, root: Path, count: int) -> Iterator[Path]:
    """*count* folders below *root*, three levels deep at the most."""
    made = [root]
    for _ in range(count):
        parent = draw.choice(made)
        folder = parent / names(draw) if len(parent.relative_to(root).parts) < 3 else root / names(draw)
        made.append(folder)
        yield folder


def fill(draw: random.Random, root: Path, count: int, each: int) -> int:
    """Files in *count* folders below *root*; a tenth start like programs."""
    total = 0
    for folder in folders(draw, root, count):
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(each):
            kind = draw.choice((".dll", ".exe", ".json", ".png", ".mui", ".log", ".dat", ".js", ".cat", ".xml"))
            (folder / (names(draw) + kind)).write_bytes(b"MZ inert" if kind in (".dll", ".exe") else b"")
            total += 1
    return total


def wide(draw: random.Random, keys: int, values: int) -> Key:
    """A key with *keys* keys of *values* values below it, as the classes of SOFTWARE are."""
    return Key("Classes", keys=[component(draw, number, values) for number in range(keys)])


def component(draw: random.Random, number: int, values: int) -> Key:
    """A class with *values* values and the key of its library."""
    own = [text(names(draw), names(draw) * 4) for _ in range(values)]
    return Key(f"{{{number:08x}}}", own, [Key("InprocServer32", [text("", r"C:\x.dll")])])


def hives(draw: random.Random, root: Path) -> int:
    """SOFTWARE, SYSTEM and the users' hives, about 100 MB together."""
    software = Key(keys=[wide(draw, 84_000, 5)])
    current = software.at(r"Microsoft\Windows NT\CurrentVersion")
    current.put(text("ProductName", "Windows 10 Pro"), text("CurrentBuildNumber", "19045"))
    software.at(r"Microsoft\Windows\CurrentVersion\Run").put(text("SecurityHealth", r"%windir%\system32\SecurityHealthSystray.exe"))
    for at, user in enumerate(USERS):
        profile = current.at(rf"ProfileList\S-1-5-21-1-2-3-{1001 + at}")
        profile.put(expandable("ProfileImagePath", rf"C:\Users\{user}"))
    system = Key(keys=[Key("Select", [number("Current", 1)])])
    system.at(r"ControlSet001\Control\ComputerName\ComputerName").put(text("ComputerName", "USUAL-PC"))
    services = system.at(r"ControlSet001\Services")
    for _ in range(700):
        name = names(draw)
        services.at(name).put(expandable("ImagePath", rf"%SystemRoot%\System32\drivers\{name}.sys"), number("Start", 3))
    system.at("ControlSet001").keys.append(wide(draw, 12_000, 5))
    total = write(root / "Windows/System32/config/SOFTWARE", software) + write(root / "Windows/System32/config/SYSTEM", system)
    for user in USERS:
        own = Key(keys=[wide(draw, 4_000, 5)])
        run = own.at(r"Software\Microsoft\Windows\CurrentVersion\Run")
        run.put(text("OneDrive", rf"C:\Users\{user}\AppData\Local\Microsoft\OneDrive\OneDrive.exe"))
        total += write(root / f"Users/{user}/NTUSER.DAT", own)
    return total


def write(path: Path, hive: Key) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(build(hive))


def main(folder: Path) -> None:
    draw = random.Random(SEED)
    root = folder / "C"
    size = hives(draw, root)
    files = sum(fill(draw, root / place, count, each) for place, count, each in FOLDERS)
    files += sum(fill(draw, root / f"Users/{user}" / place, count, each) for user in USERS for place, count, each in USER_FOLDERS)
    for _ in range(4_500):
        (root / "Windows/System32" / (names(draw) + draw.choice((".dll", ".exe")))).write_bytes(b"MZ inert")
    os.utime(root)
    sys.stdout.write(f"{files + 4_500} files, {size / 1e6:.0f} MB of hives\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
