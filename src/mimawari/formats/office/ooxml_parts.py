"""The parts of a zip package (ECMA-376 part 2, ODF part 3), read one at a time and never further than asked.

Where the directory is lost (the file was cut off) the parts are found by their own headers, one after the other.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from struct import unpack_from
from typing import BinaryIO

from mimawari.formats import Head
from mimawari.formats.office.forward import forward
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, Reason
from mimawari.trees import zip_records as records
from mimawari.trees.expand import DAMAGED, bz2_decoder, deflate_decoder, expand, pieces
from mimawari.trees.faults import parsing
from mimawari.trees.streams import size_of
from mimawari.trees.zip_records import Row

_DECODERS = {8: deflate_decoder, 12: bz2_decoder}
_PARTS, _DIRECTORY, _ALL = 20_000, 8 << 20, 256 << 20
_BLOCK = 1 << 20
_SMALL, _HEADER, _NAMES = 1 << 20, 30, 512
_TAG = 48
"""A tag costs as much time as so many bytes of text."""


def plain(name: str) -> str:
    """A part's name as a path without a leading slash."""
    return name.replace("\\", "/").lstrip("/")


class ZipParts:
    """The parts of a package (:class:`~mimawari.formats.office.parts.Parts`). *stream* must stay open.

    Raises ``BadEvidence`` corrupt where there is nothing of a zip in it. A part that is damaged gives what can be unpacked of
    it, and that is noted in *notes*.
    All :meth:`read` and :meth:`open` calls together give 256 MiB, fewer where there are many tags; :meth:`flow` is for what the
    budget counts.
    """

    def __init__(self, stream: BinaryIO, notes: Notes) -> None:
        self._stream, self._size, self._left, self._notes = stream, size_of(stream), _ALL, notes
        self._rows: dict[str, Row] = {}
        self._names: list[str] = []
        with parsing("package"):
            rows = _listed(stream, self._size, notes)
        for row in rows:
            self._add(row, notes)
        if not self._rows:
            raise BadEvidence(Reason.CORRUPT, "package: no parts in it")

    def _add(self, row: Row, notes: Notes) -> None:
        name = plain(row.name)
        if not name or name.endswith("/"):
            return
        if name.lower() in self._rows:
            notes.add(Reason.CORRUPT, f"two parts of one name, only the last was read: {name[:200]}")
        else:
            self._names.append(name)
        self._rows[name.lower()] = row

    def names(self) -> tuple[str, ...]:
        """All paths, in the order of the package."""
        return tuple(self._names)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return plain(name).lower() in self._rows

    def size(self, name: str) -> int:
        """What the directory says of a part, in bytes; 0 where there is none of this name."""
        row = self._rows.get(plain(name).lower())
        return row.size if row else 0

    def read(self, name: str, most: int) -> bytes:
        """Up to *most* bytes of a part. Raises ``BadEvidence``."""
        opened = self.open if self.size(name) <= most else self._flowing
        with opened(name) as stream:
            return stream.read(most)

    def _flowing(self, name: str) -> BinaryIO:
        return forward(self._counted(self._made(name)))

    def open(self, name: str) -> BinaryIO:
        """A part as a stream that is only read forwards. Opening and reading raise ``BadEvidence``."""
        whole = self._whole(self._rows.get(plain(name).lower()))
        if whole is not None:
            return io.BytesIO(b"".join(self._counted(iter((whole,)))))
        return self._flowing(name)

    def flow(self, name: str) -> BinaryIO:
        """As :meth:`open`, without a limit of its own."""
        return forward(self._made(name))

    def whole(self, name: str) -> bytes | None:
        """A small part at once, if it is in every way as it should be."""
        return self._whole(self._rows.get(plain(name).lower()))

    def _whole(self, row: Row | None) -> bytes | None:
        """A small part at once, if it is in every way as it should be; None: it is for :meth:`_made`, which tells what is wrong."""
        if row is None or row.method not in (0, 8) or row.flags & records.ENCRYPTED or max(row.packed, row.size) > _SMALL:
            return None
        self._stream.seek(row.at)
        raw = self._stream.read(_HEADER + row.packed + _NAMES)
        if raw[:4] != records.LOCAL or len(raw) < _HEADER:
            return None
        begin = _HEADER + sum(unpack_from("<HH", raw, _HEADER - 4))
        data: bytes | None = raw[begin : begin + row.packed]
        if row.method and data:
            data = _inflated(data, row.size)
        return data if data is not None and len(data) == row.size and zlib.crc32(data) == row.crc else None

    def _counted(self, made: Iterator[bytes]) -> Iterator[bytes]:
        for data in made:
            self._left -= len(data) + data.count(b"<") * _TAG
            if self._left < 0:
                raise BadEvidence(Reason.TOO_LARGE, f"package: more than {_ALL >> 20} MiB or 5 million tags in its parts")
            yield data

    def _made(self, name: str) -> Iterator[bytes]:
        row = self._rows.get(plain(name).lower())
        if row is None:
            raise BadEvidence(Reason.MISSING, f"a part is missing: {name[:200]}")
        if row.flags & records.ENCRYPTED:
            raise BadEvidence(Reason.ENCRYPTED, f"part {name[:200]}: a password is needed")
        if row.method and row.method not in _DECODERS:
            raise BadEvidence(Reason.UNSUPPORTED, f"part {name[:200]}: zip compression method {row.method}")
        found = records.read_local(self._stream, row.at)
        if found is None:
            raise BadEvidence(Reason.CORRUPT, f"part {name[:200]}: it is not where the directory says")
        return self._unpacked(row, row.at + found[1], name[:200])

    def _unpacked(self, row: Row, at: int, name: str) -> Iterator[bytes]:
        given = pieces(self._stream, at, row.packed)
        sum_ = 0
        try:
            for data in expand(given, _DECODERS[row.method]) if row.method else given:
                sum_ = zlib.crc32(data, sum_)
                yield data
        except DAMAGED as fault:
            self._notes.add(Reason.CORRUPT, f"part {name}: {type(fault).__name__}, the rest of it is lost")
            return
        if row.crc not in (sum_, _UNKNOWN):
            self._notes.add(Reason.CORRUPT, f"part {name}: its checksum is wrong")


