"""An archive that lies within or behind something else: a picture, a text, what is left over of another archive."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from struct import unpack_from

from mimawari import formats
from mimawari.formats.archives.zip_data import METHODS
from mimawari.formats.budget import Budget
from mimawari.formats.slices import Slice
from mimawari.model import Blob, Content

_STEP, _HEADER, _OUT = 4 << 20, 512, 64 << 10


def _is_zip(head: bytes) -> bool:
    """A local header (APPNOTE 4.3.7) that could be one: version, method, length of the name."""
    if len(head) < 31:
        return False
    version, system, method = head[4], head[5], unpack_from("<H", head, 8)[0]
    name = unpack_from("<H", head, 26)[0]
    return version <= 63 and system <= 19 and method in METHODS and 0 < name <= 1024 and b"\0" not in head[30 : 30 + name]


def _is_gzip(head: bytes) -> bool:
    """Flags, extra flags and system as RFC 1952 has them, and what follows unpacks."""
    if len(head) < 18 or head[3] > 0x1F or head[8] not in (0, 2, 4) or not (head[9] <= 13 or head[9] == 255):
        return False
    try:
        zlib.decompressobj(31).decompress(head, _OUT)
    except zlib.error:
        return False
    return True


def _is_bzip2(head: bytes) -> bool:
    return head[3:4].isdigit() and head[4:10] == b"1AY&SY"


def _is_long(head: bytes) -> bool:  # noqa: ARG001  # the mark itself is long enough
    return True


_MARKS: tuple[tuple[bytes, Callable[[bytes], bool]], ...] = (
    (b"PK\3\4", _is_zip),
    (b"7z\xbc\xaf\x27\x1c", _is_long),
    (b"Rar!\x1a\x07", _is_long),
    (b"MSCF\0\0\0\0", _is_long),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _is_long),
    (b"\xfd7zXZ\0", _is_long),
    (b"BZh", _is_bzip2),
    (b"\x1f\x8b\x08", _is_gzip),
)


def glued(blob: Blob, budget: Budget, *, by: str) -> Iterator[Blob]:
    """The first archive in *blob* that does not begin with it, up to the end. Raises ``BadEvidence`` where time runs out."""
    at = _first(blob.content, budget)
    if at > 0:
        found = blob.inner(f"(data at byte {at})", budget.slice(blob.content, at, blob.content.size - at), by=by)
        if formats.recognised(formats.Head.of(found)):
            yield found


def beyond(blob: Blob, budget: Budget, begin: int, end: int, *, by: str) -> Iterator[Blob]:
    """The same of a stretch of *blob*."""
    at = _first(Slice(blob.content, begin, end - begin), budget)
    if at > 0:
        yield blob.inner(f"(data at byte {begin + at})", budget.slice(blob.content, begin + at, end - begin - at), by=by)


def _first(content: Content, budget: Budget) -> int:
    """Where it begins; -1 where there is none."""
    at, data = 0, b""
    with content.open() as stream:
        while block := stream.read(_STEP):
            budget.check()
            # A mark near the end of a piece is looked at again with what follows it.
            kept = data[-_HEADER:]
            data, begin = kept + block, at - len(kept)
            at += len(block)
            if found := _in(data, begin == 0):
                return begin + min(found)
    return -1


def _in(data: bytes, is_first: bool) -> list[int]:
    places = (_place(data, mark, fits, 1 if is_first else 0) for mark, fits in _MARKS)
    return [place for place in places if place >= 0]


def _place(data: bytes, mark: bytes, fits: Callable[[bytes], bool], at: int) -> int:
    while (at := data.find(mark, at)) >= 0 and not fits(data[at : at + _HEADER]):
        at += 1
    return at
