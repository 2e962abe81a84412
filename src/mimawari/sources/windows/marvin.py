"""Marvin32, the keyed hash that Windows puts on registry log entries."""

from __future__ import annotations

import struct

_MASK = 0xFFFFFFFF
SEED = 0x82EF4D887A4E55C5


def marvin32(data: bytes, seed: int = SEED) -> int:
    """The 64-bit hash of *data*. The seed is the one of Windows' log entries (msuhanov, regf specification)."""
    low, high = seed & _MASK, seed >> 32
    whole = len(data) & ~3
    tail = int.from_bytes(data[whole:] + b"\x80", "little")
    words = struct.unpack(f"<{whole // 4}I", data[:whole])
    for word in (*words, tail, 0):
        low = (low + word) & _MASK
        high ^= low
        low = ((low << 20 | low >> 12) + high) & _MASK
        high = (high << 9 | high >> 23) & _MASK ^ low
        low = ((low << 27 | low >> 5) + high) & _MASK
        high = (high << 19 | high >> 13) & _MASK
    return high << 32 | low
