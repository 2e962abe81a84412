"""Kinds that cannot carry a program by themselves: pictures, sound, film, fonts. Nothing in them is looked at further."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Blob

# The first bytes of each, as its specification has them.
_STARTS = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS",
    b"\xd7\xcd\xc6\x9a", b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"wOFF", b"wOF2", b"\0\1\0\0\0", b"OTTO", b"true",
)  # fmt: skip
_RIFF = (b"WEBP", b"WAVE", b"AVI ")


def recognises(head: Head) -> bool:
    """By the first bytes; a bitmap says its size, a film ``ftyp``, a Windows metafile its signature."""
    start = head.start
    if start[:2] == b"BM":
        return int.from_bytes(start[2:6], "little") == head.size
    if start[:4] == b"RIFF":
        return start[8:12] in _RIFF
    return start.startswith(_STARTS) or start[4:8] == b"ftyp" or start[40:44] == b" EMF"


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """Nothing."""
    return iter(())


FORMAT = Format("inert", 900, recognises, opened, last_resort=True)
