"""Minidumps: the memory of a process as Windows wrote it down. What is in it is only held against rules.

Rules about programs begin with a program's header, which in a dump stands anywhere. So each program that lies in its memory is
given by itself, as it lay there.

Source: Microsoft, *minidumpapiset.h* (MINIDUMP_HEADER, MINIDUMP_MEMORY64_LIST, MINIDUMP_MEMORY_LIST); *PE Format*.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.slices import read
from mimawari.model import BadEvidence, Blob, Content, Gap, Raw, Reason

DUMP = "a memory dump, which is only held against rules"
_MAGIC = b"MDMP\x93\xa7"
_LIST, _LIST64 = 5, 9
_STREAMS, _RANGES, _PROGRAMS = 1_000, 200_000, 2_000
_OVER = 2
"""So many times the bytes of a dump are looked at: its two lists may name the same."""

_PAGE, _BLOCK, _LARGEST = 4096, 1 << 20, 64 << 20
_PE, _SIZE_OF_IMAGE = b"PE\0\0", 24 + 56


@dataclass(frozen=True, slots=True, order=True)
class _Range:
    """Memory from ``address`` on, which lies at ``offset`` in the dump."""

    address: int
    size: int
    offset: int


def recognises(head: Head) -> bool:
    """By its signature and the lower half of its version."""
    return head.start.startswith(_MAGIC)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The programs in it, where somebody looks at contents as they lie."""
    yield Gap(blob.origin, Reason.UNSUPPORTED, "content", DUMP)
    if budget.is_watched:
        yield from _programs(blob, budget)


def _programs(blob: Blob, budget: Budget) -> Iterator[Inside]:
    count, left = 0, _OVER * blob.content.size
    with blob.content.open() as stream:
        for run in _joined(sorted(_ranges(blob.content))):
            end = min(run.size, blob.content.size - run.offset)
            left -= max(0, end)
            if left < 0:
                raise BadEvidence(Reason.CORRUPT, "pieces that overlap in a memory dump")
            for offset, size in _starts(stream, run, end, budget):
                count += 1
                if count > _PROGRAMS:
                    raise BadEvidence(Reason.TOO_LARGE, f"more than {_PROGRAMS} programs in a memory dump")
                name = f"program at byte {offset}"
                # It did not come in the dump, it ran: what encloses it is what encloses the dump.
                origin = blob.origin.at(*blob.origin.path, name)
                yield Raw(Blob(origin, name, budget.slice(blob.content, offset, size), within=blob.within))


def _ranges(content: Content) -> Iterator[_Range]:
    """What its lists of memory say. Raises ``BadEvidence`` corrupt where they are not there."""
    count, at = struct.unpack("<II", read(content, 8, 8).ljust(8, b"\0"))
    table = read(content, min(count, _STREAMS) * 12, at)
    for kind, size, place in struct.iter_unpack("<III", table[: len(table) // 12 * 12]):
        if kind == _LIST:
            data = read(content, min(size, 4 + _RANGES * 16), place)[4:]
            for address, length, offset in struct.iter_unpack("<QII", data[: len(data) // 16 * 16]):
                yield _Range(address, length, offset)
        elif kind == _LIST64:
            yield from _long_list(read(content, min(size, 16 + _RANGES * 16), place))


def _long_list(data: bytes) -> Iterator[_Range]:
    """Their contents lie one behind the other."""
    if len(data) < 16:
        raise BadEvidence(Reason.CORRUPT, "the list of memory in a memory dump is cut off")
    (offset,) = struct.unpack_from("<Q", data, 8)
    for address, length in struct.iter_unpack("<QQ", data[16 : 16 + (len(data) - 16) // 16 * 16]):
        yield _Range(address, length, offset)
        offset += length


def _joined(ranges: list[_Range]) -> Iterator[_Range]:
    """Neighbours as one, where they are so in memory and in the dump: the header and the sections of a program are."""
    last: _Range | None = None
    for one in ranges:
        if last and (one.address, one.offset) == (last.address + last.size, last.offset + last.size):
            last = _Range(last.address, last.size + one.size, last.offset)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _starts(stream: BinaryIO, run: _Range, end: int, budget: Budget) -> Iterator[tuple[int, int]]:
    """Offset in the dump and size of each program that begins on a page of the first *end* bytes of *run*."""
    for at in range(-run.address % _PAGE, end, _BLOCK):
        budget.check()
        stream.seek(run.offset + at)
        block = stream.read(min(_BLOCK, end - at))
        for page in range(0, len(block), _PAGE):
            if block.startswith(b"MZ", page) and (size := _size(stream, run.offset + at + page)):
                yield run.offset + at + page, min(size, end - at - page, _LARGEST)


def _size(stream: BinaryIO, offset: int) -> int:
    """How much memory the program takes whose header begins at *offset*; 0 where none does."""
    stream.seek(offset)
    head = stream.read(2 * _PAGE)
    (at,) = struct.unpack_from("<I", head.ljust(0x40, b"\0"), 0x3C)
    if head[at : at + 4] != _PE or at + _SIZE_OF_IMAGE + 4 > len(head):
        return 0
    (size,) = struct.unpack_from("<I", head, at + _SIZE_OF_IMAGE)
    return int(size) or _LARGEST


FORMAT = Format("minidump", 60, recognises, opened)
