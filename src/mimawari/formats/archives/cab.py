"""A Windows cabinet: members stored or packed with MSZIP. Source: [MS-CAB] and [MS-MCI]."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import error, unpack
from typing import BinaryIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import LISTED, flow, taken
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason
from mimawari.trees.faults import parsing

MAGIC = b"MSCF"
_BLOCK = 32 << 10
_METHODS = {2: "Quantum", 3: "LZX"}
_CONTINUED = 0xFFFD


def recognises(head: Head) -> bool:
    """By the signature and the version, 1.3."""
    return head.start[:8] == MAGIC + bytes(4) and head.start[24:26] == b"\3\1"


@dataclass(frozen=True, slots=True)
class _Folder:
    at: int
    blocks: int
    method: int


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    offset: int
    folder: int


@dataclass(frozen=True, slots=True)
class _Cabinet:
    """``reserved``: bytes that each block has beside its own."""

    folders: list[_Folder]
    files: list[_File]
    reserved: int
    count: int


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Its members, and the archive itself."""
    with blob.content.open() as stream:
        with parsing("cabinet", error):
            cabinet = _read(stream)
        members = tuple(Member(name=one.name, size=one.size) for one in cabinet.files[:LISTED])
        yield Archive(**blob.common, form="cab", members=members, count=cabinet.count)
        if len(cabinet.files) < cabinet.count:
            yield Gap(blob.origin, Reason.CORRUPT, "content", "the cabinet was cut off within its list of members")
        for number, folder in enumerate(cabinet.folders):
            files = sorted((one for one in cabinet.files if one.folder == number), key=lambda one: one.offset)
            yield from _folder(blob, budget, files, _Data(stream, folder, cabinet.reserved))
        strange = sum(one.folder >= len(cabinet.folders) for one in cabinet.files)
    if strange:
        yield Gap(
            blob.origin, Reason.MISSING, "content", f"{strange} members lie in another part of the cabinet, which is not here"
        )


def _folder(blob: Blob, budget: Budget, files: list[_File], data: _Data) -> Iterator[Inside]:
    for one in files:
        if budget.is_spent:
            return
        try:
            data.skip(one.offset, budget)
        except BadEvidence as bad:
            yield Gap(blob.origin.at(*blob.origin.path, one.name), bad.reason, "content", bad.detail)
            if bad.reason is not Reason.MISSING:
                return
            continue
        if one.size:
            yield from taken(blob, budget, one.name, flow(data.take(one.size)), by="cab")


def _read(stream: BinaryIO) -> _Cabinet:
    head = stream.read(36)
    files_at, folders, files, flags = *unpack("<I", head[16:20]), *unpack("<HHH", head[26:32])
    reserved = (0, 0, 0)
    if flags & 4:
        reserved = unpack("<HBB", stream.read(4))
        stream.read(reserved[0])
    for _ in range(2 * (flags & 1) + (flags & 2)):
        _text(stream)
    every = []
    for _ in range(folders):
        at, blocks, method = unpack("<IHH", stream.read(8))
        stream.read(reserved[1])
        every.append(_Folder(at, blocks, method & 15))
    stream.seek(files_at)
    return _Cabinet(every, list(_files(stream, files)), reserved[2], files)


def _files(stream: BinaryIO, count: int) -> Iterator[_File]:
    for _ in range(count):
        raw = stream.read(16)
        if len(raw) < 16:
            return
        size, offset, folder, _, _, attributes = unpack("<IIHHHH", raw)
        name = _text(stream)
        text = name.decode("utf-8" if attributes & 0x80 else "cp932", "replace")
        yield _File(text, size, offset, folder)


def _text(stream: BinaryIO) -> bytes:
    """A text that ends with zero, of at most 255 bytes."""
    at = stream.tell()
    text, _, _ = stream.read(256).partition(b"\0")
    stream.seek(at + len(text) + 1)
    return text


class _Data:
    """The unpacked data of a folder, in order."""

    def __init__(self, stream: BinaryIO, folder: _Folder, reserved: int) -> None:
        self._blocks = _blocks(stream, folder, reserved)
        self._rest, self._at = b"", 0

    def take(self, size: int) -> Iterator[bytes]:
        """The next *size* bytes. Raises ``BadEvidence`` corrupt, unsupported."""
        while size:
            self._rest = self._rest or next(self._blocks, b"")
            if not self._rest:
                raise BadEvidence(Reason.CORRUPT, "the cabinet ends within it")
            piece, self._rest = self._rest[:size], self._rest[size:]
            self._at, size = self._at + len(piece), size - len(piece)
            yield piece

    def skip(self, offset: int, budget: Budget) -> None:
        """Go on to *offset*. Raises ``BadEvidence`` missing where that was passed already."""
        if offset < self._at:
            raise BadEvidence(Reason.MISSING, "a member that overlaps another")
        for _ in self.take(offset - self._at):
            budget.check()


def _blocks(stream: BinaryIO, folder: _Folder, reserved: int) -> Iterator[bytes]:
    if folder.method not in (0, 1):
        name = _METHODS.get(folder.method, f"method {folder.method}")
        raise BadEvidence(Reason.UNSUPPORTED, f"compressed in a way that cannot be unpacked here ({name})")
    at, before = folder.at, b""
    for _ in range(folder.blocks):
        stream.seek(at)
        raw = stream.read(8)
        if len(raw) < 8:
            return
        packed, size = unpack("<HH", raw[4:])
        stream.read(reserved)
        data = stream.read(packed)
        at += 8 + reserved + packed
        block = _inflated(data, before) if folder.method else data
        if len(block) != size or len(data) < packed:
            yield block
            raise BadEvidence(Reason.CORRUPT, "a block of the cabinet is damaged")
        before = (before + block)[-_BLOCK:]
        yield block


def _inflated(data: bytes, before: bytes) -> bytes:
    """[MS-MCI] 2: each block begins with ``CK`` and may refer to the 32 KiB before it."""
    decoder = zlib.decompressobj(-15, zdict=before) if before else zlib.decompressobj(-15)
    try:
        return decoder.decompress(data[2:], _BLOCK) if data[:2] == b"CK" else b""
    except zlib.error:
        return b""


FORMAT = Format("cab", 118, recognises, opened)
