"""Whose a Windows is, for who looks at its files and not at itself."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.sources.windows import machine
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.serial import volume_serial
from mimawari.sources.windows.states import written


@dataclass(frozen=True, slots=True)
class Whose:
    """``name`` is the computer's. ``machine`` tells it from all others, as the survey of this Windows would; empty: nothing does.

    ``seen_at`` is the moment that its hives show, empty where it is running.
    """

    name: str = ""
    machine: str = ""
    seen_at: str = ""


def whose(one: Installation) -> Whose:
    """Whose it is."""
    software, system = (machine.opened(one, path) for path in (machine.SOFTWARE, machine.SYSTEM))
    name = machine.computer_name(system)
    users = machine.profiles(one, software).found
    seen_at = "" if one.running else written(one, users)
    if not name:
        return Whose(seen_at=seen_at)
    sam = None if one.running else machine.opened(one, machine.SAM)
    mark = machine.machine_guid(software) or machine.machine_sid(sam, users) or volume_serial(one, users).number
    known = "" if mark is None else machine.known_as(name, mark)
    return Whose(name, known, seen_at)
