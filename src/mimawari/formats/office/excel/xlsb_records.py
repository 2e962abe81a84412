"""The records of a part in BIFF12 ([MS-XLSB] 2.1.4): number and length of variable width, then so many bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MOST_RECORDS = 6_000_000


def records(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Number and content of each record, to the first that is cut off. Lengths of the file are held to what is there."""
    view = memoryview(data)
    at, size = 0, len(data)
    for _ in range(MOST_RECORDS):
        if at >= size:
            return
        number, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        yield number, view[at : at + length]
        at += length


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first. ([MS-XLSB] 2.1.4)."""
    value = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, at


def wide(data: memoryview, at: int) -> tuple[str, int]:
    """XLWideString and XLNullableWideString ([MS-XLSB] 2.5.168, 2.5.166), and where it ends. Raises ``struct.error``: cut off."""
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    if count == 0xFFFFFFFF:
        return "", at
    if at + 2 * count > len(data):
        raise struct.error("a text is cut off")
    return bytes(data[at : at + 2 * count]).decode("utf-16-le", "replace"), at + 2 * count


def formula(data: memoryview, at: int) -> tuple[bytes, bytes]:
    """The tokens and what stands behind them, of a parsed formula at *at*: each with its length before it."""
    (length,) = struct.unpack_from("<I", data, at)
    tokens = bytes(data[at + 4 : at + 4 + length])
    if len(tokens) < length:
        raise struct.error("a formula is cut off")
    at += 4 + length
    extra = struct.unpack_from("<I", data, at)[0] if at + 4 <= len(data) else 0
    return tokens, bytes(data[at + 4 : at + 4 + extra])
