"""The compression of VBA sources and of the ``dir`` stream (MS-OVBA 2.4.1), read within bounds."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

CHUNK = 4096
"""What a chunk unpacks to at most."""
_SIGNATURE = 0b011
_START = re.compile(rb"\x01[\x00-\xff][\xb0-\xbf]\x00Attribut")
_CONTAINER = re.compile(rb"\x01[\x00-\xff][\xb0-\xbf]")


def unpacked(data: bytes, most: int) -> tuple[bytes, str]:
    """What the container *data* unpacks to, *most* bytes of it, and what is wrong with it: an empty text if nothing is.

    Where it is damaged, what came before the damage is given.
    """
    if data[:1] != b"\x01":
        return b"", "not a compressed container"
    found = bytearray()
    at = 1
    while at + 2 <= len(data):
        header = struct.unpack_from("<H", data, at)[0]
        if header >> 12 & 7 != _SIGNATURE:
            # Behind the last chunk there may be anything: only a container without any chunk is a broken one.
            return bytes(found), "" if found else "the compressed text is damaged"
        end = at + (header & 0x0FFF) + 3
        chunk = data[at + 2 : end]
        try:
            found += _chunk(chunk) if header & 0x8000 else chunk[:CHUNK]
        except ValueError:
            return bytes(found), "the compressed text is damaged"
        if len(found) > most:
            return bytes(found[:most]), f"more than {most} bytes of text"
        if end > len(data):
            return bytes(found), "the compressed text ends early"
        at = end
    return bytes(found), ""


def containers(data: bytes, every: bool = False) -> Iterator[int]:
    """Where in a module's stream its compressed source may begin: source opens with ``Attribute``; *every* other place too."""
    yield from (found.start() for found in _START.finditer(data))
    if every:
        yield from (found.start() for found in _CONTAINER.finditer(data))


def _chunk(data: bytes) -> bytearray:
    """One compressed chunk. Raises ``ValueError`` where a copy reaches before its beginning."""
    out = bytearray()
    at, size = 0, len(data)
    while at < size:
        flags = data[at]
        at += 1
        if not flags:
            out += data[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if at >= size:
                break
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 1 >= size:
                raise ValueError("half a copy token")
            _copy(out, data[at] | data[at + 1] << 8)
            at += 2
        if len(out) > CHUNK + 8:
            break
    return out[:CHUNK]


def _copy(out: bytearray, token: int) -> None:
    """A copy token (MS-OVBA 2.4.1.3.19): how its bits are shared depends on how much was unpacked before."""
    bits = max(4, (len(out) - 1).bit_length())
    length = (token & 0xFFFF >> bits) + 3
    back = (token >> 16 - bits) + 1
    start = len(out) - back
    if start < 0:
        raise ValueError("it copies from before its beginning")
    length = min(length, CHUNK - len(out))
    if length <= back:
        out += out[start : start + length]
    else:
        piece = bytes(out[start:])
        out += (piece * (length // back + 1))[:length]
