"""What a file record of NTFS says beside the content: how many names the file has, and its named streams."""

from __future__ import annotations

from dataclasses import dataclass
from struct import unpack_from

from mimawari.trees.ntfs_record import BrokenRecord, attributes, fixed

_LIST, _DATA = 0x20, 0x80
MOST = 10_000
"""So many streams of one file are told."""


@dataclass(frozen=True, slots=True)
class Beside:
    """``record`` numbers the file on its volume, ``links`` counts its names (those made for DOS too).

    ``streams``: name and size in bytes of each named stream. ``is_whole`` is false where others stand in further records.
    """

    record: int
    links: int
    streams: tuple[tuple[str, int], ...] = ()
    is_whole: bool = True


def beside(raw: bytes, segment: int) -> Beside:
    """What the record, as it is stored, says by itself. Raises :class:`BrokenRecord`."""
    data = fixed(raw)
    found: dict[str, int] = {}
    whole = True
    for at, kind, letters in attributes(data):
        whole = whole and kind != _LIST
        if kind == _DATA and letters:
            found.setdefault(*_stream(data, at, letters))
    return Beside(segment, unpack_from("<H", data, 18)[0], tuple(sorted(found.items()))[:MOST], whole)


def _stream(data: bytearray, at: int, letters: int) -> tuple[str, int]:
    begins, length = at + unpack_from("<H", data, at + 10)[0], unpack_from("<I", data, at + 4)[0]
    if begins + 2 * letters > at + length or (data[at + 8] and length < 64):
        raise BrokenRecord("stream")
    size = unpack_from("<Q", data, at + 48)[0] if data[at + 8] else unpack_from("<I", data, at + 16)[0]
    return data[begins : begins + 2 * letters].decode("utf-16-le", "surrogatepass"), size
