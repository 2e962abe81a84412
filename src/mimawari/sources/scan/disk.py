"""A folder or a drive of this machine as a ground."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from mimawari.model import BadEvidence, Blob, Gap, Looked, Origin, Reason, digest
from mimawari.sources.scan import SPECIAL, Below, Dated, Filed, Listed, Stage, Written
from mimawari.sources.scan import mounts as fs
from mimawari.sources.scan.opened import attribute_streams, content, folder
from mimawari.trees.faults import of_os, system

MOST_NAMES = 2_000_000
"""So many names of one folder are held at once."""
DEEPEST = 1_000
"""So deep folders are listed: each costs as much as all above it, and nobody has any that deep."""
_SETTLED, _SETTLED_COARSE = 50_000_000, 2_100_000_000
"""A file that was written so many ns before it was read may have been written once more without another time: a kernel's clock
goes in steps of up to 10 ms, FAT's in steps of 2 s."""
_SECOND = 1_000_000_000
_APART = frozenset({"/dev", "/System/Volumes", "/Volumes", "/net"})
"""On systems that tell nothing of mounts: devices, and other names of the same files or other machines' (macOS)."""


@dataclass(frozen=True, slots=True)
class Disk:
    """What lies below *root*. *named* makes the path of an origin of a way below it, *staged* tells where a stage begins."""

    root: str
    origin: Origin
    named: Callable[[str], tuple[str, ...]]
    staged: Callable[[str], Stage | None]

    @property
    def place(self) -> str:
        """By the path: what lies there the stamps tell."""
        return digest("disk", self.root)

    def listed(self, below: str) -> Iterator[Listed]:
        """What lies in a folder, sorted by name. Raises ``BadEvidence``."""
        real = self.real(below)
        if sys.platform == "win32":
            from mimawari.sources.scan.running import listed

            yield from listed(self, below, real)
            return
        with system("folder"), folder(real) as at:
            own = os.fstat(at)
            names = sorted(os.listdir(at))
            kind = _kind(real)
            for name in names[:MOST_NAMES]:
                yield from self._one(at, own, kind, name, f"{below}/{name}" if below else name)
        if len(names) > MOST_NAMES:
            yield Gap(self.at(below), Reason.TOO_LARGE, "file", f"more than {MOST_NAMES} files")

    def _one(self, at: int, own: os.stat_result, kind: str, name: str, way: str) -> Iterator[Listed]:
        try:
            status = os.stat(name, dir_fd=at, follow_symlinks=False)
        except FileNotFoundError:
            return  # It went meanwhile.
        except OSError as fault:
            bad = of_os(fault, "entry")
            yield Gap(self.at(way), bad.reason, "file", bad.detail)
            return
        if stat.S_ISREG(status.st_mode):
            yield Filed(name, status.st_size, partial(self._dated, way, kind, status))
        elif not stat.S_ISDIR(status.st_mode):
            yield Looked(SPECIAL, 1)
        elif status.st_dev == own.st_dev:
            yield self.below(way)
        else:
            yield from self._mounted(way)

    def _mounted(self, way: str) -> Iterator[Listed]:
        """A folder on which another file system is mounted."""
        real = self.real(way)
        every = fs.mounts()
        found = fs.mounted(real, every)
        if found is None:
            yield Looked(SPECIAL, 1) if real in _APART else self.below(way)
        elif found.kind in fs.MADE_UP or fs.is_again(real, self.root, every):
            yield Looked(SPECIAL, 1)
        elif fs.ELSEWHERE.match(found.kind):
            yield Gap(self.at(way), Reason.UNSUPPORTED, "other-volume", "another machine's files, not looked at unless named")
        else:
            yield self.below(way)

    def below(self, way: str) -> Below | Gap:
        """A folder that is to be listed in its turn; one that lies too deep is a gap."""
        if way.count("/") >= DEEPEST:
            return Gap(self.at(way), Reason.TOO_LARGE, "file", f"more than {DEEPEST} folders deep")
        return Below(way, self.staged(way))

    def _dated(self, way: str, kind: str, status: os.stat_result) -> Iterator[Dated | Gap]:
        real, name = self.real(way), way.rsplit("/", 1)[-1]
        # What lies in memory alone is never written back, and its times tell of no change by a program that has it mapped.
        stamp = "" if kind in fs.IN_MEMORY else stamp_of(status, time.time_ns())
        same = _file(status) if status.st_nlink > 1 else ""
        yield Dated(way, Blob(self.at(way), name, content(real, status.st_size)), stamp, same, Written.of(status))
        if kind in fs.STREAMS:
            yield from self._streams(way, name, stamp)

    def _streams(self, way: str, name: str, stamp: str) -> Iterator[Dated | Gap]:
        for stream, data in attribute_streams(self.real(way)):
            beside = f"{way}:{stream}" if stream else way
            if isinstance(data, BadEvidence):
                yield Gap(self.at(beside), data.reason, "file", data.detail)
            else:
                yield Dated(beside, Blob(self.at(beside), f"{name}:{stream}", Little(data)), stamp)

    def holds(self, key: str, same: str) -> bool:
        """Whether that name still is one of the file's, which is as it was. What lies behind a link is not: nobody goes there."""
        above, _, name = key.rpartition("/")
        try:
            if sys.platform == "win32":
                from mimawari.sources.scan.running import holds

                return not _leads_elsewhere(self, above) and holds(self.real(key), same)
            with _straight(self.root, above) as at:
                return _file(os.stat(name, dir_fd=at, follow_symlinks=False)) == same
        except OSError:
            return False

    def real(self, way: str) -> str:
        """Where it lies on this machine."""
        root = self.root.rstrip("/\\") if sys.platform == "win32" else self.root.rstrip("/")
        return f"{root}/{way}" if way else self.root

    def at(self, way: str) -> Origin:
        """The origin of what lies there."""
        return self.origin.at(*self.origin.path, *self.named(way))


