"""Where the files of a bag lie that somebody gave us: a folder or a zip. Nothing is unpacked, no link is followed."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

MOST_FILES = 200_000
"""Files of a bag that are looked at."""
_DEEPEST = 40
_MOST_TOLD = 64 << 20
"""Bytes of a zip's directory that are read."""
_FREE, _RATIO = 1 << 30, 100
"""A zip may unpack to a gigabyte and a hundred times its own size: ours store what could be larger."""
_TAIL = 22 + (1 << 16)
_END, _END64 = b"PK\5\6", b"PK\6\7"


class NoBag(ValueError):
    """What was given is no bag that can be looked at, and why, in plain English."""


class Shelf(Protocol):
    """``files`` are the paths of all regular files, with ``/``; ``strange`` those of links and of what is no file."""

    files: frozenset[str]
    strange: tuple[str, ...]

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file, piece by piece. Raises :class:`NoBag`, ``OSError``."""
        ...


class FolderShelf:
    """A bag in a folder."""

    def __init__(self, folder: Path) -> None:
        found: list[str] = []
        strange: list[str] = []
        for name, is_file in _walked(folder, "", 0):
            (found if is_file else strange).append(name)
            if len(found) + len(strange) > MOST_FILES:
                raise NoBag(f"more than {MOST_FILES:,} files")
        self._folder, self.files, self.strange = folder, frozenset(found), tuple(sorted(strange))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file, piece by piece; one that became a link or a pipe meanwhile is not followed."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self._folder / name, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NoBag("no regular file")
            while chunk := file.read(1 << 20):
                yield chunk


def _walked(folder: Path, before: str, depth: int) -> Iterator[tuple[str, bool]]:
    if depth > _DEEPEST:
        raise NoBag("folders too deep in each other")
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{before}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walked(folder / entry.name, f"{name}/", depth + 1)
            else:
                yield name, entry.is_file(follow_symlinks=False)


class ZipShelf:
    """A bag in a zip: what lies below the one folder at its top."""

    def __init__(self, file: BinaryIO) -> None:
        size = _sized(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise NoBag(f"no zip: {error}") from error
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        _bounded(members, size)
        self._base = self._top(members)
        self._members = {one.filename.removeprefix(self._base): one for one in members if _is_file(one)}
        self.files = frozenset(self._members)
        self.strange = tuple(sorted(one.filename for one in members if not _is_file(one)))

    @staticmethod
    def _top(members: list[zipfile.ZipInfo]) -> str:
        tops = {
            one.filename.partition("/")[0]
            for one in members
            if one.filename.endswith("/bagit.txt") and one.filename.count("/") == 1
        }
        if len(tops) != 1:
            raise NoBag("not one folder with bagit.txt at the top")
        return f"{tops.pop()}/"

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file, piece by piece; never more than it says it is."""
        member = self._members[name]
        left = member.file_size
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        raise NoBag("more than it says")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise NoBag(str(error)) from error


def _is_file(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG) and member.flag_bits & 1 == 0


def _bounded(members: list[zipfile.ZipInfo], size: int) -> None:
    names = [one.filename for one in members]
    if len(names) > MOST_FILES:
        raise NoBag(f"more than {MOST_FILES:,} files")
    if len(set(names)) != len(names):
        raise NoBag("two files of one name")
    if any(leads_out(name) for name in names):
        raise NoBag("a path that leads out of the bag")
    if sum(one.file_size for one in members) > _FREE + _RATIO * size:
        raise NoBag("unpacks to far more than it is")


def leads_out(name: str) -> bool:
    """Whether a path is absolute, climbs, or means something else on Windows."""
    return name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/")


def _sized(file: BinaryIO) -> int:
    """The size of the zip; refused where its directory would not fit in memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise NoBag("no zip")
    told = struct.unpack_from("<L", tail, at + 12)[0]
    if told == 0xFFFFFFFF and at >= 20 and tail[at - 20 : at - 16] == _END64:
        file.seek(min(size, struct.unpack_from("<Q", tail, at - 12)[0]) + 40)
        told = struct.unpack("<Q", file.read(8).ljust(8, b"\xff"))[0]
    if told > _MOST_TOLD:
        raise NoBag("its directory is too large")
    file.seek(0)
    return size


@contextmanager
def zip_shelf(file: BinaryIO) -> Iterator[ZipShelf]:
    """The bag in a zip, closed afterwards. Raises :class:`NoBag`."""
    shelf = ZipShelf(file)
    try:
        yield shelf
    finally:
        shelf._zip.close()
