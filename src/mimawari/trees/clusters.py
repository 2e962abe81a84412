"""What FAT and exFAT share: a table of clusters, chains through it, and local times without a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import TICKS_PER_SECOND
from mimawari.trees.streams import Readable, buffered

_PAGE = 1 << 16
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie on the volume, in bytes; ``bits`` is the width of an entry of the table, ``last`` the last cluster."""

    bits: int
    table: int
    heap: int
    cluster_size: int
    last: int


class Clusters:
    """The cluster heap of a volume in *fh*. Cluster numbers begin with 2."""

    def __init__(self, fh: BinaryIO, layout: Layout) -> None:
        self._fh, self._layout = fh, layout
        self._page, self._page_at = b"", -1

    @property
    def size(self) -> int:
        """Bytes a cluster."""
        return self._layout.cluster_size

    def open(self, first: int, size: int, *, contiguous: bool = False) -> BinaryIO:
        """The content of *size* bytes that begins at cluster *first*."""
        wanted = -(-size // self.size)
        if contiguous:
            for cluster in (first, first + wanted - 1) if wanted else ():
                self._check(cluster)
            return buffered(_Chain(self._fh, self._layout, range(first, first + wanted), size))
        chain = list(self.chain(first, wanted)) if wanted else []
        if len(chain) < wanted:
            raise BadEvidence(Reason.CORRUPT, "the chain of clusters is too short")
        return buffered(_Chain(self._fh, self._layout, chain, size))

    def chain(self, first: int, limit: int) -> Iterator[int]:
        """At most *limit* clusters from *first* on. Raises ``BadEvidence`` corrupt where the chain leaves the volume."""
        cluster, end = first, {12: 0xFF8, 16: 0xFFF8}.get(self._layout.bits, 0xFFFFFF8)
        for _ in range(min(limit, self._layout.last)):
            self._check(cluster)
            yield cluster
            cluster = self._next(cluster)
            if cluster >= end:
                return

    def _check(self, cluster: int) -> None:
        if not 2 <= cluster <= self._layout.last:
            raise BadEvidence(Reason.CORRUPT, "the chain of clusters leaves the volume")

    def _next(self, cluster: int) -> int:
        bits = self._layout.bits
        at = cluster * bits // 8
        raw = int.from_bytes(self._bytes(at, 4 if bits == 32 else 2), "little")
        if bits == 12:
            return raw >> 4 if cluster & 1 else raw & 0xFFF
        return raw & 0xFFFFFFF if bits == 32 else raw

    def _bytes(self, at: int, count: int) -> bytes:
        page = at & ~(_PAGE - 1)
        if page != self._page_at:
            self._fh.seek(self._layout.table + page)
            # Two bytes more: an entry of 12 bits may lie across the border.
            self._page, self._page_at = self._fh.read(_PAGE + 2), page
        return self._page[at - page : at - page + count]


class _Chain(Readable):
    """Bytes out of a list of clusters."""

    def __init__(self, fh: BinaryIO, layout: Layout, chain: list[int] | range, size: int) -> None:
        super().__init__(size)
        self._fh, self._layout, self._chain = fh, layout, chain

    def _piece(self, offset: int, length: int) -> bytes:
        size = self._layout.cluster_size
        pieces = []
        while length > 0:
            index, skip = divmod(offset, size)
            count = min(length, size - skip)
            self._fh.seek(self._layout.heap + (self._chain[index] - 2) * size + skip)
            pieces.append(self._fh.read(count))
            offset, length = offset + count, length - count
        return b"".join(pieces)


def dos_time(day: int, time: int, hundredths: int = 0, quarters: int = 0) -> int | None:
    """A FILETIME from a DOS date and time (2 s steps) with its hundredths (0 to 199).

    *quarters* are the quarters of an hour east of UTC; without a zone the time is taken as UTC. None for no date.
    """
    try:
        moment = datetime(1980 + (day >> 9), day >> 5 & 15, day & 31, time >> 11, time >> 5 & 63, (time & 31) * 2, tzinfo=UTC)
    except ValueError:
        return None
    since = moment - _EPOCH
    seconds = since.days * 86400 + since.seconds - quarters * 900
    return seconds * TICKS_PER_SECOND + hundredths * (TICKS_PER_SECOND // 100)
