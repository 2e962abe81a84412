"""Puts what decoys are made of (artifacts) on a whole PC: files, Run values, services, tasks."""

from __future__ import annotations

from collections.abc import Iterable

from support.pc import Pc
from support.wine_host import Running

from mimawari.examples.hive_writer import expandable, text
from mimawari.model import Artifact, Autostart, File, Process, RunValue, Service, Task

_LARGEST = 12_000


def plant(pc: Pc, given: Iterable[Artifact]) -> list[Running]:
    """Put all of it on *pc*, and give the programs that would run."""
    running = []
    for thing in given:
        if isinstance(thing, File):
            _file(pc, thing)
        elif isinstance(thing, Autostart):
            _autostart(pc, thing)
        elif isinstance(thing, Process):
            running.append(Running(thing.image, thing.command or f'"{thing.image}"'))
            for file in (thing.image_file, thing.target_file):
                if file:
                    _file(pc, file)
    return running


def _file(pc: Pc, file: File) -> None:
    size = min(file.size or 0, _LARGEST)
    pc.put(file.path[3:].replace("\\", "/"), (file.head or b"").ljust(size, b"\0"))


def _autostart(pc: Pc, start: Autostart) -> None:
    if isinstance(start, RunValue) and start.hive == "HKLM":
        pc.software.at(start.key.removeprefix("Software\\")).put(text(start.name, start.command))
    elif isinstance(start, RunValue):
        pc.run(start.name, start.command, start.owner)
    elif isinstance(start, Service):
        key = pc.system.at(rf"ControlSet001\Services\{start.name}")
        key.put(expandable("ImagePath", start.command), text("Description", start.description))
    else:
        assert isinstance(start, Task)
        pc.task(start.name.replace("\\", "/").strip("/"), start.command)
    if start.target_file:
        _file(pc, start.target_file)
