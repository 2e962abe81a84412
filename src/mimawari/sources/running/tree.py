"""The drive of the running Windows: files in use are read all the same, and none is fetched from a cloud."""

from __future__ import annotations

import ctypes
import os
from ctypes import c_uint32, c_void_p, c_wchar_p
from importlib import import_module
from typing import Any, BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running.api import LOCKED, SHARING, VIRUS, function, last_error, refused
from mimawari.sources.windows.files import BLOCKED, IN_USE
from mimawari.trees.directory import DirectoryTree
from mimawari.trees.streams import read_from

_READ, _SHARE_ALL, _EXISTING = 0x80000000, 7, 3
_BACKUP, _NO_REPARSE, _NO_RECALL = 0x02000000, 0x00200000, 0x00100000
_AWAY = 0x1000 | 0x40000 | 0x400000
"""FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN and RECALL_ON_DATA_ACCESS: the content lies elsewhere."""


class RunningTree(DirectoryTree):
    """A drive, read with an administrator's right to read all where there is one."""

    def _opened(self, real: str) -> BinaryIO:
        return open_running(real, getattr(self._status(real), "st_file_attributes", 0))


def open_running(real: str, attributes: int = 0) -> BinaryIO:
    """A file of the running Windows with these *attributes*, whoever else has it open. Raises ``BadEvidence``."""
    if attributes & _AWAY:
        raise BadEvidence(Reason.MISSING, "its content is not on this PC")
    msvcrt: Any = import_module("msvcrt")
    return read_from(msvcrt.open_osfhandle(handle_of(real, _READ), os.O_RDONLY | getattr(os, "O_BINARY", 0)))


def handle_of(real: str, access: int = 0) -> Any:
    """A handle of a file, for its attributes alone unless *access* asks for more. Raises ``BadEvidence``."""
    arguments = (c_wchar_p, c_uint32, c_uint32, c_void_p, c_uint32, c_uint32, c_void_p)
    create = function("kernel32", "CreateFileW", c_void_p, *arguments)
    handle = create(real, access, _SHARE_ALL, None, _EXISTING, _BACKUP | _NO_REPARSE | _NO_RECALL, None)
    if handle in (None, ctypes.c_void_p(-1).value):
        error = last_error()
        if error in (SHARING, LOCKED):
            raise BadEvidence(Reason.DENIED, IN_USE)
        if error in VIRUS:
            raise BadEvidence(Reason.DENIED, BLOCKED)
        raise refused(os.path.basename(real), error)  # noqa: PTH119
    return handle
