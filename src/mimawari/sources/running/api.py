"""Windows' libraries. They are there on Windows only, so they are asked for when they are needed."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

from mimawari.model import BadEvidence, Reason

ACCESS_DENIED, INVALID_PARAMETER, SHARING, LOCKED, NO_MORE_FILES = 5, 87, 32, 33, 18
VIRUS = (225, 226)
"""ERROR_VIRUS_INFECTED and ERROR_VIRUS_DELETED: an antivirus program has stepped in."""
_REASONS = {2: Reason.MISSING, 3: Reason.MISSING, ACCESS_DENIED: Reason.DENIED, 1314: Reason.DENIED}


@cache
def library(name: str) -> Any:
    """A library of Windows (``kernel32``), found in System32 alone; its functions tell their error by :func:`last_error`."""
    search_system32 = 0x800
    loader: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - it is not there elsewhere
    return loader(f"{name}.dll", use_last_error=True, winmode=search_system32)


@cache
def function(name: str, called: str, result: Any, *arguments: Any) -> Any:
    """A function of a library, with the types of its result and arguments."""
    found: Any = getattr(library(name), called)
    found.restype, found.argtypes = result, list(arguments)
    return found


def last_error() -> int:
    """The error of the last call in this thread."""
    error: Any = getattr(ctypes, "get_last_error")  # noqa: B009
    return int(error())


def refused(what: str, code: int | None = None) -> BadEvidence:
    """What Windows' refusal to tell *what* means; the code of the last error, unless one is given."""
    error = last_error() if code is None else code
    return BadEvidence(_REASONS.get(error, Reason.FAILED), f"{what}: Windows error {error}")


def close(handle: Any) -> None:
    """Give a handle back."""
    function("kernel32", "CloseHandle", ctypes.c_int, ctypes.c_void_p)(handle)
