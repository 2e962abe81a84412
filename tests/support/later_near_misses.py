"""Honest PCs that look like infections of the later eras or of other malware, drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from support import cases
from support.decoys import MZ
from support.draws import USERS, Decoy, file, host, local, programs, serial, start, system
from support.looking import HERE

from mimawari.model import Artifact, ServiceDescriptions

_VENDORS = (
    "Canon", "EPSON", "Brother", "FUJITSU", "NEC", "Sharp", "Ricoh", "KONICAMINOLTA", "NVIDIA", "Realtek", "Synaptics",
    "Lenovo", "Dell", "ASUS", "JustSystem", "Yayoi", "OBC", "Cybozu", "Sourcenext", "Logicool", "Wacom", "BUFFALO",
    "IODATA", "Elecom", "TrendMicro",
)  # fmt: skip
_PARTS = ("Tray", "Monitor", "Status", "Update", "Agent", "Helper", "Launcher", "Notify", "Scan", "Print", "Sync", "Hotkey")
_APPS = (
    "Discord",
    "Slack",
    "GitHubDesktop",
    "Postman",
    "Notion",
    "Figma",
    "Signal",
    "WhatsApp",
    "Obsidian",
    "Canva",
    "Chatwork",
    "LINE",
)
# Folders and programs of real PCs, as their vendors abbreviate them.
_SHORT = (
    ("Realtek", "RtkAudUService64"), ("Synaptics", "SynTPEnh"), ("Intel", "igfxHK"), ("Fujitsu", "FjHotkey"),
    ("TOSHIBA", "TosBtMng"), ("Canon", "CNMNSST2"), ("Brother", "BrStMonW"), ("Apoint2K", "Apntex"),
    ("Elantech", "ETDCtrl"), ("Conexant", "CxUtilSvc"), ("Waves", "WavesSvc64"), ("Logicool", "LCore"),
    ("TrendMicro", "PccNTMon"), ("Norton", "ccSvcHst"), ("McAfee", "McUICnt"), ("Adobe", "AdobeARM"),
    ("JustSystem", "ATOKIME"), ("NVIDIA", "nvxdsync"), ("Dell", "DellTPad"), ("ASUS", "ATKOSD2"), ("hp", "HPQLBTN"),
    ("Lenovo", "TPHKSVC"), ("Wacom", "WTablet"), ("FUJIFILM", "fxksmdb"), ("SHARP", "SHSTMON"), ("OKI", "opstmnt"),
    ("Roxio", "DMXLauncher"),
)  # fmt: skip
_REGSVR, _RUNDLL = r"C:\Windows\System32\regsvr32.exe", r"C:\Windows\System32\rundll32.exe"
_MACHINE = {"hive": "HKLM", "key": r"Software\Microsoft\Windows\CurrentVersion\Run"}


def _context(draw: Random) -> tuple[Artifact, ...]:
    return (host(serial(draw)), system(), programs())


def _process(draw: Random, image: str, command: str = "", **more: Any) -> Artifact:
    row = {"pid": draw.randint(4, 60_000), "name": image.rpartition("\\")[2], "image": image, "command": command or f'"{image}"'}
    return cases.artifact("process", {**row, **more})


def _program(draw: Random, name: str, path: str, more: str, user: str) -> Decoy:
    """A program with its Run value or task, at work."""
    kind = draw.choice(("run-value", "run-value", "task"))
    command = f'"{path}"{more}'
    given = (file(path), start(kind, name, command, user, MZ), _process(draw, path, command, image_file=MZ))
    return Decoy(command, given, _context(draw))


def onedrive(draw: Random) -> Decoy:
    """OneDrive and its like: a program in a folder of Microsoft's or a cloud's, from the user's own folder."""
    user = draw.choice(USERS)
    vendor, app = draw.choice(
        (("Microsoft", "OneDrive"), ("Microsoft", "OneDriveBeta"), ("Dropbox", "Client"), ("Box", "BoxSync"), ("Google", "DriveFS"))
    )
    version = f"{draw.randint(18, 24)}.{draw.randint(0, 255):03}.{draw.randint(0, 9999):04}.{draw.randint(1, 9):04}"
    folder = rf"{local(user)}\{vendor}\{app}"
    path = draw.choice((rf"{folder}\{app}.exe", rf"{folder}\{version}\{app}.exe"))
    found = _program(draw, app, path, draw.choice((" /background", " /tray", "")), user)
    extra = rf"{folder}\{version}\{draw.choice(('FileSyncShell64.dll', 'adal.dll', 'LoggingPlatform64.DLL'))}"
    shell = f'{_REGSVR} /s "{extra}"'
    return Decoy(found.what, (*found.given, _process(draw, _REGSVR, shell, target_file=MZ)), found.context)


