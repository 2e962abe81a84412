"""What Windows starts by itself, from the hives: Run values and services, each with the file behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from mimawari.model import (
    BadEvidence,
    File,
    Gap,
    Looked,
    Origin,
    Process,
    Reason,
    RegistryValue,
    RunValue,
    Service,
    ServiceDescriptions,
)
from mimawari.sources import Seen
from mimawari.sources.windows.hive import Hive
from mimawari.sources.windows.hive_deleted import deleted_values
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import control_set
from mimawari.sources.windows.paths import Command, absolute, dissected, environment
from mimawari.sources.windows.registry import RegistryHive, RegistryKey

_RUN = tuple(
    rf"{view}Microsoft\Windows\CurrentVersion\{name}"
    for view in ("", "Wow6432Node\\")
    for name in ("Run", "RunOnce", "RunServices", r"Policies\Explorer\Run")
)
_EXPLORER = tuple(rf"{view}Microsoft\Windows\CurrentVersion\Explorer" for view in ("", "Wow6432Node\\"))
_SYSTEM32 = re.compile(r"(?i)\\system32\\")
_COMMAND = re.compile(r"(?i)\\[^\\]+\.[a-z0-9]{2,4}\b")
_TEXT_LIMIT = 32_768


class Launches:
    """Makes autostarts of command lines: variables put in, the target looked for."""

    def __init__(self, installation: Installation, origin: Origin, profile: str = "", owner: str = "") -> None:
        self._installation, self._origin, self._owner = installation, origin, owner
        self._refused: list[tuple[str, BadEvidence]] = []
        self._variables = environment(profile or rf"{installation.letter}\Users\Default", installation.letter)

    @property
    def is_running(self) -> bool:
        """Whether it is a Windows that runs, and no copy of one."""
        return self._installation.running is not None

    def launch(self, command: str, service_dll: str = "") -> dict[str, Any]:
        """The fields that every autostart has, for *command*."""
        letter = self._installation.letter
        parts = self._dissected(command)
        target, file = self._found(self.target(command, service_dll))
        return {
            "command": command,
            "program": parts.program,
            "target": target,
            "argument": parts.argument,
            "owner": self._owner,
            "target_file": file,
            "target_sought": bool(target) and target[:2].upper() == letter.upper(),
        }

    def running(self, process: Process) -> Process:
        """*process* with its file and with what its command line really runs."""
        image = self._long(process.image)
        process = replace(process, image=image, image_file=self.file(image) if image else None)
        if not process.command:
            return process
        target, file = self._found(self.target(process.command))
        return replace(process, target=target, argument=self._dissected(process.command).argument, target_file=file)

    def target(self, command: str, service_dll: str = "") -> str:
        """The path of the file that *command* really runs; of a service, that of its library if it has one."""
        if service_dll:
            return self._long(absolute(self._dissected(service_dll).program, self._installation.letter))
        return self._long(self._dissected(command).target)

    def _long(self, path: str) -> str:
        """A path without short names, which only a running Windows knows to be such."""
        running = self._installation.running
        return running.long_path(path) if running and "~" in path else path

    def file(self, path: str) -> File | None:
        """The file at a Windows path, None where there is none here; a refusal is kept for :meth:`with_gaps`."""
        if path[:2].upper() != self._installation.letter.upper():
            return None
        try:
            return self._installation.file(self._origin, path)
        except BadEvidence as bad:
            self._refused.append((path, bad))
            return None

    def with_gaps(self, seen: Iterator[Seen]) -> Iterator[Seen]:
        """What is *seen*, and behind each thing a gap for its file where that could not be asked for."""
        for thing in seen:
            yield thing
            yield from self._gaps()
        yield from self._gaps()

    def _gaps(self) -> Iterator[Gap]:
        """A file that is denied says little of what starts it, which is judged without it; a broken disk says more."""
        refused, self._refused = self._refused, []
        for path, bad in refused:
            wanted = "target-file" if bad.reason is Reason.DENIED else File.kind()
            yield Gap(self._origin.at(*self._origin.path, *self._installation.way(path)), bad.reason, wanted, bad.detail)

    def _dissected(self, command: str) -> Command:
        return dissected(command[:_TEXT_LIMIT], self._variables, self._installation.letter)

    def _found(self, target: str) -> tuple[str, File | None]:
        """The target as it lies on the disk; a 32-bit program's System32 is SysWOW64."""
        for path in dict.fromkeys((target, _SYSTEM32.sub(r"\\SysWOW64\\", target))):
            if file := self.file(path):
                return path, file
        return target, None


