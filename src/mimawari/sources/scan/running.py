"""A drive of the running Windows as a ground: what is in use is told, named streams are read, no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from mimawari.model import BadEvidence, Blob, Gap, Looked, Reason
from mimawari.sources.running import rights, stamps
from mimawari.sources.running.tree import open_running
from mimawari.sources.scan import SPECIAL, Dated, Filed, Listed
from mimawari.trees.directory import is_away, leads_elsewhere
from mimawari.trees.faults import system

if TYPE_CHECKING:
    from mimawari.sources.scan.disk import Disk

MOST_NAMES = 2_000_000
_LONG = "\\\\?\\"


@dataclass(frozen=True, slots=True)
class InUse:
    """The content of a file that others may have open."""

    place: str
    size: int
    attributes: int = 0

    def open(self) -> BinaryIO:
        """A new stream. Raises ``BadEvidence``."""
        return open_running(self.place, self.attributes)


def long(real: str) -> str:
    """A path with drive letter or of a share as Windows takes it whatever its length."""
    plain = real.replace("/", "\\")
    if plain.startswith(_LONG):
        return plain
    return f"{_LONG}UNC\\{plain[2:]}" if plain.startswith("\\\\") else _LONG + plain


def listed(disk: Disk, below: str, real: str) -> Iterator[Listed]:
    """What lies in a folder, sorted by name. Raises ``BadEvidence``."""
    rights.prepare()
    place = long(real)
    with system("folder"), os.scandir(place if below else place.rstrip("\\") + "\\") as found:
        entries = sorted(((entry.name, entry.stat(follow_symlinks=False)) for entry in found), key=lambda pair: pair[0])
    for name, status in entries[:MOST_NAMES]:
        yield from _one(disk, f"{below}/{name}" if below else name, name, status)
    if len(entries) > MOST_NAMES:
        yield Gap(disk.at(below), Reason.TOO_LARGE, "file", f"more than {MOST_NAMES} files")


def _one(disk: Disk, way: str, name: str, status: os.stat_result) -> Iterator[Listed]:
    attributes = int(getattr(status, "st_file_attributes", 0))
    if stat.S_ISREG(status.st_mode):
        yield Filed(name, status.st_size, partial(_dated, disk, way, name, status.st_size, attributes))
    elif is_away(status):
        yield Gap(disk.at(way), Reason.MISSING, "file", "the list of its files is not on this PC")
    elif stat.S_ISDIR(status.st_mode) and not leads_elsewhere(status):
        yield disk.below(way)
        yield Filed(name, 0, partial(_streams, disk, way, name, ""), is_folder=True)
    else:
        yield Looked(SPECIAL, 1)


def _dated(disk: Disk, way: str, name: str, size: int, attributes: int) -> Iterator[Dated | Gap]:
    place = long(disk.real(way))
    try:
        # The size that a folder lists is of the last time that somebody closed the file by this very name.
        stamp, same, size = stamps.stamp(place)
    except BadEvidence:
        stamp, same = "", ""  # That it cannot be opened is told when it is.
    yield Dated(way, Blob(disk.at(way), name, InUse(place, size, attributes)), stamp, same)
    yield from _streams(disk, way, name, stamp)


def _streams(disk: Disk, way: str, name: str, stamp: str) -> Iterator[Dated | Gap]:
    """The named streams of a file or folder."""
    place = long(disk.real(way))
    try:
        for stream, length in stamps.streams(place):
            beside = f"{way}:{stream}"
            yield Dated(beside, Blob(disk.at(beside), f"{name}:{stream}", InUse(f"{place}:{stream}", length)), stamp)
    except BadEvidence as bad:
        yield Gap(disk.at(way), bad.reason, "file", bad.detail)


def holds(real: str, same: str) -> bool:
    """Whether that name is still one of the file's."""
    try:
        return stamps.stamp(long(real)).same == same
    except BadEvidence:
        return False
