"""What tells whether a file of the running Windows is still as it was, what other names it has, and its named streams.

Sources: Microsoft's pages on ``BY_HANDLE_FILE_INFORMATION``, ``FILE_BASIC_INFO``, ``FSCTL_READ_FILE_USN_DATA`` (``USN_RECORD_V2``
and ``V3``) and ``WIN32_FIND_STREAM_DATA``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_int, c_int64, c_uint32, c_void_p, c_wchar, c_wchar_p
from struct import unpack_from
from typing import Any, NamedTuple

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running.api import close, function, last_error
from mimawari.sources.running.tree import handle_of

_READ_USN, _BASIC, _RECORD = 0x000900EB, 0, 1024
_END_OF_FILE, _NO_STREAMS, _UNKNOWN = 38, 87, 120
MOST_STREAMS = 10_000


class _Stream(ctypes.Structure):
    """WIN32_FIND_STREAM_DATA: MAX_PATH and 36 letters."""

    _fields_ = (("size", c_int64), ("name", c_wchar * 296))


class Stamped(NamedTuple):
    """A file as it is now. ``same``: what all its names have in common until it changes (empty: it has one); ``size`` in bytes."""

    stamp: str
    same: str
    size: int


def stamp(real: str) -> Stamped:
    """The stamp of a file and its size, both by a handle of it: what its folder lists may be older. Raises ``BadEvidence``.

    The time of its last change (which no program sets by the way) and the number of its last entry in the volume's own journal
    are in it, where the volume keeps them.
    """
    handle = handle_of(real)
    try:
        return _stamp(handle)
    finally:
        close(handle)


def _stamp(handle: Any) -> Stamped:
    about, basic = (c_uint32 * 13)(), (c_int64 * 5)()
    if not function("kernel32", "GetFileInformationByHandle", c_int, c_void_p, c_void_p)(handle, about):
        raise BadEvidence(Reason.FAILED, f"attributes: Windows error {last_error()}")
    ask = function("kernel32", "GetFileInformationByHandleEx", c_int, c_void_p, c_int, c_void_p, c_uint32)
    changed = basic[3] if ask(handle, _BASIC, basic, ctypes.sizeof(basic)) else 0
    written = about[5] | about[6] << 32
    volume, size, links, file = about[7], about[8] << 32 | about[9], about[10], about[11] << 32 | about[12]
    now = f"{size}:{written}:{changed}:{file}:{_usn(handle)}"
    return Stamped(now, f"{volume:x}:{now}" if links > 1 else "", size)


def _usn(handle: Any) -> int:
    """The number of the file's last entry in the volume's journal of changes; 0 where there is none."""
    room, given = ctypes.create_string_buffer(_RECORD), c_uint32()
    arguments = (c_void_p, c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, c_void_p, c_void_p)
    ask = function("kernel32", "DeviceIoControl", c_int, *arguments)
    if not ask(handle, _READ_USN, None, 0, room, _RECORD, ctypes.byref(given), None):
        return 0
    at = {2: 24, 3: 40}.get(unpack_from("<H", room.raw, 4)[0], 0)
    return int(unpack_from("<q", room.raw, at)[0]) if at and at + 8 <= given.value else 0


def streams(real: str) -> Iterator[tuple[str, int]]:
    """The named streams of a file with their sizes; none on a volume that has none. Raises ``BadEvidence``."""
    found = _Stream()
    first = function("kernel32", "FindFirstStreamW", c_void_p, c_wchar_p, c_int, c_void_p, c_uint32)
    handle = first(real, 0, ctypes.byref(found), 0)
    if handle in (None, ctypes.c_void_p(-1).value):
        error = last_error()
        if error in (_END_OF_FILE, _NO_STREAMS, _UNKNOWN):
            return
        raise BadEvidence(Reason.FAILED, f"streams: Windows error {error}")
    following = function("kernel32", "FindNextStreamW", c_int, c_void_p, c_void_p)
    try:
        for count, stream in enumerate(_named(handle, found, following)):
            if count >= MOST_STREAMS:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {MOST_STREAMS} named streams")
            yield stream
    finally:
        function("kernel32", "FindClose", c_int, c_void_p)(handle)


def _named(handle: Any, found: _Stream, following: Any) -> Iterator[tuple[str, int]]:
    while True:
        name = str(found.name).removeprefix(":").removesuffix(":$DATA")
        if name:
            yield name, int(found.size)
        if not following(handle, ctypes.byref(found)):
            return
