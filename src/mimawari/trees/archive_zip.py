"""A zip archive as a tree. Where its directory is lost (the file was cut off), the members are found one after the other."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import zip_records as records
from mimawari.trees.expand import DAMAGED, Caps, Unfolded, bz2_decoder, deflate_decoder, expand, pieces
from mimawari.trees.members import Index, Member, MemberTree
from mimawari.trees.streams import buffered, open_plain, size_of
from mimawari.trees.zip_records import Row

_DECODERS = {8: deflate_decoder, 12: bz2_decoder}
_CUT = "the archive was cut off or is damaged: its directory cannot be read"


class _Zip:
    """Where each member lies: rows in columns would save little, the rows are small."""

    def __init__(self, stream: BinaryIO, size: int, caps: Caps) -> None:
        self.stream, self.size, self.caps = stream, size, caps
        self.rows: list[tuple[int, int, int, int, int, int]] = []

    def add(self, index: Index, row: Row) -> None:
        """Put a row into the tree; of two with the same name the last one stands."""
        is_folder = row.name.endswith(("/", "\\")) or stat.S_ISDIR(row.mode)
        member = index.place(row.name, is_folder=is_folder)
        if member is None:
            return
        member.modified, member.created = row.times.modified, row.times.created
        index.exact = index.exact or row.times.exact
        if not is_folder:
            member.size, member.where = row.size, len(self.rows)
            member.special = stat.S_IFMT(row.mode) not in (0, stat.S_IFREG)
            self.rows.append((row.at, row.flags, row.method, row.crc, row.packed, row.size))

    def open(self, member: Member) -> BinaryIO:
        """The content of a member, unpacked as far as it is read; read to its end it is held against its checksum."""
        at, flags, method, crc, packed, size = self.rows[member.where]
        if flags & records.ENCRYPTED:
            raise BadEvidence(Reason.ENCRYPTED, "a password is needed")
        if method and method not in _DECODERS:
            raise BadEvidence(Reason.UNSUPPORTED, f"zip compression method {method}")
        if size > self.caps.size:
            raise BadEvidence(Reason.TOO_LARGE, f"{size} bytes")
        local = records.read_local(self.stream, at)
        if local is None:
            raise BadEvidence(Reason.CORRUPT, "the member is not where the directory says")
        return buffered(Unfolded(self._made(at + local[1], method, crc, packed, size), size))

    def _made(self, at: int, method: int, crc: int, packed: int, size: int) -> Iterator[bytes]:
        given = pieces(self.stream, at, packed)
        total, sum_ = 0, 0
        try:
            for data in expand(given, _DECODERS[method]) if method else given:
                total, sum_ = total + len(data), zlib.crc32(data, sum_)
                self.caps.check(packed, total)
                yield data
        except DAMAGED as fault:
            raise BadEvidence(Reason.CORRUPT, f"zip member: {type(fault).__name__}") from fault
        if total != size or sum_ != crc:
            raise BadEvidence(Reason.CORRUPT, "zip member: its length or checksum is wrong")


def is_zip(path: Path) -> bool:
    """Whether a file is a zip archive by its first bytes. Never raises."""
    try:
        with open_plain(os.path.realpath(path)) as stream:
            return stream.read(4) in (records.LOCAL, records.END)
    except (BadEvidence, OSError):
        return False


def open_zip(path: Path, decode: Callable[[str], str] | None = None, caps: Caps | None = None) -> MemberTree:
    """The members of a zip archive. A link given as *path* itself is followed.

    Raises ``BadEvidence``: missing, denied, corrupt (nothing of a zip in it), too large. What was lost is in ``defects``.
    """
    stream = open_plain(os.path.realpath(path))
    archive = _Zip(stream, size_of(stream), caps or Caps())
    index = _from_directory(archive)
    if index is None:
        archive.rows.clear()
        index = _from_headers(archive)
    if not archive.rows and not index.root.children and index.faults:
        raise BadEvidence(Reason.CORRUPT, "nothing in it that could be a zip archive's")
    return MemberTree(index, archive, decode)


def _from_directory(archive: _Zip) -> Index | None:
    found = records.find_directory(archive.stream, archive.size)
    if found is None:
        return None
    index = Index()
    for row in records.read_central(archive.stream, *found):
        if row is None:
            return None
        archive.add(index, row)
    if records.has_foreign_data(archive.stream, archive.size, found):
        index.note(Reason.CORRUPT, "other data before or behind the archive, not read")
    return index


def _from_headers(archive: _Zip) -> Index:
    index = Index()
    index.note(Reason.CORRUPT, _CUT)
    archive.stream.seek(0)
    at = archive.stream.read(1 << 20).find(records.LOCAL)
    while 0 <= at < archive.size:
        found = records.read_local(archive.stream, at)
        row = _measured(archive, found[0], at + found[1]) if found else None
        if row is None or found is None:
            break
        archive.add(index, row)
        at = _after(archive, at + found[1] + row.packed, later=bool(row.flags & records.LATER))
    return index


def _measured(archive: _Zip, row: Row, at: int) -> Row | None:
    """The row with its sizes, which for a member that was written in a stream stand only behind it."""
    if not row.flags & records.LATER or row.packed:
        return row
    if row.method not in _DECODERS or row.flags & records.ENCRYPTED:
        return None
    used, size, sum_ = 0, 0, 0
    decoder = _DECODERS[row.method]()
    try:
        for data in pieces(archive.stream, at, archive.size - at):
            rest = data
            while rest or not decoder.needs_input:
                out = decoder.decompress(rest, 1 << 20)
                rest, size, sum_ = b"", size + len(out), zlib.crc32(out, sum_)
                archive.caps.check(used + len(data), size)
                if decoder.eof:
                    break
            used += len(data)
            if decoder.eof:
                return _with(row, sum_, used - len(decoder.unused_data), size)
    except (*DAMAGED, BadEvidence):
        return None
    # Cut off in the middle: it was there, and reading it says that it is damaged.
    return _with(row, 0, archive.size - at, size + 1)


def _with(row: Row, crc: int, packed: int, size: int) -> Row:
    return Row(row.name, row.at, row.flags, row.method, crc, packed, size, row.mode, row.times, row.header)


def _after(archive: _Zip, at: int, *, later: bool) -> int:
    """Where the next local header stands: behind the data, or behind the descriptor that follows it (12 to 24 bytes)."""
    archive.stream.seek(at)
    found = archive.stream.read(28 if later else 4).find(records.LOCAL)
    return at + found if found >= 0 else -1
