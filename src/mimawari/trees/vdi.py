"""VDI, VirtualBox's disk image. Source: ``VDICore.h`` of VirtualBox.

The reader of dissect.hypervisor 3.21 takes a read across blocks from the first block on; so here is one of our own.
"""

from __future__ import annotations

from struct import unpack, unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.streams import Readable

_DYNAMIC, _FIXED = 1, 2
_NOT_THERE = 0xFFFFFFFE
"""This entry of the table and the next one: a block of zeros."""
_MAX_BLOCKS = 1 << 24


class Vdi(Readable):
    """The disk in a VDI file. Raises ``BadEvidence`` unsupported for a differencing image, corrupt."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        head = stream.read(512).ljust(512, b"\0")
        if unpack_from("<I", head, 0x4C)[0] not in (_DYNAMIC, _FIXED):
            raise BadEvidence(Reason.UNSUPPORTED, "VDI: a differencing image, the base image is needed")
        table, self._data = unpack_from("<II", head, 0x154)
        size, self._block, self._extra, count = unpack_from("<QIII", head, 0x170)
        if not 512 <= self._block <= 1 << 28 or count > _MAX_BLOCKS or size > count * self._block:
            raise BadEvidence(Reason.CORRUPT, "VDI: impossible sizes")
        super().__init__(size)
        stream.seek(table)
        raw = stream.read(4 * count)
        self._blocks = unpack(f"<{len(raw) // 4}I", raw[: len(raw) & ~3])
        self._stream = stream

    def _piece(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0:
            index, skip = divmod(offset, self._block)
            count = min(length, self._block - skip)
            pieces.append(self._part(index, skip, count))
            offset, length = offset + count, length - count
        return b"".join(pieces)

    def _part(self, index: int, skip: int, count: int) -> bytes:
        if index >= len(self._blocks):
            raise BadEvidence(Reason.CORRUPT, "VDI: the table of blocks ends early")
        block = self._blocks[index]
        if block >= _NOT_THERE:
            return bytes(count)
        self._stream.seek(self._data + block * (self._block + self._extra) + self._extra + skip)
        data = self._stream.read(count)
        if len(data) < count:
            raise BadEvidence(Reason.CORRUPT, "VDI: it ends early")
        return data
