"""What the user who looks is allowed: administrators see all, and say that they come to read."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p
from functools import cache

from mimawari.sources.running.api import close, function

_ADJUST, _QUERY, _ENABLED = 0x20, 0x8, 0x2


class _Privilege(ctypes.Structure):
    """TOKEN_PRIVILEGES with one entry ([MS-DTYP] 2.4.10 names the parts)."""

    _fields_ = (("count", c_uint32), ("low", c_uint32), ("high", c_uint32), ("attributes", c_uint32))


def is_administrator() -> bool:
    """Whether this process has an administrator's rights."""
    return bool(function("shell32", "IsUserAnAdmin", c_int)())


@cache
def prepare() -> bool:
    """Take the rights to read that an administrator has but must ask for; gives whether this is one.

    ``SeBackupPrivilege`` opens files and folders that only the system may read, ``SeDebugPrivilege`` tells of the processes
    of all users. Where they are not to be had, what is then denied is told at its place.
    """
    for name in ("SeBackupPrivilege", "SeDebugPrivilege"):
        with suppress(OSError):
            _enable(name)
    return is_administrator()


def _enable(name: str) -> None:
    token, privilege = c_void_p(), _Privilege(1, 0, 0, _ENABLED)
    this = function("kernel32", "GetCurrentProcess", c_void_p)()
    opened = function("advapi32", "OpenProcessToken", c_int, c_void_p, c_uint32, c_void_p)
    if not opened(this, _ADJUST | _QUERY, ctypes.byref(token)):
        return
    try:
        luid = ctypes.byref(privilege, type(privilege).low.offset)
        if function("advapi32", "LookupPrivilegeValueW", c_int, c_wchar_p, c_wchar_p, c_void_p)(None, name, luid):
            adjust = function("advapi32", "AdjustTokenPrivileges", c_int, c_void_p, c_int, c_void_p, c_uint32, c_void_p, c_void_p)
            adjust(token, 0, ctypes.byref(privilege), 0, None, None)
    finally:
        close(token)
