"""What keeps malware out of a Windows, as it is set: of the machine and of each of its users. Read, and without an opinion.

Each row of the table of protections is told with a :class:`~mimawari.model.Setting` where it was looked at, also where it is not
set (``value`` empty) and where the program that it is of is not there (:data:`ABSENT`). Where it could not be looked at there is a
gap and no setting: nobody may take that for the default.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Gap, Looked, Origin, Reason, Setting
from mimawari.sources import Seen
from mimawari.sources.windows import machine
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.protections.administrators import administrators
from mimawari.sources.windows.protections.machine_rows import machine_settings
from mimawari.sources.windows.protections.reading import ABSENT, Reading
from mimawari.sources.windows.protections.user_rows import user_settings

__all__ = ["ABSENT", "MOST_USERS", "PIECE", "protections"]

PIECE = "protections"
"""The key of the piece of work. It is done when it is asked for, and is no part of a check."""
MOST_USERS = 200
"""Profiles that are looked at."""


def protections(one: Installation, origin: Origin) -> Iterator[Seen]:
    """All settings of the machine and of its users, and a gap for each hive, key or file that could not be read."""
    yield Looked(Setting.kind(), 0)
    reading = Reading(one, origin)
    reading.open_machine()
    listed = machine.profiles(one, reading.software).found
    yield from machine_settings(reading)
    yield from administrators(reading, listed[:MOST_USERS])
    for user in listed[:MOST_USERS]:
        yield from user_settings(reading, user)
    if len(listed) > MOST_USERS:
        yield Gap(origin, Reason.TOO_LARGE, Setting.kind(), f"more than {MOST_USERS} profiles")
    yield from reading.gaps()
