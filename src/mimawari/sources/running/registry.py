"""The registry of the running Windows, always as 64-bit programs see it: Wow6432Node, the other view, is a key in it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p
from functools import cached_property
from importlib import import_module
from typing import Any

from mimawari.model import BadEvidence, Reason
from mimawari.model.os_words import cause
from mimawari.sources.running.api import function
from mimawari.sources.running.volume import system_drive
from mimawari.sources.windows.hive_value import MULTI_SZ, HiveValue
from mimawari.sources.windows.machine import is_users

_LIMIT = 1_000_000
_NO_MORE = 259
_IN_WINDOWS = re.compile(r"(?i)^@(?:(?:%systemroot%|%windir%|[a-z]:\\windows)\\[^/]*|[\w.-]+,-\d+.*)$")
"""A text in a library of Windows, named with its path or alone. One that lies elsewhere, on another PC even, is never fetched."""


def _winreg() -> Any:
    return import_module("winreg")


@contextmanager
def _asked(path: str) -> Iterator[None]:
    """For calls to the registry: a refusal becomes ``BadEvidence``."""
    try:
        yield
    except PermissionError as error:
        raise BadEvidence(Reason.DENIED, path) from error
    except FileNotFoundError as error:
        raise BadEvidence(Reason.MISSING, path) from error
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, f"{path}: {cause(error).en}") from error


class RunningKey:
    """A key, opened when it is first asked for something; what is refused raises ``BadEvidence``."""

    defects: tuple[str, ...] = ()

    def __init__(self, root: int, path: str) -> None:
        self._root, self._path = root, path

    @property
    def name(self) -> str:
        """The key's own name."""
        return self._path.rpartition("\\")[2]

    @cached_property
    def _handle(self) -> Any:
        winreg = _winreg()
        with _asked(self._path):
            return winreg.OpenKey(self._root, self._path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)

    def exists(self) -> bool:
        """Whether there is such a key; raises where Windows does not say."""
        try:
            return bool(self._handle)
        except BadEvidence as bad:
            if bad.reason is Reason.MISSING:
                return False
            raise

    @property
    def written(self) -> int:
        """When it was last written: a FILETIME."""
        with _asked(self._path):
            return int(_winreg().QueryInfoKey(self._handle)[2])

    def values(self) -> Iterator[HiveValue]:
        """The values."""
        for name, data, kind in self._every("EnumValue"):
            yield HiveValue(name, kind, _plain(kind, data))

    def value(self, name: str) -> HiveValue | None:
        """The value of this name."""
        try:
            with _asked(f"{self._path}\\{name}"):
                data, kind = _winreg().QueryValueEx(self._handle, name)
        except BadEvidence as bad:
            if bad.reason is Reason.MISSING:
                return None
            raise
        return HiveValue(name, kind, _plain(kind, data))

    def shown(self, name: str) -> str:
        """The text of a value; one that is kept in a library of Windows is looked up there."""
        found = self.value(name)
        text = found.data if found and isinstance(found.data, str) else ""
        return (_looked_up(self._handle, name) or text) if _IN_WINDOWS.match(text) and ".." not in text else text

    def subkeys(self) -> Iterator[RunningKey]:
        """The keys below, each opened when it is asked for something."""
        for name in self._every("EnumKey"):
            yield RunningKey(self._root, f"{self._path}\\{name}" if self._path else name)

    def subkey(self, name: str) -> RunningKey | None:
        """The key below of this name."""
        return self.key(name)

    def key(self, path: str) -> RunningKey | None:
        """The key at a path below this one; None if there is none."""
        found = RunningKey(self._root, f"{self._path}\\{path}" if self._path else path)
        return found if found.exists() else None

    def _every(self, enumerate_one: str) -> Iterator[Any]:
        each = getattr(_winreg(), enumerate_one)
        for at in range(_LIMIT):
            try:
                thing = each(self._handle, at)
            except OSError as error:
                if getattr(error, "winerror", None) == _NO_MORE:
                    return
                with _asked(self._path):
                    raise
            yield thing
        raise BadEvidence(Reason.TOO_LARGE, f"{self._path}: more than {_LIMIT} entries")


def _plain(kind: int, data: object) -> str | bytes:
    """What a hive's file would give: text, or bytes as they stand."""
    if isinstance(data, int):
        return data.to_bytes(8 if data >> 32 or kind == _winreg().REG_QWORD else 4, "little")
    if isinstance(data, list):
        return "\n".join(data) if kind == MULTI_SZ else b""
    return data if isinstance(data, str | bytes) else b""


def _looked_up(handle: Any, name: str) -> str:
    """The text that Windows shows for a value; empty where it finds none."""
    text, arguments = ctypes.create_unicode_buffer(4096), (c_void_p, c_wchar_p, c_wchar_p, c_uint32, c_void_p, c_uint32, c_wchar_p)
    asked = function("advapi32", "RegLoadMUIStringW", c_int, *arguments)
    return (
        text.value
        if asked(int(handle), name, text, ctypes.sizeof(text), None, 0, rf"{system_drive()}\Windows\System32") == 0
        else ""
    )


def hive(name: str) -> RunningKey | None:
    r"""The hive that is loaded under a name such as ``HKLM\SOFTWARE`` or ``HKU\<SID>``; None where none is."""
    winreg = _winreg()
    top, _, path = name.partition("\\")
    root = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKU": winreg.HKEY_USERS}[top]
    for path_there in (path, ".DEFAULT") if name == r"HKU\S-1-5-18" else (path,):
        if (found := RunningKey(root, path_there)).exists():
            return found
    return None


def loaded_users() -> tuple[str, ...]:
    """The SIDs of loaded hives of users, the system's own accounts apart; of each user's two hives the one with the Run keys."""
    names = (key.name for key in RunningKey(_winreg().HKEY_USERS, "").subkeys())
    return tuple(sorted(name for name in names if is_users(name) and not name.lower().endswith("_classes")))
