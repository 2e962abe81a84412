"""A Master File Table that was taken out of its volume: names, sizes, exact times and short side streams, no content."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry, Tree
from mimawari.trees.faults import system
from mimawari.trees.nodes import NodeTree
from mimawari.trees.ntfs_boot import read_boot, serial_of_boot
from mimawari.trees.ntfs_record import ROOT, BrokenRecord, Record, parse
from mimawari.trees.ntfs_side import names_stream, resident
from mimawari.trees.side import LIMIT
from mimawari.trees.streams import size_of

__all__ = ["open_mft", "serial_of_boot"]

MAX_RECORDS = 20_000_000
_BATCH = 1024
_FOLDER, _SURROGATE, _SEEN = 1, 2, 4
_UNKNOWN = -1


class _Table:
    """Every record in use, in columns: an object a record would cost several times the memory."""

    def __init__(self, count: int) -> None:
        self.flags = bytearray(count)
        self.sequence = array("H", bytes(2 * count))
        self.created = array("Q", bytes(8 * count))
        self.modified = array("Q", bytes(8 * count))
        self.size = array("q", [_UNKNOWN]) * count
        self.names: list[str] = []
        self.segments = array("I")
        self.parents = array("I")
        self.parent_sequences = array("H")
        self.broken = 0
        self.orphans = 0
        self.children: dict[int, array[int]] = {}

    def add(self, segment: int, record: Record) -> None:
        """Take over what a record says, of itself or of the record that it continues."""
        at = record.base or segment
        if at >= len(self.flags):
            self.broken += 1
            return
        if not record.base:
            self._itself(segment, record)
        if record.size is not None:
            self.size[at] = min(record.size, (1 << 63) - 1)
        for named in record.names:
            if named.parent < len(self.flags) and named.name and at != ROOT:
                self.names.append(named.name)
                self.segments.append(at)
                self.parents.append(named.parent)
                self.parent_sequences.append(named.parent_sequence)

    def _itself(self, segment: int, record: Record) -> None:
        self.flags[segment] = _SEEN | (_FOLDER if record.is_folder else 0) | (_SURROGATE if record.is_surrogate else 0)
        self.sequence[segment] = record.sequence
        self.created[segment], self.modified[segment] = record.created or 0, record.modified or 0

    def grow(self) -> None:
        """Find for every folder what lies in it. A folder lies in one place only, so there are no loops below the root."""
        placed = bytearray(len(self.flags))
        for index, segment in enumerate(self.segments):
            parent, flags = self.parents[index], self.flags[segment]
            if not flags or self.parent_sequences[index] != self.sequence[parent] or not self.flags[parent] & _FOLDER:
                self.orphans += 1
            elif not (flags & _FOLDER and placed[segment]):
                placed[segment] = 1
                self.children.setdefault(parent, array("I")).append(index)
        self.parents, self.parent_sequences = array("I"), array("H")


class MftTree(NodeTree[int]):
    """The listing of an ``$MFT`` in *fh*, whose records are *length* bytes long. A node is the number of a name; the root is -1."""

    exact = True

    def __init__(self, table: _Table, fh: BinaryIO, length: int) -> None:
        super().__init__(-1)
        self._table, self._fh, self._length = table, fh, length
        self._note(Reason.CORRUPT, "damaged record in $MFT", table.broken)
        self._note(Reason.CORRUPT, "file whose folder is gone from $MFT", table.orphans)

    def _children(self, node: int) -> Iterable[tuple[str, int]]:
        names = self._table.names
        return [(names[index], index) for index in self._table.children.get(self._key(node), ())]

    def _entry(self, name: str, node: int) -> Entry | None:
        table, segment = self._table, self._key(node)
        flags, size = table.flags[segment], table.size[segment]
        folder = bool(flags & _FOLDER)
        return Entry(
            name,
            folder,
            None if folder or size == _UNKNOWN else size,
            table.created[segment] or None,
            table.modified[segment] or None,
            bool(flags & _SURROGATE),
        )

    def _content(self, node: int) -> BinaryIO:  # noqa: ARG002 - the base class asks so
        raise BadEvidence(Reason.MISSING, "$MFT lists files and does not hold them")

    def side(self, path: str, name: str) -> bytes:
        """A file's stream *name* where it stands in the file's record; empty where it does not. Raises ``BadEvidence``."""
        found = self._find(path)
        if found is None or found[0].is_folder:
            return b""
        with system("$MFT"):
            self._fh.seek(self._key(found[1]) * self._length)
            raw = self._fh.read(self._length)
        try:
            is_whole = len(raw) == self._length and names_stream(raw, name)
            return (resident(raw, name) or b"")[:LIMIT] if is_whole else b""
        except BrokenRecord as broken:
            raise BadEvidence(Reason.CORRUPT, "damaged record in $MFT") from broken

    def _key(self, node: int) -> int:
        return ROOT if node < 0 else self._table.segments[node]


def open_mft(fh: BinaryIO, boot: BinaryIO | None = None) -> Tree:
    """The listing of an extracted ``$MFT``; *boot*, an extracted ``$Boot``, says how long a record is.

    Raises ``BadEvidence``: corrupt (no root folder in it), too large. Damaged records are told in ``defects``.
    """
    with system("$MFT"):
        size = size_of(fh)
        fh.seek(0)
        length = _record_size(fh, boot)
        count = size // length
        if count > MAX_RECORDS:
            raise BadEvidence(Reason.TOO_LARGE, f"$MFT with {count} records")
        table = _fill(_Table(count), fh, length)
    if count <= ROOT or not table.flags[ROOT] & _FOLDER:
        raise BadEvidence(Reason.CORRUPT, "no root folder in $MFT")
    table.grow()
    return MftTree(table, fh, length)


def _fill(table: _Table, fh: BinaryIO, length: int) -> _Table:
    for segment, raw in enumerate(_records(fh, length, len(table.flags))):
        try:
            record = parse(raw)
        except BrokenRecord:
            table.broken += 1
        else:
            if record is not None:
                table.add(segment, record)
    return table


def _records(fh: BinaryIO, length: int, count: int) -> Iterator[memoryview]:
    fh.seek(0)
    for first in range(0, count, _BATCH):
        batch = memoryview(fh.read(length * min(_BATCH, count - first)))
        for at in range(0, len(batch) - length + 1, length):
            yield batch[at : at + length]


def _record_size(fh: BinaryIO, boot: BinaryIO | None) -> int:
    """From ``$Boot``, else from the first record itself (1024 bytes on nearly every disk, 4096 on some)."""
    if boot is not None:
        boot.seek(0)
        with suppress(BadEvidence):
            return read_boot(boot.read(512)).record_size
    head = fh.read(32)
    stated = int.from_bytes(head[28:32], "little") if head[:4] == b"FILE" else 0
    return stated if stated in (1024, 2048, 4096) else 1024
