"""The files of a UDF disc. Source: ECMA-167 (3rd edition) and OSTA's Universal Disk Format 2.60."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error, unpack_from
from typing import BinaryIO

from mimawari.formats.archives.disc import MOST_FOLDER, MOST_PATH, SECTOR, Found, merged, read
from mimawari.formats.archives.members import MOST
from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import parsing

MAGIC = (b"NSR02", b"NSR03")
_ANCHOR, _PARTITION, _LOGICAL, _END, _FILES = 2, 5, 6, 8, 256
_NAME, _MORE, _ENTRY, _EXTENDED = 257, 258, 261, 266
_FOLDER_KIND, _DELETED, _PARENT = 4, 4, 8
_EXTENTS, _STEPS = 100_000, 64

Runs = tuple[tuple[int | None, int], ...]


@dataclass(slots=True)
class Disc:
    """The partitions by their reference: each a list of runs of the image that its blocks lie in."""

    stream: BinaryIO
    block: int = SECTOR
    partitions: list[Runs] = field(default_factory=list)
    root: tuple[int, int] = (0, 0)

    def runs(self, reference: int, number: int, length: int) -> Runs:
        """Where *length* bytes lie from block *number* of a partition on. Raises ``BadEvidence`` corrupt."""
        if reference >= len(self.partitions):
            raise BadEvidence(Reason.CORRUPT, "UDF: a partition that is not there")
        out: list[tuple[int | None, int]] = []
        skip = number * self.block
        for offset, size in self.partitions[reference]:
            if offset is not None and skip < size and length:
                out.append((offset + skip, min(length, size - skip)))
                length -= out[-1][1]
            skip = max(0, skip - size)
        if length:
            raise BadEvidence(Reason.CORRUPT, "UDF: something lies beyond its partition")
        return merged(out)

    def read(self, reference: int, number: int, length: int) -> bytes:
        """Those bytes."""
        return b"".join(read(self.stream, self.runs(reference, number, length)))


def opened(stream: BinaryIO, size: int) -> Disc:
    """The disc. Raises ``BadEvidence``: corrupt, unsupported."""
    with parsing("UDF", error):
        at, length = _descriptors(stream, size)
        disc = Disc(stream)
        places: dict[int, tuple[int, int]] = {}
        logical = b""
        for number in range(min(length // SECTOR, _STEPS)):
            raw = _sector(stream, at + number)
            kind = _kind(raw)
            if kind == _PARTITION:
                where, count = unpack_from("<II", raw, 188)
                places[unpack_from("<H", raw, 22)[0]] = where, count
            elif kind == _LOGICAL:
                logical = raw
            elif kind == _END:
                break
        if not logical:
            raise BadEvidence(Reason.CORRUPT, "UDF: no volume")
        disc.block = unpack_from("<I", logical, 212)[0]
        if disc.block not in (512, 1024, 2048, 4096):
            raise BadEvidence(Reason.CORRUPT, "UDF: impossible sizes")
        _map(disc, logical, places)
        _, number, reference = unpack_from("<IIH", logical, 248)
        files = disc.read(reference, number, disc.block)
        if _kind(files) != _FILES:
            raise BadEvidence(Reason.CORRUPT, "UDF: no set of files")
        disc.root = unpack_from("<IH", files, 404)
        return disc


def _descriptors(stream: BinaryIO, size: int) -> tuple[int, int]:
    """First sector and length in bytes of the main sequence, from an anchor where one may stand."""
    last = size // SECTOR
    for at in (256, last - 257, last - 256, last - 1, 512):
        raw = _sector(stream, at) if at > 0 else b""
        if _kind(raw) == _ANCHOR:
            length, first = unpack_from("<II", raw, 16)
            return first, length
    raise BadEvidence(Reason.CORRUPT, "UDF: no anchor, the image was cut off")


def _sector(stream: BinaryIO, number: int) -> bytes:
    stream.seek(number * SECTOR)
    return stream.read(SECTOR)


def _kind(raw: bytes) -> int:
    """A descriptor's tag, 0 where its checksum is wrong."""
    if len(raw) < 16 or (sum(raw[:4]) + sum(raw[5:16])) & 0xFF != raw[4]:
        return 0
    return int.from_bytes(raw[:2], "little")


