"""The accounts' own hive, as far as its group of administrators goes."""

from __future__ import annotations

import struct

from mimawari.examples.hive_writer import Key, binary


def sam(*members: str, broken: dict[int, int] | None = None) -> Key:
    """SAM with the members of the group of administrators, as winreg-kb describes it; *broken*: numbers put at offsets."""
    sids = b"".join(map(sid_bytes, members))
    head = bytearray(52)
    struct.pack_into("<III", head, 40, 8, len(sids), len(members))
    data = bytearray(bytes(head) + b"\0" * 8 + sids)
    for at, value in (broken or {}).items():
        struct.pack_into("<I", data, at, value)
    root = Key()
    root.at(r"SAM\Domains\Builtin\Aliases\00000220").put(binary("C", bytes(data)))
    return root


def sid_bytes(sid: str) -> bytes:
    numbers = [int(part) for part in sid.split("-")[2:]]
    return (
        struct.pack("<BB", 1, len(numbers) - 1) + numbers[0].to_bytes(6, "big") + struct.pack(f"<{len(numbers) - 1}I", *numbers[1:])
    )
