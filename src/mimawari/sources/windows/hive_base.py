"""The base block: the first 4,096 bytes of a registry hive, 512 of them also at the start of its logs."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIZE, SECTOR = 4096, 512
PRIMARY, LOG_OLD, LOG_NEW = 0, (1, 2), 6
_FIELDS = struct.Struct("<4sIIQIIIIIII")


@dataclass(frozen=True, slots=True)
class BaseBlock:
    """What a base block says (msuhanov, regf specification).

    ``length`` is the size of the bins in bytes, ``written`` a FILETIME. ``sound``: signature and checksum are right.
    """

    raw: bytes
    sequence1: int
    sequence2: int
    written: int
    minor: int
    type: int
    root: int
    length: int
    sound: bool

    @property
    def dirty(self) -> bool:
        """Whether the hive was being written, so that its logs are needed."""
        return not self.sound or self.sequence1 != self.sequence2


def read(data: bytes) -> BaseBlock | None:
    """The base block in *data*; None if it does not begin as one."""
    if len(data) < SECTOR or data[:4] != b"regf":
        return None
    _, first, second, written, major, minor, kind, _, root, length, _ = _FIELDS.unpack_from(data)
    sound = major == 1 and checksum(data) == struct.unpack_from("<I", data, 508)[0]
    return BaseBlock(data[:SECTOR], first, second, written, minor, kind, root, length, sound)


def checksum(data: bytes) -> int:
    """The XOR of the first 127 words; 0 and 0xFFFFFFFF are never used."""
    value = 0
    for word in struct.unpack_from("<127I", data):
        value ^= word
    return {0: 1, 0xFFFFFFFF: 0xFFFFFFFE}.get(value, value)


def rewritten(base: BaseBlock, sequence: int, length: int) -> BaseBlock:
    """*base* as a clean primary file with this sequence number and size of its bins has it."""
    raw = bytearray(base.raw)
    struct.pack_into("<II", raw, 4, sequence, sequence)
    struct.pack_into("<I", raw, 28, PRIMARY)
    struct.pack_into("<I", raw, 40, length)
    struct.pack_into("<I", raw, 508, checksum(bytes(raw)))
    return BaseBlock(bytes(raw), sequence, sequence, base.written, base.minor, PRIMARY, base.root, length, True)
