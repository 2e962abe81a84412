"""Writes what Windows' packager embeds in documents: any file at all."""

from __future__ import annotations

import struct


def package(name: str, data: bytes) -> bytes:
    """A ``\\x01Ole10Native`` stream as the packager writes it: label, path, temporary path, file."""
    body = (
        struct.pack("<H", 2)
        + name.encode()
        + b"\0C:\\a\\"
        + name.encode()
        + b"\0"
        + struct.pack("<II", 0x30000, 9)
        + b"C:\\t\\x.y\0"
    )
    body += struct.pack("<I", len(data)) + data + bytes(2)
    return struct.pack("<I", len(body)) + body
