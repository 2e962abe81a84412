"""Embedded objects as the older OLE writes them: OLE 1 objects, packages (any file at all), ActiveMime.

Sources: MS-OLEDS 2.2.4-2.2.6 and 2.3.6 (OLE1, ``\\x01Ole10Native``); the packager's own structure as oletools' ``oleobj`` has it;
ActiveMime as described with oletools' ``olevba`` (a 50-byte header, then zlib).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from struct import error, unpack_from

from mimawari.formats.office.parts import Notes
from mimawari.model import Reason

_NAME, _UNPACKED = 4_096, 64 << 20
LINKED, EMBEDDED = 1, 2
_ACTIVE_MIME, _DEFLATE, _SECTOR, _TRIES = b"ActiveMime", 0x78, 512, 64


@dataclass(frozen=True, slots=True)
class Package:
    """A file that the packager embedded. ``path`` is where it came from; ``data`` is empty where it is only a link."""

    name: str
    path: str
    data: bytes
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Ole1:
    """An OLE 1 object (MS-OLEDS 2.2.4): ``form`` is :data:`LINKED` or :data:`EMBEDDED`, ``topic`` what a link leads to."""

    form: int
    class_name: str
    topic: str
    item: str
    data: bytes


class _Cursor:
    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def number(self, size: int = 4) -> int:
        value: int = unpack_from("<I" if size == 4 else "<H", self.data, self.at)[0]
        self.at += size
        return value

    def zero_ended(self) -> str:
        end = self.data.find(b"\0", self.at, self.at + _NAME)
        if end < 0:
            raise ValueError
        text = _text(self.data[self.at : end])
        self.at = end + 1
        return text

    def counted(self) -> str:
        length = self.number()
        if length > _NAME:
            raise ValueError
        text = _text(self.data[self.at : self.at + length].rstrip(b"\0"))
        self.at += length
        return text


def _text(raw: bytes) -> str:
    for encoding in ("ascii", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def ole1(data: bytes) -> Ole1 | None:
    """The object that *data* begins with; None if it is none."""
    cursor = _Cursor(data)
    try:
        cursor.number()
        form = cursor.number()
        if form not in (LINKED, EMBEDDED):
            return None
        name = cursor.counted()
        if form == LINKED and len(data) <= cursor.at:
            return Ole1(form, name, "", "", b"")  # cut off, but what it is was told
        topic, item = cursor.counted(), cursor.counted()
        if form == LINKED:
            return Ole1(form, name, topic, item, b"")
        size = cursor.number()
    except (error, ValueError):
        return None
    return Ole1(form, name, topic, item, data[cursor.at : cursor.at + size])


def package(data: bytes) -> Package | None:
    """What the packager wrote, without the size before it; None if it is none. Where it ends early, what there is of it."""
    cursor = _Cursor(data)
    try:
        if cursor.number(2) != 2:
            return None
        label, path = cursor.zero_ended(), cursor.zero_ended()
        cursor.number(2)
        kind = cursor.number(2)
        if kind == 1:
            return Package(_last(label) or _last(path), path, b"", linked=True)
        cursor.number()
        temporary = cursor.zero_ended()
        size = cursor.number()
    except (error, ValueError):
        return None
    found = data[cursor.at : cursor.at + size]
    return Package(_last(label) or _last(path) or _last(temporary), path, found)


def ole10_native(data: bytes) -> Package | None:
    """The package in a ``\\x01Ole10Native`` stream; None where it holds another program's native data."""
    return package(data[4:])


def _last(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def active_mime(data: bytes, notes: Notes) -> bytes | None:
    """The OLE file inside ActiveMime (``editdata.mso``, ``oledata.mso``); None if *data* is none, or nothing can be unpacked.

    The zlib stream stands 46 bytes behind the number at 0x1E; where that is no stream, the usual places are tried.
    """
    data = data.lstrip()
    if not data.startswith(_ACTIVE_MIME):
        return None
    view = memoryview(data)
    for at in _places(data):
        found = _inflated(view[at:])
        if len(found) >= _SECTOR:
            if len(found) > _UNPACKED:
                notes.add(Reason.TOO_LARGE, f"ActiveMime: more than {_UNPACKED >> 20} MiB")
            return found[:_UNPACKED]
    notes.add(Reason.CORRUPT, "ActiveMime: it cannot be unpacked")
    return None


def _places(data: bytes) -> list[int]:
    """Where the zlib stream may begin, the likeliest first: Word writes it at 0x32, Excel at 0x22A."""
    told = unpack_from("<H", data, 0x1E)[0] + 46 if len(data) >= 0x20 else 0x32
    starts = [at for at in range(0x20, min(len(data), 0x1000)) if data[at] == _DEFLATE]
    return list(dict.fromkeys((told, 0x32, 0x22A, *starts[:_TRIES])))


def _inflated(data: memoryview) -> bytes:
    """As much as can be unpacked of a zlib stream, up to a byte more than is allowed."""
    inner = zlib.decompressobj()
    out: list[bytes] = []
    total = 0
    try:
        for at in range(0, len(data), 4 << 10):
            piece = inner.decompress(data[at : at + (4 << 10)], _UNPACKED + 1 - total)
            while piece:
                out.append(piece)
                total += len(piece)
                piece = inner.decompress(inner.unconsumed_tail, _UNPACKED + 1 - total) if inner.unconsumed_tail else b""
            if inner.eof or total > _UNPACKED:
                break
    except zlib.error:
        pass
    return b"".join(out)
