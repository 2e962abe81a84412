"""What an S/MIME part holds (RFC 5652, BER): the content of a signed one, and whether it is locked."""

from __future__ import annotations

SIGNED = bytes.fromhex("2a864886f70d010702")
ENVELOPED = {bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d01091001" + "17")}
COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_SEQUENCE, _OCTETS, _OID, _CONSTRUCTED = 0x30, 0x04, 0x06, 0x20
_STEPS = 100_000


class NotCms(ValueError):
    """It is no CMS structure that could be followed."""


def kind(data: bytes) -> bytes:
    """The object identifier of its content type. Raises ``NotCms``."""
    tag, start, end, _ = _element(data, 0)
    if tag != _SEQUENCE:
        raise NotCms
    tag, start, end, _ = _element(data, start)
    if tag != _OID:
        raise NotCms
    return data[start:end]


def signed(data: bytes) -> bytes:
    """The content that a signed structure carries; empty where the signature stands apart. Raises ``NotCms``."""
    at = _inside(data, 0, (_SEQUENCE,))
    at = _after(data, at)
    at = _inside(data, at, (0xA0,))
    at = _inside(data, at, (_SEQUENCE,))
    # version, digestAlgorithms, encapContentInfo
    at = _inside(data, _after(data, _after(data, at)), (_SEQUENCE,))
    at = _after(data, at)
    if at >= len(data) or data[at] != 0xA0:
        return b""
    return _octets(data, _inside(data, at, (0xA0,)))


def _octets(data: bytes, at: int) -> bytes:
    """An octet string, whole or in pieces of pieces."""
    tag, start, end, following = _element(data, at)
    if tag == _OCTETS:
        return data[start:end]
    if tag != _OCTETS | _CONSTRUCTED:
        raise NotCms
    out: list[bytes] = []
    at = start
    for _ in range(_STEPS):
        if at >= (end if end >= 0 else len(data)) or data[at : at + 2] == b"\0\0":
            break
        tag, begin, stop, following = _element(data, at)
        if tag == _OCTETS:
            out.append(data[begin:stop])
        at = following if tag == _OCTETS else begin
    return b"".join(out)


def _inside(data: bytes, at: int, tags: tuple[int, ...]) -> int:
    tag, start, _, _ = _element(data, at)
    if tag not in tags:
        raise NotCms
    return start


def _after(data: bytes, at: int) -> int:
    return _element(data, at)[3]


def _element(data: bytes, at: int) -> tuple[int, int, int, int]:
    """Tag, where the content begins and ends (-1: not told), and where the next element begins."""
    head = data[at : at + 2]
    if len(head) < 2 or head[0] & 0x1F == 0x1F:
        raise NotCms
    tag, length, start = head[0], head[1], at + 2
    if length == 0x80:
        return tag, start, -1, start
    if length > 0x80:
        count = length & 0x7F
        if count > 8 or len(data) < start + count:
            raise NotCms
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    return tag, start, min(len(data), start + length), min(len(data), start + length)