def teams(draw: Random) -> Decoy:
    """Teams and what is installed like it."""
    user, app = draw.choice(USERS), draw.choice(("Teams", "TeamsMachine", "TeamsMeetingAddin"))
    folder = rf"{local(user)}\Microsoft\{app}"
    entry = start("run-value", f"com.squirrel.{app}.{app}", rf'{folder}\Update.exe --processStart "{app}.exe"', user, MZ)
    version = f"1.0.{draw.randint(18000, 23000)}.{draw.randint(1, 9)}"
    add_in = rf"{local(user)}\Microsoft\TeamsMeetingAddin\{version}\x64\Microsoft.Teams.AddinLoader.dll"
    register = _process(draw, _REGSVR, f'{_REGSVR} /s /n /i:user "{add_in}"', target_file=MZ, parent_image=rf"{folder}\Update.exe")
    at_work = _process(draw, rf"{folder}\current\{app}.exe", image_file=MZ)
    return Decoy(
        folder, (file(rf"{folder}\Update.exe"), file(rf"{folder}\current\{app}.exe"), entry, register, at_work), _context(draw)
    )


def squirrel(draw: Random) -> Decoy:
    """An app with the Squirrel updater, in versions."""
    user, app = draw.choice(USERS), draw.choice(_APPS)
    folder = rf"{local(user)}\{draw.choice((app, app.lower()))}"
    version = f"app-{draw.randint(0, 9)}.{draw.randint(0, 99)}.{draw.randint(0, 9999)}"
    path = rf"{folder}\{version}\{app}.exe"
    libraries = tuple(file(rf"{folder}\{version}\{name}") for name in ("libEGL.dll", "d3dcompiler_47.dll", "vk_swiftshader.dll"))
    entry = start("run-value", f"com.squirrel.{app}.{app}", rf'"{folder}\Update.exe" --processStart {app}.exe', user, MZ)
    return Decoy(path, (file(path), *libraries, entry, _process(draw, path, image_file=MZ)), _context(draw))


def tray(draw: Random) -> Decoy:
    """A vendor's tray that rundll32 starts, from wherever vendors put it, and at work."""
    user, vendor, part = draw.choice(USERS), draw.choice(_VENDORS), draw.choice(_PARTS)
    name = draw.choice((vendor[:2] + part, part, vendor + part))
    roots = (r"C:\Program Files", r"C:\Program Files (x86)", r"C:\ProgramData", rf"C:\Users\{user}\AppData\Roaming", local(user))
    library = rf"{draw.choice(roots)}\{vendor}\{draw.choice(('', part + chr(92)))}{name}.dll"
    command = f'{draw.choice((_RUNDLL, "rundll32.exe"))} "{library}",{draw.choice(("Start", "RunDllEntry", "StartMonitor", "#1"))}'
    kind = draw.choice(("run-value", "run-value", "task"))
    given = (file(library), start(kind, f"{vendor} {part}", command, user, MZ), _process(draw, _RUNDLL, command, target_file=MZ))
    return Decoy(command, given, _context(draw))


