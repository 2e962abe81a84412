"""The records of a tar archive. Source: POSIX.1 (ustar, pax), the GNU tar manual, and libarchive's ``tar.5``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.model import Reason
from mimawari.model.filetime import from_unix_ns

BLOCK = 512
MAX_EXTENDED = 1 << 20
_TIME = re.compile(rb"(-?)(\d{1,15})(?:\.(\d{1,30}))?")
_RECORD = re.compile(rb"(\d{1,7}) ([^=]{1,256})=")
_CREATED = b"LIBARCHIVE.creationtime"


@dataclass(slots=True)
class Header:
    """A member: ``at`` is where its content begins, ``kind`` the type flag."""

    kind: bytes
    name: str
    link: str
    size: int
    at: int
    modified: int | None
    created: int | None = None
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What stopped the reading, or what was passed over."""

    reason: Reason
    detail: str


def is_header(block: bytes) -> bool:
    """Whether 512 bytes are a tar header: by the checksum, which is all that old archives have."""
    if len(block) < BLOCK or not block[0]:
        return False
    stated = _number(block[148:156])
    return stated is not None and stated == sum(block) - sum(block[148:156]) + 8 * 32


def headers(stream: BinaryIO, size: int) -> Iterator[Header | Fault]:
    """Every member, in order; a fault is the last thing where the rest cannot be read."""
    at, common, own = 0, dict[bytes, bytes](), dict[bytes, bytes]()
    while at + BLOCK <= size:
        stream.seek(at)
        block = stream.read(BLOCK)
        at += BLOCK
        if not any(block):
            return
        length = _number(block[124:136])
        if not is_header(block) or length is None:
            yield Fault(Reason.CORRUPT, "the archive is damaged: no header where one should be")
            return
        kind = block[156:157]
        if kind in b"xgLK" and kind:
            fields = _extended(stream, kind, at, length)
            if fields is None:
                yield Fault(Reason.TOO_LARGE, "a name or an extended header of more than 1 MiB")
            common, own = (common | (fields or {}), own) if kind == b"g" else (common, own | (fields or {}))
        else:
            found = _header(block, common | own, at, length)
            length, own = found.size, {}
            yield found
        at += -(-length // BLOCK) * BLOCK
    if at > size or size % BLOCK:
        yield Fault(Reason.CORRUPT, "the archive was cut off")


def _header(block: bytes, fields: dict[bytes, bytes], at: int, length: int) -> Header:
    modified = _number(block[136:148])
    posix = block[257:263] == b"ustar\0"
    short = _text(block[0:100])
    prefix = _text(block[345:500]) if posix else b""
    stated = fields.get(b"size", b"")
    sparse = block[156:157] == b"S" or any(key.startswith(b"GNU.sparse.") for key in fields)
    return Header(
        block[156:157],
        _decoded(fields.get(b"GNU.sparse.name") or fields.get(b"path") or (prefix + b"/" + short if prefix else short)),
        _decoded(fields.get(b"linkpath") or _text(block[157:257])),
        int(stated) if re.fullmatch(rb"\d{1,18}", stated) else length,
        at,
        parse_time(fields.get(b"mtime", b"")) or (None if modified is None else from_unix_ns(modified * 1_000_000_000)),
        parse_time(fields.get(_CREATED, b"")),
        sparse,
    )


def parse_time(text: bytes) -> int | None:
    """A FILETIME from a pax time in seconds with any number of decimals, exactly; None for what is none."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    sign, whole, part = found.groups()
    nanoseconds = int(whole) * 1_000_000_000 + int((part or b"0")[:9].ljust(9, b"0"))
    return from_unix_ns(-nanoseconds if sign else nanoseconds)


def _extended(stream: BinaryIO, kind: bytes, at: int, length: int) -> dict[bytes, bytes] | None:
    """What an extended header says of the next member (or, *g*, of all that follow); None if it is too long."""
    if length > MAX_EXTENDED:
        return None
    stream.seek(at)
    data = stream.read(length)
    if kind in b"LK":
        return {b"path" if kind == b"L" else b"linkpath": _text(data)}
    return dict(_pax(data))


def _pax(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while found := _RECORD.match(data, at):
        end = at + int(found[1])
        if end <= found.end() or end > len(data):
            return
        yield found[2], data[found.end() : end - 1]
        at = end


def _number(field: bytes) -> int | None:
    """Octal digits, or a big-endian number marked by the highest bit. None for neither."""
    if field[0] in (0x80, 0xFF):
        value = int.from_bytes(field[1:], "big", signed=field[0] == 0xFF)
        return value if abs(value) < 1 << 62 else None
    digits = field.split(b"\0", 1)[0].strip()
    return int(digits or b"0", 8) if re.fullmatch(rb"[0-7]*", digits) else None


def _text(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
