"""The data of a zip's member: where it lies, how it is packed, whether it is what the archive says."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import Any, BinaryIO

from mimawari.formats.archives.compressed import MEMORY, xz_decoder, zstd_decoder
from mimawari.formats.archives.zip_crypto import Locked
from mimawari.model import BadEvidence, Reason
from mimawari.trees import zip_records as records
from mimawari.trees.expand import DAMAGED, deflate_decoder, pieces
from mimawari.trees.zip_records import Row

STORED, AES = 0, 99
_OUT, _SMALL = 256 << 10, 4 << 10
_NAMES = {1: "Shrink", 6: "Implode", 10: "PKWARE Implode", 96: "JPEG", 97: "WavPack", 98: "PPMd"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A member. ``at`` is where its data begins; ``blind``: nothing tells its size and checksum.

    ``method`` is that of the data (of an encrypted member too), ``check`` and ``strength`` are those of
    :class:`~mimawari.formats.archives.zip_crypto.Locked`. ``has_crc``: AE-2 keeps none.
    """

    row: Row
    at: int
    method: int
    check: int = 0
    strength: int = 0
    has_crc: bool = True
    blind: bool = False

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.row.flags & records.ENCRYPTED)

    @property
    def locked(self) -> Locked:
        """What is to be decrypted."""
        return Locked(self.at, self.row.packed, self.check, self.strength)


def entry(stream: BinaryIO, row: Row, *, blind: bool = False) -> tuple[Entry, Row]:
    """The member that *row* tells of, and what its local header says. Raises ``BadEvidence`` corrupt, unsupported."""
    found = records.read_local(stream, row.at)
    if found is None:
        raise BadEvidence(Reason.CORRUPT, "the member is not where the directory says")
    local, length = found
    stream.seek(row.at)
    raw = stream.read(length)
    (time,) = unpack_from("<H", raw, 10)
    check = time >> 8 if row.flags & records.LATER else row.crc >> 24
    at = row.at + length
    if row.method != AES:
        return Entry(row, at, row.method, check, blind=blind), local
    version, strength, method = _aes(raw[30 + unpack_from("<H", raw, 26)[0] :])
    return Entry(row, at, method, check, strength, version != 2, blind), local


def _aes(extra: bytes) -> tuple[int, int, int]:
    """The field 0x9901: version (AE-1, AE-2), vendor, strength, real method."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, at)
        if kind == 0x9901 and length >= 7 and at + 11 <= len(extra) and extra[at + 8] in (1, 2, 3):
            version, strength, method = unpack_from("<HxxBH", extra, at + 4)
            return version, strength, method
        at += 4 + length
    raise BadEvidence(Reason.CORRUPT, "the field that says how it is encrypted is missing")


def packed(stream: BinaryIO, one: Entry) -> Iterator[bytes]:
    """The data as it lies there."""
    return pieces(stream, one.at, one.row.packed)


def unpacked(one: Entry, given: Iterator[bytes]) -> Iterator[bytes]:
    """*given*, decompressed. Raises ``BadEvidence`` corrupt where it is not of the length and checksum it should be."""
    total = sum_ = 0
    for data in given if one.method == STORED else _expanded(given, _decoder(one.method)):
        total, sum_ = total + len(data), zlib.crc32(data, sum_)
        yield data
    if not one.blind and (total != one.row.size or (one.has_crc and sum_ != one.row.crc)):
        raise BadEvidence(Reason.CORRUPT, "zip member: its length or checksum is wrong")


def _expanded(given: Iterator[bytes], decoder: Any) -> Iterator[bytes]:
    for data in given:
        rest = data
        while (rest or not decoder.needs_input) and not decoder.eof:
            try:
                out = decoder.decompress(rest, _OUT)
            except (*DAMAGED, RuntimeError) as fault:
                raise BadEvidence(Reason.CORRUPT, f"zip member: {type(fault).__name__}") from fault
            rest = b""
            if out:
                yield out
        if decoder.eof:
            return
    if not getattr(decoder, "endless", False):
        raise BadEvidence(Reason.CORRUPT, "zip member: it ends early")


class _Lzma:
    """APPNOTE 5.8: four bytes, then the properties of a raw LZMA stream; its end may have no mark."""

    endless = True

    def __init__(self) -> None:
        self._head = b""
        self._inner: lzma.LZMADecompressor | None = None
        self.needs_input, self.eof = True, False

    def decompress(self, data: bytes, most: int) -> bytes:
        if self._inner is None:
            self._head += data
            if len(self._head) < 9:
                return b""
            data = self._head[9:]
            self._inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_properties(self._head[4:9])])
        out = self._inner.decompress(data, most)
        self.needs_input, self.eof = self._inner.needs_input, self._inner.eof
        return out


def _properties(raw: bytes) -> dict[str, int]:
    rest, literal = divmod(raw[0], 9)
    pairs, position = divmod(rest, 5)
    window = int.from_bytes(raw[1:5], "little")
    if window > MEMORY:
        raise BadEvidence(Reason.TOO_LARGE, f"it needs more than {MEMORY >> 20} MB of memory to be unpacked")
    return {"id": lzma.FILTER_LZMA1, "dict_size": max(window, 4096), "lc": literal, "lp": position, "pb": pairs}


class _Deflate64:
    """The library gives all that its input makes, so it gets little at a time."""

    def __init__(self) -> None:
        from inflate64 import Inflater

        self._inner, self._rest = Inflater(), b""
        self.needs_input, self.eof = True, False

    def decompress(self, data: bytes, most: int) -> bytes:  # noqa: ARG002  # the manners of the others
        self._rest += data
        out: bytes = self._inner.inflate(self._rest[:_SMALL])
        self._rest = self._rest[_SMALL:]
        self.eof = self._inner.eof
        self.needs_input = not self._rest
        return out


_DECODERS: dict[int, Callable[[], Any]] = {
    8: deflate_decoder, 9: _Deflate64, 12: bz2.BZ2Decompressor, 14: _Lzma, 20: zstd_decoder, 93: zstd_decoder, 95: xz_decoder,
}  # fmt: skip
METHODS = (STORED, AES, *_DECODERS, *_NAMES, 2, 3, 4, 5)


def _decoder(method: int) -> Any:
    if method not in _DECODERS:
        name = _NAMES.get(method, f"method {method}")
        raise BadEvidence(Reason.UNSUPPORTED, f"compressed in a way that cannot be unpacked here ({name})")
    return _DECODERS[method]()
