"""Honest programs: what an ordinary user has, much of it where Emotet would put its own."""

from __future__ import annotations

from mimawari.examples.hive_writer import Value, text
from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc, User, stub
from mimawari.examples.tree_writer import Copy

_MACHINE = (
    "Program Files/Google/Chrome/Application/chrome.exe",
    "Program Files/Google/Chrome/Application/87.0.4280.141/chrome.dll",
    "Program Files (x86)/Google/Update/GoogleUpdate.exe",
    "Program Files (x86)/Common Files/Java/Java Update/jusched.exe",
    "Program Files/Common Files/Microsoft Shared/ClickToRun/OfficeClickToRun.exe",
    "Program Files/Microsoft Office/root/Office16/EXCEL.EXE",
    "Program Files/Windows Defender/MSASCuiL.exe",
    "Windows/System32/SecurityHealthSystray.exe",
    "ProgramData/Microsoft/Windows Defender/Platform/4.18.2011.6-0/MsMpEng.exe",
)
_USER = (
    "Microsoft/OneDrive/OneDrive.exe",
    "Microsoft/OneDrive/OneDriveStandaloneUpdater.exe",
    "Microsoft/OneDrive/20.201.1005.0009/FileSyncShell64.dll",
    "Microsoft/Teams/Update.exe",
    "Microsoft/Teams/current/Teams.exe",
    "Microsoft/Teams/current/ffmpeg.dll",
    "Microsoft/WindowsApps/MicrosoftEdge.exe",
    "Google/Chrome/User Data/SwReporter/87.249.200/software_reporter_tool.exe",
    "Programs/Python/Python39/python.exe",
)
_NEIGHBOURS = (
    "Discord/Update.exe",
    "Discord/app-1.0.9013/Discord.exe",
    "Discord/app-1.0.9013/ffmpeg.dll",
    "SquirrelTemp/Update.exe",
    "slack/slack.exe",
    "slack/Update.exe",
    "Programs/Zoom/ZoomInstaller.exe",
    "GameLauncher/launcher.exe",
    "GameLauncher/curl.exe",
    "SakuraPrint/spool.ocx",
)
_ROAMING = ("Zoom/bin/Zoom.exe", "Zoom/bin/zWebview2Agent.exe", "Zoom/uninstall/Installer.exe")
_PRINTER = "Program Files/Sakura Print/Tray/SKTRAY.DLL"


def machine_programs(copy: Copy, pc: Pc) -> None:
    """Programs for all users."""
    for path in _MACHINE:
        _add(copy, pc, path)


def user_programs(copy: Copy, pc: Pc, user: User) -> tuple[Value, ...]:
    """Programs of one user; gives the Run values that start them."""
    for path in _USER:
        _add(copy, pc, f"Users/{user.name}/AppData/Local/{path}")
    local = rf"C:\Users\{user.name}\AppData\Local"
    teams = rf'{local}\Microsoft\Teams\Update.exe --processStart "Teams.exe" --process-start-args "--system-initiated"'
    return (
        text("OneDrive", rf'"{local}\Microsoft\OneDrive\OneDrive.exe" /background'),
        text("com.squirrel.Teams.Teams", teams),
        text("GoogleChromeAutoLaunch_5F0C3A", r'"C:\Program Files\Google\Chrome\Application\chrome.exe" --no-startup-window'),
    )


def neighbours(copy: Copy, pc: Pc, user: User) -> tuple[Value, ...]:
    """Programs that live and start much as Emotet does, and are none of it; gives their Run values."""
    for path in _NEIGHBOURS:
        _add(copy, pc, f"Users/{user.name}/AppData/Local/{path}")
    for path in _ROAMING:
        _add(copy, pc, f"Users/{user.name}/AppData/Roaming/{path}")
    profile = rf"C:\Users\{user.name}\AppData"
    return (
        text("Discord", rf'"{profile}\Local\Discord\Update.exe" --processStart Discord.exe'),
        text("Zoom", rf"{profile}\Roaming\Zoom\bin\Zoom.exe"),
        text("com.squirrel.slack.slack", rf'"{profile}\Local\slack\slack.exe" --process-start-args --startup'),
    )


def printer(copy: Copy, pc: Pc) -> Value:
    """A printer vendor's tray icon that is a library started by rundll32; gives its Run value."""
    _add(copy, pc, _PRINTER)
    path = "C:\\" + _PRINTER.replace("/", "\\")
    return text("SakuraPrintTray", rf'C:\Windows\System32\rundll32.exe "{path}",RunTray')


def _add(copy: Copy, pc: Pc, path: str) -> None:
    copy.add(path, stub(path.rsplit("/", 1)[-1]), moment(pc.used, path))