def _map(disc: Disc, raw: bytes, places: dict[int, tuple[int, int]]) -> None:
    """The partition maps (ECMA-167 3/10.7, UDF 2.2.8 to 2.2.10)."""
    count, at = unpack_from("<I", raw, 268)[0], 440
    for _ in range(min(count, 8)):
        kind, length = raw[at], raw[at + 1]
        name = raw[at + 5 : at + 28]
        if kind == 2 and b"Virtual" in name:
            raise BadEvidence(Reason.UNSUPPORTED, "UDF: a disc with a virtual allocation table")
        (number,) = unpack_from("<H", raw, at + (4 if kind == 1 else 38))
        where, blocks = places.get(number, (0, 0))
        plain: Runs = ((where * disc.block, blocks * disc.block),)
        disc.partitions.append(plain)
        if kind == 2 and b"Metadata" in name:
            own = Disc(disc.stream, disc.block, [plain])
            disc.partitions[-1] = _Entry.of(own, 0, unpack_from("<I", raw, at + 40)[0]).runs
        at += length


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file entry; ``runs`` are where its content lies, which of a small file is the entry itself."""

    is_folder: bool
    size: int
    runs: Runs

    @classmethod
    def of(cls, disc: Disc, reference: int, number: int) -> _Entry:
        """The entry at a block. Raises ``BadEvidence`` corrupt, unsupported."""
        raw = disc.read(reference, number, disc.block)
        kind = _kind(raw)
        if kind not in (_ENTRY, _EXTENDED):
            raise BadEvidence(Reason.CORRUPT, "UDF: no file entry where one should be")
        is_folder, form = raw[27] == _FOLDER_KIND, unpack_from("<H", raw, 34)[0] & 7
        (size,) = unpack_from("<Q", raw, 56)
        start = 168 if kind == _ENTRY else 208
        before, length = unpack_from("<II", raw, start)
        at = start + 8 + before
        if form == 3:
            where = disc.runs(reference, number, disc.block)[0][0] or 0
            length = min(size, length, max(0, disc.block - at))
            return cls(is_folder, length, ((where + at, length),))
        if form > 1:
            raise BadEvidence(Reason.UNSUPPORTED, "UDF: extended allocation descriptors")
        runs = _extents(disc, reference, raw[at : at + length], wide=form == 1)
        return cls(is_folder, size, _first(runs, size))


def _extents(disc: Disc, reference: int, raw: bytes, *, wide: bool) -> list[tuple[int | None, int]]:
    """Allocation descriptors (ECMA-167 4/14.14), those in blocks that continue them too."""
    out: list[tuple[int | None, int]] = []
    width, steps, at = 16 if wide else 8, 0, 0
    while at + width <= len(raw) and len(out) < _EXTENTS:
        length, number = unpack_from("<II", raw, at)
        part = unpack_from("<H", raw, at + 8)[0] if wide else reference
        kind, length, at = length >> 30, length & 0x3FFFFFFF, at + width
        if not length:
            break
        if kind == 3:
            steps += 1
            more = disc.read(part, number, disc.block)
            if _kind(more) != _MORE or steps > _STEPS:
                raise BadEvidence(Reason.CORRUPT, "UDF: the list of a file's extents is damaged")
            raw, at = more[24 : 24 + unpack_from("<I", more, 20)[0]], 0
        elif kind:
            out.append((None, length))
        else:
            out.extend(disc.runs(part, number, length))
    return out


def _first(runs: list[tuple[int | None, int]], size: int) -> Runs:
    """Only *size* bytes of *runs*."""
    out: list[tuple[int | None, int]] = []
    for offset, length in runs:
        if size > 0:
            out.append((offset, min(length, size)))
        size -= length
    return merged(out)


def files(disc: Disc) -> Iterator[Found | BadEvidence]:
    """All files, and what could not be read of the folders."""
    left: list[tuple[int, int, str]] = [(*disc.root, "")]
    met: set[tuple[int, int]] = set()
    count = 0
    while left and count <= MOST:
        number, reference, path = left.pop()
        if (number, reference) in met or len(path) > MOST_PATH:
            continue
        met.add((number, reference))
        try:
            for name, folder, where in _names(disc, number, reference):
                count += 1
                if folder:
                    left.append((*where, f"{path}{name}/"))
                else:
                    yield _file(disc, path + name, where)
        except BadEvidence as bad:
            yield bad
    if count > MOST:
        yield BadEvidence(Reason.TOO_LARGE, f"more than {MOST} files, the rest was not opened")


def _file(disc: Disc, path: str, where: tuple[int, int]) -> Found | BadEvidence:
    number, reference = where
    try:
        with parsing("UDF", error):
            return Found(path, _Entry.of(disc, reference, number).runs)
    except BadEvidence as bad:
        return BadEvidence(bad.reason, f"{path}: {bad.detail}")


def _names(disc: Disc, number: int, reference: int) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    """Name, whether it is a folder, and block and partition of its entry."""
    with parsing("UDF", error):
        entry = _Entry.of(disc, reference, number)
        if entry.size > MOST_FOLDER:
            raise BadEvidence(Reason.TOO_LARGE, f"a folder of more than {MOST_FOLDER >> 20} MB")
        data = b"".join(read(disc.stream, entry.runs))
        at = 0
        while at + 38 <= len(data):
            if _kind(data[at : at + 16]) != _NAME:
                raise BadEvidence(Reason.CORRUPT, "UDF: a folder is damaged")
            kind, length = data[at + 18], data[at + 19]
            where = unpack_from("<IH", data, at + 24)
            (used,) = unpack_from("<H", data, at + 36)
            name = data[at + 38 + used : at + 38 + used + length]
            at += (38 + used + length + 3) // 4 * 4
            if not kind & (_DELETED | _PARENT):
                yield _text(name), bool(kind & 2), where


def _text(raw: bytes) -> str:
    """OSTA's compressed Unicode: 8 or 16 bits a character, as the first byte says."""
    return raw[1:].decode("latin-1") if raw[:1] in (b"\x08", b"\xfe") else raw[1:].decode("utf-16-be", "replace")
