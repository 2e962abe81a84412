"""Unpacked content in little memory: a run of equal bytes is kept as one byte, and what does not fit is cut from the middle."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.trees.streams import Readable

BLOCK = 64 << 10
TAIL = 2 << 20
"""Of what is too large, so many of the last bytes are kept."""

_UNIFORM = {bytes([value]) * BLOCK: value for value in (0, 0x20, 0x30, 0xFF)}


@dataclass(frozen=True, eq=False)
class Kept:
    """``size`` bytes in ``blocks`` of :data:`BLOCK` bytes (the last may be shorter); a number stands for a block of that byte.

    None stands for a block that was cut out: ``cut`` counts their bytes. ``is_longer``: the stream went on behind the end.
    ``fault`` says why it ended early, if it did. ``held`` and ``unpacked`` are what it costs.
    """

    size: int
    blocks: tuple[bytes | int | None, ...]
    unpacked: int
    held: int
    cut: int = 0
    is_longer: bool = False
    fault: str = ""

    def open(self) -> BinaryIO:
        """A stream of it."""
        return cast("BinaryIO", _Stream(self))

    @classmethod
    def of(cls, data: bytes) -> Kept:
        """Bytes that are in memory already."""
        blocks = tuple(_packed(data[at : at + BLOCK]) for at in range(0, len(data), BLOCK))
        return cls(len(data), blocks, len(data), sum(map(_cost, blocks)))


class _Stream(Readable):
    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.size)
        self._blocks = kept.blocks

    def _piece(self, offset: int, length: int) -> bytes:
        first, last = offset // BLOCK, (offset + length - 1) // BLOCK
        data = b"".join(self._block(number) for number in range(first, last + 1))
        return data[offset - first * BLOCK :][:length]

    def _block(self, number: int) -> bytes:
        block = self._blocks[number]
        if block is None:
            raise BadEvidence(Reason.TOO_LARGE, "too large to be kept whole")
        if isinstance(block, int):
            return bytes([block]) * min(BLOCK, self.size - number * BLOCK)
        return block


def _packed(block: bytes) -> bytes | int:
    if len(block) == BLOCK and block in _UNIFORM:
        return _UNIFORM[block]
    return block[0] if block.count(block[:1]) == len(block) else block


def _cost(block: bytes | int | None) -> int:
    return len(block) if isinstance(block, bytes) else 0


def keep(stream: BinaryIO, most: int, room: int) -> Kept:
    """Up to *most* bytes of *stream* in *room* bytes of memory; the middle of what does not fit is left out.

    Raises what reading *stream* raises only if it gives nothing at all: bytes that came before a fault are kept, with ``fault``.
    """
    return _Keeper(most, max(0, room - TAIL)).read(stream)


class _Keeper:
    def __init__(self, most: int, room: int) -> None:
        self._most, self._room = most, room
        self._blocks: list[bytes | int | None] = []
        self._tail: deque[int] = deque()
        self._size = self._held = self._cut = 0

    def read(self, stream: BinaryIO) -> Kept:
        fault = ""
        try:
            self._fill(stream)
        except BadEvidence as bad:
            if not self._size:
                raise
            fault = bad.detail or str(bad.reason)
        longer = self._size >= self._most and bool(stream.read(1)) if not fault else False
        return Kept(self._size, tuple(self._blocks), self._size, self._held, self._cut, longer, fault)

    def _fill(self, stream: BinaryIO) -> None:
        while self._size < self._most:
            block = _whole(stream, min(BLOCK, self._most - self._size))
            if not block:
                return
            self._add(block)
            if len(block) < BLOCK:
                return

    def _add(self, block: bytes) -> None:
        packed = _packed(block)
        cost = _cost(packed)
        self._size += len(block)
        self._blocks.append(packed)
        self._held += cost
        if self._held > self._room and cost:
            self._tail.append(len(self._blocks) - 1)
            if len(self._tail) * BLOCK > TAIL:
                self._drop(self._tail.popleft())

    def _drop(self, number: int) -> None:
        self._held -= _cost(self._blocks[number])
        self._blocks[number] = None
        self._cut += BLOCK


def _whole(stream: BinaryIO, length: int) -> bytes:
    """*length* bytes, fewer only at the end."""
    data = stream.read(length)
    while data and len(data) < length:
        more = stream.read(length - len(data))
        if not more:
            break
        data += more
    return data
