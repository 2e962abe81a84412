"""Archives that are recognised and cannot be read here: each is a gap that says its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Archive, Blob, Gap, Reason

# Where the magic stands, the magic, the form, and what people call it. Sources: the formats' own descriptions
# (LHA header, ARJ TECHNOTE, unace, compress(1), WIM, xar, DMG, ALZ/EGG of ESTsoft).
_KINDS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x60\xea", "arj", "an ARJ archive"),
    (7, b"**ACE**", "ace", "an ACE archive"),
    (0, b"\x1f\x9d", "compress", "a file compressed with compress (.Z)"),
    (0, b"\x1f\xa0", "compress", "a file compressed with compress (.Z, LZH)"),
    (0, b"LZIP", "lzip", "a file compressed with lzip"),
    (0, b"\x89LZO\0\r\n\x1a\n", "lzop", "a file compressed with lzop"),
    (0, b"\x04\x22\x4d\x18", "lz4", "a file compressed with LZ4"),
    (0, b"\x02\x21\x4c\x18", "lz4", "a file compressed with LZ4"),  # its legacy frame
    # A frame to be skipped, which LZ4 and zstd may begin with.
    *((0, bytes([mark]) + b"\x2a\x4d\x18", "lz4", "a file compressed with LZ4") for mark in range(0x50, 0x60)),
    (0, b"MSWIM\0\0\0", "wim", "a Windows image (WIM)"),
    (0, b"WLPWM\0\0\0", "wim", "a Windows image (WIM, pipable)"),
    (0, b"xar!", "xar", "a XAR archive"),
    (0, b"!<arch>\n", "ar", "an ar archive"),
    (0, b"070701", "cpio", "a cpio archive"),
    (0, b"070702", "cpio", "a cpio archive"),
    (0, b"070707", "cpio", "a cpio archive"),
    (0, b"ALZ\x01", "alz", "an ALZ archive"),
    (0, b"EGGA", "egg", "an EGG archive"),
    (0, b"SIT!", "sit", "a StuffIt archive"),
    (0, b"StuffIt ", "sit", "a StuffIt archive"),
    (0, b"hsqs", "squashfs", "a SquashFS image"),
    (0, b"KGB_arch", "kgb", "a KGB archive"),
    (0, b"ZOO ", "zoo", "a ZOO archive"),
)
_LZH = re.compile(rb"..-l[hz][0-9dsx]-|..-pm[012s]-", re.DOTALL)
_UU = re.compile(rb"begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,255}\r?\n")


def _kind(start: bytes, end: bytes) -> tuple[str, str] | None:
    if _LZH.match(start) and start[0] > 20:
        return "lzh", "an LZH archive"
    if _UU.match(start):
        return "uue", "a uuencoded file"
    if end[-512:][:4] == b"koly":
        return "dmg", "a disk image of macOS (DMG)"
    return next(((form, what) for at, magic, form, what in _KINDS if start[at : at + len(magic)] == magic), None)


def recognises(head: Head) -> bool:
    """By the magic."""
    return _kind(head.start, head.end) is not None


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """Only that it is there."""
    head = Head.of(blob)
    kind = _kind(head.start, head.end)
    assert kind
    yield Archive(**blob.common, form=kind[0])
    yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"{kind[1]}, which cannot be opened here")


FORMAT = Format("unread-archive", 160, recognises, opened)
