"""The serial number of the volume that holds Windows, where the evidence still tells it.

A volume's own boot sector is certain. A copy without one keeps it in shortcuts ([MS-SHLLINK] 2.3.1 VolumeID) and in the
names of the volumes in prefetch files (``\\VOLUME{<creation time>-<serial>}``, since Windows 8).
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mimawari.model import BadEvidence
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile

_FIXED = 3
_MOST = 64
_SIZE = 1 << 20
_RECENT = r"AppData\Roaming\Microsoft\Windows\Recent"
_VOLUME = re.compile(
    rb"\\\0V\0O\0L\0U\0M\0E\0\{\0((?:[0-9a-f]\0){16})-\0((?:[0-9a-f]\0){8})\}\0\\\0W\0I\0N\0D\0O\0W\0S\0", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Serial:
    """A 32-bit serial number, None where nothing tells it. ``certain``: it is the volume's own, not one that traces name."""

    number: int | None
    certain: bool = False


def volume_serial(installation: Installation, profiles: Sequence[Profile]) -> Serial:
    """The serial of the system volume; where only traces tell it, the one that most of them name, if there is one.

    A volume that Windows lies deeper in holds a copy of the system volume, and has a serial number of its own.
    """
    own = _boot(installation) if installation.root or installation.volume.serial is None else installation.volume.serial
    if own is not None:
        return Serial(own, certain=True)
    votes = Counter([*_shortcuts(installation, profiles), *_prefetch(installation)])
    first = votes.most_common(2)
    return Serial(first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else None)


def _boot(installation: Installation) -> int | None:
    """``$Boot`` as some collectors keep it: the NTFS serial stands at 0x48."""
    sector = _read(installation, "$Boot", 512)
    is_whole = len(sector) == 512 and sector[3:11] == b"NTFS    "
    return int(struct.unpack_from("<I", sector, 0x48)[0]) if is_whole else None


def _shortcuts(installation: Installation, profiles: Sequence[Profile]) -> Iterator[int]:
    for profile in profiles:
        folder = rf"{profile.path}\{_RECENT}"
        for name in _newest(installation, folder, ".lnk"):
            serial = serial_of_shortcut(_read(installation, rf"{folder}\{name}", _SIZE), installation.letter)
            if serial is not None:
                yield serial


def serial_of_shortcut(data: bytes, letter: str = "C:") -> int | None:
    """The serial in a shortcut to a file on the fixed drive *letter*; None if there is none."""
    try:
        size, _, flags = struct.unpack_from("<I16sI", data)
        if size != 0x4C or not flags & 2:
            return None
        at = size + (2 + struct.unpack_from("<H", data, size)[0] if flags & 1 else 0)
        _, _, info_flags, volume, base = struct.unpack_from("<5I", data, at)
        _, drive_type, serial = struct.unpack_from("<3I", data, at + volume)
        path = data[at + base : at + base + 3]
    except struct.error:
        return None
    is_local = info_flags & 1 and drive_type == _FIXED and path.upper() == f"{letter}\\".encode()
    return serial if is_local else None


def _prefetch(installation: Installation) -> Iterator[int]:
    for name in _newest(installation, "Windows/Prefetch", ".pf"):
        if found := _VOLUME.search(_unpacked(_read(installation, f"Windows/Prefetch/{name}", _SIZE))):
            yield int(found[2].replace(b"\0", b""), 16)


def _unpacked(data: bytes) -> bytes:
    """The content of a prefetch file; Windows 10 compresses it (``MAM`` and the size, then Xpress Huffman)."""
    if data[:4] != b"MAM\x04":
        return data
    from dissect.util.compression import lzxpress_huffman

    try:
        unpacked = lzxpress_huffman.decompress(data[8:])
    except (EOFError, IndexError, ValueError, KeyError, struct.error):
        return b""
    return bytes(unpacked)


def _newest(installation: Installation, folder: str, extension: str) -> list[str]:
    try:
        entries = [e for e in installation.list(folder) if e.name.lower().endswith(extension) and not e.is_folder and not e.special]
    except BadEvidence:
        return []
    return [e.name for e in sorted(entries, key=lambda e: (-(e.modified or 0), e.name))[:_MOST]]


def _read(installation: Installation, path: str, limit: int) -> bytes:
    try:
        with installation.open(path) as opened:
            return opened.read(limit)
    except (BadEvidence, OSError):
        return b""
