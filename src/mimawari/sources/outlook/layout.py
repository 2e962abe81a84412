"""The three forms of the file (MS-PST 2.2.2.6; the third as libpff's documentation tells it) and what their header says."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from mimawari.model import BadEvidence, Reason

MAGIC = b"!BDN"
HEADER = 564
"""In bytes: as much of it as is read."""
_OLD, _WIDE, _LARGE, _PROTECTED = (14, 15), range(19, 36), 36, 37


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs between the forms. ``wide``: identifiers of 8 bytes. Sizes in bytes.

    ``entries`` is where the entries of a B-tree's page end and its counts begin, ``kind_at`` where its type stands; ``align``
    and ``footer`` are of a block. ``index_bits``: of a place in a heap, those that number it within its block.
    """

    name: str
    wide: bool
    page: int
    entries: int
    kind_at: int
    align: int
    footer: int
    most: int
    index_bits: int


ANSI = Layout("ansi", wide=False, page=512, entries=496, kind_at=500, align=64, footer=12, most=8192, index_bits=11)
UNICODE = Layout("unicode", wide=True, page=512, entries=488, kind_at=496, align=64, footer=16, most=8192, index_bits=11)
LARGE = Layout("unicode-4k", wide=True, page=4096, entries=4056, kind_at=4072, align=512, footer=24, most=65536, index_bits=14)
"""Of Outlook 2013 and later, for OST files: pages of 4 KiB, blocks that may be compressed."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the two B-trees begin, and how blocks are disguised. ``client`` is what kind of file it calls itself.

    ``size`` is how long it says that the file is.
    """

    layout: Layout
    client: bytes
    crypt: int
    nodes: int
    blocks: int
    size: int


def header(data: bytes) -> Header:
    """The header at the beginning of the file. Raises ``BadEvidence``: cut off, or of a version that nobody describes."""
    if len(data) < HEADER or data[:4] != MAGIC:
        raise BadEvidence(Reason.CORRUPT, "the header of an Outlook data file is cut off")
    version = struct.unpack_from("<H", data, 10)[0]
    layout = _layout(version)
    if layout.wide:
        size, nodes, blocks = (struct.unpack_from("<Q", data, at)[0] for at in (184, 224, 240))
        return Header(layout, data[8:10], data[513], nodes, blocks, size)
    size, nodes, blocks = (struct.unpack_from("<I", data, at)[0] for at in (168, 188, 196))
    return Header(layout, data[8:10], data[461], nodes, blocks, size)


def _layout(version: int) -> Layout:
    if version in _OLD:
        return ANSI
    if version in _WIDE:
        return UNICODE
    if version == _LARGE:
        return LARGE
    if version == _PROTECTED:
        raise BadEvidence(Reason.ENCRYPTED, "an Outlook data file locked by Windows Information Protection")
    raise BadEvidence(Reason.UNSUPPORTED, f"version {version} of Outlook's data file")
