"""The command line of a process: told by Windows (8.1 and newer), else read from where the process keeps it."""

from __future__ import annotations

import ctypes
from ctypes import c_int, c_int32, c_size_t, c_uint16, c_uint32, c_uint64, c_void_p
from typing import Any

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running.api import close, function, refused

_COMMAND_LINE, _BASIC = 60, 0
_TOO_SHORT = (0xC0000004, 0xC0000023, 0x80000005)
_UNKNOWN_CLASS = (0xC0000003, 0xC0000002)
_DENIED, _NOT_FOUND = 0xC0000022, 0xC0000225
_MEMORY = 0x0410
_LONGEST = 65_536
_PARAMETERS, _COMMAND = 0x20, 0x70
"""Where PEB64 names its RTL_USER_PROCESS_PARAMETERS, and where those hold the command line."""


class _Text(ctypes.Structure):
    """UNICODE_STRING of a 64-bit process: lengths in bytes, and an address."""

    _fields_ = (("length", c_uint16), ("room", c_uint16), ("buffer", c_uint64))


class _Basic(ctypes.Structure):
    """PROCESS_BASIC_INFORMATION."""

    _fields_ = (
        ("status", c_uint64),
        ("peb", c_uint64),
        ("mask", c_uint64),
        ("priority", c_uint64),
        ("pid", c_uint64),
        ("parent", c_uint64),
    )


def command_line(handle: int, pid: int) -> str:
    """The command line; *handle* may query the process. Raises ``BadEvidence``: denied, failed."""
    size = c_uint32(4096)
    for _ in range(4):
        room = ctypes.create_string_buffer(size.value)
        status = _query(handle, _COMMAND_LINE, room, size)
        if status == 0:
            return _told(room)
        if status == _NOT_FOUND:  # A process without a program, such as the memory of a virtual machine.
            return ""
        if status in _UNKNOWN_CLASS:
            return _read(pid)
        if status not in _TOO_SHORT:
            raise BadEvidence(Reason.DENIED if status == _DENIED else Reason.FAILED, f"command line: status {status:08X}")
        size.value = min(max(size.value, 2 * len(room)), 4 * _LONGEST)
    raise BadEvidence(Reason.TOO_LARGE, "command line")


def _query(handle: int, kind: int, room: Any, size: c_uint32) -> int:
    ask = function("ntdll", "NtQueryInformationProcess", c_int32, c_void_p, c_int, c_void_p, c_uint32, c_void_p)
    return int(ask(handle, kind, ctypes.byref(room), ctypes.sizeof(room), ctypes.byref(size))) & 0xFFFF_FFFF


def _told(room: Any) -> str:
    """The text that a UNICODE_STRING at the start of *room* names; it lies in *room* too."""
    text = _Text.from_buffer(room)
    if not text.length:
        return ""
    start = text.buffer - ctypes.addressof(room)
    if not 0 <= start <= len(room) - text.length:
        raise BadEvidence(Reason.FAILED, "command line: not where it should be")
    return bytes(room.raw[start : start + text.length]).decode("utf-16-le", "replace")


def _read(pid: int) -> str:
    """From the process' memory."""
    open_it = function("kernel32", "OpenProcess", c_void_p, c_uint32, c_int, c_uint32)
    handle = open_it(_MEMORY, 0, pid)
    if not handle:
        raise refused("command line")
    try:
        basic = _Basic()
        if status := _query(handle, _BASIC, basic, c_uint32()):
            raise BadEvidence(Reason.FAILED, f"command line: status {status:08X}")
        parameters = c_uint64.from_buffer_copy(_memory(handle, basic.peb + _PARAMETERS, 8)).value
        text = _Text.from_buffer_copy(_memory(handle, parameters + _COMMAND, ctypes.sizeof(_Text)))
        return _memory(handle, text.buffer, text.length).decode("utf-16-le", "replace") if text.length else ""
    finally:
        close(handle)


def _memory(handle: int, address: int, length: int) -> bytes:
    room, done = ctypes.create_string_buffer(length), c_size_t()
    read = function("kernel32", "ReadProcessMemory", c_int, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p)
    if not read(handle, address, room, length, ctypes.byref(done)) or done.value != length:
        raise refused("command line")
    return room.raw
