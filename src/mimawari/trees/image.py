"""A disk image: its volumes, what stands on them, and what could not be opened of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from mimawari.model import BadEvidence, Gap, Origin, Reason
from mimawari.trees import Tree, Volume, Volumes
from mimawari.trees.container import Disk, ends_of, format_of, open_disk, open_disk_stream
from mimawari.trees.exfat import MAGIC as EXFAT
from mimawari.trees.exfat import ExfatTree, read_exfat_boot
from mimawari.trees.fat import FatTree, is_fat, read_fat_boot
from mimawari.trees.ntfs import NtfsTree
from mimawari.trees.ntfs_boot import MAGIC as NTFS
from mimawari.trees.ntfs_boot import read_boot
from mimawari.trees.partitions import Partition, is_bare, partitions, plausible
from mimawari.trees.shadow import shadows
from mimawari.trees.streams import Window, open_plain, size_of
from mimawari.trees.vmdk import is_vmdk

_BITLOCKER = b"-FVE-FS-"


def is_image(path: Path) -> bool:
    """Whether a file is a disk image (its first segment) by its content. Quick; never raises."""
    try:
        with open_plain(os.path.realpath(path)) as stream:
            size = size_of(stream)
            head, tail = ends_of(stream, size)
            head = head.ljust(512, b"\0")
            if format_of(head, tail) == "vmdk":
                return is_vmdk(stream, head)
    except (BadEvidence, OSError):
        return False
    kind = format_of(head, tail)
    if kind in ("ewf", "other-ewf"):
        return head[9:11] == b"\1\0" or kind == "other-ewf"
    return bool(kind) or is_bare(head) or plausible(head, size)


def open_image(path: Path, origin: Origin) -> Volumes:
    """The volumes of the image at *path*: NTFS (with shadow copies), FAT, exFAT. What cannot be opened is a gap at *origin*."""
    return _volumes(partial(open_disk, path), origin)


def is_image_head(head: bytes, tail: bytes, size: int) -> bool:
    """Whether something of *size* bytes is a disk image by its first and its last 512 bytes."""
    return bool(format_of(head.ljust(512, b"\0"), tail)) or is_bare(head) or (len(head) >= 512 and plausible(head, size))


def open_image_stream(stream: BinaryIO, size: int, origin: Origin) -> Volumes:
    """The volumes of an image that is no file of this machine, but *size* bytes of a *stream*; gaps as :func:`open_image`."""
    return _volumes(partial(open_disk_stream, stream, size), origin)


def _volumes(opened: Callable[[], Disk], origin: Origin) -> Volumes:
    try:
        disk = opened()
        found = partitions(disk.stream, disk.size)
    except BadEvidence as bad:
        return Volumes((), (Gap(origin, bad.reason, "volume", bad.detail),))
    if not found:
        return Volumes((), (Gap(origin, Reason.UNSUPPORTED, "volume", "no partition table and no Windows file system"),))
    return _named(list(_all(disk, found, origin)), origin)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a partition gave: a volume or a gap, and how to look for its shadow copies."""

    partition: Partition
    stream: BinaryIO
    volume: Volume | None = None
    gap: Gap | None = None


def _all(disk: Disk, found: tuple[Partition, ...], origin: Origin) -> Iterator[_Opened]:
    for partition in found:
        where = origin.at(*origin.path, f"partition {partition.number}") if partition.number else origin
        size = max(0, min(partition.size, disk.size - partition.offset))
        stream = cast("BinaryIO", Window(disk.stream, partition.offset, size, what="volume"))
        cut = Gap(where, Reason.CORRUPT, "volume", "the image ends within the volume") if size < partition.size else None
        try:
            yield _Opened(partition, stream, _volume(stream, size, partition), cut)
        except BadEvidence as bad:
            yield _Opened(partition, stream, gap=(cut if partition.windows else None) or _gap(where, bad, partition))


def _gap(where: Origin, bad: BadEvidence, partition: Partition) -> Gap:
    """What Windows cannot have been installed on is no loss of *the* volume."""
    foreign = bad.reason is Reason.UNSUPPORTED and not partition.dynamic
    return Gap(where, bad.reason, "other-volume" if foreign else "volume", bad.detail)


def _named(opened: list[_Opened], origin: Origin) -> Volumes:
    usable = [one for one in opened if one.volume]
    volumes: list[Volume] = []
    gaps = [one.gap for one in opened if one.gap]
    for one in usable:
        assert one.volume is not None
        name = f"partition {one.partition.number}" if len(usable) > 1 else ""
        volumes.append(replace(one.volume, name=name))
        if isinstance(one.volume.tree, NtfsTree):
            older = shadows(one.stream, size_of(one.stream), origin, f"{name}/" if name else "")
            volumes += older.volumes
            gaps += older.gaps
    return Volumes(tuple(volumes), tuple(gaps))


def _volume(stream: BinaryIO, size: int, partition: Partition) -> Volume:
    """The volume in *stream*. Raises ``BadEvidence`` for what is none that can be read."""
    if partition.dynamic:
        raise BadEvidence(Reason.UNSUPPORTED, "a dynamic disk (LDM)")
    stream.seek(0)
    sector = stream.read(512).ljust(512, b"\0")
    if sector[3:11] == _BITLOCKER:
        raise BadEvidence(Reason.ENCRYPTED, "BitLocker")
    if sector[3:11] != NTFS and not is_bare(sector):
        sector = _backup(stream, size, sector)
    tree, serial = _tree(stream, sector, partition)
    return Volume(tree, serial=serial)


def _backup(stream: BinaryIO, size: int, sector: bytes) -> bytes:
    """NTFS keeps a copy of its first sector in the last one."""
    if size < 1024:
        return sector
    stream.seek(size - 512)
    last = stream.read(512)
    return last if last[3:11] == NTFS else sector


def _tree(stream: BinaryIO, sector: bytes, partition: Partition) -> tuple[Tree, int]:
    if sector[3:11] == NTFS:
        boot = read_boot(sector)
        return NtfsTree(stream, boot), boot.serial
    if sector[3:11] == EXFAT:
        layout, serial, root = read_exfat_boot(sector)
        return ExfatTree(stream, layout, root), serial
    if is_fat(sector):
        fat = read_fat_boot(sector)
        return FatTree(stream, fat), fat.serial
    if partition.windows and not is_bare(sector) and any(sector):
        raise BadEvidence(Reason.CORRUPT, "no file system where Windows should have one")
    raise BadEvidence(Reason.UNSUPPORTED, "not a Windows file system")
