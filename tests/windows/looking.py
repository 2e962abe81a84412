"""Runs inside Windows: tells in JSON what stands there, by the plainest calls that there are. Standard library only."""

import ctypes
import json
import os
import sys
import winreg
from ctypes import wintypes
from typing import Any

assert sys.platform == "win32"

kernel = ctypes.WinDLL("kernel32", use_last_error=True)
native = ctypes.WinDLL("ntdll")
kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
kernel.OpenProcess.restype = wintypes.HANDLE
ROOTS = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKU": winreg.HKEY_USERS}


class Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", wintypes.DWORD), ("used", wintypes.DWORD), ("pid", wintypes.DWORD), ("heap", ctypes.c_size_t),
        ("module", wintypes.DWORD), ("threads", wintypes.DWORD), ("parent", wintypes.DWORD), ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD), ("name", wintypes.WCHAR * 260),
    )  # fmt: skip


def key(path: str) -> dict[str, Any]:
    root, _, below = path.partition("\\")
    with winreg.OpenKey(ROOTS[root], below) as opened:
        _, count, written = winreg.QueryInfoKey(opened)
        values = [list(winreg.EnumValue(opened, at)) for at in range(count)]
    told = [[name, data.hex() if isinstance(data, bytes) else data, kind] for name, data, kind in values]
    return {"values": sorted(told, key=lambda value: value[0]), "written": written}


def hives() -> list[str]:
    return sorted(winreg.EnumKey(winreg.HKEY_USERS, at) for at in range(winreg.QueryInfoKey(winreg.HKEY_USERS)[0]))


def path(name: str) -> dict[str, int] | None:
    try:
        found = os.stat(name)
    except OSError:
        return None
    return {"size": found.st_size, "modified": found.st_mtime_ns}


def serial() -> int:
    told = wintypes.DWORD()
    kernel.GetVolumeInformationW("C:\\", None, 0, ctypes.byref(told), None, None, None, 0)
    return told.value


def processes() -> dict[int, dict[str, Any]]:
    snapshot = wintypes.HANDLE(kernel.CreateToolhelp32Snapshot(2, 0))
    entry, found = Entry(ctypes.sizeof(Entry)), {}
    more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
    while more:
        handle = wintypes.HANDLE(kernel.OpenProcess(0x410, False, entry.pid))
        found[entry.pid] = {"name": entry.name, "parent": entry.parent, "image": image(handle), "command": command(handle)}
        kernel.CloseHandle(handle)
        more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
    return found


def image(handle: wintypes.HANDLE) -> str:
    buffer, size = ctypes.create_unicode_buffer(1000), wintypes.DWORD(1000)
    kernel.QueryFullProcessImageNameW(handle, 0, buffer, ctypes.byref(size))
    return buffer.value


def command(handle: wintypes.HANDLE) -> str:
    """From the process' memory: its environment block, the parameters in it, the command line in these."""
    basic = (ctypes.c_uint64 * 6)()
    if native.NtQueryInformationProcess(handle, 0, ctypes.byref(basic), ctypes.sizeof(basic), None):
        return ""
    parameters = int.from_bytes(memory(handle, basic[1] + 0x20, 8), "little")
    text = memory(handle, parameters + 0x70, 16)
    return memory(handle, int.from_bytes(text[8:], "little"), int.from_bytes(text[:2], "little")).decode("utf-16-le")


def memory(handle: wintypes.HANDLE, at: int, size: int) -> bytes:
    buffer = ctypes.create_string_buffer(size)
    kernel.ReadProcessMemory(handle, ctypes.c_void_p(at), buffer, ctypes.c_size_t(size), None)
    return buffer.raw


asked = json.loads(sys.argv[1])
told = {
    "serial": serial(),
    "profile": os.environ["USERPROFILE"],
    "local": os.environ["LOCALAPPDATA"],
    "temporary": os.environ["TEMP"],
    "computer": os.environ["COMPUTERNAME"],
    "users": os.listdir(r"C:\Users"),
    "hives": hives(),
    "keys": [key(each) for each in asked["keys"]],
    "paths": [path(each) for each in asked["paths"]],
    "processes": processes(),
}
sys.stdout.write(json.dumps(told))
