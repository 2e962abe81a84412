"""Inert programs: headers as Windows wants them, and no code at all."""

import struct
from collections.abc import Sequence

_MACHINES = {"x86": 0x014C, "x64": 0x8664, "arm64": 0xAA64}


def pe(machine: str = "x64", *, library: bool = True, own_name: str = "", exports: Sequence[str] = (), overlay: bytes = b"",
       padding: int = 0, signature: bytes = b"", at: int = 0x80) -> bytes:  # fmt: skip
    """One section at 0x400 with the export directory, then *signature*, then *overlay*, then *padding* zeros."""
    raw = _exports(own_name, exports, 0x1000).ljust(0x400, b"\0")
    wide = machine != "x86"
    directories = [(0, 0)] * 16
    if own_name or exports:
        directories[0] = (0x1000, 0x400)
    if signature:
        directories[4] = (0x400 + len(raw), len(signature))
    optional = struct.pack("<H", 0x20B if wide else 0x10B).ljust(108 if wide else 92, b"\0") + struct.pack("<I", 16)
    optional += b"".join(struct.pack("<II", *one) for one in directories)
    flags = 0x2022 if library else 0x22
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", at)
    head = head.ljust(at, b"\0") + b"PE\0\0" + struct.pack("<HHIIIHH", _MACHINES[machine], 1, 0, 0, 0, len(optional), flags)
    section = struct.pack("<8s6I2HI", b".rdata", 0x1000, 0x1000, len(raw), 0x400, 0, 0, 0, 0, 0x40000040)
    return (head + optional + section).ljust(0x400, b"\0") + raw + signature + overlay + bytes(padding)


def _exports(own_name: str, names: Sequence[str], base: int) -> bytes:
    """An export directory: the name, and a table of names that all stand for the same place."""
    texts, places = b"", []
    start = 40 + 4 * len(names)
    for text in (own_name, *names):
        places.append(base + start + len(texts))
        texts += text.encode() + b"\0"
    head = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, places[0], 1, 0, len(names), 0, base + 40, 0)
    return head + struct.pack(f"<{len(names)}I", *places[1:]) + texts
