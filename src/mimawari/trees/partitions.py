"""Where on a disk the volumes lie: MBR, its chain of logical partitions, GPT; or the disk is one bare volume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO
from uuid import UUID

from mimawari.model import BadEvidence
from mimawari.trees.fat import is_fat
from mimawari.trees.ntfs_boot import read_boot

MAX_PARTITIONS = 256
_SECTOR = 512
_EXTENDED = (0x05, 0x0F, 0x85)
_MBR_WINDOWS = (0x01, 0x04, 0x06, 0x07, 0x0B, 0x0C, 0x0E, 0x11, 0x14, 0x16, 0x17, 0x1B, 0x1C, 0x1E, 0x27, 0xEF)
_GPT_EMPTY = UUID(int=0)
_GPT_BASIC = UUID("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7")
_GPT_RESERVED = UUID("e3c9e316-0b5c-4db8-817d-f92df00215ae")
_GPT_DYNAMIC = (UUID("5808c8aa-7e8f-42e0-85d2-e1e90434cfb3"), UUID("af9b60a0-1431-4f62-bc68-3311714a69ad"))
_BARE = (b"NTFS    ", b"EXFAT   ", b"-FVE-FS-", b"ReFS\0\0\0\0")


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of the disk, in bytes. ``number`` as disk tools count it, 0 for a bare volume.

    ``windows``: its type says that Windows keeps files in it. ``dynamic``: it belongs to a dynamic disk (LDM).
    """

    number: int
    offset: int
    size: int
    windows: bool = True
    dynamic: bool = False


def is_bare(sector: bytes) -> bool:
    """Whether a first sector begins a volume, not a disk."""
    return sector[3:11] in _BARE or is_fat(sector)


def partitions(disk: BinaryIO, size: int) -> tuple[Partition, ...]:
    """The partitions of a disk of *size* bytes, none if it has no table. Stretches beyond its end are kept."""
    sector = _read(disk, 0, size)
    if is_bare(sector):
        return (Partition(0, 0, max(size, _stated(sector))),)
    if sector[510:512] != b"\x55\xaa":
        return ()
    slots = _slots(sector)
    if any(kind == 0xEE for kind, _, _ in slots):
        for length in (512, 4096):
            if _read(disk, length, size)[:8] == b"EFI PART":
                return tuple(_gpt(disk, length, size))
    return tuple(_mbr(disk, slots, size))


def _stated(sector: bytes) -> int:
    """How long an NTFS volume says it is, 0 where it does not: a file that is shorter was cut off."""
    try:
        boot = read_boot(sector)
    except BadEvidence:
        return 0
    return boot.sectors * boot.sector_size


def plausible(sector: bytes, size: int) -> bool:
    """Whether a first sector is a partition table, so that a file is an image by its look alone."""
    slots = _slots(sector) if sector[510:512] == b"\x55\xaa" else []
    states = all(sector[446 + 16 * slot] in (0, 0x80) for slot in range(4))
    return bool(slots) and states and all(0 < start * _SECTOR < size and count for _, start, count in slots)


def _slots(sector: bytes) -> list[tuple[int, int, int]]:
    """Type, first sector and number of sectors of the slots in use."""
    raw = [unpack_from("<4xB3xII", sector, 446 + 16 * slot) for slot in range(4)]
    return [(kind, start, count) for kind, start, count in raw if kind]


def _mbr(disk: BinaryIO, slots: list[tuple[int, int, int]], size: int) -> Iterator[Partition]:
    for number, (kind, start, count) in enumerate(slots, 1):
        if kind in _EXTENDED:
            yield from _logical(disk, start, size)
        elif kind != 0xEE and start and count:
            yield Partition(number, start * _SECTOR, count * _SECTOR, kind in _MBR_WINDOWS, kind == 0x42)


def _logical(disk: BinaryIO, base: int, size: int) -> Iterator[Partition]:
    """The chain of extended boot records: each names one partition and the next record, relative to the first."""
    at, seen = base, set[int]()
    for number in range(5, MAX_PARTITIONS):
        sector = _read(disk, at * _SECTOR, size)
        if at in seen or sector[510:512] != b"\x55\xaa":
            return
        seen.add(at)
        slots = _slots(sector)
        for kind, start, count in slots:
            if kind not in _EXTENDED and start and count:
                yield Partition(number, (at + start) * _SECTOR, count * _SECTOR, kind in _MBR_WINDOWS, kind == 0x42)
                break
        following = next((base + start for kind, start, _ in slots if kind in _EXTENDED and start), None)
        if following is None:
            return
        at = following


def _gpt(disk: BinaryIO, length: int, size: int) -> Iterator[Partition]:
    table, count, width = unpack_from("<QII", _read(disk, length, size), 72)
    for number in range(min(count, MAX_PARTITIONS) if 128 <= width <= 4096 else 0):
        raw = _read(disk, table * length + number * width, size, 128)
        kind, first, last = UUID(bytes_le=raw[:16]), *unpack_from("<QQ", raw, 32)
        if kind not in (_GPT_EMPTY, _GPT_RESERVED) and 0 < first <= last < 1 << 48:
            windows = kind == _GPT_BASIC
            yield Partition(number + 1, first * length, (last - first + 1) * length, windows, kind in _GPT_DYNAMIC)


def _read(disk: BinaryIO, offset: int, size: int, length: int = _SECTOR) -> bytes:
    """Bytes of the disk, zeros where it ends before."""
    if offset >= size:
        return bytes(length)
    disk.seek(offset)
    return disk.read(min(length, size - offset)).ljust(length, b"\0")
