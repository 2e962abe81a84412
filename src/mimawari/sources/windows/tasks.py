"""Scheduled tasks: the XML files below System32\\Tasks, and the task cache of the registry for those that have none."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, Task
from mimawari.sources.windows.autostarts import Launches
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.registry import RegistryHive, RegistryKey

FOLDER = "Windows/System32/Tasks"
_CACHE = r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks"
_SIZE, _DEPTH, _COUNT = 1 << 20, 12, 50_000
_EXEC = 0x6666
_UNPARSED = "actions"
"""The detail where a task's actions were read and are in another layout."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a task does: a command line, and who is said to have written the task."""

    command: str
    author: str = ""


def tasks(
    installation: Installation, software: RegistryHive | None, launches: Launches, origin: Origin
) -> Iterator[Task | Gap | Looked]:
    """Every task that runs a program, once, its XML preferred."""
    yield Looked(Task.kind(), 0)
    known: set[str] = set()
    cache, denied = _cache(software)
    if refused := _refused(installation):
        reason, detail = refused
        yield Gap(origin, reason, "task-folder" if cache or reason is Reason.MISSING else Task.kind(), detail)
    else:
        yield from _filed(installation, launches, origin, known)
    if denied:
        yield Gap(origin.at(*origin.path, f"HKLM\\SOFTWARE\\{_CACHE}"), denied.reason, Task.kind(), denied.detail)
    for key in cache.subkeys() if cache else ():
        yield from _cached(key, launches, origin, known)


def _cache(software: RegistryHive | None) -> tuple[RegistryKey | None, BadEvidence | None]:
    """The key that holds the cache, or why it may not be read."""
    try:
        return (software.key(_CACHE) if software else None), None
    except BadEvidence as bad:
        return None, bad


def _refused(installation: Installation) -> tuple[Reason, str] | None:
    """Why the folder of tasks cannot be listed: Windows denies it to users who are no administrators."""
    path = installation.windows_path(FOLDER)
    try:
        if installation.entry(FOLDER) is None:
            return Reason.MISSING, path
        next(installation.list(FOLDER), None)
    except BadEvidence as bad:
        return (bad.reason, path) if bad.reason is Reason.DENIED else None
    return None


def _filed(installation: Installation, launches: Launches, origin: Origin, known: set[str]) -> Iterator[Task | Gap]:
    for path in _files(installation, origin):
        if isinstance(path, Gap):
            yield path
            continue
        at = origin.at(*origin.path, *installation.way(installation.windows_path(path)))
        name = path[len(FOLDER) :].replace("/", "\\")
        known.add(name.lower())
        try:
            actions = parse_xml(_content(installation, path))
        except BadEvidence as bad:
            yield Gap(at, bad.reason, Task.kind(), bad.detail)
            continue
        for action in actions:
            yield Task(origin=at, name=name, author=action.author, **launches.launch(action.command))


def _files(installation: Installation, origin: Origin) -> Iterator[str | Gap]:
    folders, count = [(FOLDER, 0)], 0
    while folders:
        folder, depth = folders.pop()
        try:
            for entry in installation.list(folder):
                count += 1
                path = f"{folder}/{entry.name}"
                if count > _COUNT or depth > _DEPTH:
                    yield Gap(origin, Reason.TOO_LARGE, Task.kind(), f"more than {_COUNT} tasks or {_DEPTH} folders deep")
                    return
                if entry.special:
                    yield _unread(installation, origin, path, BadEvidence(Reason.UNSUPPORTED, "a link or a device, not followed"))
                elif entry.is_folder:
                    folders.append((path, depth + 1))
                else:
                    yield path
        except BadEvidence as bad:
            yield _unread(installation, origin, folder, bad)


def _unread(installation: Installation, origin: Origin, path: str, bad: BadEvidence) -> Gap:
    at = origin.at(*origin.path, *installation.way(installation.windows_path(path)))
    return Gap(at, bad.reason, Task.kind(), bad.detail)


