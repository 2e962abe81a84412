"""Whole PCs without Emotet, drawn at random from what looks a little like it: one function a near miss."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support import emocheck_logic as logic
from support.decoy_pcs import STEMS, DecoyPc, Making, making, windows
from support.draws import letters
from support.pc import DAY, NOON

from mimawari.model import Level

_WORDS = ("Sakura", "Fuji", "Hotel", "Office", "Printer", "Scanner", "Monitor", "Camera", "Updater", "Viewer")
_MZ = b"MZ inert" * 2000


def _local(m: Making) -> str:
    return f"Users/{m.user}/AppData/Local"


def _at_home(m: Making, name: str, path: str, more: str = "", content: bytes = _MZ) -> None:
    """A program in the user's Local folder, started from the user's Run key."""
    m.pc.put(f"{_local(m)}/{path}", content)
    m.pc.run(name, f'"{windows(f"{_local(m)}/{path}")}"{more}', m.user)


def teams(m: Making) -> None:
    m.pc.put(f"{_local(m)}/Microsoft/Teams/current/Teams.exe")
    _at_home(m, "com.squirrel.Teams.Teams", "Microsoft/Teams/Update.exe", ' --processStart "Teams.exe"')


def squirrel(m: Making) -> None:
    """An app with its updater, whose folder's and file's times all agree."""
    name = m.draw.choice(("Discord", "slack", "GitHubDesktop", "Postman", "Figma"))
    m.pc.put(f"{_local(m)}/{name}/app-1.0.{m.draw.randint(1, 999)}/{name}.exe")
    m.pc.put(f"{_local(m)}/SquirrelTemp/Update.exe")
    _at_home(m, f"com.squirrel.{name}.{name}", f"{name}/Update.exe", f" --processStart {name}.exe")


def zoom(m: Making) -> None:
    path = f"Users/{m.user}/AppData/Roaming/Zoom/bin/Zoom.exe"
    m.pc.put(path, _MZ).run("Zoom", f'"{windows(path)}" -auto', m.user)
    m.pc.put(f"{_local(m)}/Zoom/installer.zoo", _MZ)


def chrome(m: Making) -> None:
    path = "Program Files/Google/Chrome/Application/chrome.exe"
    m.pc.put(path, _MZ).run("GoogleChromeAutoLaunch_5F0C3A", f'"{windows(path)}" --no-startup-window', m.user)
    m.pc.put(f"{_local(m)}/Google/Chrome/User Data/SwReporter/87.249.200/software_reporter_tool.exe", _MZ)


def game(m: Making) -> None:
    _at_home(m, "GameLauncher", "GameLauncher/launcher.exe")
    m.pc.put(f"{_local(m)}/GameLauncher/curl.exe", b"MZ" + bytes(40_000))


def printer(m: Making) -> None:
    """A tray library that rundll32 starts, as printers have."""
    path = m.draw.choice(
        (
            "Program Files/Sakura Print/Tray/SKTRAY.DLL",
            "Program Files (x86)/Canon/Monitor/cnmon.cnx",
            "ProgramData/EPSON/Mon/epmon.epx",
        )
    )
    m.pc.put(path, _MZ).run(path.rsplit("/", 1)[1], rf'C:\Windows\System32\rundll32.exe "{windows(path)}",StartMonitor', m.user)
    m.pc.put("Windows/System32/spool/drivers/x64/3/hptray.hpq", _MZ)
    m.pc.service("hptray.hpq", r"%SystemRoot%\System32\rundll32.exe C:\Windows\System32\spool\drivers\x64\3\hptray.hpq,RunDllEntry")


def service_library(m: Making) -> None:
    m.pc.put("Program Files/Fuji/Agent/fjagent.exe", _MZ)
    m.pc.service("fjagent", r'"C:\Program Files\Fuji\Agent\fjagent.exe" /service', "Fuji Agent")


def other_disk(m: Making) -> None:
    """The name of another disk's serial number: a user folder that came from another PC.

    Started by itself it is only harmless where the serial number is certain.
    """
    name = logic.first(m.serial ^ 0x00F0_0000 ^ (1 + m.draw.getrandbits(12)))
    if name != logic.first(m.serial) and m.certain:
        _at_home(m, name[:-4], f"{name[:-4]}/{name}")
    elif name != logic.first(m.serial):
        m.pc.put(f"{_local(m)}/{name[:-4]}/{name}", _MZ)


def one_word(m: Making) -> None:
    word = m.draw.choice(logic.KEYWORDS.split(",")) + m.draw.choice(("s", "app", "-view", "32"))
    _at_home(m, word, f"{word}/{word}.exe")


def own_name_in_text(m: Making) -> None:
    """The PC's own name, on a file that is no program."""
    name = logic.first(m.serial)
    m.pc.put(f"{_local(m)}/{name[:-4]}/{name}", b"notes of 2019")


