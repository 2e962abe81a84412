"""The entries of a compound file's directory (MS-CFB 2.6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry (MS-CFB 2.6): ``kind`` 1 storage, 2 stream, 5 root; ``path`` leads to it from the root with ``/``."""

    path: str
    kind: int
    clsid: bytes
    start: int
    size: int
    created: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One as it lies in the directory: ``left``, ``right``, ``child`` are numbers of others."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    clsid: bytes
    created: int
    modified: int
    start: int
    size: int


def read_row(data: bytes, at: int) -> Row:
    """The entry at *at*."""
    length = min(64, struct.unpack_from("<H", data, at + 64)[0])
    name = data[at : at + max(0, length - 2)].decode("utf-16-le", "replace").split("\0")[0]
    left, right, child = struct.unpack_from("<III", data, at + 68)
    created, modified, start, size = struct.unpack_from("<QQII", data, at + 100)
    # The upper half of the size is not reliable in files with sectors of 512 bytes (MS-CFB 2.6.1), and no stream needs it here.
    clsid = data[at + 80 : at + 96]
    return Row(name.replace("/", "_"), data[at + 66], left, right, child, clsid, created, modified, start, size)
