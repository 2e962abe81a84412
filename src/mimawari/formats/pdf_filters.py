"""A PDF stream unpacked (ISO 32000-1, 7.4) within limits."""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from typing import Any

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import parsing

MOST = 32 << 20
"""Bytes that a stream is unpacked to at most."""

_INFLATE, _HEX, _BASE85, _RUNS, _LZW = (
    (b"FlateDecode", b"Fl"),
    (b"ASCIIHexDecode", b"AHx"),
    (b"ASCII85Decode", b"A85"),
    (b"RunLengthDecode", b"RL"),
    (b"LZWDecode", b"LZW"),
)
PICTURES = (b"DCTDecode", b"DCT", b"JPXDecode", b"CCITTFaxDecode", b"CCF", b"JBIG2Decode")
"""The filters of pictures: what comes before them is a file of its kind (JPEG, fax), and stays so."""


def unpacked(data: bytes, filters: tuple[bytes, ...]) -> bytes:
    """*data* through its *filters*. Raises ``BadEvidence``: unsupported, too large, corrupt where nothing comes out."""
    for name in filters[:8]:
        data = _one(data, name)
        if len(data) > MOST:
            raise BadEvidence(Reason.TOO_LARGE, f"a stream of more than {MOST >> 20} MiB")
    return data


def is_inflated(filters: tuple[bytes, ...]) -> bool:
    """Whether deflate is all there is."""
    return len(filters) == 1 and filters[0] in _INFLATE


def _one(data: bytes, name: bytes) -> bytes:
    if name in _INFLATE:
        return Inflating(data).read(MOST + 1)
    if name in _HEX:
        return _hex(data)
    if name in _BASE85:
        return _base85(data)
    if name in _RUNS:
        return _runs(data)
    if name in _LZW:
        return _lzw(data)
    if name == b"Crypt":
        return data
    raise BadEvidence(Reason.UNSUPPORTED, f"a stream packed as {name[:20].decode('latin-1')}")


class Inflating(io.RawIOBase):
    """What deflated *data* unpack to, piece by piece. Damage ends it: what came before is given, and ``is_damaged`` set."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._inflate = zlib.decompressobj()
        self._left = data.lstrip(b"\r\n")
        self.is_damaged = False

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Up to *size* bytes; without one :data:`MOST`."""
        want = MOST if size is None or size < 0 else size
        pieces: list[bytes] = []
        while want and not self._inflate.eof and not self.is_damaged:
            piece = self._piece(want)
            if not piece:
                break
            pieces.append(piece)
            want -= len(piece)
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        try:
            piece = self._inflate.decompress(self._left, size)
        except zlib.error:
            self.is_damaged = True
            return b""
        self._left = self._inflate.unconsumed_tail
        self.is_damaged = not piece and not self._inflate.eof
        return piece

    def readinto(self, buffer: Any) -> int:
        """Fill *buffer* as far as there is content."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _hex(data: bytes) -> bytes:
    digits = data.split(b">", 1)[0].translate(None, b"\0\t\n\f\r ")
    with parsing("a hexadecimal stream", binascii.Error):
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _base85(data: bytes) -> bytes:
    text = data.strip().removeprefix(b"<~").split(b"~>", 1)[0]
    with parsing("a base-85 stream"):
        return base64.a85decode(text)


def _runs(data: bytes) -> bytes:
    """Run lengths (7.4.5): below 128 a copy of one byte more, above 128 a repeated byte; 128 is the end."""
    out = bytearray()
    at = 0
    while at < len(data) and data[at] != 128 and len(out) <= MOST:
        length = data[at]
        if length < 128:
            out += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += data[at + 1 : at + 2] * (257 - length)
            at += 2
    return bytes(out)


def _lzw(data: bytes) -> bytes:
    """LZW (7.4.4.2) with codes of 9 to 12 bits, which grow one code early; 256 begins a new table, 257 is the end."""
    out, table, last = bytearray(), dict[int, bytes](), b""
    buffer = bits = 0
    width, following = 9, 258
    for byte in data:
        buffer, bits = (buffer << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = buffer >> bits & (1 << width) - 1
        if code == 256:
            table, last, width, following = {}, b"", 9, 258
            continue
        piece = bytes([code]) if code < 256 else table.get(code, last + last[:1] if last and code == following else b"")
        if code == 257 or len(out) > MOST:
            break
        if not piece:
            raise BadEvidence(Reason.CORRUPT, "a damaged LZW stream")
        out += piece
        if last and following < 4096:
            table[following] = last + piece[:1]
            following += 1
        last = piece
        width = min(12, max(9, (following + 1).bit_length()))
    return bytes(out)
