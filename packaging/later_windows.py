"""A library that newer Windows has and Wine 8 lacks: programs made with a current Rust ask it for random bytes."""

from __future__ import annotations

import struct

NAME = "bcryptprimitives.dll"
_EXPORT, _FORWARD = "ProcessPrng", "advapi32.SystemFunction036"
"""``SystemFunction036`` is RtlGenRandom: it takes the same two arguments and fills the same bytes."""
_AT, _FILE_AT = 0x1000, 0x200


def library() -> bytes:
    """The library (PE32+, no code): its one export is forwarded (Microsoft, *PE Format*, "The .edata Section")."""
    exports = _exports()
    size = len(exports)
    header = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    header += b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    header += struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, size, 0, 0, _AT)
    header += struct.pack("<QIIHHHHHHIIIIHH", 0x180000000, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x2000, 0x200, 0, 2, 0x160)
    header += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    header += struct.pack("<II", _AT, size) + bytes(15 * 8)
    header += struct.pack("<8s6I2HI", b".edata", size, _AT, 0x200, _FILE_AT, 0, 0, 0, 0, 0x40000040)
    return header.ljust(_FILE_AT, b"\0") + exports.ljust(0x200, b"\0")


def _exports() -> bytes:
    """The directory, the three tables of one row each, and the texts that they lead to."""
    texts = [NAME.encode() + b"\0", _EXPORT.encode() + b"\0", _FORWARD.encode() + b"\0"]
    functions, names, ordinals, first = _AT + 40, _AT + 44, _AT + 48, _AT + 50
    own, export, forward = first, first + len(texts[0]), first + len(texts[0]) + len(texts[1])
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, own, 1, 1, 1, functions, names, ordinals)
    return directory + struct.pack("<IIH", forward, export, 0) + b"".join(texts)
