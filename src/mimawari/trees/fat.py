"""A FAT12, FAT16 or FAT32 volume. Source of the layout: Microsoft's *FAT32 File System Specification* (fatgen103)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry
from mimawari.trees.clusters import Clusters, Layout, dos_time
from mimawari.trees.nodes import NodeTree

MAX_FOLDER = 1 << 21
"""65,536 entries of 32 bytes: the specification's limit of a folder."""
_VOLUME, _FOLDER, _LONG = 0x08, 0x10, 0x0F


@dataclass(frozen=True, slots=True)
class FatFile:
    """A directory entry; ``cluster`` 0 is an empty file, -1 the fixed root of FAT12 and FAT16."""

    cluster: int
    size: int
    is_folder: bool
    created: int | None = None
    modified: int | None = None


@dataclass(frozen=True, slots=True)
class FatBoot:
    """What the boot sector says. ``root`` is a cluster (FAT32), or the place and length in bytes of the fixed root."""

    layout: Layout
    serial: int
    root_cluster: int
    root_at: int
    root_size: int


def is_fat(sector: bytes) -> bool:
    """Whether a boot sector is one of FAT: by the sizes that the specification allows, not by its label."""
    if len(sector) < 512 or sector[510:512] != b"\x55\xaa" or not (sector[0] == 0xE9 or (sector[0] == 0xEB and sector[2] == 0x90)):
        return False
    size, per_cluster, reserved, tables = unpack_from("<HBHB", sector, 11)
    return (
        size in (512, 1024, 2048, 4096)
        and per_cluster in (1, 2, 4, 8, 16, 32, 64, 128)
        and reserved > 0
        and tables in (1, 2)
        and (sector[21] == 0xF0 or sector[21] >= 0xF8)
        and (unpack_from("<H", sector, 19)[0] or unpack_from("<I", sector, 32)[0]) > 0
    )


def read_fat_boot(sector: bytes) -> FatBoot:
    """The boot sector's content. Raises ``BadEvidence`` corrupt."""
    size, per_cluster, reserved, tables, roots, total, _, table = unpack_from("<HBHBHHBH", sector, 11)
    total, big_table = total or unpack_from("<I", sector, 32)[0], unpack_from("<I", sector, 36)[0]
    table = table or big_table
    root_at = (reserved + tables * table) * size
    root_size = roots * 32
    heap = root_at + -(-root_size // size) * size
    clusters = (total * size - heap) // (per_cluster * size)
    if clusters < 1:
        raise BadEvidence(Reason.CORRUPT, "the FAT boot sector has impossible sizes")
    bits = 12 if clusters < 4085 else 16 if clusters < 65525 else 32
    layout = Layout(bits, reserved * size, heap, per_cluster * size, min(clusters + 1, table * size * 8 // bits - 1))
    serial = unpack_from("<I", sector, 67 if bits == 32 else 39)[0]
    return FatBoot(layout, serial, unpack_from("<I", sector, 44)[0] if bits == 32 else 0, root_at, root_size)


class FatTree(NodeTree[FatFile]):
    """The files of a FAT volume in *fh*. Times are local and kept to 2 s."""

    def __init__(self, fh: BinaryIO, boot: FatBoot) -> None:
        super().__init__(FatFile(boot.root_cluster or -1, 0, is_folder=True))
        self._fh, self._boot = fh, boot
        self._clusters = Clusters(fh, boot.layout)
        self._folder(self._root)

    def _key(self, node: FatFile) -> int:
        return node.cluster

    def _entry(self, name: str, node: FatFile) -> Entry:
        return Entry(name, node.is_folder, None if node.is_folder else node.size, node.created, node.modified)

    def _content(self, node: FatFile) -> BinaryIO:
        return self._clusters.open(node.cluster, node.size)

    def _children(self, node: FatFile) -> Iterator[tuple[str, FatFile]]:
        return _entries(self._bytes(node))

    def _bytes(self, node: FatFile) -> bytes:
        if node.cluster == -1:
            self._fh.seek(self._boot.root_at)
            return self._fh.read(self._boot.root_size)
        count = len(list(self._clusters.chain(node.cluster, MAX_FOLDER // self._clusters.size or 1)))
        return self._clusters.open(node.cluster, count * self._clusters.size).read()


def _entries(data: bytes) -> Iterator[tuple[str, FatFile]]:
    long: list[bytes] = []
    for at in range(0, len(data) - 31, 32):
        raw = data[at : at + 32]
        if raw[0] == 0:
            return
        if raw[11] & 0x3F == _LONG and raw[0] != 0xE5:
            long = ([] if raw[0] & 0x40 else long)[-20:]
            long.insert(0, raw[1:11] + raw[14:26] + raw[28:32])
            continue
        name = _long_name(long) or _short_name(raw)
        long = []
        if raw[0] not in (0xE5, ord(".")) and not raw[11] & _VOLUME and name:
            yield name, _file(raw)


def _long_name(pieces: list[bytes]) -> str:
    return b"".join(pieces).decode("utf-16-le", "surrogatepass").split("\0", 1)[0]


def _short_name(raw: bytes) -> str:
    stem = (b"\xe5" + raw[1:8] if raw[0] == 5 else raw[:8]).decode("cp437").rstrip()
    extension = raw[8:11].decode("cp437").rstrip()
    # Bits 3 and 4 of byte 12: Windows shows stem and extension in lower case.
    stem = stem.lower() if raw[12] & 8 else stem
    extension = extension.lower() if raw[12] & 16 else extension
    return f"{stem}.{extension}" if extension else stem


def _file(raw: bytes) -> FatFile:
    tenth, made_at, made_on, _, high, at, on, low, size = unpack_from("<BHHHHHHHI", raw, 13)
    folder = bool(raw[11] & _FOLDER)
    return FatFile(high << 16 | low, size, folder, dos_time(made_on, made_at, tenth), dos_time(on, at))
