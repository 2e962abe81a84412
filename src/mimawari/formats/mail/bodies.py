"""The bodies of a mail's parts, decoded as they are read, in flat memory: base64, quoted-printable, uuencode, yEnc."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from typing import BinaryIO, cast

from mimawari.trees.streams import Readable, Window

_BLOCK = 64 << 10
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_YENC = re.compile(rb"^=ybegin [^\r\n]{0,200}\bname=([^\r\n]{1,255})\r?\n(?:=ypart [^\r\n]{0,200}\r?\n)?", re.MULTILINE)
_YENC_SIZE = re.compile(rb"^=ybegin [^\r\n]{0,200}?\bsize=(\d{1,15})[^\r\n]{0,500}\r?\n", re.MULTILINE)
_YENC_END = re.compile(rb"^=y(?:end|begin)\b", re.MULTILINE)
_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_MEANT = {bytes((byte,)): bytes(((byte - 64) & 0xFF,)) for byte in range(256)}
_PLAIN = bytes((byte - 42) & 0xFF for byte in range(256))
"""yEnc 1.3: an escaped sign is 64 more than it would be, every sign 42 more."""
# Decoded bytes, what is left for the next block, how many bytes were odd; told whether this block is the last.
Decode = Callable[[bytes, bool], tuple[bytes, bytes, int]]


class Decoded(Readable):
    """A body as it means. ``odd`` counts bytes that do not belong to the encoding: it was damaged, or lies.

    It only goes forward; ``size`` is not known before its end.
    """

    def __init__(self, stream: BinaryIO, start: int, size: int, encoding: str) -> None:
        super().__init__(1 << 62)
        self._source = Window(stream, start, size, what="a part of a mail")
        self._decode, self._left, self._rest = _DECODERS.get(encoding), b"", b""
        self._done = False
        self.odd = 0

    def read(self, size: int | None = -1) -> bytes:
        """Up to *size* bytes; fewer only at the end."""
        most = self.size if size is None or size < 0 else size
        pieces, length = [self._left], len(self._left)
        while length < most and not self._done:
            pieces.append(self._next())
            length += len(pieces[-1])
        data = b"".join(pieces)
        self._left = data[most:]
        return data[:most]

    def _next(self) -> bytes:
        block = self._source.read(_BLOCK)
        self._done = len(block) < _BLOCK
        if self._decode is None:
            return block
        data, self._rest, odd = self._decode(self._rest + block, self._done)
        self.odd += odd
        return data


def body(stream: BinaryIO, start: int, size: int, encoding: str) -> tuple[BinaryIO, Decoded]:
    """A stream of the body, and the same for its ``odd``."""
    decoding = Decoded(stream, start, size, encoding)
    return cast("BinaryIO", decoding), decoding


def uuencoded(data: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the files that stand in a text as uuencode or yEnc, up to a hundred."""
    found = [(_name(start[1]), _uu(data, start.end())) for start in _first(_BEGIN, data)] if b"begin" in data else []
    if b"=ybegin " in data:
        found += [(_name(start[1]), _yenc(data, start.end())) for start in _first(_YENC, data)]
    return [(name, content) for name, content in found if content]


def is_short(data: bytes) -> bool:
    """Whether a file in yEnc in a text is of another size than it says: a piece of one, or damaged (yEnc 1.3)."""
    files = _first(_YENC, data)
    sizes = _first(_YENC_SIZE, data)
    return [int(one[1]) for one in sizes] != [len(_yenc(data, one.end())) for one in files]


def base64_of(data: bytes) -> bytes:
    """What *data* means as base64, signs of no meaning passed over."""
    return _base64(data, True)[0]


def _first(pattern: re.Pattern[bytes], data: bytes) -> list[re.Match[bytes]]:
    # A file in a text ends where the next begins, so all together they are decoded once.
    return [found for _, found in zip(range(100), pattern.finditer(data), strict=False)]


def _name(raw: bytes) -> str:
    from mimawari.formats.scripts.charsets import decoded

    return decoded(raw).strip().strip('"')


def _uu(data: bytes, at: int) -> bytes:
    out: list[bytes] = []
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[at:end].rstrip(b"\r")
        at = end + 1
        if line == b"end" or line.startswith(b"begin "):
            break
        out.append(_uu_line(line))
    return b"".join(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Encoders that pad the last line with junk: only what the length says counts.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""


def _yenc(data: bytes, at: int) -> bytes:
    end = _YENC_END.search(data, at)
    raw = data[at : end.start() if end else len(data)].replace(b"\r", b"").replace(b"\n", b"")
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], raw).translate(_PLAIN)


def _base64(data: bytes, last: bool) -> tuple[bytes, bytes, int]:
    """Signs of no meaning are passed over (RFC 2045 6.8); behind an ``=`` a new text may begin."""
    plain = data.translate(None, _NOT_BASE64)
    blanks = sum(data.count(sign) for sign in (b"\r", b"\n", b" ", b"\t"))
    odd = len(data) - len(plain) - blanks
    pieces = plain.split(b"=")
    out = [_quads(piece)[0] for piece in pieces[:-1]]
    done, rest = _quads(pieces[-1]) if last else _whole_quads(pieces[-1])
    out.append(done)
    return b"".join(out), rest, odd


def _whole_quads(plain: bytes) -> tuple[bytes, bytes]:
    whole = len(plain) // 4 * 4
    return binascii.a2b_base64(plain[:whole]), plain[whole:]


def _quads(plain: bytes) -> tuple[bytes, bytes]:
    kept = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)), b""


def _quoted(data: bytes, last: bool) -> tuple[bytes, bytes, int]:
    """A line is decoded when it is there as a whole."""
    whole = _whole_lines(data, last)
    return binascii.a2b_qp(data[:whole]), data[whole:], 0


def _whole_lines(data: bytes, last: bool) -> int:
    """Where the last whole line ends; what is longer than any line is taken as it comes."""
    whole = len(data) if last else data.rfind(b"\n") + 1
    return whole if whole or len(data) <= 4 * _BLOCK else len(data) - 2


def _uu_body(data: bytes, last: bool) -> tuple[bytes, bytes, int]:
    """The lines of it; the begin line and what is around them give nothing."""
    whole = _whole_lines(data, last)
    lines = data[:whole].splitlines()
    return b"".join(_uu_line(line) for line in lines if not line.startswith(b"begin ") and line != b"end"), data[whole:], 0


_DECODERS: dict[str, Decode] = {
    "base64": _base64,
    "quoted-printable": _quoted,
    "x-uuencode": _uu_body,
    "uuencode": _uu_body,
    "x-uue": _uu_body,
}
ENCODINGS = frozenset(_DECODERS)
"""What ``Content-Transfer-Encoding`` may say of a body that is not as it stands."""
