"""Whose the files of a full scan are, and which older scan a newer one takes the place of.

Only what is whole does: a drive of this PC, all volumes of a disk image. What was copied or collected may lack what an older copy
had, and a folder is of no machine.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import BadEvidence, digest
from mimawari.sources import Evidence
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.whose import Whose, whose
from mimawari.trees import Volume

_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
"""What tells one Linux installation from another (machine-id(5))."""


@dataclass(frozen=True, slots=True)
class Owner:
    """``host``, ``machine`` and ``series`` are those of a :class:`~mimawari.model.Source`, so is ``seen_at``.

    Where that is empty, it is the moment of looking. There is no machine without a series: a drive stands for no whole machine.
    """

    host: str = ""
    machine: str = ""
    series: str = ""
    seen_at: str = ""


def of_drive(evidence: Evidence, root: Path) -> Owner:
    """Whoever has this PC, of which *root* is a drive."""
    if sys.platform == "win32":
        return _of_windows_drive(evidence, root)
    mark = _installation()
    return Owner(platform.node(), series=digest("drive", platform.node(), mark) if mark else "")


def _installation() -> str:
    """What tells this system from others; empty where nothing does."""
    for path in _IDS:
        try:
            with path.open("rb") as file:
                found = file.read(64).decode("ascii", "replace").strip()
        except OSError:
            continue
        # In an image of a system that was never started there is nothing, or a word ("uninitialized").
        if len(found) == 32 and set(found) <= set("0123456789abcdef"):
            return found
    return ""


def _of_windows_drive(evidence: Evidence, root: Path) -> Owner:
    from mimawari.sources.running import windows
    from mimawari.sources.running.volume import is_built_in, serial_number

    if not is_built_in(f"{root.drive}\\"):  # A stick, or another machine's: what lies there says nothing of this PC.
        return Owner()
    try:
        (main,) = windows.volumes(evidence).windows
    except BadEvidence:  # A 32-bit program is not shown the registry of a 64-bit Windows.
        return Owner(platform.node())
    found, serial = whose(main), serial_number(root.drive)
    if not found.machine or serial is None:
        return Owner(found.name or platform.node())
    return Owner(found.name, found.machine, digest("drive", found.machine, serial))


def of_disk(evidence: Evidence, volumes: Sequence[Volume], mains: Sequence[Installation | None]) -> Owner:
    """Whoever has the first Windows on the *volumes* of a disk image that tells its name; else the disk is known by its place."""
    found = next((one for one in map(whose, filter(None, mains)) if one.name), None)
    serials = [one.serial for one in volumes]
    if None in serials:
        return Owner(found.name, seen_at=found.seen_at) if found else Owner()
    if found is None:
        return Owner(series=digest("disk", evidence.locator, evidence.inside, *serials))
    if not found.machine or not found.seen_at:
        return Owner(found.name, seen_at=found.seen_at)
    return Owner(found.name, found.machine, digest("disk", found.machine, *serials), found.seen_at)


def of_copy(main: Installation | None) -> Owner:
    """Whoever has the Windows that was copied, on the day that the copy shows: it is older than the day of looking."""
    found = whose(main) if main else Whose()
    return Owner(found.name, seen_at=found.seen_at)
