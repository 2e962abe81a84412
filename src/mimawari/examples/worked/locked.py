"""A ZIP with one file in it under a password (APPNOTE 6.1). The standard library reads such, and does not write it."""

from __future__ import annotations

import io
import zipfile
import zlib

_DATE = (2022, 11, 8, 18, 10, 0)


def plain(files: dict[str, bytes]) -> bytes:
    """A ZIP without a password, the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked(name: str, content: bytes, password: str) -> bytes:
    """A ZIP whose only member is *content*, locked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo(name, _DATE), content)
    opened, at, size = out.getvalue(), 30 + len(name.encode()), len(content)
    head, directory = bytearray(opened[:at]), bytearray(opened[at + size :])
    head[6] |= 1
    head[18:22] = (size + 12).to_bytes(4, "little")
    directory[8] |= 1
    directory[20:24] = (size + 12).to_bytes(4, "little")
    body = _crypted(bytes(11) + bytes([zlib.crc32(content) >> 24]) + content, password.encode())
    end = directory.rindex(b"PK\x05\x06")
    directory[end + 16 : end + 20] = (len(head) + len(body)).to_bytes(4, "little")
    return bytes(head) + body + bytes(directory)


def _crypted(content: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for byte in password:
        _stir(keys, byte)
    out = bytearray()
    for byte in content:
        mask = keys[2] | 2
        out.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        _stir(keys, byte)
    return bytes(out)


def _stir(keys: list[int], byte: int) -> None:
    keys[0] = _crc(keys[0], byte)
    keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    keys[2] = _crc(keys[2], keys[1] >> 24)


def _crc(crc: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
