"""Writes ActiveMime (``editdata.mso``), as Word and Excel pack macros and objects in their XML and web archives."""

from __future__ import annotations

import zlib


def active_mime(data: bytes, at: int = 0x32) -> bytes:
    """The zlib stream stands at *at* (Word: 0x32, Excel: 0x22A); that offset, less 46, stands at 0x1E."""
    head = b"ActiveMime\0\0\1\xf0" + b"\4\0\0\0" + b"\xff" * 4 + b"\0\0\7\xf0"
    head = head.ljust(0x1E, b"\0") + (at - 46).to_bytes(2, "little")
    return head.ljust(at, b"\0") + zlib.compress(data)
