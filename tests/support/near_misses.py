"""Honest PCs that look much like infected ones, drawn at random: one function for each of EmoCheck's scanners."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support import cases
from support import emocheck_logic as logic
from support.draws import DAY, PROGRAMS, SYSTEM, USERS, Decoy, file, host, letters, local, moment, programs, serial, start, system

from mimawari.model import Artifact

MZ = {"head": "MZ", "size": 300_000}
_CONTEXT: tuple[Artifact, ...] = (system(), programs())
_SETUPS = ("Update", "Squirrel", "Setup", "Installer", "Launcher", "Helper", "Agent", "Tray", "Notifier", "Service", "Updater")
_VENDORS = (
    "Discord",
    "Slack",
    "GitHubDesktop",
    "Postman",
    "Notion",
    "Figma",
    "Signal",
    "WhatsApp",
    "Obsidian",
    "Insomnia",
    "Canva",
)
_TOOLS = ("mstsc", "calc", "find", "sort", "magnify", "certutil", "telnet", "mspaint")
_OWN_KINDS = ("pak", "bpx", "mod", "kdl", "ycp", "arx", "wcx", "lng", "bak")
_HONEST = ("ocx", "cpl", "scr", "pyd", "xll", "sys", "drv", "fon", "wll", "tlb")


def _usual(user: str) -> tuple[tuple[str, str], ...]:
    """Run values of programs that nearly every PC has."""
    here, programs_folder = local(user), r"C:\Program Files (x86)"
    return (
        ("OneDrive", rf'"{here}\Microsoft\OneDrive\OneDrive.exe" /background'),
        ("com.squirrel.Teams.Teams", rf'{here}\Microsoft\Teams\Update.exe --processStart "Teams.exe"'),
        ("Zoom", rf'"C:\Users\{user}\AppData\Roaming\Zoom\bin\Zoom.exe" -auto'),
        ("GoogleChromeAutoLaunch_12AB", rf'"{programs_folder}\Google\Chrome\Application\chrome.exe" --no-startup-window'),
        ("Discord", rf"{here}\Discord\Update.exe --processStart Discord.exe"),
        ("Steam", rf'"{programs_folder}\Steam\steam.exe" -silent'),
        ("EpicGamesLauncher", rf'"{programs_folder}\Epic Games\Launcher\Portal\EpicGamesLauncher.exe" -silent'),
        ("RiotClient", r'"C:\Riot Games\Riot Client\RiotClientServices.exe" --launch-background-mode'),
        ("CanonMonitor", rf'rundll32.exe "{programs_folder}\Canon\Monitor\cnmon.cnx",StartMonitor'),
        ("EpsonMonitor", r'rundll32.exe "C:\ProgramData\EPSON\Monitor\epmon.epx",StartMonitor'),
        ("HPTray", r"C:\Windows\System32\rundll32.exe C:\Windows\System32\spool\drivers\x64\3\hptray.dll,RunDllEntry"),
    )


def usual(draw: Random) -> Decoy:
    """A usual autostart, with its file."""
    user = draw.choice(USERS)
    name, command = draw.choice(_usual(user))
    return Decoy(name, (start("run-value", name, command, user, MZ),), (host(serial(draw)), *_CONTEXT))


def electron(draw: Random) -> Decoy:
    """An app that lives in the user's folder, with its updater and a library in a GUID folder."""
    user, vendor = draw.choice(USERS), draw.choice(_VENDORS)
    folder = rf"{local(user)}\{vendor}"
    made = moment(draw)
    times = {"modified": made, "folder_modified": made + draw.randint(0, 5 * DAY)}
    names = (rf"app-1.{draw.randint(0, 99)}.0\{vendor}.exe", "Update.exe", rf"{draw.choice(_SETUPS)}\{draw.choice(_SETUPS)}.exe")
    guid = rf"{{{draw.getrandbits(32):08X}-1A2B-3C4D-5E6F-{draw.getrandbits(48):012X}}}\setup.{letters(draw, 3, 3)}"
    files = tuple(file(rf"{folder}\{name}", **times) for name in (*names, guid))
    entry = start("run-value", vendor, rf"{folder}\Update.exe --processStart {vendor}.exe", user, MZ)
    return Decoy(folder, (*files, entry), (host(serial(draw)), *_CONTEXT))


