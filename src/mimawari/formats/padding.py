"""How much of a file is filling: bytes that are there only to make it large (ATT&CK T1027.001)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import BinaryIO

from mimawari.model import BadEvidence, Content, Gap, Origin, Reason

LARGE = 50_000_000
"""Bytes. In what is smaller only equal bytes at its end count: scanners look at it anyway."""
BLOCK = 64 << 10
_NEEDLE = 32
_BLOCKS = 1 << 16
"""So many different blocks are remembered (4 GiB of content)."""


@dataclass(frozen=True, slots=True)
class Filling:
    """``total`` and ``behind`` (behind the structure's end) in bytes; ``fault`` is what kept from reading on, if anything did."""

    total: int
    behind: int = 0
    fault: BadEvidence | None = None


def ending(content: Content) -> tuple[int, BadEvidence | None]:
    """How many equal bytes *content* ends with, counted from its end; and what kept from counting on, if anything did."""
    end, step = content.size, 1 << 20
    try:
        with content.open() as stream:
            last = b""
            while end > 0:
                size = min(step, end)
                stream.seek(end - size)
                block = stream.read(size)
                last = last or block[-1:]
                rest = 0 if block == last * size else len(block.rstrip(last))  # rstrip is a hundred times slower
                end -= size - rest
                if rest:
                    break
    except BadEvidence as bad:
        return content.size - end, bad
    length = content.size - end
    return (length if length > 1 else 0), None


def filling(content: Content, end: int, tick: Callable[[], None] | None = None) -> Filling:
    """How much of *content* is filling, and how much of that lies behind the *end* of its structure.

    That is the equal bytes at its end, or, if it is more, each block of 64 KiB that was there before, repeats what stands
    before it, or holds one byte only, wherever it lies; blocks are counted in what has :data:`LARGE` bytes.
    *tick* is called now and then and may raise to end it.
    """
    equal, fault = ending(content)
    behind = min(equal, max(0, content.size - end))
    if content.size < LARGE:
        return Filling(equal, behind, fault)
    blocks, blocks_behind = 0, 0
    try:
        with content.open() as stream:
            for at, length in _repeated(stream, tick):
                blocks += length
                blocks_behind += length if at >= end else 0
    except BadEvidence as bad:
        if bad.reason is Reason.TIMED_OUT:
            raise
        fault = fault or bad
    return Filling(max(equal, blocks), max(behind, blocks_behind), fault)


def unseen(origin: Origin, size: int, end: int, found: Filling, what: str) -> Iterator[Gap]:
    """A gap for much that lies behind the structure of *what* (at *end* of *size* bytes) and is no filling."""
    rest = size - end - found.behind
    if rest >= LARGE:
        yield Gap(origin, Reason.UNSUPPORTED, "content", f"{rest // 1_000_000} MB behind the {what}'s structure, not looked at")


def _repeated(stream: BinaryIO, tick: Callable[[], None] | None) -> Iterator[tuple[int, int]]:
    """Where the blocks begin that were there before or hold one byte only, and how long they are."""
    at, last, number = 0, b"", 0
    seen: set[bytes] = set()
    while block := stream.read(BLOCK):
        if tick and not number % 256:
            tick()
        if block == last or _goes_on(last, block) or _is_met(block, seen):
            yield at, len(block)
        at, last, number = at + len(block), block, number + 1


def _goes_on(last: bytes, block: bytes) -> bool:
    """Whether *block* repeats what stands before it, at whatever distance up to a block."""
    both = last + block
    # A short needle: looking for a long one takes too long in data that is made for it.
    at = both.rfind(block[:_NEEDLE], 0, len(last) + _NEEDLE - 1) if last else -1
    return at >= 0 and both.startswith(block, at)


def _is_met(block: bytes, seen: set[bytes]) -> bool:
    if block == block[:1] * len(block):
        return True
    name = blake2b(block, digest_size=16).digest()
    if name in seen:
        return True
    if len(seen) < _BLOCKS:
        seen.add(name)
    return False
