"""The running programs: image, command line, start and parent of each, as far as Windows tells."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from ctypes import c_int, c_int32, c_size_t, c_uint32, c_uint64, c_void_p, c_wchar, c_wchar_p
from dataclasses import dataclass, replace

from mimawari.model import BadEvidence, Gap, Origin, Process, Reason
from mimawari.sources.running.api import INVALID_PARAMETER, NO_MORE_FILES, close, function, last_error, refused
from mimawari.sources.running.command_line import command_line

_SNAPSHOT, _QUERY, _STILL_ACTIVE = 0x2, 0x1000, 259
_PATH = 32_768
_IDLE, _SYSTEM = 0, 4
_NAMES = 20
_LOADERS = ("rundll32.exe", "regsvr32.exe")


class _Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", c_uint32), ("usage", c_uint32), ("pid", c_uint32), ("heap", c_size_t), ("module", c_uint32), ("threads", c_uint32),
        ("parent", c_uint32), ("priority", c_int32), ("flags", c_uint32), ("name", c_wchar * 260),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """A process, and why no more is told of it where something is kept back."""

    process: Process
    refusal: Reason | None = None


def processes(limited: bool) -> Iterator[Process | Gap]:
    """Every running program, and a gap for those of which Windows does not tell what they run.

    *limited*: the user who looks is no administrator; then only those that could be a loader are a hole.
    """
    entries, broken_off = _snapshot()
    asked = [_asked(entry) for entry in entries]
    there = [one for one in asked if one is not None]
    by_pid = {one.process.pid: one.process for one in there}
    for one in there:
        yield _with_parent(one.process, by_pid)
    yield from _untold(there, limited)
    if os.getpid() not in by_pid:
        yield Gap(Origin("", ""), Reason.FAILED, Process.kind(), "this program itself is not in the list")
    if broken_off:
        yield Gap(Origin("", ""), broken_off.reason, Process.kind(), broken_off.detail)


def _snapshot() -> tuple[list[Process], BadEvidence | None]:
    """PID, name and parent of every process, and why the list breaks off if it does. Raises ``BadEvidence``."""
    handle = function("kernel32", "CreateToolhelp32Snapshot", c_void_p, c_uint32, c_uint32)(_SNAPSHOT, 0)
    if handle in (None, ctypes.c_void_p(-1).value):
        raise refused("list of processes")
    entry, found = _Entry(size=ctypes.sizeof(_Entry)), []
    try:
        more = function("kernel32", "Process32FirstW", c_int, c_void_p, c_void_p)(handle, ctypes.byref(entry))
        while more:
            origin = Origin("", "", (f"{entry.name} ({entry.pid})",))
            found.append(Process(origin=origin, pid=entry.pid, name=entry.name, parent=entry.parent))
            more = function("kernel32", "Process32NextW", c_int, c_void_p, c_void_p)(handle, ctypes.byref(entry))
        end = last_error()
    finally:
        close(handle)
    if not found:
        raise refused("list of processes", end)
    return found, None if end == NO_MORE_FILES else refused("list of processes", end)


def _asked(process: Process) -> _Asked | None:
    """What Windows tells of a process; None where it has ended since it was listed."""
    if _is_kernel(process):
        return _Asked(process)
    open_it = function("kernel32", "OpenProcess", c_void_p, c_uint32, c_int, c_uint32)
    handle = open_it(_QUERY, 0, process.pid)
    if not handle:
        return None if last_error() == INVALID_PARAMETER else _Asked(process, refused(process.name).reason)
    try:
        if _has_ended(handle):
            return None
        told = replace(process, image=_image(handle), started=_started(handle))
        command = command_line(handle, process.pid)
        is_mute = not command and (process.name.lower() in _LOADERS or ("." in process.name and not told.image))
        return _Asked(replace(told, command=command), Reason.FAILED if is_mute else None)
    except BadEvidence as bad:
        return None if _has_ended(handle) else _Asked(told, bad.reason)
    finally:
        close(handle)


def _is_kernel(process: Process) -> bool:
    """The system's own that have no program behind them (System, Registry, Memory Compression, Secure System)."""
    is_child = process.parent == _SYSTEM and "." not in process.name
    return process.pid in (_IDLE, _SYSTEM) or is_child


def _has_ended(handle: int) -> bool:
    code = c_uint32()
    asked = function("kernel32", "GetExitCodeProcess", c_int, c_void_p, c_void_p)(handle, ctypes.byref(code))
    return bool(asked and code.value != _STILL_ACTIVE)


def _image(handle: int) -> str:
    """The path of the program; empty where Windows does not tell it."""
    path, length = ctypes.create_unicode_buffer(_PATH), c_uint32(_PATH)
    ask = function("kernel32", "QueryFullProcessImageNameW", c_int, c_void_p, c_uint32, c_wchar_p, c_void_p)
    return path.value if ask(handle, 0, path, ctypes.byref(length)) else ""


def _started(handle: int) -> int | None:
    """When it was started: a FILETIME."""
    times = (c_uint64 * 4)()
    places = [ctypes.byref(times, 8 * at) for at in range(4)]
    asked = function("kernel32", "GetProcessTimes", c_int, *[c_void_p] * 5)(handle, *places)
    return int(times[0]) if asked else None


def _with_parent(process: Process, by_pid: dict[int, Process]) -> Process:
    """*process* with what started it; a program that is younger has only got the PID of the parent."""
    parent = by_pid.get(process.parent) if process.parent else None
    is_younger = parent is not None and parent.started and process.started and parent.started > process.started
    if parent is None or is_younger:
        return process
    return replace(process, parent_image=parent.image or parent.name, parent_command=parent.command)


def _untold(asked: list[_Asked], limited: bool) -> Iterator[Gap]:
    """One gap a reason, with the names."""
    refusals = sorted({(one.refusal, _wanted(one, limited)) for one in asked if one.refusal})
    for reason, wanted in refusals:
        names = [one.process.name for one in asked if one.refusal is reason and _wanted(one, limited) == wanted]
        more = f" + {len(names) - _NAMES}" if len(names) > _NAMES else ""
        yield Gap(Origin("", ""), reason, wanted, f"{len(names)}/{len(asked)}: {', '.join(names[:_NAMES])}{more}")


def _wanted(one: _Asked, limited: bool) -> str:
    """What is lost. Others' programs are no hole for a user who is no administrator; nor is what has no program (``vmmem``)."""
    name = one.process.name.lower()
    if one.refusal is Reason.DENIED and "." not in name:
        return "process-without-program"
    return "protected-part" if one.refusal is Reason.DENIED and limited and name not in _LOADERS else Process.kind()
