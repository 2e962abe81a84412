"""Lets every other program go first: for a full scan of a PC that somebody works on."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from contextlib import suppress
from typing import Any

_IDLE_CLASS = 3 << 13
_SYSTEM_CALL = {"x86_64": 251, "aarch64": 30, "riscv64": 30, "i686": 289, "armv7l": 314}
"""Linux's number of ``ioprio_set`` (ioprio_set(2)), for which the C library has no function."""
_IDLE_PRIORITY, _BACKGROUND_BEGIN = 0x40, 0x00100000


def lower() -> None:
    """Lower this process's priority for processor and disk as far as it goes; those that it starts inherit it."""
    if sys.platform == "win32":
        _windows()
        return
    with suppress(OSError):
        os.nice(19)
    if sys.platform == "linux" and (number := _SYSTEM_CALL.get(platform.machine())):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).syscall(number, 1, 0, _IDLE_CLASS)


def _windows() -> None:
    kernel: Any = getattr(ctypes, "WinDLL")("kernel32.dll", winmode=0x800)  # noqa: B009 - it is not there elsewhere
    this = kernel.GetCurrentProcess
    this.restype = ctypes.c_void_p
    change = kernel.SetPriorityClass
    change.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    change(this(), _IDLE_PRIORITY)
    change(this(), _BACKGROUND_BEGIN)
