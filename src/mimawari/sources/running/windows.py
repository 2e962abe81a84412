"""The running Windows as one thing: its drive, its registry, its processes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mimawari.model import BadEvidence, Gap, Process, Reason
from mimawari.sources import Evidence
from mimawari.sources.running import administrators, registry, rights, volume
from mimawari.sources.running.processes import processes
from mimawari.sources.running.tree import RunningTree
from mimawari.sources.windows.installation import Installation, Installed
from mimawari.sources.windows.registry import RegistryHive
from mimawari.trees import Volume

_POINTER = 8


@dataclass(frozen=True, slots=True)
class RunningWindows:
    """What an installation asks of the Windows that runs it. ``limited``: no administrator looks."""

    limited: bool

    def hive(self, name: str) -> RegistryHive | None:
        """The hive of this name; None if it is not loaded."""
        return registry.hive(name)

    def users(self) -> tuple[str, ...]:
        """The SIDs of the users whose hives are loaded, the system's own accounts apart."""
        return registry.loaded_users()

    def long_path(self, path: str) -> str:
        """A path without short names (``YAMADA~1``), where there is such a file."""
        return volume.long_path(path)

    def processes(self) -> Iterator[Process | Gap]:
        """The running programs."""
        return processes(self.limited)

    def administrators(self) -> tuple[str, ...]:
        """The members of the group of administrators, as SIDs."""
        return administrators.administrators()

    def who_looks(self, group: str) -> tuple[str, bool]:
        """The SID of the user who runs this, and whether *group* (a SID) is among that one's groups."""
        return administrators.who_looks(group)


@lru_cache(maxsize=2)
def volumes(evidence: Evidence) -> Installed:
    """The drive of the running Windows, at the moment that the look at it began. Raises ``BadEvidence`` for a 32-bit program.

    Such a one is not shown System32 by a 64-bit Windows, and knows processes by other structures.
    """
    if ctypes.sizeof(ctypes.c_void_p) < _POINTER:
        raise BadEvidence(Reason.UNSUPPORTED, "this is a 32-bit program, and only the 64-bit one can look at a running Windows")
    limited = not rights.prepare()
    drive = volume.system_drive()
    main = Volume(RunningTree(Path(f"{drive}\\")), serial=volume.serial_number(drive))
    installation = Installation(main, letter=drive, running=RunningWindows(limited))
    return Installed((main,), windows=(installation,), moment=evidence.moment)
