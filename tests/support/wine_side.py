"""Runs inside Windows: plants what can only be planted in a running one. Standard library only.

``python wine_side.py PLAN`` reads a plan of plain data and writes, beside it, the process ids of what it started, or what
went wrong: it has no pipes, because what it starts would hold them.
"""

from __future__ import annotations

import ctypes
import json
import sys
import traceback
import winreg
from ctypes import wintypes
from pathlib import Path
from types import TracebackType
from typing import Any

assert sys.platform == "win32"

_NAMES = r"SYSTEM\CurrentControlSet\Control\ComputerName"
_RESTORE = "SeRestorePrivilege"
_USERS, _ENABLED, _ADJUST = 0x80000003, 2, 0x28
_CREATE_PROCESS, _PARENT, _EXTENDED = 0x80, 0x20000, 0x80000

advapi = ctypes.WinDLL("advapi32", use_last_error=True)
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.OpenProcess.restype = wintypes.HANDLE
kernel.GetCurrentProcess.restype = wintypes.HANDLE


class Privilege(ctypes.Structure):
    """TOKEN_PRIVILEGES with one privilege."""

    _fields_ = (("count", wintypes.DWORD), ("low", wintypes.DWORD), ("high", wintypes.LONG), ("state", wintypes.DWORD))


class Startup(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("texts", wintypes.LPWSTR * 3),
        ("numbers", wintypes.DWORD * 8),
        ("show", wintypes.WORD * 2),
        ("handles", ctypes.c_void_p * 4),
        ("attributes", ctypes.c_void_p),
    )


class Process(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = (("handle", wintypes.HANDLE), ("thread", wintypes.HANDLE), ("pid", wintypes.DWORD), ("tid", wintypes.DWORD))


def must(done: Any) -> None:
    """Raise what Windows says was wrong."""
    if not done:
        raise ctypes.WinError(ctypes.get_last_error())


def load(hives: dict[str, str]) -> None:
    """Load the hives of further users, as Windows does when they log on."""
    token, number = wintypes.HANDLE(), ctypes.c_longlong()
    must(advapi.OpenProcessToken(wintypes.HANDLE(kernel.GetCurrentProcess()), _ADJUST, ctypes.byref(token)))
    must(advapi.LookupPrivilegeValueW(None, _RESTORE, ctypes.byref(number)))
    wanted = Privilege(1, number.value & 0xFFFFFFFF, number.value >> 32, _ENABLED)
    must(advapi.AdjustTokenPrivileges(token, False, ctypes.byref(wanted), 0, None, None))
    for sid, path in hives.items():
        if error := advapi.RegLoadKeyW(wintypes.HKEY(_USERS), sid, path):
            raise ctypes.WinError(error)


def name(computer: str) -> None:
    """Give the computer its name; when Windows starts, Wine gives it the real one's."""
    for place in ("ActiveComputerName", "ComputerName"):
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, rf"{_NAMES}\{place}") as key:
            winreg.SetValueEx(key, "ComputerName", 0, winreg.REG_SZ, computer)


def start(image: str, command: str, parent: int) -> int:
    """Start a program as the child of another, or of this one; gives its process id."""
    startup, made, size = Startup(), Process(), ctypes.c_size_t()
    startup.size = ctypes.sizeof(Startup)
    kernel.InitializeProcThreadAttributeList(None, 1, 0, ctypes.byref(size))
    attributes = ctypes.create_string_buffer(size.value)
    if parent:
        must(kernel.InitializeProcThreadAttributeList(attributes, 1, 0, ctypes.byref(size)))
        handle = wintypes.HANDLE(kernel.OpenProcess(_CREATE_PROCESS, False, parent))
        must(handle)
        kind, value = ctypes.c_size_t(_PARENT), ctypes.byref(handle)
        must(kernel.UpdateProcThreadAttribute(attributes, 0, kind, value, ctypes.c_size_t(8), None, None))
        startup.attributes = ctypes.addressof(attributes)
    flags, words = _EXTENDED if parent else 0, ctypes.create_unicode_buffer(command)
    must(kernel.CreateProcessW(image, words, None, None, False, flags, None, None, ctypes.byref(startup), ctypes.byref(made)))
    return int(made.pid)


def main(plan: Path) -> None:
    """Do what the plan says."""
    given = json.loads(plan.read_text("utf-8"))
    load(given["hives"])
    name(given["name"])
    pids: list[int] = []
    for image, command, parent in given["start"]:
        pids.append(start(image, command, 0 if parent is None else pids[parent]))
    plan.with_suffix(".pids").write_text(json.dumps(pids), "utf-8")


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write what went wrong."""
    Path(sys.argv[1]).with_suffix(".error").write_text("".join(traceback.format_exception(kind, error, trace)), "utf-8")


sys.excepthook = tell
main(Path(sys.argv[1]))