def first(draw: Random) -> Decoy:
    """The name of another disk's serial, with an autostart; or one word of the list; or the name of a text file."""
    number, user = serial(draw), draw.choice(USERS)
    own, other = logic.first(number)[:-4], logic.first(number ^ 0x00F00000 ^ draw.getrandbits(16))[:-4]
    if own == other or draw.random() < 0.3:
        words = logic.KEYWORDS.split(",")
        other = draw.choice(words) + draw.choice(("", "s", "app", "tool", "view", "-x"))
    folder = draw.choice((other, "Programs", "Vendor"))
    path = rf"{local(user)}\{folder}\{other}.exe"
    given: tuple[Artifact, ...] = (file(path), start(draw.choice(("run-value", "task")), other, f'"{path}"', user, MZ))
    if draw.random() < 0.2:
        given, other = (file(rf"{local(user)}\{own}\{own}.exe", head="text"),), "text"
    return Decoy(path, given, (host(number), *_CONTEXT), taken=f"{other}.exe" == logic.first(number))


def second(draw: Random) -> Decoy:
    """Values beside Emotet's: random data, another disk's, too long, of another type, with leading zeros."""
    number = serial(draw)
    kind = draw.choice(("random", "other", "long", "type", "zeros", "key", "name"))
    key, name, value_type = r"Software\Microsoft\Windows\CurrentVersion\Explorer", f"{number:x}", 3
    data = bytes(byte ^ number.to_bytes(4, "little")[i % 4] for i, byte in enumerate(letters(draw, 5, 20).encode()))
    if kind == "random":
        data = draw.randbytes(draw.choice((12, 16, 36, 64)))
    elif kind == "long":
        data *= 100
    elif kind == "type":
        value_type = draw.choice((1, 4, 7, 11))
    elif kind == "key":
        key += draw.choice((r"\Advanced", r"\RecentDocs", r"\UserAssist"))
    elif kind == "name":
        name = draw.choice(("ShellState", "SlowContextMenuEntries", "Browse For Folder Width", "MRUListEx"))
    elif kind == "zeros":
        name = "0" + name if len(name) < 8 else name + "0"
    row = {"hive": r"HKU\S-1-5-21-1-2-3-1001", "key": key, "name": name, "type": value_type, "hex": data.hex()}
    known = number ^ 0x01010101 if kind == "other" else number
    return Decoy(f"{kind} {name}", (cases.artifact("registry-value", row),), (host(known), *_CONTEXT))


def third(draw: Random) -> Decoy:
    """Equal-size namesakes, small stubs, only one of the two names, other places; each with an autostart."""
    user = draw.choice(USERS)
    folder, name = (stem[:-4] for stem in draw.sample(sorted(SYSTEM), 2))
    size, root = draw.randint(10_000, 900_000), local(user)
    kind = draw.choice(("same-size", "small", "folder", "file", "roaming", "deep"))
    if kind == "same-size":
        name = draw.choice([stem[:-4] for stem in SYSTEM if stem.endswith(".exe")])
        size = SYSTEM[name + ".exe"]
    elif kind == "small":
        size = draw.randint(0, 9_999)
    elif kind == "folder":
        name = draw.choice(_SETUPS)
    elif kind == "file":
        folder = draw.choice(_VENDORS)
    else:
        root = rf"C:\Users\{user}\AppData\Roaming" if kind == "roaming" else rf"{root}\a\b"
    path = rf"{root}\{folder}\{name}.exe"
    given = (file(path, size=size), start("run-value", name, f'"{path}"', user, {"head": "MZ", "size": size}))
    taken = kind not in ("roaming", "deep") and logic.third(folder, f"{name}.exe", size, SYSTEM)
    return Decoy(f"{kind} {path}", given, _CONTEXT, taken)


