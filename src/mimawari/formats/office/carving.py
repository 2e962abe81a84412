"""Pictures that lie whole in a stream of a binary document (MS-ODRAW 2.2.23: OfficeArtBlip)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.office.pictures import picture
from mimawari.model import Picture

PICTURES = 8
_MOST = 8 << 20
_START = re.compile(rb"\xff\xd8\xff[\xc0-\xff]|\x89PNG\r\n\x1a\n")
# Behind a record's header stand one or two digests of 16 bytes and a tag, then the picture.
_BEFORE = (25, 41)
_BLIPS = (0xF01D, 0xF01E, 0xF029, 0xF02A)


def carved(name: str, data: bytes) -> Iterator[Picture]:
    """The JPEG and PNG pictures of a stream, the first :data:`PICTURES`."""
    at, count = 0, 0
    while count < PICTURES and (found := _START.search(data, at)):
        start = found.start()
        length = _length(data, start)
        made = picture(f"{name}@{start}", data[start : start + (length or _MOST)])
        count += 1
        # Without a record around it the end is unknown: thumbnails inside of it must not count as its successors.
        at = start + (length or 64)
        if made:
            yield made
            at = max(at, start + (length or _end(data, start)))


def _length(data: bytes, start: int) -> int:
    """How long the picture is by its record; 0 where there is none around it."""
    for before in _BEFORE:
        head = data[start - before : start - before + 8] if start >= before else b""
        if int.from_bytes(head[2:4], "little") in _BLIPS:
            return max(0, min(_MOST, int.from_bytes(head[4:8], "little") - before + 8))
    return 0


def _end(data: bytes, start: int) -> int:
    """Where a picture that has no record ends: at its own last mark."""
    mark = b"IEND" if data[start : start + 1] == b"\x89" else b"\xff\xd9"
    end = data.find(mark, start, start + _MOST)
    return (end - start) if end > 0 else 64
