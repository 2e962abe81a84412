"""The content of an ordinary NTFS file, straight from its record: a tenth of the time that the full reader takes.

Ordinary is what stands in one record and is neither compressed nor encrypted; for all else there is dissect.ntfs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.ntfs_record import BrokenRecord, attributes, fixed
from mimawari.trees.streams import Readable

_DATA = 0x80
_COMPRESSED_OR_ENCRYPTED = 0x40FF


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of clusters: its first one on the volume (None: zeros, not stored) and how many."""

    cluster: int | None
    count: int


def ordinary(raw: bytes, volume: BinaryIO, cluster_size: int) -> Readable | None:
    """The unnamed stream of a record in use; None where it is not ordinary. Raises :class:`BrokenRecord`."""
    data = fixed(raw)
    found = [at for at, kind, named in attributes(data) if kind == _DATA and not named]
    if len(found) != 1:
        return None
    at = found[0]
    length, outside, flags = unpack_from("<I", data, at + 4)[0], data[at + 8], unpack_from("<H", data, at + 12)[0]
    if flags & _COMPRESSED_OR_ENCRYPTED:
        return None
    if not outside:
        size, begin = unpack_from("<IH", data, at + 16)
        if begin + size > length:
            raise BrokenRecord("value")
        return _Resident(bytes(data[at + begin : at + begin + size]))
    if length < 64 or unpack_from("<Q", data, at + 16)[0]:
        return None
    mapping = unpack_from("<H", data, at + 32)[0]
    size, valid = unpack_from("<QQ", data, at + 48)
    return _Runs(volume, runs(bytes(data[at + mapping : at + length])), cluster_size, size, min(valid, size))


def runs(mapping: bytes) -> list[Run]:
    """Decode mapping pairs: a byte with the widths of count and offset, then both, the offset from the run before."""
    found, at, cluster = [], 0, 0
    while at < len(mapping) and mapping[at]:
        wide, far = mapping[at] & 15, mapping[at] >> 4
        end = at + 1 + wide + far
        count = int.from_bytes(mapping[at + 1 : at + 1 + wide], "little")
        if not 0 < wide <= 8 or far > 8 or end > len(mapping) or not 0 < count < 1 << 48:
            raise BrokenRecord("runs")
        cluster += int.from_bytes(mapping[at + 1 + wide : end], "little", signed=True)
        if cluster < 0:
            raise BrokenRecord("runs")
        found.append(Run(cluster if far else None, count))
        at = end
    return found


class _Resident(Readable):
    def __init__(self, content: bytes) -> None:
        super().__init__(len(content))
        self._content = content

    def _piece(self, offset: int, length: int) -> bytes:
        return self._content[offset : offset + length]


class _Runs(Readable):
    """Beyond *valid* bytes nothing was ever written: what lies on the disk there is another file's."""

    def __init__(self, volume: BinaryIO, found: list[Run], cluster_size: int, size: int, valid: int) -> None:
        super().__init__(size)
        self._volume, self._runs, self._cluster, self._valid = volume, found, cluster_size, valid
        self._starts = [0]
        for run in found:
            self._starts.append(self._starts[-1] + run.count * cluster_size)
        if self._starts[-1] < valid:
            raise BrokenRecord("runs")

    def _piece(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0:
            count, data = self._part(offset, length)
            pieces.append(data)
            offset, length = offset + count, length - count
        return b"".join(pieces)

    def _part(self, offset: int, length: int) -> tuple[int, bytes]:
        if offset >= self._valid:
            return length, bytes(length)
        index = bisect_right(self._starts, offset) - 1
        count = min(length, self._starts[index + 1] - offset, self._valid - offset)
        cluster = self._runs[index].cluster
        if cluster is None:
            return count, bytes(count)
        self._volume.seek(cluster * self._cluster + offset - self._starts[index])
        data = self._volume.read(count)
        if len(data) < count:
            raise BadEvidence(Reason.CORRUPT, "NTFS file: it lies beyond the end of the volume")
        return count, data
