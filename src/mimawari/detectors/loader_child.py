"""Rundll32 or regsvr32 asking Windows about the PC and its network: what Emotet does as soon as it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.command import is_installers, is_writable, libraries_above, paths_in
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.technique import image_name, moment
from mimawari.model import Finding, Process, Strength, Words

_LIMIT = 4_096
_ASKS = {
    "systeminfo.exe": (re.compile(""), "T1082"),
    "ipconfig.exe": (re.compile(r"(?i)\s[/-]all\b"), "T1016"),
    "nltest.exe": (re.compile(r"(?i)\s/(?:dclist|domain_trusts|all_trusts)"), "T1018"),
    "net.exe": (re.compile(r"(?i)\s(?:view|group|localgroup)\b"), "T1018"),
    "net1.exe": (re.compile(r"(?i)\s(?:view|group|localgroup)\b"), "T1018"),
    "whoami.exe": (re.compile(r"(?i)\s/all\b"), "T1033"),
}
_LOADERS = {"regsvr32.exe": "T1218.010", "rundll32.exe": "T1218.011"}


@dataclass(frozen=True, kw_only=True, eq=False)
class LoaderChild(Finding):
    """Such a process. ``parent`` is the library in what started it; where that is not told, its program."""

    era: tuple[str, ...] = ("P5", "P6", "P7", "P8")
    words: Words = Words(
        en="{process} (PID {pid}) was started by {parent}: a library that asks about the PC, as Emotet's does when it starts.",
        ja="{process}（PID {pid}）は {parent} から起動されました。Emotetは起動直後に、このようにパソコンの情報を調べます。",
    )
    process: str
    pid: int
    command: str
    parent: str


@detector
def loader_child(process: Process) -> Iterator[LoaderChild]:
    """Strong if the library lies where any program can write, or in a folder of its own in System32; else a hint."""
    name, parent = image_name(process).lower(), process.parent_image.rpartition("\\")[2].lower()
    asks, technique = _ASKS.get(name, (None, ""))
    if asks is None or parent not in _LOADERS or not asks.search(process.command[:_LIMIT]):
        return
    yield LoaderChild(
        origin=process.origin,
        strength=Strength.STRONG if _is_suspect(process.parent_command) else Strength.HINT,
        attack=(technique, _LOADERS[parent]),
        seen_at=moment(process.started),
        process=process.name,
        pid=process.pid,
        command=process.command,
        parent=_library(process.parent_command) or process.parent_image,
    )


def _is_suspect(command: str) -> bool:
    paths = [path for path in _libraries(command) if not is_installers(path)]
    return bool(libraries_above(command)) or any(is_writable(path) or below_folder(path) for path in paths)


def _library(command: str) -> str:
    """The library that *command* names first, empty where it names none."""
    return next(iter((*_libraries(command), *(rf"..\{name}" for name in libraries_above(command)))), "")


def _libraries(command: str) -> list[str]:
    return [path for path in paths_in(command) if not path.lower().endswith(".exe")]