def portable(draw: Random) -> Decoy:
    """A portable copy of a tool of Windows, started under its own name. EmoCheck would take it if it ran."""
    user, name = draw.choice(USERS), draw.choice(_TOOLS)
    size = draw.randint(20_000, 900_000)
    path = rf"{local(user)}\{name.title()}\{name}.exe"
    given = (file(path, size=size), start("run-value", name, f'"{path}"', user, {"head": "MZ", "size": size}))
    return Decoy(path, given, (system(**dict.fromkeys(_TOOLS, 1_000)), programs()))


def fourth(draw: Random) -> Decoy:
    """Vendors' libraries, started or not: honest extensions, known folders, other places, no program inside, words as names."""
    user, vendor, tool = draw.choice(USERS), draw.choice(_VENDORS), draw.choice(_SETUPS).lower()
    kind = draw.choice(("honest", "known", "place", "lone", "data", "add-in", "own kind"))
    folder, name, head = vendor, f"{tool}.{letters(draw, 3, 3)}", "MZ"
    root = local(user)
    if kind == "honest":
        name = f"{tool}.{draw.choice(_HONEST)}"
    elif kind == "known":
        folder = draw.choice([one for one in sorted(PROGRAMS) if " " not in one])
    elif kind == "place":
        root = draw.choice((r"C:\ProgramData", r"C:\Program Files", rf"C:\Users\{user}\AppData\Roaming"))
    elif kind == "data":
        head = draw.choice(("PK", "{ab", "%PDF", "SQLi"))
    elif kind == "add-in":
        name = f"{tool}.dll"
    elif kind == "own kind":
        name = f"{tool}.{draw.choice(_OWN_KINDS)}"
    path = rf"{root}\{folder}\{name}"
    entry_name = draw.choice((vendor, name, "VendorTray")) if kind not in ("honest", "own kind") else vendor
    command = f'rundll32.exe "{path}",StartMonitor' if draw.random() < 0.5 else f'regsvr32.exe /s "{path}"'
    entry = start("run-value", entry_name, command, user, {"head": head})
    given = (file(path, head=head),) if kind == "lone" else (file(path, head=head), entry)
    taken = None if kind in ("place", "lone", "honest", "own kind") else _taken(folder, name, head, entry_name, command)
    return Decoy(f"{kind} {entry_name} {command}", given, _CONTEXT, taken)


def _taken(folder: str, name: str, head: str, entry: str, command: str) -> bool:
    return logic.fourth_user(folder, name, head.encode(), set(PROGRAMS), entry, command)


def fifth(draw: Random) -> Decoy:
    """Times that are nearly, backwards, or in whole seconds seven days apart; copied trees; files that are no program."""
    user, made = draw.choice(USERS), moment(draw)
    kind = draw.choice(("near", "backwards", "seconds", "copied", "text", "place"))
    apart, head, root = 7 * DAY, "MZ", local(user)
    if kind == "near":
        apart += draw.choice((-3_000_001 - draw.randint(0, 10**10), 3_000_000 + draw.randint(0, 10**10)))
    elif kind == "backwards":
        apart = -apart
    elif kind == "seconds":
        made -= made % 10_000_000
    elif kind == "copied":
        apart = 0
    elif kind == "text":
        head = draw.choice(("{ab", "2021", "PK"))
    else:
        root = draw.choice((r"C:\ProgramData", rf"C:\Users\{user}\AppData\Roaming", r"C:\Program Files"))
    path = rf"{root}\{draw.choice(_VENDORS)}\{draw.choice(_SETUPS)}.exe"
    given = (file(path, modified=made - apart, folder_modified=made, head=head),)
    taken = None if kind in ("seconds", "place") else logic.fifth(made, made - apart, head.encode())
    return Decoy(f"{kind} {path}", given, _CONTEXT, taken)


HONEST: dict[str, Callable[[Random], Decoy]] = {
    "usual": usual, "electron": electron, "v1": first, "v2": second, "v3": third, "portable": portable, "v4": fourth, "v5": fifth,
}  # fmt: skip