def add_in(draw: Random) -> Decoy:
    """An add-in or a control that regsvr32 registers, at logon, by an installer, by a batch file."""
    user, vendor, part = draw.choice(USERS), draw.choice(_VENDORS), draw.choice(_PARTS)
    unpacked = draw.choice((f"is-{draw.getrandbits(20):05X}.tmp", f"nsk{draw.getrandbits(16):04X}.tmp", "7zS4A1C.tmp"))
    temp = rf"{local(user)}\Temp\{unpacked}"
    roots = (
        rf"C:\Program Files\{vendor}",
        rf"{local(user)}\{vendor}",
        rf"C:\Users\{user}\AppData\Roaming\{vendor}",
        temp,
        r"C:\Windows\SysWOW64",
    )
    library = rf"{draw.choice(roots)}\{vendor}{part}.{draw.choice(('dll', 'ocx', 'ocx', 'ax'))}"
    command = f'{draw.choice((_REGSVR, "regsvr32"))} {draw.choice(("/s", "-s", "/s /i"))} "{library}"'
    installer = rf"{local(user)}\Temp\{vendor}Setup.exe"
    at_work = _process(
        draw, _REGSVR, command, target_file=MZ, parent_image=draw.choice((installer, r"C:\Windows\System32\msiexec.exe"))
    )
    return Decoy(command, (file(library), start("run-value", f"{vendor}{part}", command, user, MZ), at_work), _context(draw))


def abbreviated(draw: Random) -> Decoy:
    """A vendor's tray or add-in under its real, abbreviated names, in a folder below AppData or ProgramData."""
    user, (vendor, name) = draw.choice(USERS), draw.choice(_SHORT)
    library = rf"{draw.choice((local(user), rf'C:{chr(92)}ProgramData'))}\{vendor}\{name}.dll"
    command = draw.choice((f'{_RUNDLL} "{library}",Start', f'{_REGSVR} /s "{library}"'))
    kind = draw.choice(("run-value", "task"))
    loader = _RUNDLL if command.startswith(_RUNDLL) else _REGSVR
    given = (file(library), start(kind, f"{vendor} {name}", command, user, MZ), _process(draw, loader, command, target_file=MZ))
    return Decoy(command, given, _context(draw))


def updater(draw: Random) -> Decoy:
    """A vendor's updater: a task and a service, from Program Files, ProgramData or the user's folder."""
    user, vendor, part = draw.choice(USERS), draw.choice(_VENDORS), draw.choice(("Updater", "Update", "LiveUpdate", "AutoUpdate"))
    root = draw.choice((r"C:\Program Files (x86)", r"C:\ProgramData", local(user), rf"C:\Users\{user}\AppData\Roaming"))
    version = draw.choice(("", f"{draw.randint(1, 20)}.{draw.randint(0, 99)}\\", f"{draw.randint(100000, 999999)}\\"))
    path = rf"{root}\{vendor}\{part}\{version}{vendor}{part}.exe"
    service = start("service", f"{vendor}{part}", f'"{path}" /svc', "", MZ)
    library = rf"C:\ProgramData\{vendor}\{part}\{version}{part}.dll"
    loading = start("task", rf"{vendor}\{part}", f'{_RUNDLL} "{library}",Check', "", MZ)
    given = (file(path), file(library), start("task", rf"{vendor}\{part}Core", f'"{path}" /c', user, MZ), service, loading)
    return Decoy(path, (*given, _process(draw, path, image_file=MZ)), _context(draw))


def services(draw: Random) -> Decoy:
    """Services that share a description: one vendor's two, a user's own, and those without any."""
    vendor, kind = draw.choice(_VENDORS), draw.choice(("pair", "user", "empty", "two folders", "beside"))
    text, first = f"{vendor} support", rf"C:\Windows\SysWOW64\{vendor}\agent.exe"
    second = {"two folders": rf"C:\Program Files\{vendor}\a.exe", "beside": r"C:\Windows\System32\helper.exe"}.get(
        kind, rf"{first[:-9]}help.exe"
    )
    if kind == "user":
        first, second = r"C:\Windows\System32\cdpusersvc.dll", r"C:\Windows\System32\cdpusersvc.dll"
    elif kind == "empty":
        text = draw.choice(("", " "))
    elif kind == "beside":
        first = rf"C:\Windows\System32\{vendor}.exe"
    rows = (
        (f"{vendor}A", text, first),
        (f"{vendor}B_{draw.getrandbits(20):x}", text, second),
        ("Other", "", r"C:\Windows\System32\o.dll"),
    )
    own = cases.artifact("service", {"name": rows[0][0], "command": f'"{first}"', "description": text, "file": MZ})
    return Decoy(f"{kind} {first}", (own,), (*_context(draw), ServiceDescriptions(origin=HERE, services=rows)))


