"""Decompression with limits: in pieces, only as far as somebody reads, never more than a bomb is allowed."""

from __future__ import annotations

import bz2
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import of_os
from mimawari.trees.streams import BLOCK, Readable

_IN_MEMORY, _FIRST = 8 << 20, 64 << 10
_XZ_MEMORY = 512 << 20
DAMAGED = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Caps:
    """How much may come out: ``size`` bytes in all, and beyond ``free`` bytes at most ``ratio`` for one that went in."""

    size: int = 4 << 30
    free: int = 256 << 20
    ratio: int = 250

    def check(self, given: int, out: int) -> None:
        """Raises ``BadEvidence`` too large once *out* bytes of *given* ones are too many."""
        if out > self.size:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {self.size} bytes")
        if out > self.free and out > given * self.ratio:
            raise BadEvidence(Reason.TOO_LARGE, f"expands to more than {self.ratio} times its size")


class Decoder(Protocol):
    """What bz2 and lzma offer."""

    eof: bool
    needs_input: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most *max_length* bytes."""


class Inflate:
    """zlib's decoder with the manners of the others. *wbits*: -15 a bare stream (zip), 31 with a gzip header."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What came after it."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most *max_length* bytes."""
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


def gzip_decoder() -> Any:
    """For gzip."""
    return Inflate(31)


def bz2_decoder() -> Any:
    """For bzip2."""
    return bz2.BZ2Decompressor()


def xz_decoder() -> Any:
    """For xz and lzma, with at most 512 MiB for the dictionary."""
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


def deflate_decoder() -> Any:
    """For what lies in a zip."""
    return Inflate(-15)


def pieces(stream: BinaryIO, at: int, length: int) -> Iterator[bytes]:
    """Up to *length* bytes of a stream from *at* on, fewer if it ends; others may move it in between."""
    room = _FIRST
    while length > 0:
        stream.seek(at)
        data = stream.read(min(room, length))
        if not data:
            return
        yield data
        at, length, room = at + len(data), length - len(data), _wider(room)


def _wider(room: int) -> int:
    """Twice as much, up to a block: of most files only the head is read."""
    return min(2 * room, BLOCK)


def expand(given: Iterator[bytes], make: Callable[[], Decoder], *, many: bool = False) -> Iterator[bytes]:
    """Decompress. *many*: further streams may follow the first. Raises one of :data:`DAMAGED`, ``EOFError`` if cut off."""
    decoder: Decoder | None = make()
    room = _FIRST
    for data in given:
        rest = data
        while rest or (decoder and not decoder.needs_input):
            decoder = decoder or make()
            out, room = decoder.decompress(rest, room), _wider(room)
            rest = decoder.unused_data.lstrip(b"\0") if decoder.eof else b""
            if out:
                yield out
            if decoder.eof and not many:
                return
            decoder = None if decoder.eof else decoder
    if decoder is not None:
        raise EOFError


class Kept(Readable):
    """A temporary file that grows, in memory up to 8 MiB. Writing raises ``BadEvidence`` too large where the disk is full."""

    def __init__(self) -> None:
        super().__init__(0)
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with the stream

    def append(self, data: bytes) -> None:
        """Write at the end."""
        try:
            self._file.seek(self.size)
            self._file.write(data)
        except OSError as fault:
            raise of_os(fault, "temporary file") from fault
        self.size += len(data)

    def _piece(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()
        super().close()


class Unfolded(Readable):
    """A stream that is made while it is read, and can be read again.

    *made* gives the bytes in order and raises ``BadEvidence`` where they are not what they should be; it is asked no
    further than somebody reads, so the head of a large file costs little.
    """

    def __init__(self, made: Iterator[bytes], size: int) -> None:
        super().__init__(size)
        self._made = made
        self._kept = Kept()
        self._fault: BadEvidence | None = None

    def _piece(self, offset: int, length: int) -> bytes:
        if self._fault is None:
            try:
                self._make(offset + length)
            except BadEvidence as bad:
                self._fault = bad
        if self._fault is not None:
            raise self._fault
        self._kept.seek(offset)
        return self._kept.read(length)

    def _make(self, end: int) -> None:
        """Go on until *end*; at the very end once more, so that what is checked there is checked."""
        while self._kept.size < end or (end == self.size and self._made is not _DONE):
            data = next(self._made, None)
            if data is not None:
                self._kept.append(data)
                continue
            self._made = _DONE
            if self._kept.size < self.size:
                raise BadEvidence(Reason.CORRUPT, "it ends early")

    def close(self) -> None:
        """Give the temporary file back."""
        self._kept.close()
        super().close()


_DONE: Iterator[bytes] = iter(())
