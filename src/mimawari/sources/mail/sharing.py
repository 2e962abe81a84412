"""Divides many mails into pieces of work: some megabytes or some hundred mails each, and not too many of them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, digest
from mimawari.sources import Piece
from mimawari.sources.mail.listing import Fault, File, Listed, Range
from mimawari.trees.streams import BLOCK, open_plain

PIECES, BYTES, MAILS = 250, 8 << 20, 300
WANTS = ("content", "message")
_SAMPLE = 1 << 15
_WHOLE_BYTES, _WHOLE_FILES = 64 << 20, 20_000
"""Up to here a folder of mails is known by its content."""

_WHOLE, _PART = 2 << 30, 64 << 10
"""Up to here a mailbox file is known by all of its content, beyond by its length and parts of it."""

Place = tuple[str, str]


def piece(key: str) -> Piece:
    """A piece of mails."""
    return Piece(key, WANTS, keep=20)


class Borders:
    """Where pieces begin among mails that lie one behind the other in *size* bytes."""

    def __init__(self, size: int) -> None:
        self._least = size // PIECES
        self._at = self._count = 0

    def begins(self, at: int) -> bool:
        """Whether a piece begins with the mail *at*; asked for each mail in its order."""
        length = at - self._at
        is_border = length >= max(BYTES, self._least) or (self._count >= MAILS and length >= self._least)
        if is_border:
            self._at, self._count = at, 0
        self._count += 1
        return is_border


@dataclass(slots=True)
class Count:
    """What many files come to: how many, how large, what is not looked at, an identity, and where pieces begin."""

    faults: list[Fault] = field(default_factory=list)
    files: int = 0
    size: int = 0
    _sum: int = 0
    _step: int = 1
    _sample: list[Place] = field(default_factory=list)
    _few: list[File] | None = field(default_factory=list)

    @classmethod
    def of(cls, listed: Iterable[Listed]) -> Count:
        """Of all that are *listed*, in whatever order."""
        self = cls()
        for one in listed:
            if isinstance(one, Fault):
                self.faults.append(one)
            else:
                self._take(one)
        return self

    def _take(self, file: File) -> None:
        self.files += 1
        self.size += file.size
        self._sum = _added(self._sum, f"{file.folder}/{file.name}\0{file.size}\0{file.time}")
        if self._few is not None:
            self._few.append(file)
            if self.size > _WHOLE_BYTES or self.files > _WHOLE_FILES:
                self._few = None
        if self._step == 1 or _lot(file) % self._step == 0:
            self._sample.append((file.folder, file.name))
        if len(self._sample) > _SAMPLE:
            self._step *= 2
            self._sample = [place for place in self._sample if _lot(File(*place)) % self._step == 0]

    def identity(self, top: Path) -> str:
        """The same for the same content of few files, for the same names, sizes and times of many."""
        if self._few is None:
            return f"{self.files}-{self._sum:032x}"
        found = 0
        for file in self._few:
            found = _added(found, digest(file.folder, file.name, _content(file.at(top))))
        return f"{self.files}={found:032x}"

    def borders(self) -> list[Place]:
        """With which file each piece but the first begins, in the order of folder and name."""
        count = min(PIECES, -(-self.files // MAILS))
        ordered = sorted(self._sample)
        found = {ordered[number * len(ordered) // count] for number in range(1, count)}
        return sorted(found - {ordered[0]} if ordered else found)


def _lot(file: File) -> int:
    return zlib.crc32(f"{file.folder}/{file.name}".encode("utf-8", "surrogatepass"))


def _added(total: int, name: str) -> int:
    """A sum that is the same in any order."""
    return (total + int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:16], "big")) % (1 << 128)


def _content(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with open_plain(path) as stream:
            while block := stream.read(BLOCK):
                found.update(block)
    except BadEvidence as bad:
        return str(bad.reason)
    return found.hexdigest()


def known_by(stream: BinaryIO, size: int, borders: Iterable[int]) -> str:
    """What a mailbox file is known by: its content; of a very large one its length and what is at *borders*."""
    found = hashlib.sha256(str(size).encode())
    if size <= _WHOLE:
        stream.seek(0)
        while block := stream.read(BLOCK):
            found.update(block)
    else:
        for at in borders:
            stream.seek(max(0, at - _PART))
            found.update(stream.read(2 * _PART))
    return found.hexdigest()


def keys(borders: Iterable[Place]) -> list[str]:
    """The keys of the pieces that begin at the first file and at *borders*."""
    return ["0:", *(f"{number}:{folder}/{name}" for number, (folder, name) in enumerate(borders, 1))]


def span(key: str, pieces: Iterable[Piece]) -> Range:
    """The files of the piece of a key."""
    every = [one.key for one in pieces]
    index = every.index(key) + 1
    return Range(_place(key), _place(every[index]) if index < len(every) else None)


def _place(key: str) -> Place:
    folder, _, name = key.partition(":")[2].rpartition("/")
    return folder, name
