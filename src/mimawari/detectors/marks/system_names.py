"""Names borrowed from Windows' own files. Source: JPCERTCC/EmoCheck v2.0 (commit 36f2ec6), scanner of August 2020."""

from __future__ import annotations

from mimawari.detectors.marks.places import Spot
from mimawari.knowledge import Knowledge
from mimawari.model import File, SystemDirectory

SMALLEST = 10_000


def is_borrowed_pair(place: Spot, system: SystemDirectory) -> bool:
    """Whether folder and program are both named like files directly in System32."""
    return place.extension == "exe" and place.folder.lower() in system.stems and place.stem.lower() in system.stems


def is_unlike_namesake(file: File, system: SystemDirectory) -> bool | None:
    """Whether *file* is no small stub (:data:`SMALLEST` bytes) and no copy of System32's file; None if sizes are unknown."""
    if file.size is None:
        return None
    if file.size < SMALLEST:
        return False
    name = file.name.lower()
    if name not in system.sizes:
        return True
    namesake = system.sizes[name]
    return None if namesake is None else namesake != file.size


def is_redistributed(place: Spot, known: Knowledge) -> bool:
    """Whether it is a tool of Windows that programs bring along, in a folder of its own or another such tool's name."""
    return {place.folder.lower(), place.stem.lower()} <= known.redistributed
