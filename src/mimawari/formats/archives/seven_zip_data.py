"""The packed streams of a 7z archive, unpacked as they are read. Source: ``DOC/7zFormat.txt`` and ``DOC/Methods.txt`` of 7-Zip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from mimawari.formats.archives.compressed import MEMORY
from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import parsing

_IN, _OUT = 32 << 10, 256 << 10
_LZMA, _LZMA2, _PPMD, _AES = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01", b"\x06\xf1\x07\x01"
_CYCLES = 20
"""2 to this power is the most rounds of its key derivation; 7-Zip writes 19."""


def is_encrypted(coders: list[dict[str, Any]]) -> bool:
    """Whether one of the steps is AES."""
    return any(coder["method"] == _AES for coder in coders)


def check_coders(coders: list[dict[str, Any]]) -> None:
    """Raises ``BadEvidence`` too large where unpacking needs too much memory or time, unsupported for PPMd.

    The only library for PPMd (pyppmd 1.3.1) damages the heap, on sound archives too (docs/decisions/0027).
    """
    for coder in coders:
        method, raw = coder["method"], coder["properties"] or b""
        if method == _PPMD:
            raise BadEvidence(Reason.UNSUPPORTED, "7z: compressed in a way that cannot be unpacked here")
        if method == _AES and raw and raw[0] & 0x3F > _CYCLES:
            raise BadEvidence(Reason.TOO_LARGE, "7z: a key that takes too long to derive")
        if _window(method, raw) > MEMORY:
            raise BadEvidence(Reason.TOO_LARGE, f"7z: it needs more than {MEMORY >> 20} MB of memory to be unpacked")


def _window(method: bytes, raw: bytes) -> int:
    """How much memory a step asks for, in bytes."""
    if method == _LZMA:
        return int.from_bytes(raw[1:5], "little")
    if method == _LZMA2 and raw:
        return (2 | raw[0] & 1) << (raw[0] // 2 + 11)
    return 0


class Data:
    """The unpacked data of one folder of the archive, in order."""

    def __init__(self, stream: BinaryIO, folder: Any, at: int, size: int, password: str | None) -> None:
        from py7zr.compressor import SevenZipDecompressor
        from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError

        self._kinds = (ArchiveError, PasswordRequired)
        self._given = _Given(stream, at, size)
        self._buffer, self._left = b"", 0
        try:
            with parsing("7z", PasswordRequired):
                self._inner = SevenZipDecompressor(folder.coders, size, folder.unpacksizes, None, password, _IN)
        except UnsupportedCompressionMethodError as fault:
            raise BadEvidence(Reason.UNSUPPORTED, "7z: compressed in a way that cannot be unpacked here") from fault
        last: Any = self._inner.chain[-1]
        self._given.hungry = _hungry(getattr(last, "_decompressor", last))

    def take(self, size: int) -> Iterator[bytes]:
        """The next *size* bytes; :meth:`skip` passes over what nobody asked for. Raises ``BadEvidence`` corrupt."""
        self._left = size
        while self._left:
            data = self._buffer or self._next()
            piece, self._buffer = data[: self._left], data[self._left :]
            self._left -= len(piece)
            yield piece

    def skip(self, tick: Callable[[], None]) -> None:
        """Pass over what is left of what was taken. *tick* may raise ``BadEvidence`` to end it."""
        for _ in self.take(self._left):
            tick()

    def _next(self) -> bytes:
        """Some bytes. Several steps may each hold something back before the last gives anything."""
        for _ in range(64):
            before = self._given.at
            with parsing("7z", *self._kinds):
                data = bytes(self._inner.decompress(self._given, _OUT))
            if data:
                return data
            if self._given.at == before and self._given.is_at_end:
                break
        raise BadEvidence(Reason.CORRUPT, "7z: it ends early")


class _Given:
    """The packed bytes, which are handed out only while the last step has none left: it would hoard them."""

    def __init__(self, stream: BinaryIO, at: int, size: int) -> None:
        self._stream, self.at, self._end = stream, at, at + size
        self.hungry: Callable[[], bool] = lambda: True

    @property
    def is_at_end(self) -> bool:
        return self.at >= self._end

    def read(self, size: int) -> bytes:
        if not self.hungry():
            return b""
        self._stream.seek(self.at)
        data = self._stream.read(min(size, self._end - self.at))
        self.at += len(data)
        if not data:
            self.at = self._end
        return data


def _hungry(inner: Any) -> Callable[[], bool]:
    return lambda: bool(getattr(inner, "needs_input", True))