@dataclass(frozen=True, slots=True)
class Little:
    """Bytes that are in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.data)

    def open(self) -> BinaryIO:
        """A stream of them."""
        from io import BytesIO

        return BytesIO(self.data)


def stamp_of(status: os.stat_result, now: int) -> str:
    """What tells whether the file is still as it was. *now* in ns; what was written only just may change unseen: it is marked."""
    # Whatever changes a file changes this time too, and no program sets it.
    coarse = not (status.st_mtime_ns % _SECOND or status.st_ctime_ns % _SECOND)
    settled = status.st_ctime_ns <= now - (_SETTLED_COARSE if coarse else _SETTLED)
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}{'' if settled else f':{now}'}"


@contextmanager
def _straight(root: str, way: str) -> Iterator[int]:
    """A descriptor of the folder *way* below *root*, where no step is a link. Raises ``OSError``."""
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    at = os.open(root, flags)
    try:
        for step in way.split("/") if way else ():
            following = os.open(step, flags, dir_fd=at)
            os.close(at)
            at = following
        yield at
    finally:
        os.close(at)


def _leads_elsewhere(disk: Disk, way: str) -> bool:
    """Whether a step of *way* is a link, on Windows. Raises ``OSError``."""
    from mimawari.sources.scan.running import long
    from mimawari.trees.directory import leads_elsewhere

    steps = way.split("/") if way else []
    return any(leads_elsewhere(os.lstat(long(disk.real("/".join(steps[: count + 1]))))) for count in range(len(steps)))


def _file(status: os.stat_result) -> str:
    """What all names of a file have in common, as it is now: another file may get its number."""
    return f"{status.st_dev:x}-{status.st_ino:x}-{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"


def _kind(real: str) -> str:
    found = fs.mounted(real, fs.mounts())
    return found.kind if found else ""


def made_up(root: str) -> bool:
    """Whether what lies there is only made up by the system when it is read."""
    return _kind(root) in fs.MADE_UP