def explorer_values(m: Making) -> None:
    """What may stand in Explorer's key: random data, a vaccine's overlong value, another disk's, with leading zeros, as text."""
    other = m.serial ^ 0x0101_0101
    plain = letters(m.draw, 6, 12).encode()
    named = bytes(byte ^ other.to_bytes(4, "little")[i % 4] for i, byte in enumerate(plain))
    own = bytes(byte ^ m.serial.to_bytes(4, "little")[i % 4] for i, byte in enumerate(plain))
    if m.certain:
        m.pc.explorer(f"{other:x}", named, m.user)
    m.pc.explorer("ShellState", bytes.fromhex("24000000372800000000"), m.user)
    m.pc.explorer(f"{m.serial:x}", m.draw.choice((m.draw.randbytes(36), own * 120)), m.user)
    m.pc.explorer(f"0{m.serial:08x}", own, m.user)


def namesake(m: Making) -> None:
    """A copy of a tool of Windows: both names are System32's, and so is the size."""
    name = m.draw.choice([name for name in STEMS if name.endswith(".exe")])
    folder = m.draw.choice([stem[:-4] for stem in STEMS if stem != name])
    _at_home(m, name[:-4], f"{folder}/{name}", content=m.pc.files[f"Windows/System32/{name}"][0])


def one_system_name(m: Making) -> None:
    """Only one of the two names is System32's."""
    stem, word = m.draw.choice(STEMS)[:-4], m.draw.choice(_WORDS)
    folder, name = m.draw.choice(((stem, word), (word, stem)))
    _at_home(m, name, f"{folder}/{name}.exe")


def system_names_elsewhere(m: Making) -> None:
    folder, name = (stem[:-4] for stem in m.draw.sample(STEMS, 2))
    path = f"{m.draw.choice(('Program Files', f'Users/{m.user}/AppData/Roaming', 'ProgramData'))}/{folder}/{name}.exe"
    m.pc.put(path, _MZ).run(name, f'"{windows(path)}"', m.user)


def honest_library(m: Making) -> None:
    """A control that regsvr32 registers, a plug-in with an extension of its kind, under names of their own."""
    word, other = m.draw.sample(_WORDS, 2)
    path = f"{_local(m)}/{word}/{other.lower()}.{m.draw.choice(('ocx', 'cpl', 'tlb', 'xll'))}"
    m.pc.put(path, _MZ).run(word, f'regsvr32.exe /s "{windows(path)}"', m.user)
    m.pc.put(f"{_local(m)}/{other}/plugin.{letters(m.draw, 3, 3, 'jkqvwxz')}", _MZ)


def add_in(m: Making) -> None:
    path = f"{_local(m)}/SakuraOffice/addin.dll"
    m.pc.put(path, _MZ).run("addin.dll", f'regsvr32.exe /s "{windows(path)}"', m.user)


def known_folder(m: Making) -> None:
    """EmoCheck's allow-list: a folder of that name also lies below Program Files."""
    m.pc.put("Program Files/Fuji/Scanner/scan.exe", _MZ)
    path = f"{_local(m)}/Scanner/fjscan.qzx"
    m.pc.put(path, _MZ).run("fjscan.qzx", f'rundll32.exe "{windows(path)}",StartScan', m.user)


def almost_seven_days(m: Making) -> None:
    """Nearly seven days, seven days backwards, in whole seconds, of a text; elsewhere than Emotet lives."""
    apart, made, content, root = 7 * DAY, NOON, _MZ, _local(m)
    kind = m.draw.choice(("near", "backwards", "seconds", "text", "elsewhere", "agree"))
    if kind == "near":
        apart += m.draw.choice((-300_000_100, 300_000_000, DAY, -DAY, 3_600_000_000_000))
    elif kind == "seconds":
        made -= made % 1_000_000_000
    elif kind == "text":
        content = b"{}"
    elif kind == "elsewhere":
        root = m.draw.choice(("ProgramData", "Program Files", f"Users/{m.user}/AppData/Roaming", f"Users/{m.user}/Downloads"))
    apart *= {"backwards": -1, "agree": 0}.get(kind, 1)
    folder = f"{root}/{m.draw.choice(_WORDS)}Tool"
    m.pc.put(f"{folder}/tool.exe", content, made - apart).run("Tool", f'"{windows(folder)}\\tool.exe"', m.user)
    m.pc.folder_times[folder] = made


NEAR: tuple[Callable[[Making], None], ...] = (
    teams, squirrel, zoom, chrome, game, printer, service_library, other_disk, one_word, own_name_in_text, explorer_values,
    namesake, one_system_name, system_names_elsewhere, honest_library, add_in, known_folder, almost_seven_days,
)  # fmt: skip


def honest(draw: Random, first: Callable[[Making], None], certain: bool = False) -> DecoyPc:
    """A PC with the near miss *first* and some others; nothing above a hint may come of it.

    *certain*: it will be looked at with the serial number of its volume.
    """
    m = making(draw, "")
    m.certain = certain
    chosen = [first, *draw.sample([near for near in NEAR if near is not first], draw.randint(1, 5))]
    for near in chosen:
        near(m)
    return DecoyPc(" ".join(near.__name__ for near in chosen), m.pc, m.serial, Level.NO_SIGN)