def registry(hive: RegistryHive, root: str, prefix: str, launches: Launches, origin: Origin) -> Iterator[Seen]:
    r"""Every Run value, every value of Explorer's key, and what was deleted; a gap for each key that cannot be read.

    *root* is ``HKLM\SOFTWARE`` or ``HKU\<SID>``; *prefix* leads from there to Microsoft.
    """
    yield Looked(RegistryValue.kind(), 0)

    def run(value: HiveValue, key: RegistryKey, path: str) -> RunValue | None:
        return _run_value(value, key, root, path, launches, origin) if isinstance(value.data, str) else None

    def plain(value: HiveValue, key: RegistryKey, path: str) -> RegistryValue:
        return _plain(value, key, root, path, origin)

    for path in _RUN:
        yield from _of_key(hive, root, prefix + path, origin, run)
    for path in _EXPLORER:
        yield from _of_key(hive, root, prefix + path, origin, plain)
    if isinstance(hive, Hive):
        yield from deleted(hive, root, launches, origin)


def _of_key(
    hive: RegistryHive, root: str, path: str, origin: Origin, made: Callable[[HiveValue, RegistryKey, str], Seen | None]
) -> Iterator[Seen]:
    """What is *made* of each value of a key; what is wrong with one key hides no other."""
    try:
        key = hive.key(path)
        for value in key.values() if key else ():
            if key and (thing := made(value, key, path)):
                yield thing
    except BadEvidence as bad:
        yield Gap(origin.at(*origin.path, f"{root}\\{path}"), bad.reason, RegistryValue.kind(), bad.detail)


def _run_value(value: HiveValue, key: RegistryKey, root: str, path: str, launches: Launches, origin: Origin) -> RunValue:
    return RunValue(
        origin=origin.at(*origin.path, f"{root}\\{path}", value.name),
        hive=root,
        key=path,
        name=value.name,
        written=key.written,
        **launches.launch(str(value.data)),
    )


def _plain(value: HiveValue, key: RegistryKey, root: str, path: str, origin: Origin) -> RegistryValue:
    at = origin.at(*origin.path, f"{root}\\{path}", value.name)
    return RegistryValue(origin=at, hive=root, key=path, name=value.name, data=value.data, type=value.type, written=key.written)


def deleted(hive: Hive, root: str, launches: Launches, origin: Origin) -> Iterator[Seen]:
    """Deleted values whose bytes are still there: command lines, and binary values, whatever key they stood below."""
    for value in deleted_values(hive):
        at = origin.at(*origin.path, f"{root} (deleted)", value.name)
        if isinstance(value.data, bytes):
            yield RegistryValue(origin=at, hive=root, key="", name=value.name, data=value.data, type=value.type, deleted=True)
        elif _COMMAND.search(value.data):
            launch = launches.launch(value.data)
            yield RunValue(origin=at, hive=root, key="", name=value.name, deleted=True, **launch)


def services(system: RegistryHive, launches: Launches, origin: Origin) -> Iterator[Seen]:
    """Every service and driver that names a file; a gap for each that cannot be read."""
    yield Looked(Service.kind(), 0)
    path = rf"{control_set(system)}\Services"
    key = system.key(path)
    if key is None:
        yield Gap(origin, Reason.MISSING, Service.kind(), path)
        return
    for service in key.subkeys():
        at = f"HKLM\\SYSTEM\\{path}\\{service.name}"
        try:
            if image := _string(service.value("ImagePath")):
                yield _service(service, image, at, launches, origin)
        except BadEvidence as bad:
            yield Gap(origin.at(*origin.path, at), bad.reason, Service.kind(), bad.detail)


def _service(service: RegistryKey, image: str, at: str, launches: Launches, origin: Origin) -> Service:
    start = service.value("Start")
    return Service(
        origin=origin.at(*origin.path, at, "ImagePath"),
        name=service.name,
        display_name=service.shown("DisplayName"),
        description=service.shown("Description"),
        start=int.from_bytes(start.data[:4], "little") if start and isinstance(start.data, bytes) else None,
        written=service.written,
        **launches.launch(image, _library(service, image)),
    )


def _library(service: RegistryKey, image: str) -> str:
    """The library that svchost loads for a service; empty where there is none."""
    parameters = service.subkey("Parameters") if "svchost" in image.lower() else None
    return _string(service.value("ServiceDll")) or (_string(parameters.value("ServiceDll")) if parameters else "")


def descriptions(system: RegistryHive, launches: Launches, origin: Origin) -> ServiceDescriptions:
    """What every service says of itself. One that cannot be read is left out: where services are read it is a gap."""
    rows: list[tuple[str, str, str]] = []
    with suppress(BadEvidence):
        key = system.key(rf"{control_set(system)}\Services")
        for service in key.subkeys() if key else ():
            with suppress(BadEvidence):
                if text := service.shown("Description"):
                    image = _string(service.value("ImagePath"))
                    rows.append((service.name, text, launches.target(image, _library(service, image))))
    return ServiceDescriptions(origin=origin, services=tuple(sorted(rows)))


def _string(value: HiveValue | None) -> str:
    return value.data if value and isinstance(value.data, str) else ""
