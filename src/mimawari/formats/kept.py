"""Unpacked content in little memory: what repeats is kept once, and what still does not fit is cut out of the middle."""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

from mimawari.model import BadEvidence, Reason, Watcher
from mimawari.trees.streams import Readable

BLOCK = 64 << 10
HEAD, TAIL = 1 << 20, 2 << 20
"""Of what is too large, so many of the first and of the last bytes are kept, come what may."""

_FREE = 4 << 20
_PAUSE = 16
_UNIFORM = {bytes([value]) * BLOCK: value for value in (0, 0x20, 0x30, 0xFF)}


@dataclass(frozen=True, slots=True, eq=False)
class Squeezed:
    """A block, deflated."""

    data: bytes


Packed = bytes | int | Squeezed


@dataclass(frozen=True, eq=False)
class Kept:
    """``size`` bytes in ``blocks`` of :data:`BLOCK` bytes (the last may be shorter); a number stands for a block of that byte.

    None stands for a block that was cut out: ``cut`` counts their bytes. ``is_longer``: the stream went on behind the end.
    ``fault`` says why it ended early, if it did, for ``reason``. ``held`` and ``unpacked`` are what it costs. ``watched`` saw
    all of it come, what was cut out too.
    """

    size: int
    blocks: tuple[Packed | None, ...]
    unpacked: int
    held: int
    cut: int = 0
    is_longer: bool = False
    fault: str = ""
    reason: Reason = Reason.CORRUPT
    watched: Watcher | None = None

    def open(self) -> BinaryIO:
        """A stream of it."""
        return cast("BinaryIO", _Stream(self))

    @classmethod
    def of(cls, data: bytes) -> Kept:
        """Bytes that are in memory already."""
        blocks = tuple(_plain(data[at : at + BLOCK]) for at in range(0, len(data), BLOCK))
        return cls(len(data), blocks, len(data), sum(map(_cost, blocks)))

    @property
    def ends(self) -> tuple[int, int]:
        """How many bytes there are before the first that was cut out, and behind the last."""
        holes = [number for number, block in enumerate(self.blocks) if block is None]
        return (holes[0] * BLOCK, self.size - (holes[-1] + 1) * BLOCK) if holes else (self.size, 0)


class _Stream(Readable):
    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.size)
        self._blocks = kept.blocks
        self._last = (-1, b"")

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
        return self._unsqueezed(number, block) if isinstance(block, Squeezed) else block

    def _unsqueezed(self, number: int, block: Squeezed) -> bytes:
        if self._last[0] != number:
            self._last = (number, zlib.decompress(block.data))
        return self._last[1]


def _plain(block: bytes) -> bytes | int:
    if len(block) == BLOCK and block in _UNIFORM:
        return _UNIFORM[block]
    return block[0] if block.count(block[:1]) == len(block) else block


def _cost(block: Packed | None) -> int:
    if isinstance(block, Squeezed):
        return len(block.data)
    return len(block) if isinstance(block, bytes) else 0


def keep(stream: BinaryIO, most: int, room: int, tick: Callable[[], None] | None = None, watcher: Watcher | None = None) -> Kept:
    """Up to *most* bytes of *stream* in *room* bytes of memory; the middle of what does not fit is left out.

    *tick* is called before each block and may raise ``BadEvidence`` to end it; *watcher* is shown each block. Raises what reading
    *stream* raises only if it gives nothing at all: bytes that came before a fault are kept, with ``fault``.
    """
    return _Keeper(most, max(0, room - TAIL), tick, watcher).read(stream)


class _Keeper:
    def __init__(self, most: int, room: int, tick: Callable[[], None] | None, watcher: Watcher | None) -> None:
        self._most, self._room, self._tick, self._watcher = most, room, tick, watcher
        self._blocks: list[Packed | None] = []
        self._met: dict[bytes, Packed] = {}
        self._tail: deque[int] = deque()
        self._size = self._held = self._cut = self._tail_held = self._pause = 0

    def read(self, stream: BinaryIO) -> Kept:
        fault, longer, reason = "", False, Reason.CORRUPT
        try:
            self._fill(stream)
            longer = self._size >= self._most and bool(stream.read(1))
        except BadEvidence as bad:
            if not self._size:
                raise
            fault, reason = bad.detail or str(bad.reason), bad.reason
        if self._watcher:
            self._watcher.end(is_kept=not self._cut)
        return Kept(self._size, tuple(self._blocks), self._size, self._held, self._cut, longer, fault, reason, self._watcher)

    def _fill(self, stream: BinaryIO) -> None:
        while self._size < self._most:
            if self._tick:
                self._tick()
            block, fault = _whole(stream, min(BLOCK, self._most - self._size))
            if block:
                self._add(block)
            if fault:
                raise fault
            if len(block) < BLOCK:
                return

    def _add(self, block: bytes) -> None:
        self._size += len(block)
        if self._watcher:
            self._watcher.take(block)
        packed = _plain(block)
        if isinstance(packed, int):
            self._blocks.append(packed)
            return
        name = hashlib.blake2b(block, digest_size=16).digest()
        met = self._met.get(name)
        if met is not None:
            self._blocks.append(met)
            return
        self._new(name, self._squeezed(packed))

    def _new(self, name: bytes, packed: Packed) -> None:
        cost = _cost(packed)
        self._blocks.append(packed)
        self._held += cost
        if self._held - self._tail_held <= self._room or self._size <= HEAD:
            self._met[name] = packed
            return
        # From here on it may have to go again, so nothing else may lean on it.
        self._tail.append(len(self._blocks) - 1)
        self._tail_held += cost
        while self._tail_held > TAIL:
            self._drop(self._tail.popleft())

    def _squeezed(self, block: bytes) -> Packed:
        """Deflated, once there is much; where that gains little it is not tried again for some blocks."""
        if self._held < _FREE:
            return block
        if self._pause:
            self._pause -= 1
            return block
        data = zlib.compress(block, 1)
        if len(data) * 4 < len(block) * 3:
            return Squeezed(data)
        self._pause = _PAUSE
        return block

    def _drop(self, number: int) -> None:
        cost = _cost(self._blocks[number])
        self._held -= cost
        self._tail_held -= cost
        self._blocks[number] = None
        self._cut += BLOCK


def _whole(stream: BinaryIO, length: int) -> tuple[bytes, BadEvidence | None]:
    """*length* bytes, fewer only at the end or before a fault, which is handed back with what came before it."""
    pieces, left = [], length
    try:
        while left and (data := stream.read(left)):
            pieces.append(data)
            left -= len(data)
    except BadEvidence as bad:
        return b"".join(pieces), bad
    return b"".join(pieces), None
