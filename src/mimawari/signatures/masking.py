"""What the program keeps of rules and of what fitted them, so that no scanner (this one too) takes it for what they look for."""

from __future__ import annotations

import hashlib
from functools import cache

_BLOCK = 64 << 10


def masked(data: bytes) -> bytes:
    """*data* so that nothing of it stands there as it is, and back. It keeps no secret, and guards against no change."""
    return b"".join(_xor(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK))


def _xor(block: bytes) -> bytes:
    mask = _mask()[: len(block)]
    return (int.from_bytes(block) ^ int.from_bytes(mask)).to_bytes(len(block))


@cache
def _mask() -> bytes:
    return hashlib.shake_256(b"mimawari").digest(_BLOCK)
