"""The file name that Emotet made of the volume's serial number until 2020-02-05: two words of a fixed list.

Source: JPCERTCC/EmoCheck v2.0 (commit 36f2ec6), emocheck/emotet_scanner.cpp.
"""

from __future__ import annotations

from functools import cache

from mimawari.detectors.marks.places import Root, Spot, spot
from mimawari.model import Host

_ALL_BITS = 0xFFFF_FFFF
_WINDOWS_OWN = "driverquery.exe"


def word(position: int, words: str) -> str:
    """The word of the comma-joined list *words* that the character at *position* belongs to.

    The walk to the left looks at every character but the very first, so a position inside the first word keeps its
    own place: 2 in ``duck,...`` gives ``ck``. A comma belongs to the word after it.
    """
    start = words.rfind(",", 1, position + 1) + 1 or position
    end = words.find(",", start)
    return words[start:] if end < 0 else words[start:end]


def serial_name_of(serial: int, words: str) -> str:
    """The stem of the name that belongs to the 32-bit volume *serial*: ``duckelem`` for 0."""
    quotient, remainder = divmod(serial & _ALL_BITS, len(words))
    return word(remainder, words) + word((_ALL_BITS - quotient) % len(words), words)


@cache
def every_name(words: str) -> frozenset[str]:
    """The stems that any serial number at all can give."""
    parts = {word(position, words) for position in range(len(words))}
    return frozenset(first + second for first in parts for second in parts)


def is_pair(place: Spot, words: str) -> bool:
    """Whether a program bears two words of the list: in a folder of that name, or directly in System32 or SysWOW64."""
    if place.extension != "exe" or place.stem.lower() not in every_name(words):
        return False
    if place.depth:
        return place.folder.lower() == place.stem.lower()
    return place.root is not Root.LOCAL_APPDATA and place.name.lower() != _WINDOWS_OWN


def is_windows_own(path: str) -> bool:
    """Whether it is the one program of Windows itself that two words of the list name."""
    place = spot(path)
    is_there = place is not None and not place.depth and place.root is not Root.LOCAL_APPDATA
    return is_there and path.lower().endswith("\\" + _WINDOWS_OWN)


def is_other_disks(host: Host | None) -> bool:
    """Whether a name that is not this PC's must be another disk's: only where the serial number is certain."""
    return host is not None and host.volume_serial is not None and host.volume_serial_certain