def _inflated(packed: bytes, size: int) -> bytes | None:
    decoder = zlib.decompressobj(-15)
    try:
        data = decoder.decompress(packed, size + 1)
    except zlib.error:
        return None
    return data if decoder.eof else None


_UNKNOWN = -1


def _listed(stream: BinaryIO, size: int, notes: Notes) -> list[Row]:
    found = records.find_directory(stream, size)
    if found is not None:
        rows = _directory(stream, found, notes)
        if rows:
            return rows
    notes.add(Reason.CORRUPT, "package: its directory cannot be read, the file is damaged or cut off")
    return list(_by_headers(stream, size))


def _directory(stream: BinaryIO, found: tuple[int, int, int], notes: Notes) -> list[Row]:
    begin, end, shift = found
    if end - begin > _DIRECTORY:
        raise BadEvidence(Reason.TOO_LARGE, f"package: a directory of {end - begin} bytes")
    rows: list[Row] = []
    for row in records.read_central(stream, begin, end, shift):
        if row is None:
            notes.add(Reason.CORRUPT, "package: its directory is damaged")
            break
        if len(rows) == _PARTS:
            notes.add(Reason.TOO_LARGE, f"package: more than {_PARTS} parts")
            break
        rows.append(row)
    return rows


def _by_headers(stream: BinaryIO, size: int) -> Iterator[Row]:
    at, count = 0, 0
    while 0 <= at < size and count < _PARTS:
        found = records.read_local(stream, at)
        if found is None:
            return
        row, length = found
        count += 1
        if row.flags & records.LATER and not row.packed:
            following = _next_header(stream, at + length, size)
            yield replace(row, crc=_UNKNOWN, packed=following - at - length)
            at = following
        else:
            yield row
            at += length + row.packed


def _next_header(stream: BinaryIO, at: int, size: int) -> int:
    """Where the next local header stands, or the end: a part that was written in a stream tells its length only behind itself."""
    while at < size:
        stream.seek(at)
        data = stream.read(_BLOCK + 3)
        found = data.find(records.LOCAL)
        if found >= 0:
            return at + found
        at += _BLOCK
    return size


def names_in_view(head: Head) -> tuple[bytes, ...]:
    """The names of parts as far as they show in the first and last bytes of a zip, in lower case. Never raises.

    The directory's own entries count: a zip that lies in a zip shows names too, but no chain of them ends at the end record.
    """
    if not head.start.startswith(records.LOCAL):
        return ()
    names = tuple(_chained(head.end))
    if not names or len(names) < _promised(head.end):
        names = (*names, *_distant(head), *_first(head.start))
    return names


def _promised(end: bytes) -> int:
    """How many entries the end record says that the directory has."""
    last = end.rfind(records.END)
    return int.from_bytes(end[last + 10 : last + 12], "little") if last >= 0 else 0


def _distant(head: Head) -> tuple[bytes, ...]:
    """The names of a directory that begins before what can be seen of the end, from where the end record says that it begins."""
    last = head.end.rfind(records.END)
    if last < 0 or head.content is None:
        return ()
    length, place = unpack_from("<II", head.end[last : last + 22].ljust(22, b"\0"), 12)
    before = head.size - len(head.end) + last
    begins = before - length if length < before else place
    try:
        with head.content.open() as stream:
            stream.seek(begins)
            data = stream.read(min(length, _DIRECTORY))
    except BadEvidence:
        return ()
    return tuple(_entries(data + bytes(46), 0, len(data) + 46)[0])


def _chained(end: bytes) -> Iterator[bytes]:
    last = end.rfind(records.END)
    at = end.find(records.CENTRAL, max(0, last - _claimed(end, last))) if last >= 0 else -1
    tries = 0
    while 0 <= at < last and tries < 100:
        names, stop = _entries(end, at, last)
        if stop == last or end[stop : stop + 4] in (records.END64, b"PK\5\5"):
            yield from names
            return
        tries += 1
        at = end.find(records.CENTRAL, at + 4)


def _claimed(end: bytes, last: int) -> int:
    """How long the end record says that the directory is; with a zip64 one, all there is may be it."""
    length = int.from_bytes(end[last + 12 : last + 16], "little") if last + 16 <= len(end) else 0
    return length + 76 if length != 0xFFFFFFFF else len(end)


def _entries(end: bytes, at: int, last: int) -> tuple[list[bytes], int]:
    names = []
    while at + 46 <= last and end[at : at + 4] == records.CENTRAL:
        named, extra, comment = unpack_from("<HHH", end, at + 28)
        names.append(end[at + 46 : at + 46 + named].replace(b"\\", b"/").lower())
        at += 46 + named + extra + comment
    return names, at


def _first(start: bytes) -> Iterator[bytes]:
    """Without a directory: the first local header's name."""
    if len(start) >= 30:
        (named,) = unpack_from("<H", start, 26)
        yield start[30 : 30 + named].replace(b"\\", b"/").lower()
