"""The running Windows as one thing: its drive, its registry, its processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mimawari.model import Gap, Origin, Process, Reason
from mimawari.sources import Evidence
from mimawari.sources.running import registry, rights, volume
from mimawari.sources.running.processes import processes
from mimawari.sources.running.tree import RunningTree
from mimawari.sources.trees import Volume
from mimawari.sources.windows.installation import Installation, Installed
from mimawari.sources.windows.machine import PEOPLE
from mimawari.sources.windows.registry import RegistryHive


@dataclass(frozen=True, slots=True)
class RunningWindows:
    """What an installation asks of the Windows that runs it. ``limited``: no administrator looks."""

    limited: bool

    def hive(self, name: str) -> RegistryHive | None:
        """The hive of this name; None if it is not loaded."""
        return registry.hive(name)

    def users(self) -> tuple[str, ...]:
        """The SIDs of the people whose hives are loaded."""
        return registry.loaded_users(PEOPLE)

    def processes(self) -> Iterator[Process | Gap]:
        """The running programs."""
        return processes(self.limited)


@lru_cache(maxsize=2)
def volumes(evidence: Evidence) -> Installed:
    """The drive of the running Windows, at the moment that the look at it began."""
    limited = not rights.prepare()
    drive = volume.system_drive()
    main = Volume(RunningTree(Path(f"{drive}\\")), serial=volume.serial_number(drive))
    installation = Installation(main, letter=drive, running=RunningWindows(limited))
    return Installed((main,), tuple(_limits()), windows=(installation,), moment=evidence.moment)


def _limits() -> Iterator[Gap]:
    """What this program cannot be shown at all."""
    if rights.is_redirected():
        yield Gap(Origin("", ""), Reason.UNSUPPORTED, "file", "a 32-bit program on a 64-bit Windows is not shown System32")
