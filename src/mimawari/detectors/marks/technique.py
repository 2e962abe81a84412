"""What is the same for every finding about an autostart."""

from __future__ import annotations

from mimawari.model import Autostart, Process, Service, Task
from mimawari.model.filetime import to_iso


def entry(start: Autostart) -> str:
    """The autostart's own name: of a task, the last part of its path."""
    return start.name.replace("/", "\\").rpartition("\\")[2]


def technique(start: Autostart) -> str:
    """The ATT&CK id of the way in which it is started."""
    if isinstance(start, Service):
        return "T1543.003"
    return "T1053.005" if isinstance(start, Task) else "T1547.001"


def loading(start: Autostart) -> str:
    """The ATT&CK id of the loader that it uses, rundll32 or regsvr32."""
    return "T1218.010" if start.loader == "regsvr32" else "T1218.011"


def named_after(start: Autostart, name: str) -> bool:
    """Whether it bears a program's *name*, with or without the extension; letter case does not count."""
    own, name = entry(start).lower(), name.lower()
    return own in (name, name.rpartition(".")[0])


def moment(*times: int | None) -> str | None:
    """The first of *times* (FILETIMEs) that is known, as ISO 8601; None where there is none."""
    return next((to_iso(time) for time in times if time), None)


def is_no_program(start: Autostart) -> bool:
    """Whether the file behind it was seen and is no executable."""
    return start.target_file is not None and start.target_file.is_program is False


def image_name(process: Process) -> str:
    """The file name of a process, from its image where that is known."""
    return (process.image or process.name).rpartition("\\")[2]
