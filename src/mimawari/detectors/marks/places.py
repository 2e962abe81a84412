"""Where Emotet lives: one folder below a profile's AppData\\Local, below System32 or below SysWOW64."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

DEPTH = 2


class Root(StrEnum):
    """The folders that Emotet installs itself below."""

    LOCAL_APPDATA = "AppData\\Local"
    SYSTEM32 = "System32"
    SYSWOW64 = "SysWOW64"


@dataclass(frozen=True, slots=True)
class Spot:
    """A path taken apart: its root, the number of folders below it, the last of them, and the file's name."""

    root: Root
    depth: int
    folder: str
    name: str

    @property
    def stem(self) -> str:
        """The name without its last extension."""
        return self.name.rpartition(".")[0] or self.name

    @property
    def extension(self) -> str:
        """The last extension in lower case, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


_ROOTS = (
    (Root.LOCAL_APPDATA, re.compile(r"(?i)^.+?\\(?:AppData\\Local|Local Settings\\Application Data)\\")),
    (Root.SYSTEM32, re.compile(r"(?i)^(?:[a-z]:)?\\Windows\\(?:System32|Sysnative)\\")),
    (Root.SYSWOW64, re.compile(r"(?i)^(?:[a-z]:)?\\Windows\\SysWOW64\\")),
)


def spot(path: str) -> Spot | None:
    """Where *path* (a Windows path) lies below Emotet's roots, at most :data:`DEPTH` folders deep; else None."""
    for root, pattern in _ROOTS:
        if found := pattern.match(path):
            *folders, name = path[found.end() :].split("\\")
            usual = name and all(folders) and len(folders) <= DEPTH
            return Spot(root, len(folders), folders[-1] if folders else "", name) if usual else None
    return None


def below_folder(path: str) -> Spot | None:
    """The same, for what lies in a folder of its own."""
    found = spot(path)
    return found if found and found.depth else None
