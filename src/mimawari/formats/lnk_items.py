"""The path that a link's list of shell items names ([MS-SHLLINK] 2.2; the items themselves as libfwsi documents them)."""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Iterator

_MOST, _LEAST = 256, 24
_ROOT, _CONTROL, _DELEGATE = 0x1F, 0x71, 0x74
_EXTENSION = b"\x04\x00\xef\xbe"
_HIGH = re.compile(rb"[\x80-\xff]{2}")


def narrow(data: bytes) -> str:
    """ANSI text up to its zero. Its code page is not told: cp932 where bytes beyond ASCII stand together, else cp1252."""
    text = data.split(b"\0", 1)[0]
    if _HIGH.search(text):
        try:
            return text.decode("cp932")
        except UnicodeDecodeError:
            pass
    return text.decode("cp1252", "replace")


def wide(data: bytes) -> str:
    """UTF-16 text up to its zero."""
    return data[: len(data) & ~1].decode("utf-16-le", "replace").split("\0", 1)[0]


def items(data: bytes) -> Iterator[bytes]:
    """The items of an IDList, their sizes included; it ends at the zero size or where the list is cut off."""
    at = 0
    for _ in range(_MOST):
        size = int.from_bytes(data[at : at + 2], "little")
        if size < 3 or at + 2 > len(data):
            return
        yield data[at : at + size].ljust(_LEAST, b"\0")
        at += size


def path_of(data: bytes) -> str:
    r"""The path: ``C:\folder\file``, ``\\server\share\file``; a place of the shell that is no folder is ``::{its class}``."""
    names = [name for name in (_name(item) for item in items(data)) if name]
    if len(names) > 1 and names[0] in _SILENT:
        names = names[1:]
    path = ""
    for name in names:
        path = name if _is_absolute(name) else f"{path.rstrip(chr(92))}\\{name}" if path else name
    return path


# Computer and network: a path below them is written without them.
_SILENT = ("::{20D04FE0-3AEA-1069-A2D8-08002B30309D}", "::{208D2C60-3AEA-1069-A2D7-08002B30309D}",
           "::{F02C1A0D-BE21-4350-88B0-7367FC96EF3C}")  # fmt: skip


def _is_absolute(name: str) -> bool:
    return name[1:3] == ":\\" or name.startswith("\\\\") or "://" in name[:12]


def _name(item: bytes) -> str:
    kind = item[2]
    if kind == _ROOT:
        return _class_at(item, 4)
    if kind == _CONTROL:
        return _class_at(item, 14)
    if kind & 0x70 == 0x20:
        return narrow(item[3:]) if kind & 1 else _class_at(item, 4)
    if kind & 0x70 == 0x30:
        return _file_name(item, 0)
    return _other(item, kind)


def _other(item: bytes, kind: int) -> str:
    if kind == _DELEGATE and item[6:10] == b"CFSF":
        return _file_name(item, 10)
    if kind & 0x70 == 0x40:
        return narrow(item[5:])
    return _address(item) if kind == 0x61 else ""


def _class_at(item: bytes, at: int) -> str:
    raw = item[at : at + 16]
    return f"::{{{str(uuid.UUID(bytes_le=raw)).upper()}}}" if len(raw) == 16 else ""


def _address(item: bytes) -> str:
    """A URI item: text of either width behind a block whose size stands at 4."""
    start = 6 + int.from_bytes(item[4:6], "little")
    return wide(item[start:]) if item[3] & 0x80 else narrow(item[start:])


def _file_name(item: bytes, base: int) -> str:
    """The long name of the 0xBEEF0004 extension, else the primary name, which is the short one where there are both."""
    long = _long_name(item)
    if long:
        return long
    rest = item[base + 14 :]
    return wide(rest) if item[base + 2] & 4 else narrow(rest)


def _long_name(item: bytes) -> str:
    found = item.find(_EXTENSION)
    if found < 4:
        return ""
    block = item[found - 4 :]
    version = struct.unpack_from("<H", block, 2)[0]
    if version < 3:
        return ""
    at = 20 + 18 * (version >= 7) + 4 * (version >= 8) + 4 * (version >= 9)
    return wide(block[at:])
