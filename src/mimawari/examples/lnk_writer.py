"""Windows shortcuts ([MS-SHLLINK]) to a file on a local drive, with the drive's serial number in them."""

from __future__ import annotations

import struct

_CLASS = bytes.fromhex("0114020000000000C000000000000046")
_HAS_LINK_INFO, _IS_UNICODE = 0x02, 0x80
_FILE_ATTRIBUTE_ARCHIVE, _SHOW_NORMAL, _DRIVE_FIXED = 0x20, 1, 3
_INFO_HEAD = 0x24


def shortcut(path: str, serial: int, written: int, size: int = 0, code_page: str = "cp932") -> bytes:
    """A shortcut to *path* on a fixed drive with this *serial*; *written* (a FILETIME) stands for all three times."""
    times = struct.pack("<3Q", written, written, written)
    head = struct.pack("<I16sII", 0x4C, _CLASS, _HAS_LINK_INFO | _IS_UNICODE, _FILE_ATTRIBUTE_ARCHIVE) + times
    rest = struct.pack("<IiIHHII", size, 0, _SHOW_NORMAL, 0, 0, 0, 0)
    return head + rest + _link_info(path, serial, code_page) + struct.pack("<I", 0)


def _link_info(path: str, serial: int, code_page: str) -> bytes:
    """LinkInfo (2.3): the volume, the path in the code page and in UTF-16, and empty suffixes for both."""
    volume = struct.pack("<4I", 0x11, _DRIVE_FIXED, serial, 0x10) + b"\0"
    parts = [volume, path.encode(code_page, "replace") + b"\0", b"\0", path.encode("utf-16-le") + b"\0\0", b"\0\0"]
    places = [_INFO_HEAD + sum(map(len, parts[:index])) for index in range(len(parts))]
    total = _INFO_HEAD + sum(map(len, parts))
    volume_at, base, suffix, wide_base, wide_suffix = places
    head = struct.pack("<9I", total, _INFO_HEAD, 1, volume_at, base, 0, suffix, wide_base, wide_suffix)
    return head + b"".join(parts)
