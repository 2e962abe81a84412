"""The headers of a RAR archive: its list of members. Source: RARLAB's *RAR 5.0 archive format* and ``technote.txt`` of RAR 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack, unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason

OLD, NEW = b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\1\0"
_MOST_HEADER = 2 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A member; ``at`` is where its *packed* bytes lie. ``is_split``: a part of it lies in another volume."""

    name: str
    at: int
    packed: int
    size: int
    is_folder: bool = False
    is_stored: bool = False
    is_encrypted: bool = False
    is_split: bool = False


def entries(stream: BinaryIO, size: int) -> Iterator[Packed]:
    """The members in order. Raises ``BadEvidence`` encrypted, and corrupt where the rest of the list cannot be read."""
    stream.seek(0)
    return _new(stream, size) if stream.read(8) == NEW else _old(stream, size)


def _old(stream: BinaryIO, size: int) -> Iterator[Packed]:
    at = len(OLD)
    while at < size:
        stream.seek(at)
        raw = stream.read(7)
        if len(raw) < 7:
            raise BadEvidence(Reason.CORRUPT, "the archive was cut off")
        _, kind, flags, length = unpack("<HBHH", raw)
        if kind == 0x7B:
            return
        if kind == 0x73 and flags & 0x80:
            raise BadEvidence(Reason.ENCRYPTED, "even its list of members is encrypted")
        if not 0x72 <= kind <= 0x7F or length < 7:
            raise BadEvidence(Reason.CORRUPT, "the archive's list of members is damaged")
        body = stream.read(length - 7).ljust(32, b"\0")
        added = unpack_from("<I", body)[0] if flags & 0x8000 or kind == 0x74 else 0
        if kind == 0x74:
            one = _old_file(body, flags, at + length)
            added = one.packed
            yield one
        at += length + added


def _old_file(body: bytes, flags: int, at: int) -> Packed:
    packed, size, _, _, _, _, method, named, _ = unpack_from("<IIBIIBBHI", body)
    start = 25
    if flags & 0x100:
        high, high_size = unpack_from("<II", body, 25)
        packed, size, start = packed | high << 32, size | high_size << 32, 33
    name = _old_name(body[start : start + named], bool(flags & 0x200))
    folder = flags & 0xE0 == 0xE0
    return Packed(name, at, packed, size, folder, method == 0x30, bool(flags & 4), bool(flags & 3))


def _old_name(raw: bytes, wide: bool) -> str:
    plain, zero, packed = raw.partition(b"\0")
    if wide and zero and packed:
        return _unpacked_name(plain, packed)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("cp932", "replace")


def _unpacked_name(plain: bytes, packed: bytes) -> str:
    """UTF-16 in which two bits a character say how it is written: alone, with the common high byte, in full, or as in *plain*."""
    high, at, flags, left = packed[0], 1, 0, 0
    out: list[int] = []
    while at < len(packed) and len(out) < 4096:
        if not left:
            flags, left, at = packed[at], 8, at + 1
        left -= 2
        form, piece = flags >> left & 3, packed[at : at + 2].ljust(2, b"\0")
        if form == 3:
            shift = piece[1] if piece[0] & 0x80 else 0
            top = high if piece[0] & 0x80 else 0
            for _ in range((piece[0] & 0x7F) + 2):
                byte = plain[len(out)] if len(out) < len(plain) else 0x3F
                out.append(top << 8 | byte + shift & 0xFF)
            at += 2 if piece[0] & 0x80 else 1
        else:
            out.append((piece[0], high << 8 | piece[0], piece[1] << 8 | piece[0])[form])
            at += 2 if form == 2 else 1
    return b"".join(value.to_bytes(2, "little") for value in out).decode("utf-16-le", "replace")


class _Numbers:
    """Reads RAR 5's numbers: seven bits a byte, the highest says that another follows."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def number(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            if self.at >= len(self.raw):
                raise BadEvidence(Reason.CORRUPT, "the archive's list of members is damaged")
            byte = self.raw[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
        raise BadEvidence(Reason.CORRUPT, "the archive's list of members is damaged")

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.raw[self.at - count : self.at]


def _new(stream: BinaryIO, size: int) -> Iterator[Packed]:
    at = len(NEW)
    while at < size:
        stream.seek(at + 4)
        lead = _Numbers(stream.read(3))
        length = lead.number()
        if length > _MOST_HEADER or not length:
            raise BadEvidence(Reason.CORRUPT, "the archive's list of members is damaged")
        at += 4 + lead.at
        stream.seek(at)
        header = _Numbers(stream.read(length))
        kind, flags = header.number(), header.number()
        extra = header.number() if flags & 1 else 0
        data = header.number() if flags & 2 else 0
        at += length
        if kind == 4:
            raise BadEvidence(Reason.ENCRYPTED, "even its list of members is encrypted")
        if kind == 5:
            return
        if kind == 2:
            yield _new_file(header, at, data, flags, extra)
        at += data
    raise BadEvidence(Reason.CORRUPT, "the archive was cut off")


def _new_file(header: _Numbers, at: int, data: int, flags: int, extra: int) -> Packed:
    own = header.number()
    size = header.number()
    header.number()
    header.bytes(4 * bool(own & 2) + 4 * bool(own & 4))
    method = header.number() >> 7 & 7
    header.number()
    name = header.bytes(min(header.number(), 4096)).decode("utf-8", "replace")
    locked = _is_locked(header.raw[len(header.raw) - extra :]) if extra else False
    return Packed(name, at, data, size, bool(own & 1), not method, locked, bool(flags & 0x18))


def _is_locked(raw: bytes) -> bool:
    """Whether one of the extra records of a member is that of its encryption (1)."""
    extra = _Numbers(raw)
    while extra.at < len(raw):
        length = extra.number()
        begin = extra.at
        if extra.number() == 1:
            return True
        if not length:
            return False
        extra.at = begin + length
    return False