def administrator(draw: Random) -> Decoy:
    """What an administrator runs: backups, questions about the network, tools of numbers and dates."""
    folder, drive = r"C:\Windows\System32", draw.choice("CDE")
    name, command = draw.choice(
        (
            ("vssadmin.exe", f"vssadmin delete shadows /for={drive}: /oldest"),
            ("vssadmin.exe", "vssadmin list shadows"),
            ("wbadmin.exe", f"wbadmin delete systemstatebackup -keepVersions:{draw.randint(1, 9)}"),
            ("wbadmin.exe", f"wbadmin start backup -backupTarget:{drive}: -include:C: -quiet"),
            ("systeminfo.exe", "systeminfo /fo csv"),
            ("ipconfig.exe", draw.choice(("ipconfig /all", "ipconfig /flushdns"))),
            ("nltest.exe", "nltest /dclist:shop.local"),
            ("net.exe", draw.choice(("net view", r"net use \\server\share"))),
            ("whoami.exe", "whoami /all"),
            ("regsvr32.exe", rf"regsvr32 ..\{draw.choice(_VENDORS)}.ocx"),
            ("powershell.exe", "powershell -NoProfile -File C:\\Tools\\inventory.ps1"),
        )
    )
    shell = draw.choice((rf"{folder}\cmd.exe", rf"{folder}\WindowsPowerShell\v1.0\powershell.exe", r"C:\Windows\explorer.exe"))
    return Decoy(
        command, (_process(draw, rf"{folder}\{name}", command, parent_image=shell, parent_command=f'"{shell}"'),), _context(draw)
    )


def strewn(draw: Random) -> Decoy:
    """Files that lie where droppers lie, and are none: of installers, of people, of vendors."""
    user, vendor, part = draw.choice(USERS), draw.choice(_VENDORS), draw.choice(_PARTS)
    path, head = draw.choice(
        (
            (rf"C:\ProgramData\{vendor}\{vendor}{part}.dll", "MZ"),
            (rf"C:\ProgramData\{vendor}.dll", "MZ"),
            (rf"C:\ProgramData\Package Cache\{{{draw.getrandbits(32):08X}-1A2B-3C4D-5E6F-0123456789AB}}\setup.exe", "MZ"),
            (rf"C:\Users\{user}\AppData\Local\Temp\rad{draw.getrandbits(20):05X}.tmp", ""),
            (rf"C:\Users\{user}\AppData\Local\Temp\{vendor.lower()}{draw.randint(1, 99999)}.tmp\System.dll", "MZ"),
            (rf"C:\Users\{user}\AppData\Local\Temp\MSI{draw.getrandbits(16):x}.tmp", "MZ"),
            (rf"C:\Users\{user}\AppData\Local\Temp\UDP{draw.getrandbits(16):04X}.tmp", draw.choice(("MZ", "", "PK", "{}"))),
            (rf"C:\Users\{user}\{draw.randint(10_000, 10**8)}.exe", "MZ"),
            (rf"C:\Users\{user}\{vendor}{draw.randint(1, 2024)}.exe", "MZ"),
            (rf"C:\Users\{user}\{draw.randint(1, 9999)}.exe", "text"),
            (rf"C:\Users\{user}\{vendor}\{part}{draw.randint(1, 99)}\{vendor}{part}.exe", "MZ"),
            (rf"C:\Users\{user}\{vendor}.dll", "MZ"),
            (rf"C:\Users\Public\Documents\{vendor}\{part}\sample.dll", "MZ"),
            (rf"C:\Users\{user}\AppData\Roaming\{vendor}{draw.randint(1, 2024)}\{part}.exe", "MZ"),
            (rf"C:\Users\{user}\AppData\Roaming\Microsoft\{draw.choice(('AddIns', 'Templates', 'Teams'))}\{part}.dll", "MZ"),
            (rf"C:\Windows\Tasks\{part}.job", "\x01"),
            (rf"C:\Windows\Temp\{vendor}{part}.dll", "MZ"),
        )
    )
    return Decoy(path, (file(path, head=head, size=len(head) or 0),), _context(draw))