def _content(installation: Installation, path: str) -> bytes:
    with installation.open(path) as opened:
        content = opened.read(_SIZE + 1)
    if len(content) > _SIZE:
        raise BadEvidence(Reason.TOO_LARGE, f"more than {_SIZE} bytes")
    return content


def parse_xml(content: bytes) -> list[Action]:
    """The programs that a task's XML starts. Raises ``BadEvidence`` for what is no task."""
    if not content.strip(b"\0 \r\n\t"):
        raise BadEvidence(Reason.CORRUPT, "empty")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise BadEvidence(Reason.UNSUPPORTED, "document type declaration")
        body = text[text.index("?>") + 2 :] if text.lstrip().startswith("<?xml") else text
        root = ET.fromstring(body.strip("\0 \r\n\t"))  # noqa: S314 - no declarations, bounded size
    except (UnicodeError, ET.ParseError, ValueError) as error:
        raise BadEvidence(Reason.CORRUPT, type(error).__name__) from error
    author = _text(root.find(".//{*}RegistrationInfo/{*}Author"))
    return [Action(_command(node), author) for node in root.iterfind(".//{*}Actions/{*}Exec")]


def _command(node: ET.Element) -> str:
    return _joined(_text(node.find("{*}Command")), _text(node.find("{*}Arguments")))


def _joined(program: str, arguments: str) -> str:
    """One command line; a program with blanks is put in quotes, unless it has some: then it is a line of its own."""
    quoted = f'"{program}"' if " " in program and '"' not in program else program
    return f"{quoted} {arguments}".strip()


def _text(node: ET.Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def _cached(key: RegistryKey, launches: Launches, origin: Origin, known: set[str]) -> Iterator[Task | Gap]:
    """A task of the cache that has no file."""
    at = origin.at(*origin.path, f"HKLM\\SOFTWARE\\{_CACHE}\\{key.name}", "Actions")
    try:
        path = key.value("Path")
        name = path.data if path and isinstance(path.data, str) else key.name
        commands = _actions_of(key) if name.lower() not in known else []
    except BadEvidence as bad:
        is_hole = bad.reason is Reason.DENIED or (launches.is_running and bad.detail != _UNPARSED)
        yield Gap(at, bad.reason, Task.kind() if is_hole else "task-action", bad.detail)
        return
    for command in commands:
        yield Task(origin=at, name=name, written=key.written, **launches.launch(command))


def _actions_of(key: RegistryKey) -> list[str]:
    value = key.value("Actions")
    return parse_actions(value.data) if value and isinstance(value.data, bytes) else []


def parse_actions(data: bytes) -> list[str]:
    """The command lines in a task cache's ``Actions`` value.

    Layout: version u16, then (version 3) the context as u32 length and UTF-16; then each action: magic u16 (0x6666: a
    program), id, and for a program the command, its arguments and its folder, each as u32 length and UTF-16; from
    version 3 a u16 of flags. Source: Microsoft's task scheduler as read by dissect.target and by velociraptor's artifacts.
    """
    commands, at = [], 2
    try:
        (version,) = struct.unpack_from("<H", data)
        if version >= 2:
            _, at = _counted(data, at)
        while at + 2 <= len(data):
            (magic,) = struct.unpack_from("<H", data, at)
            _, at = _counted(data, at + 2)
            if magic != _EXEC:
                break
            program, at = _counted(data, at)
            arguments, at = _counted(data, at)
            _, at = _counted(data, at)
            at += 2 if version >= 3 else 0
            commands.append(_joined(program, arguments))
    except struct.error as error:
        raise BadEvidence(Reason.CORRUPT, _UNPARSED) from error
    return commands


def _counted(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    if length > len(data) - at - 4:
        raise BadEvidence(Reason.CORRUPT, _UNPARSED)
    return data[at + 4 : at + 4 + length].decode("utf-16-le", "replace"), at + 4 + length
