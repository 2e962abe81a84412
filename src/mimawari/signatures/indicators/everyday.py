"""Hashes of contents that everybody has: a list that holds one is wrong there, and would call half a disk malware."""

from __future__ import annotations

import hashlib
from functools import cache

from mimawari.signatures.indicators.saying import WIDTH

_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 1 << 20)

_CONTENTS = (
    b"",
    b"\n",
    b"\r\n",
    b" ",
    b"0",
    b"1",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"null",
    b"null\n",
    b"{}",
    b"{}\n",
    b"[]",
    b"[]\n",
    b"test",
    b"test\n",
    b"PK\x05\x06" + bytes(18),  # the zip archive without a member
)
"""Contents with which programs, sandboxes and tests fill files, and the mistakes that end up in lists."""


@cache
def digests() -> frozenset[bytes]:
    """Their hashes of every kind, those of zeros in everyday sizes among them."""
    contents = (*_CONTENTS, *(bytes(size) for size in _SIZES), *(b"\xff" * size for size in _SIZES))
    return frozenset(hashlib.new(kind, content, usedforsecurity=False).digest() for kind in WIDTH for content in contents)