def system_library(draw: Random) -> Decoy:
    """A library of Windows' or of a driver's, in its folder below System32, that an entry of any name registers."""
    folder, name = draw.choice(
        (
            ("RTCOM", "RtkApi64U"), ("DAX3", "DAX3API"), ("SRSLabs", "SRSTSX64"), ("IME", "imjpcfg"), ("wbem", "cimwin32"),
            ("spool", "PrtProcs"), ("lxss", "LxssManager"), ("AMD", "amdxc64"), ("Nvidia", "nvvsvc64"), ("Dolby", "DolbyDAX2API"),
            ("DriverStore", "dpinst"), ("migwiz", "migcore"), ("oobe", "msobmain"), ("Macromed", "FlashUtil"), ("Speech", "sapi"),
            ("JWCAD", "jwwdll32"), ("EBIX", "ebxlnk32"), ("RzSDKCfg", "RzChromaSDK64"), ("Fsasxdd", "fsasx64"),
        )
    )  # fmt: skip
    library = rf"C:\Windows\{draw.choice(('System32', 'SysWOW64'))}\{folder}\{name}.dll"
    command = draw.choice((f'{_RUNDLL} "{library}",Start', f'{_REGSVR} /s "{library}"'))
    loader = _RUNDLL if command.startswith(_RUNDLL) else _REGSVR
    entry = start(draw.choice(("service", "run-value", "task")), f"{folder} Service", command, "", MZ)
    return Decoy(command, (file(library), entry, _process(draw, loader, command, target_file=MZ)), _context(draw))


def office_add_in(draw: Random) -> Decoy:
    """What add-ins, templates and management tools start: in the open, or from where honest programs keep it."""
    office = rf"C:\Program Files\Microsoft Office\root\Office16\{draw.choice(('EXCEL', 'WINWORD', 'OUTLOOK', 'ONENOTE'))}.EXE"
    vendor, part, wmi = draw.choice(_VENDORS), draw.choice(_PARTS), r"C:\Windows\System32\wbem\WmiPrvSE.exe"
    name, command, parent = draw.choice(
        (
            ("powershell.exe", rf'powershell -ExecutionPolicy Bypass -File "C:\Program Files\{vendor}\{part}.ps1"', office),
            ("cmd.exe", rf'cmd /c start "" "C:\Reports\{part}.xlsx"', office),
            ("wscript.exe", rf'wscript "C:\ProgramData\{vendor}\{part}.vbs"', office),
            ("mshta.exe", rf'mshta "C:\{vendor}\{part}.hta"', office),
            ("mshta.exe", f"mshta http://192.168.{draw.randint(0, 255)}.5/{part}.hta", office),
            ("regsvr32.exe", rf"regsvr32 /s ..\{vendor}{part}.dll", office),
            ("powershell.exe", "powershell -NoProfile -EncodedCommand JABzAD0ATgBlAHcALQBPAGIA", wmi),
            ("vssadmin.exe", "vssadmin delete shadows /all /quiet", rf"C:\Program Files\{vendor}\{part}.exe"),
        )
    )
    image = rf"C:\Windows\System32\{name}"
    return Decoy(command, (_process(draw, image, command, parent_image=parent, parent_command=f'"{parent}"'),), _context(draw))


LATER_HONEST: dict[str, Callable[[Random], Decoy]] = {
    "onedrive": onedrive, "teams": teams, "squirrel": squirrel, "tray": tray, "add-in": add_in, "abbreviated": abbreviated,
    "updater": updater, "services": services, "administrator": administrator, "strewn": strewn,
    "system library": system_library, "office add-in": office_add_in,
}  # fmt: skip
