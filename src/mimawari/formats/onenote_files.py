"""Where the embedded files of a OneNote section lie: in the revision store ([MS-ONESTORE]) or in its packaging as data elements.

Nothing is followed by reference: a file is found by its own marks, so that a broken or crafted index hides none.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 2_000
"""Files in a section at most."""

_HEADER = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
_FOOTER = bytes.fromhex("22a7fb71790f0b4abb13899256426b24")
_AHEAD = 36
# "<ifndf>{GUID}" as UTF-16, and behind it the length and the text of the extension (2.5.27 FileDataReference, Extension).
_REFERENCE = re.compile(rb"<\0i\0f\0n\0d\0f\0>\0\{\0((?:[0-9A-Fa-f-]\0){36})\}\0([\0-\x10])\0\0\0")


@dataclass(frozen=True, slots=True)
class Found:
    """The place of one file. ``is_whole``: its end mark stands where its length says. ``at`` is where its object begins."""

    at: int
    start: int
    size: int
    is_whole: bool = True


def stored(data: bytes) -> Iterator[Found]:
    """Every FileDataStoreObject (2.6.13): mark, length (8), 12 bytes unused, the file, padding to eight bytes, end mark."""
    at = data.find(_HEADER)
    for _ in range(MOST + 1):
        if at < 0 or at + _AHEAD > len(data):
            return
        found = _object(data, at)
        yield found
        at = data.find(_HEADER, found.start + found.size if found.is_whole else at + len(_HEADER))


def _object(data: bytes, at: int) -> Found:
    start = at + _AHEAD
    size = struct.unpack_from("<Q", data, at + 16)[0]
    # Before the end mark there are up to seven bytes of padding.
    if size <= len(data) and data.find(_FOOTER, start + size, start + size + 7 + len(_FOOTER)) >= 0:
        return Found(at, start, size)
    following = data.find(_HEADER, start)
    end = following if following >= 0 else len(data)
    foot = data.find(_FOOTER, start, end)
    end = foot if foot >= 0 else end
    return Found(at, start, min(size, end - start), is_whole=False)


def extensions(data: bytes) -> dict[bytes, str]:
    """By the file's GUID (as stored): the extension that its declaration names, in lower case, without the dot."""
    named: dict[bytes, str] = {}
    for _, found in zip(range(MOST), _REFERENCE.finditer(data), strict=False):
        text = data[found.end() : found.end() + 2 * found[2][0]].decode("utf-16-le", "replace")
        guid = _guid(found[1][::2].decode("ascii"))
        if guid and text.startswith("."):
            named[guid] = text.strip("\0")[1:].lower()
    return named


def _guid(text: str) -> bytes:
    digits = text.replace("-", "")
    if len(digits) != 32:
        return b""
    raw = bytes.fromhex(digits)
    return raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]


def extension_of(data: bytes, found: Found, named: dict[bytes, str]) -> str:
    """The extension of a stored file: the reference to its object (2.5.21) has its place, and behind it its GUID."""
    for guid, extension in named.items():
        if any(_refers(data, at, found.at) for at in _places(data, guid)):
            return extension
    return ""


def _places(data: bytes, guid: bytes) -> Iterator[int]:
    at = data.find(guid)
    for _ in range(8):
        if at < 0:
            return
        yield at
        at = data.find(guid, at + 1)


def _refers(data: bytes, guid_at: int, place: int) -> bool:
    """Whether a FileNodeChunkReference (2.2.4.2) to *place* ends at *guid_at*: four forms of place, four of length."""
    for form, factor in (("<Q", 1), ("<I", 1), ("<H", 8), ("<I", 8)):
        for width in (1, 2, 4, 8):
            at = guid_at - width - struct.calcsize(form)
            if at >= 0 and struct.unpack_from(form, data, at)[0] * factor == place:
                return True
    return False


_BLOB, _PACKAGE_END = 0x02, 0x7A
_PACKAGE_START = 68
_STREAM_OBJECTS = 2_000_000


def packaged(data: bytes) -> Iterator[Found]:
    """The object data BLOBs of the packaging of Office 365 ([MS-ONESTORE] 2.8, [MS-FSSHTTPB] 2.2.1.5 and 2.2.1.12.8)."""
    at = _PACKAGE_START
    for _ in range(_STREAM_OBJECTS):
        if at + 2 > len(data):
            break
        form = data[at] & 3
        if form == 3 and int.from_bytes(data[at : at + 2], "little") >> 2 == _PACKAGE_END:
            return
        if form in (1, 3):
            at += 1 if form == 1 else 2
            continue
        kind, size, start = _stream_object(data, at)
        if kind == _BLOB:
            length, wide = compact(data, start)
            yield Found(at, start + wide, min(length, size), is_whole=length + wide == size and start + size <= len(data))
        at = start + size
    yield Found(len(data), len(data), 0, is_whole=False)


def _stream_object(data: bytes, at: int) -> tuple[int, int, int]:
    """A start header of two or four bytes: its type, the length of its data, and where these begin."""
    if not data[at] & 2:
        head = int.from_bytes(data[at : at + 2], "little")
        return head >> 3 & 0x3F, head >> 9, at + 2
    head = int.from_bytes(data[at : at + 4], "little")
    size, start = head >> 17, at + 4
    if size == 0x7FFF:
        size, wide = compact(data, start)
        start += wide
    return head >> 3 & 0x3FFF, size, start


def compact(data: bytes, at: int) -> tuple[int, int]:
    """A compact unsigned 64-bit integer ([MS-FSSHTTPB] 2.2.1.1): its value, and its width in bytes."""
    first = data[at] if at < len(data) else 0
    if not first:
        return 0, 1
    width = (first & -first).bit_length()
    if width == 8:
        return int.from_bytes(data[at + 1 : at + 9], "little"), 9
    return int.from_bytes(data[at : at + width], "little") >> width, width
