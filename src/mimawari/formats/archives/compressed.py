"""One file, compressed: gzip (RFC 1952), bzip2, xz, lzma (``.lzma``), zstd (RFC 8878), zlib (RFC 1950)."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mimawari.formats import START, Format, Head, Inside
from mimawari.formats.archives.members import flow, taken
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Member, Reason
from mimawari.trees.expand import DAMAGED, Inflate, gzip_decoder, pieces

MEMORY = 128 << 20
"""How much a decoder may need for its window."""

_OUT, _ENOUGH = 256 << 10, 4 << 10


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    make: Callable[[], Any]
    endings: tuple[str, ...]


def xz_decoder() -> Any:
    """For xz and lzma, with at most :data:`MEMORY`."""
    return lzma.LZMADecompressor(memlimit=MEMORY)


class _Zstd:
    """Its decoder, which raises ``ValueError`` on damaged data as those of the other kinds do."""

    def __init__(self) -> None:
        from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

        self._decoder = ZstdDecompressor(options={DecompressionParameter.window_log_max: MEMORY.bit_length() - 1})
        self._error = ZstdError

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)

    def decompress(self, data: bytes, most: int) -> bytes:
        try:
            return self._decoder.decompress(data, most)
        except self._error as fault:
            raise ValueError(str(fault)) from fault


def zstd_decoder() -> Any:
    """For zstd, with a window of at most 128 MiB."""
    return _Zstd()


def zlib_decoder() -> Any:
    """For zlib."""
    return Inflate(15)


_GZIP = _Kind("gzip", gzip_decoder, ("gz", "tgz"))
_BZIP2 = _Kind("bzip2", bz2.BZ2Decompressor, ("bz2", "tbz", "tbz2"))
_XZ = _Kind("xz", xz_decoder, ("xz", "txz"))
_LZMA = _Kind("lzma", xz_decoder, ("lzma",))
_ZSTD = _Kind("zstd", zstd_decoder, ("zst", "tzst"))
_ZLIB = _Kind("zlib", zlib_decoder, ("zz", "zlib"))


def _kind(start: bytes) -> _Kind | None:
    if start[:3] == b"\x1f\x8b\x08":
        return _GZIP
    if start[:3] == b"BZh" and start[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return _BZIP2
    if start[:6] == b"\xfd7zXZ\0":
        return _XZ
    if start[:4] == b"\x28\xb5\x2f\xfd":
        return _ZSTD
    return _LZMA if _is_lzma(start) else _ZLIB if _is_zlib(start) else None


def _is_lzma(start: bytes) -> bool:
    """The header of LZMA-alone: lc/lp/pb, a dictionary of a power of two (or 3/2 of one), a size below 256 GiB or none."""
    if len(start) < 14 or start[0] != 0x5D or start[13]:
        return False
    window, size = int.from_bytes(start[1:5], "little"), int.from_bytes(start[5:13], "little")
    return window.bit_count() <= 2 and window >= 1 << 12 and (size == (1 << 64) - 1 or size < 1 << 38)


def _is_zlib(start: bytes) -> bool:
    """The header of two bytes (RFC 1950 2.2) without a dictionary; and as it is so short, what follows must unpack as well."""
    if len(start) < 8 or start[0] & 0x0F != 8 or start[0] >> 4 > 7 or start[1] & 0x20 or int.from_bytes(start[:2]) % 31:
        return False
    decoder = zlib.decompressobj()
    try:
        return bool(decoder.decompress(start, _OUT)) and (decoder.eof or len(start) >= _ENOUGH)
    except zlib.error:
        return False


def recognises(head: Head) -> bool:
    """By the first bytes."""
    return _kind(head.start) is not None


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The file inside."""
    with blob.content.open() as stream:
        start = stream.read(START)
        kind = _kind(start)
        assert kind
        name = _name(blob.name, start, kind)
        yield Archive(**blob.common, form=kind.name, members=(Member(name=name, packed=blob.content.size),), count=1)
        given = pieces(stream, 0, blob.content.size)
        yield from taken(blob, budget, name, flow(unpacked(given, kind.make)), by=kind.name)


def unpacked(given: Iterator[bytes], make: Callable[[], Any]) -> Iterator[bytes]:
    """All streams in *given*, one after the other. Raises ``BadEvidence``: corrupt, too large (its window)."""
    decoder: Any = None
    for data in given:
        rest = data
        while rest or (decoder and not decoder.needs_input):
            decoder = decoder or make()
            try:
                out = decoder.decompress(rest, _OUT)
            except (*DAMAGED, RuntimeError, MemoryError) as fault:
                raise _fault(fault) from fault
            if out:
                yield out
            rest = decoder.unused_data.lstrip(b"\0") if decoder.eof else b""
            decoder = None if decoder.eof else decoder
    if decoder is not None:
        raise BadEvidence(Reason.CORRUPT, "it was cut off")


def _fault(fault: Exception) -> BadEvidence:
    if isinstance(fault, MemoryError) or any(word in str(fault).lower() for word in ("memory usage limit", "too much memory")):
        return BadEvidence(Reason.TOO_LARGE, f"it needs more than {MEMORY >> 20} MB of memory to be unpacked")
    return BadEvidence(Reason.CORRUPT, "damaged, or other data behind it")


def _name(own: str, start: bytes, kind: _Kind) -> str:
    """The name in a gzip header; else that of the file without its ending (``.tgz`` stands for ``.tar.gz``)."""
    if told := _told(start) if kind is _GZIP else "":
        return told
    stem, _, ending = own.rpartition(".")
    if stem and ending.lower() in kind.endings:
        return f"{stem}.tar" if ending.lower().startswith("t") else stem
    return f"{own}.unpacked"


def _told(start: bytes) -> str:
    """RFC 1952, 2.3: FNAME follows the header of ten bytes and, if there is one, the extra field."""
    flags, at = start[3:4], 10
    if not flags or not flags[0] & 8:
        return ""
    if flags[0] & 4:
        at += 2 + int.from_bytes(start[at : at + 2], "little")
    raw, end, _ = start[at:].partition(b"\0")
    if not end:
        return ""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp932", "replace")


FORMAT = Format("compressed", 100, recognises, opened)
