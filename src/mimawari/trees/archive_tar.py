"""A tar archive as a tree, plain or compressed. A compressed one is unpacked once, into a temporary file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.trees import tar_records as records
from mimawari.trees.expand import DAMAGED, Caps, Kept, bz2_decoder, expand, gzip_decoder, pieces, xz_decoder
from mimawari.trees.members import Index, Member, MemberTree
from mimawari.trees.streams import Window, buffered, open_plain, size_of
from mimawari.trees.tar_records import BLOCK, Fault, Header

TAR_CAPS = Caps(size=64 << 30, free=4 << 30, ratio=250)
_PACKED: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", gzip_decoder),
    (b"BZh", bz2_decoder),
    (b"\xfd7zXZ\0", xz_decoder),
    (b"\x5d\0\0", xz_decoder),
)
_FILES, _LINK, _FOLDER, _LABELS = (b"0", b"\0", b"7", b"S"), b"1", b"5", (b"V", b"N")
_NO_CONTENT = -2


class _Tar:
    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.places: list[tuple[int, int]] = []

    def add(self, index: Index, header: Header) -> None:
        """Put a member into the tree; of two with the same name the last one stands."""
        if header.kind in _LABELS:
            return
        is_folder = header.kind == _FOLDER or (header.kind in _FILES and header.name.endswith("/"))
        target = index.find(header.link) if header.kind == _LINK else None
        member = index.place(header.name, is_folder=is_folder)
        if member is None:
            return
        member.modified, member.created = header.modified, header.created
        index.exact = index.exact or bool((header.modified or 0) % 10_000_000 or (header.created or 0) % 10_000_000)
        if target is not None and target.children is None:
            member.size, member.where, member.special = target.size, target.where, target.special
        elif not is_folder:
            self._content_of(member, header)

    def _content_of(self, member: Member, header: Header) -> None:
        member.special = header.kind not in _FILES
        member.size = None if member.special or header.sparse else header.size
        member.where = _NO_CONTENT if header.sparse else len(self.places)
        if not header.sparse:
            self.places.append((header.at, header.size))

    def open(self, member: Member) -> BinaryIO:
        """The content, where it lies in the archive."""
        if member.where == _NO_CONTENT:
            raise BadEvidence(Reason.UNSUPPORTED, "a sparse file in a tar archive")
        at, size = self.places[member.where]
        return buffered(Window(self.stream, at, size, what="tar member"))


def is_tar(path: Path) -> bool:
    """Whether a file is a tar archive, plain or compressed, by its first bytes. Never raises."""
    try:
        with open_plain(os.path.realpath(path)) as stream:
            head = stream.read(BLOCK)
            make = _decoder(head)
            first = next(expand(pieces(stream, 0, 1 << 20), make), b"") if make else head
    except (BadEvidence, *DAMAGED):
        return False
    return records.is_header(first[:BLOCK])


def open_tar(path: Path, decode: Callable[[str], str] | None = None, caps: Caps = TAR_CAPS) -> MemberTree:
    """The members of a tar archive (plain, gzip, bzip2, xz by content). A link given as *path* itself is followed.

    Raises ``BadEvidence``: missing, denied, corrupt (no tar), too large, unsupported (zstd). What was lost is in ``defects``.
    """
    stream = open_plain(os.path.realpath(path))
    head = stream.read(BLOCK)
    make = _decoder(head)
    index = Index()
    if make is not None:
        stream = _unpacked(stream, make, caps, index)
    if not records.is_header(_first(stream)):
        raise BadEvidence(Reason.CORRUPT, "not a tar archive")
    archive = _Tar(stream)
    for found in records.headers(stream, size_of(stream)):
        if isinstance(found, Fault):
            index.note(found.reason, found.detail)
        else:
            archive.add(index, found)
    return MemberTree(index, archive, decode)


def _decoder(head: bytes) -> Callable[[], Any] | None:
    if head[:4] == b"\x28\xb5\x2f\xfd":
        raise BadEvidence(Reason.UNSUPPORTED, "compressed with zstd")
    if records.is_header(head):
        return None
    return next((make for magic, make in _PACKED if head.startswith(magic)), None)


def _first(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(BLOCK)


def _unpacked(stream: BinaryIO, make: Callable[[], Any], caps: Caps, index: Index) -> BinaryIO:
    """The archive without its compression; damage is noted, and what came before it is kept."""
    size, kept = size_of(stream), Kept()
    try:
        for data in expand(pieces(stream, 0, size), make, many=True):
            caps.check(size, kept.size + len(data))
            kept.append(data)
    except DAMAGED as fault:
        index.note(Reason.CORRUPT, f"the compressed archive was cut off or is damaged ({type(fault).__name__})")
    return cast("BinaryIO", kept)
