"""The drive that holds the running Windows."""

from __future__ import annotations

import ctypes
import os
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p

from mimawari.sources.running.api import function

_LONGEST = 32_768


def system_drive() -> str:
    """The drive of the Windows folder, as ``C:``."""
    folder = ctypes.create_unicode_buffer(300)
    length = function("kernel32", "GetSystemWindowsDirectoryW", c_uint32, c_wchar_p, c_uint32)(folder, 300)
    return folder.value[:2].upper() if length else os.environ.get("SystemDrive", "C:").upper()  # noqa: SIM112 - Windows' spelling


def fixed_drives() -> tuple[str, ...]:
    r"""The roots (``C:\``) of the drives that are built in: no network, no disc, no memory stick."""
    letters = function("kernel32", "GetLogicalDrives", c_uint32)()
    roots = [f"{chr(ord('A') + bit)}:\\" for bit in range(26) if letters >> bit & 1]
    return tuple(root for root in roots if is_built_in(root))


def is_built_in(root: str) -> bool:
    r"""Whether the drive with this root (``C:\``) is built in."""
    fixed = 3
    return bool(function("kernel32", "GetDriveTypeW", c_uint32, c_wchar_p)(root) == fixed)


def serial_number(drive: str) -> int | None:
    """The 32-bit serial number of a drive's volume; None where Windows does not tell it."""
    serial = c_uint32()
    arguments = (c_wchar_p, c_wchar_p, c_uint32, c_void_p, c_void_p, c_void_p, c_wchar_p, c_uint32)
    asked = function("kernel32", "GetVolumeInformationW", c_int, *arguments)
    told = asked(f"{drive}\\", None, 0, ctypes.byref(serial), None, None, None, 0)
    return serial.value if told else None


def long_path(path: str) -> str:
    """A path with each short name (``YAMADA~1``) as the long one that it stands for; as it is where there is no such file."""
    room = ctypes.create_unicode_buffer(_LONGEST)
    length = function("kernel32", "GetLongPathNameW", c_uint32, c_wchar_p, c_wchar_p, c_uint32)(path, room, _LONGEST)
    return room.value if 0 < length < _LONGEST else path
