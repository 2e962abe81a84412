"""An exFAT volume. Source of the layout: Microsoft's *exFAT file system specification*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry
from mimawari.trees.clusters import Clusters, Layout, dos_time
from mimawari.trees.nodes import NodeTree

MAGIC = b"EXFAT   "
MAX_FOLDER = 1 << 28
"""256 MiB: the specification's limit of a folder."""
_FILE, _STREAM, _NAME = 0x85, 0xC0, 0xC1


@dataclass(frozen=True, slots=True)
class ExfatFile:
    """A file directory entry set. ``contiguous``: its clusters follow one another and stand in no chain."""

    cluster: int
    size: int
    is_folder: bool
    contiguous: bool = False
    created: int | None = None
    modified: int | None = None


def read_exfat_boot(sector: bytes) -> tuple[Layout, int, int]:
    """Layout, volume serial and the root's first cluster. Raises ``BadEvidence`` corrupt."""
    table, _, heap, count, root, serial = unpack_from("<IIIIII", sector, 80)
    sector_bits, cluster_bits = sector[108], sector[109]
    if not 9 <= sector_bits <= 12 or cluster_bits > 25 - sector_bits or not count:
        raise BadEvidence(Reason.CORRUPT, "the exFAT boot sector has impossible sizes")
    layout = Layout(32, table << sector_bits, heap << sector_bits, 1 << sector_bits + cluster_bits, count + 1)
    return layout, serial, root


class ExfatTree(NodeTree[ExfatFile]):
    """The files of an exFAT volume in *fh*. Times are kept to 10 ms."""

    def __init__(self, fh: BinaryIO, layout: Layout, root: int) -> None:
        super().__init__(ExfatFile(root, 0, is_folder=True))
        self._clusters = Clusters(fh, layout)
        self._folder(self._root)

    def _key(self, node: ExfatFile) -> int:
        return node.cluster

    def _entry(self, name: str, node: ExfatFile) -> Entry:
        return Entry(name, node.is_folder, None if node.is_folder else node.size, node.created, node.modified)

    def _content(self, node: ExfatFile) -> BinaryIO:
        return self._clusters.open(node.cluster, node.size, contiguous=node.contiguous)

    def _children(self, node: ExfatFile) -> Iterator[tuple[str, ExfatFile]]:
        return _entries(self._bytes(node))

    def _bytes(self, node: ExfatFile) -> bytes:
        size = node.size
        if node.cluster == 0 and node is not self._root:
            return b""
        if not size:
            size = len(list(self._clusters.chain(node.cluster, MAX_FOLDER // self._clusters.size or 1))) * self._clusters.size
        if size > MAX_FOLDER:
            raise BadEvidence(Reason.CORRUPT, "exFAT: a folder of impossible size")
        return self._clusters.open(node.cluster, size, contiguous=node.contiguous).read()


def _entries(data: bytes) -> Iterator[tuple[str, ExfatFile]]:
    at = 0
    while at + 32 <= len(data) and data[at]:
        count = 1
        if data[at] == _FILE:
            count += data[at + 1]
            found = _file(data[at : at + 32 * count])
            if found is not None:
                yield found
        at += 32 * count


def _file(raw: bytes) -> tuple[str, ExfatFile] | None:
    if len(raw) < 96 or raw[32] != _STREAM:
        return None
    letters = b"".join(raw[at + 2 : at + 32] for at in range(64, len(raw), 32) if raw[at] == _NAME)
    name = letters.decode("utf-16-le", "surrogatepass")[: raw[35]].rstrip("\0")
    cluster, size = unpack_from("<IQ", raw, 32 + 20)
    file = ExfatFile(cluster, size, bool(raw[4] & 0x10), bool(raw[33] & 2), _time(raw, 8, 20, 22), _time(raw, 12, 21, 23))
    return (name, file) if name else None


def _time(raw: bytes, at: int, hundredths: int, zone: int) -> int | None:
    stamp, quarters = unpack_from("<I", raw, at)[0], 0
    if raw[zone] & 0x80:
        # Seven bits, signed: the quarters of an hour that local time is ahead of UTC.
        quarters = (raw[zone] & 0x7F) - (0x80 if raw[zone] & 0x40 else 0)
    return dos_time(stamp >> 16, stamp & 0xFFFF, raw[hundredths], quarters)
