"""What Windows starts by itself, from the hives: Run values and services, each with the file behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mimawari.model import Gap, Looked, Origin, Reason, RegistryValue, RunValue, Service
from mimawari.sources.windows.hive import Hive, HiveKey, HiveValue
from mimawari.sources.windows.hive_deleted import deleted_values
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import control_set
from mimawari.sources.windows.paths import absolute, dissected, environment

Seen = RegistryValue | RunValue | Service | Gap | Looked

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
        self._variables = environment(profile or rf"{installation.letter}\Users\Default", installation.letter)

    def launch(self, command: str, service_dll: str = "") -> dict[str, Any]:
        """The fields that every autostart has, for *command*."""
        letter = self._installation.letter
        parts = dissected(command[:_TEXT_LIMIT], self._variables, letter)
        target = (
            absolute(dissected(service_dll[:_TEXT_LIMIT], self._variables, letter).program, letter) if service_dll else parts.target
        )
        target, file = self._found(target)
        return {
            "command": command,
            "program": parts.program,
            "target": target,
            "argument": parts.argument,
            "owner": self._owner,
            "target_file": file,
            "target_sought": bool(target) and target[:2].upper() == letter.upper(),
        }

    def _found(self, target: str) -> tuple[str, Any]:
        """The target as it lies on the disk; a 32-bit program's System32 is SysWOW64."""
        for path in dict.fromkeys((target, _SYSTEM32.sub(r"\\SysWOW64\\", target))):
            if path[:2].upper() == self._installation.letter.upper() and (file := self._installation.file(self._origin, path)):
                return path, file
        return target, None


def registry(hive: Hive, root: str, prefix: str, launches: Launches, origin: Origin) -> Iterator[Seen]:
    r"""Every Run value, every value of Explorer's key, and what was deleted.

    *root* is ``HKLM\SOFTWARE`` or ``HKU\<SID>``; *prefix* leads from there to Microsoft.
    """
    yield Looked(RegistryValue.kind(), 0)
    for path in _RUN:
        key = hive.key(prefix + path)
        for value in key.values() if key else ():
            if isinstance(value.data, str):
                yield _run_value(value, key, root, prefix + path, launches, origin)
    for path in _EXPLORER:
        key = hive.key(prefix + path)
        for value in key.values() if key else ():
            yield _plain(value, key, root, prefix + path, origin)
    yield from deleted(hive, root, launches, origin)


def _run_value(value: HiveValue, key: HiveKey | None, root: str, path: str, launches: Launches, origin: Origin) -> RunValue:
    return RunValue(
        origin=origin.at(*origin.path, f"{root}\\{path}", value.name),
        hive=root,
        key=path,
        name=value.name,
        written=key.written if key else None,
        **launches.launch(str(value.data)),
    )


def _plain(value: HiveValue, key: HiveKey | None, root: str, path: str, origin: Origin) -> RegistryValue:
    at = origin.at(*origin.path, f"{root}\\{path}", value.name)
    written = key.written if key else None
    return RegistryValue(origin=at, hive=root, key=path, name=value.name, data=value.data, type=value.type, written=written)


def deleted(hive: Hive, root: str, launches: Launches, origin: Origin) -> Iterator[Seen]:
    """Deleted values whose bytes are still there: command lines, and binary values, whatever key they stood below."""
    for value in deleted_values(hive):
        at = origin.at(*origin.path, f"{root} (deleted)", value.name)
        if isinstance(value.data, bytes):
            yield RegistryValue(origin=at, hive=root, key="", name=value.name, data=value.data, type=value.type, deleted=True)
        elif _COMMAND.search(value.data):
            launch = launches.launch(value.data)
            yield RunValue(origin=at, hive=root, key="", name=value.name, deleted=True, **launch)


def services(system: Hive, launches: Launches, origin: Origin) -> Iterator[Seen]:
    """Every service and driver that names a file."""
    yield Looked(Service.kind(), 0)
    path = rf"{control_set(system)}\Services"
    key = system.key(path)
    if key is None:
        yield Gap(origin, Reason.MISSING, Service.kind(), path)
        return
    for service in key.subkeys():
        if image := _string(service.value("ImagePath")):
            yield _service(service, image, f"HKLM\\SYSTEM\\{path}\\{service.name}", launches, origin)


def _service(service: HiveKey, image: str, at: str, launches: Launches, origin: Origin) -> Service:
    parameters = service.subkey("Parameters") if "svchost" in image.lower() else None
    dll = _string(service.value("ServiceDll")) or (_string(parameters.value("ServiceDll")) if parameters else "")
    start = service.value("Start")
    return Service(
        origin=origin.at(*origin.path, at, "ImagePath"),
        name=service.name,
        display_name=_string(service.value("DisplayName")),
        description=_string(service.value("Description")),
        start=int.from_bytes(start.data[:4], "little") if start and isinstance(start.data, bytes) else None,
        written=service.written,
        **launches.launch(image, dll),
    )


def _string(value: HiveValue | None) -> str:
    return value.data if value and isinstance(value.data, str) else ""
