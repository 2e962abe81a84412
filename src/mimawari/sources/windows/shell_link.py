"""The path that a shortcut names, as far as its link information tells ([MS-SHLLINK] 2.3): enough for lists of recent files."""

from __future__ import annotations

import struct

_HEADER = 0x4C
_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_HAS_ID_LIST, _HAS_LINK_INFO = 1, 2
_LOCAL, _NETWORK = 1, 2
_WIDE = 0x24
"""A header of this size or more has the paths in UTF-16 as well."""


def linked_path(data: bytes) -> str:
    """The path, on this PC or on a share; empty where the link has none, or is damaged before it."""
    try:
        info = _link_info(data)
        return _path(info) if info else ""
    except struct.error:
        return ""


def _link_info(data: bytes) -> bytes:
    size, kind, flags = struct.unpack_from("<I16sI", data)
    if size != _HEADER or kind != _CLASS or not flags & _HAS_LINK_INFO:
        return b""
    at = _HEADER + (2 + struct.unpack_from("<H", data, _HEADER)[0] if flags & _HAS_ID_LIST else 0)
    length = struct.unpack_from("<I", data, at)[0]
    return data[at : at + length]


def _path(info: bytes) -> str:
    head, flags, _, base, network, suffix = struct.unpack_from("<6I", info, 4)
    wide_base, wide_suffix = struct.unpack_from("<2I", info, 0x1C) if head >= _WIDE else (0, 0)
    end = _text(info, suffix, wide_suffix)
    if flags & _LOCAL:
        return _text(info, base, wide_base) + end
    if flags & _NETWORK:
        name = struct.unpack_from("<I", info, network + 8)[0]
        return f"{_text(info, network + name, 0)}\\{end}"
    return ""


def _text(data: bytes, at: int, wide_at: int) -> str:
    """Text up to its zero: the one in UTF-16 if there is one, else that in the code page, which is not told."""
    if wide_at:
        raw = data[wide_at:]
        return raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
    narrow = data[at:].partition(b"\0")[0] if at else b""
    try:
        return narrow.decode("cp932")
    except UnicodeDecodeError:
        return narrow.decode("cp1252", "replace")
