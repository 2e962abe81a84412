"""A 7z archive. Its structures are parsed by py7zr; its data are unpacked as they are read and never touch the disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from struct import unpack
from typing import Any, BinaryIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import LISTED, MOST, flow, passwords, taken
from mimawari.formats.archives.seven_zip_data import Data, check_coders, is_encrypted
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason
from mimawari.trees.faults import parsing
from mimawari.trees.streams import size_of

MAGIC = b"7z\xbc\xaf\x27\x1c"
_HEADER = 8 << 20
_ENCODED = b"\x17"


def recognises(head: Head) -> bool:
    """By the signature."""
    return head.start[:6] == MAGIC


@dataclass(slots=True)
class _Doors:
    """The passwords to try and the one that fitted; ``shut`` counts the members that stayed closed."""

    candidates: list[tuple[str, str]]
    password: str | None = None
    origin: str = ""
    shut: int = 0


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Its members, and the archive itself."""
    doors = _Doors(passwords(blob, budget))
    with blob.content.open() as stream:
        archive = _parsed(stream, doors)
        if archive is None:
            yield Archive(**blob.common, form="7z")
            yield Gap(
                blob.origin, Reason.ENCRYPTED, "content", "even its list of members is encrypted, and no known password opens it"
            )
            return
        files = archive.files.files_list
        yield from _unpacked(blob, budget, stream, archive, doors)
    if doors.shut:
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", f"no known password opens its encrypted members ({doors.shut})")
    members = tuple(_line(info) for info in files[:LISTED])
    yield Archive(**blob.common, form="7z", members=members, count=len(files), opened_with=doors.origin)


def _line(info: dict[str, Any]) -> Member:
    folder = info.get("folder")
    encrypted = folder is not None and is_encrypted(folder.coders)
    return Member(name=_name(info), size=info.get("uncompressed", 0), encrypted=encrypted)


def _name(info: dict[str, Any]) -> str:
    """A compressed file of one member may do without a name."""
    return str(info.get("filename") or "unnamed")


def _parsed(stream: BinaryIO, doors: _Doors) -> Any:
    """The archive's structures; None where they are encrypted and no password fits. Raises ``BadEvidence``."""
    if not _has_locked_header(stream):
        return _parse(stream, None)
    for password, origin in doors.candidates:
        try:
            found = _parse(stream, password)
        except BadEvidence:
            continue
        doors.password, doors.origin = password, origin
        return found
    return None


def _parse(stream: BinaryIO, password: str | None) -> Any:
    from py7zr import SevenZipFile, archiveinfo
    from py7zr.exceptions import AbsolutePathError, ArchiveError, PasswordRequired

    # The library lets a header of some megabytes grow to gigabytes.
    archiveinfo.MAX_NUMFILES = archiveinfo.MAX_SUBSTREAMS = archiveinfo.MAX_NUMFOLDERS = MOST
    archiveinfo.MAX_HEADER_SIZE = _HEADER
    stream.seek(0)
    with parsing("7z", ArchiveError, PasswordRequired, AbsolutePathError):
        return SevenZipFile(stream, password=password)


def _has_locked_header(stream: BinaryIO) -> bool:
    """Whether the list of members is encrypted. Raises ``BadEvidence`` where unpacking it would take too much."""
    from py7zr.archiveinfo import HeaderStreamsInfo
    from py7zr.exceptions import ArchiveError

    size = size_of(stream)
    stream.seek(12)
    raw = stream.read(16)
    offset, length = unpack("<QQ", raw) if len(raw) == 16 else (0, 0)
    if 32 + offset + length > size:
        raise BadEvidence(Reason.CORRUPT, "7z: the archive was cut off, its list of members is missing")
    if length > _HEADER:
        raise BadEvidence(Reason.TOO_LARGE, f"7z: a list of members of more than {_HEADER >> 20} MB")
    stream.seek(32 + offset)
    head = BytesIO(stream.read(length))
    if head.read(1) != _ENCODED:
        return False
    with parsing("7z", ArchiveError):
        folders = HeaderStreamsInfo.retrieve(head).unpackinfo.folders
        for folder in folders:
            check_coders(folder.coders)
        return any(is_encrypted(folder.coders) for folder in folders)


def _unpacked(blob: Blob, budget: Budget, stream: BinaryIO, archive: Any, doors: _Doors) -> Iterator[Inside]:
    streams = archive.header.main_streams
    files = [info for info in archive.files.files_list if info.get("folder") is not None]
    at, number = archive.afterheader + (streams.packinfo.packpos if streams else 0), 0
    for folder, members in groupby(files, key=lambda info: info["folder"]):
        # A folder has as many packed streams as its coders leave open.
        count = max(1, len(folder.packed_indices))
        sizes = streams.packinfo.packsizes[number : number + count]
        solid = _Solid(stream, folder, at, sum(sizes), list(members))
        yield from _folder(blob, budget, solid, doors)
        at, number = at + sum(sizes), number + count
        if budget.is_spent:
            return


@dataclass(slots=True)
class _Solid:
    """Members that are packed as one stream, one after the other."""

    stream: BinaryIO
    folder: Any
    at: int
    size: int
    members: list[dict[str, Any]] = field(default_factory=list)

    def data(self, password: str | None) -> Data:
        return Data(self.stream, self.folder, self.at, self.size, password)


def _folder(blob: Blob, budget: Budget, solid: _Solid, doors: _Doors) -> Iterator[Inside]:
    try:
        check_coders(solid.folder.coders)
        password = _password(budget, solid, doors)
        data = solid.data(password)
    except BadEvidence as bad:
        if bad.reason is Reason.ENCRYPTED:
            doors.shut += len(solid.members)
        else:
            yield Gap(blob.origin.at(*blob.origin.path, _name(solid.members[0])), bad.reason, "content", bad.detail)
        return
    by = "7z-encrypted" if password is not None else "7z"
    for info in solid.members:
        yield from taken(blob, budget, _name(info), flow(_member(data, info)), by=by)
        try:
            data.skip(budget.check)
        except BadEvidence as bad:
            yield Gap(blob.origin.at(*blob.origin.path, _name(info)), bad.reason, "content", f"all behind it: {bad.detail}")
            return


def _password(budget: Budget, solid: _Solid, doors: _Doors) -> str | None:
    """The password of these members, None where they need none. Raises ``BadEvidence`` encrypted where none fits."""
    if not is_encrypted(solid.folder.coders):
        return None
    known = [(doors.password, doors.origin)] if doors.password is not None else []
    for password, origin in [*known, *(pair for pair in doors.candidates if pair[0] != doors.password)]:
        budget.check()
        if _fits(solid, password):
            doors.password, doors.origin = password, doors.origin or origin
            return password
    raise BadEvidence(Reason.ENCRYPTED)


def _fits(solid: _Solid, password: str) -> bool:
    """Whether the first member comes out as its checksum says."""
    try:
        for _ in _member(solid.data(password), solid.members[0]):
            pass
    except BadEvidence:
        return False
    return True


def _member(data: Data, info: dict[str, Any]) -> Iterable[bytes]:
    """The next member. Raises ``BadEvidence`` corrupt where it is not of the checksum it should be."""
    sum_ = 0
    for piece in data.take(int(info["uncompressed"])):
        sum_ = zlib.crc32(piece, sum_)
        yield piece
    if info.get("digest") not in (None, sum_):
        raise BadEvidence(Reason.CORRUPT, "7z member: its checksum is wrong")


FORMAT = Format("7z", 114, recognises, opened)
