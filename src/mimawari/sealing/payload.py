"""Files of a bag while it is written: each on the disk with its digest, and copies that are what they were copied from."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mimawari.model.os_words import cause
from mimawari.model.sealing import BagItem
from mimawari.model.words import Words
from mimawari.sealing.trouble import FOLDER, LINK, MOVED, NO_COPY, NO_FILE, TOO_MUCH, SealTrouble

MOST_BYTES = 64 << 30
"""Bytes of all copies together."""
MOST_COPIES = 10_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """A file of the bag: its path in it with ``/``, its SHA-256 (hex) and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(slots=True)
class Folder:
    """The bag's folder while it is filled. ``written`` are its files so far."""

    path: Path
    written: list[Written] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> Written:
        """One file with these bytes. Raises ``OSError``."""
        with _new(self.path / name) as file:
            file.write(data)
            _settled(file)
        return self._kept(Written(name, hashlib.sha256(data).hexdigest(), len(data)))

    def copy(self, item: BagItem) -> Written:
        """The file that *item* names, byte for byte. Raises :class:`SealTrouble` for what cannot be read, ``OSError`` for what
        cannot be written."""
        with opened(item.path, NO_COPY) as source, _new(self.path / item.name) as file:
            before = os.fstat(source.fileno())
            sha256, size = _copied(source, file, item.path)
            after = os.fstat(source.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != before.st_size:
                raise SealTrouble(NO_COPY, path=item.path, why=MOVED)
            _settled(file)
        return self._kept(Written(item.name, sha256, size))

    def add(self, item: BagItem) -> Written:
        """*item*, copied or written."""
        return self.copy(item) if item.path else self.put(item.name, item.data)

    def _kept(self, one: Written) -> Written:
        self.written.append(one)
        return one


def _new(path: Path) -> BinaryIO:
    """A file that only who writes it may read: it names people and what was stolen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _settled(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def opened(path: str | Path, words: Words) -> BinaryIO:
    """A regular file to read. Raises :class:`SealTrouble` with *words*, which have places for ``path`` and ``why``."""
    try:
        # Opening a pipe waits until somebody writes to it, unless it is said not to.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise SealTrouble(words, path=path, why=_why(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise SealTrouble(words, path=path, why=NO_FILE)
    return os.fdopen(handle, "rb")


def _copied(source: BinaryIO, file: BinaryIO, path: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while True:
        try:
            chunk = source.read(_CHUNK)
        except OSError as error:
            raise SealTrouble(NO_COPY, path=path, why=_why(error)) from error
        if not chunk:
            return digest.hexdigest(), size
        size += len(chunk)
        if size > MOST_BYTES:
            raise SealTrouble(NO_COPY, path=path, why=TOO_MUCH.fill({"most": MOST_BYTES >> 30, "count": MOST_COPIES}))
        digest.update(chunk)
        file.write(chunk)


def looked(paths: Iterable[str]) -> int:
    """The bytes of all files that are to be copied. Raises :class:`SealTrouble` for the first that cannot be."""
    total = count = 0
    for path in paths:
        total, count = total + _size(path), count + 1
        if total > MOST_BYTES or count > MOST_COPIES:
            raise SealTrouble(NO_COPY, path=path, why=TOO_MUCH.fill({"most": MOST_BYTES >> 30, "count": MOST_COPIES}))
    return total


def _size(path: str) -> int:
    try:
        found = os.lstat(path)
    except (OSError, ValueError) as error:
        raise SealTrouble(NO_COPY, path=path, why=_why(error)) from error
    for is_so, words in ((stat.S_ISDIR, FOLDER), (stat.S_ISLNK, LINK)):
        if is_so(found.st_mode):
            raise SealTrouble(NO_COPY, path=path, why=words)
    if not stat.S_ISREG(found.st_mode):
        raise SealTrouble(NO_COPY, path=path, why=NO_FILE)
    return found.st_size


def _why(error: OSError | ValueError) -> object:
    return cause(error) if isinstance(error, OSError) else error
