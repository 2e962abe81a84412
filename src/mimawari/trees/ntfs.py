"""An NTFS volume: folders by their index, times by ``$STANDARD_INFORMATION`` at 100 ns, content through dissect.ntfs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Any, BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry
from mimawari.trees.faults import parsing
from mimawari.trees.nodes import NodeTree
from mimawari.trees.ntfs_boot import Boot
from mimawari.trees.ntfs_data import ordinary
from mimawari.trees.ntfs_record import (
    ENCRYPTED,
    OFFLINE,
    RECALL,
    ROOT,
    SURROGATE,
    BrokenRecord,
    Named,
    Record,
    file_name,
    parse,
)
from mimawari.trees.ntfs_side import names_stream, resident
from mimawari.trees.ntfs_streams import MOST, Beside, beside
from mimawari.trees.side import LIMIT
from mimawari.trees.streams import Readable, Window, buffered

_INDEX_ROOT, _INDEX_ALLOCATION, _BITMAP = 0x90, 0xA0, 0xB0
_INDEX = "$I30"
_MAX_INDEX = 1 << 30
_HEADER = Struct("<III")
_ENTRY = Struct("<QHHI")
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a folder's index: the record it leads to, and what the index itself says."""

    segment: int
    sequence: int
    named: Named


class NtfsTree(NodeTree[Place]):
    """The files of an NTFS volume in *fh*. Raises ``BadEvidence`` corrupt where there is no reading it."""

    exact = True

    def __init__(self, fh: BinaryIO, boot: Boot) -> None:
        super().__init__(Place(ROOT, 0, Named(ROOT, 0, "")))
        self._boot, self._fh = boot, fh
        self._ntfs = _bootstrap(fh, boot)
        if not self._children_of(ROOT):
            raise BadEvidence(Reason.CORRUPT, "NTFS: the root folder cannot be listed")

    def _key(self, node: Place) -> int:
        return node.segment

    def _children(self, node: Place) -> Iterator[tuple[str, Place]]:
        return ((place.named.name, place) for place in self._children_of(node.segment))

    def _children_of(self, segment: int) -> list[Place]:
        with parsing("NTFS folder", *_errors()):
            return [
                place
                for data, at, end in self._index(segment)
                for place in self._places(data, at, end)
                if place.named.parent == segment and place.segment != ROOT
            ]

    def _index(self, segment: int) -> Iterator[tuple[bytes, int, int]]:
        """Every piece of a folder's index that is in use: the bytes, and where the entries begin and end."""
        record = self._ntfs.mft.get(segment)
        root = record.open(_INDEX, _INDEX_ROOT).read(1 << 16)
        first, used, _ = _HEADER.unpack_from(root, 16)
        yield root, 16 + first, min(16 + used, len(root))
        if record.attributes.find(_INDEX, _INDEX_ALLOCATION):
            size = int.from_bytes(root[8:12], "little")
            yield from self._buffers(record, size)

    def _buffers(self, record: Any, size: int) -> Iterator[tuple[bytes, int, int]]:
        stream = record.open(_INDEX, _INDEX_ALLOCATION)
        if not _SECTOR <= size <= 1 << 16 or stream.size > _MAX_INDEX:
            raise BadEvidence(Reason.CORRUPT, "NTFS: a folder's index has an impossible size")
        used = record.open(_INDEX, _BITMAP).read(1 << 20) if record.attributes.find(_INDEX, _BITMAP) else None
        for number in range(stream.size // size):
            if used is not None and not (number >> 3 < len(used) and used[number >> 3] & 1 << (number & 7)):
                continue
            stream.seek(number * size)
            data = stream.read(size)
            piece = _unfixed(data) if len(data) == size else None
            if piece is None:
                self._note(Reason.CORRUPT, "NTFS: part of a folder's index")
                continue
            first, end, _ = _HEADER.unpack_from(piece, 24)
            yield piece, 24 + first, min(24 + end, size)

    def _places(self, data: bytes, at: int, end: int) -> Iterator[Place]:
        while at + 16 <= end:
            reference, length, key, flags = _ENTRY.unpack_from(data, at)
            if flags & 2:
                return
            if length < 16 or at + length > end or 16 + key > length:
                self._note(Reason.CORRUPT, "NTFS: an entry of a folder's index")
                return
            try:
                named = file_name(data, at + 16, key)
            except BrokenRecord:
                self._note(Reason.CORRUPT, "NTFS: an entry of a folder's index")
                named = None
            if named is not None and named.name:
                yield Place(reference & 0xFFFFFFFFFFFF, reference >> 48, named)
            at += length

    def _raw(self, place: Place) -> bytes:
        """The record behind a name, as it is stored. Raises :class:`BrokenRecord`."""
        size = self._boot.record_size
        with parsing("$MFT", *_errors()):
            self._ntfs.mft.fh.seek(place.segment * size)
            raw = bytes(self._ntfs.mft.fh.read(size))
        if len(raw) != size:
            raise BrokenRecord("it ends early")
        return raw

    def _entry(self, name: str, node: Place) -> Entry | None:
        try:
            record = parse(self._raw(node))
        except (BrokenRecord, BadEvidence):
            self._note(Reason.CORRUPT, "NTFS: a damaged file record")
            return _indexed(name, node.named)
        if record is None or (node.sequence and record.sequence != node.sequence):
            # The index is older than the record: the file is gone.
            return None
        folder = record.is_folder
        elsewhere = record.is_surrogate or (folder and not _stands_here(record, node))
        size = None if folder else self._size(record, node)
        return Entry(name, folder, size, record.created or None, record.modified or None, elsewhere)

    def _size(self, record: Record, node: Place) -> int | None:
        if record.size is not None or not record.has_list:
            return record.size
        try:
            with parsing("$MFT", *_errors()):
                return int(self._ntfs.mft.get(node.segment).size())
        except BadEvidence:
            return node.named.size

    def _content(self, node: Place) -> BinaryIO:
        try:
            raw = self._raw(node)
            record = parse(raw)
            if record is None:
                raise BadEvidence(Reason.MISSING, "no such file")
            _refuse(record)
            quick = None if record.has_list else ordinary(raw, self._fh, self._boot.cluster_size)
        except BrokenRecord as broken:
            raise BadEvidence(Reason.CORRUPT, "NTFS: a damaged file record") from broken
        return buffered(quick or self._through_dissect(node))

    def side(self, path: str, name: str) -> bytes:
        """The first bytes of a file's stream *name*; empty where there is none. Raises ``BadEvidence``."""
        found = self._find(path)
        if found is None or found[0].is_folder or found[0].special:
            return b""
        try:
            raw = self._raw(found[1])
            within = resident(raw, name) if names_stream(raw, name) else b""
        except BrokenRecord as broken:
            raise BadEvidence(Reason.CORRUPT, "NTFS: a damaged file record") from broken
        if within is not None:
            return within[:LIMIT]
        with parsing("NTFS stream", *_errors()):
            return bytes(self._ntfs.mft.get(found[1].segment).open(name).read(LIMIT))

    def beside(self, path: str) -> Beside | None:
        """How many names a file or folder has, and its named streams; None where there is none. Raises ``BadEvidence``."""
        found = self._find(path)
        if found is None or found[0].special:
            return None
        segment = found[1].segment
        try:
            said = beside(self._raw(found[1]), segment)
        except BrokenRecord as broken:
            raise BadEvidence(Reason.CORRUPT, "NTFS: a damaged file record") from broken
        if said.is_whole:
            return said
        with parsing("NTFS stream", *_errors()):
            record = self._ntfs.mft.get(segment)
            names = sorted({str(one.name) for one in record.attributes[0x80] if one.name})[:MOST]
            return Beside(segment, said.links, tuple((name, int(record.size(name))) for name in names))

    def stream(self, path: str, name: str) -> BinaryIO:
        """The content of a named stream of a file or folder. Raises ``BadEvidence``."""
        found = self._find(path)
        if found is None or found[0].special:
            raise BadEvidence(Reason.MISSING, "no such file")
        return buffered(self._through_dissect(found[1], name))

    def _through_dissect(self, node: Place, name: str = "") -> Readable:
        with parsing("NTFS file", *_errors()):
            stream = self._ntfs.mft.get(node.segment).open(name)
            return Window(stream, 0, int(stream.size), *_errors(), what="NTFS file")


def _indexed(name: str, named: Named) -> Entry:
    folder = bool(named.attributes & 0x10000000)
    return Entry(
        name,
        folder,
        None if folder else named.size,
        named.created or None,
        named.modified or None,
        bool(named.reparse & SURROGATE),
    )


def _stands_here(record: Record, node: Place) -> bool:
    """A folder stands in one place; a second one would make a loop of the tree."""
    return node.segment == ROOT or not record.names or record.names[0].parent == node.named.parent


def _refuse(record: Record) -> None:
    """Say why what would be read is not the file's content."""
    if record.attributes & ENCRYPTED:
        raise BadEvidence(Reason.ENCRYPTED, "encrypted by Windows (EFS)")
    if record.reparse and record.attributes & (OFFLINE | RECALL):
        raise BadEvidence(Reason.MISSING, "the content is in the cloud")
    if record.reparse in (0x80000017, 0x80000013):
        raise BadEvidence(Reason.UNSUPPORTED, "compressed by Windows (WOF) or deduplicated")


def _unfixed(data: bytes) -> bytes | None:
    """An INDX buffer with its fix-ups undone, None where it is none."""
    at, count = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
    if data[:4] != b"INDX" or count < 2 or (count - 1) * _SECTOR > len(data) or at + 2 * count > len(data):
        return None
    fixed = bytearray(data)
    for index in range(1, count):
        end = index * _SECTOR
        if fixed[end - 2 : end] != data[at : at + 2]:
            return None
        fixed[end - 2 : end] = data[at + 2 * index : at + 2 * index + 2]
    return bytes(fixed)


def _errors() -> tuple[type[Exception], ...]:
    from dissect.ntfs.exceptions import Error

    return (Error,)


def _bootstrap(fh: BinaryIO, boot: Boot) -> Any:
    """The reader of dissect.ntfs, with the table found through ``$MFT``'s own record, or through its mirror."""
    try:
        return _opened(fh, boot, boot.mft)
    except BadEvidence:
        return _opened(fh, boot, boot.mirror)


def _opened(fh: BinaryIO, boot: Boot, cluster: int) -> Any:
    # Built by hand: given the volume, NTFS() also opens $Secure and $UsnJrnl, and fails as a whole where those are damaged.
    from dissect.ntfs import NTFS
    from dissect.ntfs.mft import Mft, MftRecord

    with parsing("$MFT", *_errors()):
        ntfs = NTFS(boot=io.BytesIO(boot.sector))
        ntfs.fh = fh
        first = MftRecord.from_fh(fh, cluster * boot.cluster_size, ntfs=ntfs)
        first.segment = 0
        ntfs.mft = Mft(first.open(), ntfs=ntfs)
        for attribute in first.attributes[0x20]:
            for part in attribute.attributes():
                if part.type.value == 0x80 and not part.name:
                    ntfs.mft.fh.runlist += part.dataruns()
        ntfs.mft.get(ROOT)
        return ntfs
