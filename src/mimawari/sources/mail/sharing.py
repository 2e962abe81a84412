"""Divides many mails into pieces of work: some megabytes or some hundred mails each, and not too many of them."""

from __future__ import annotations

import hashlib
import re
import zlib
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, digest
from mimawari.sources import Piece
from mimawari.sources.mail.listing import BY_NAME, Fault, File, Listed, Order, Range
from mimawari.trees.streams import BLOCK, open_plain

PIECES, BYTES, MAILS = 250, 8 << 20, 300
WANTS = ("content", "message")
_SAMPLE = 1 << 15
_WHOLE_BYTES, _WHOLE_FILES = 64 << 20, 20_000
"""Up to here a folder of mails is known by its content."""

_WHOLE, _PART = 2 << 30, 64 << 10
"""Up to here a mailbox file is known by all of its content, beyond by its length and parts of it."""

_LONE, _NUMBER = re.compile("[\ud800-\udfff]"), re.compile("%u([0-9a-f]{4})")
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

    order: Order = BY_NAME
    faults: list[Fault] = field(default_factory=list)
    files: int = 0
    size: int = 0
    _sum: int = 0
    _step: int = 1
    _sample: list[Place] = field(default_factory=list)
    _few: list[File] | None = field(default_factory=list)

    @classmethod
    def of(cls, listed: Iterable[Listed], order: Order = BY_NAME) -> Count:
        """Of all that are *listed*, however they come."""
        self = cls(order)
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
        place = self.order.place(file)
        if self._step == 1 or _lot(place) % self._step == 0:
            self._sample.append(place)
        if len(self._sample) > _SAMPLE:
            self._step *= 2
            self._sample = [place for place in self._sample if _lot(place) % self._step == 0]

    def identity(self, top: Path) -> str:
        """The same for the same content of few files, for the same names, sizes and times of many."""
        if self._few is None:
            return f"{self.files}-{self._sum:032x}"
        found = 0
        for file in self._few:
            found = _added(found, digest(file.folder, file.name, _content(file.at(top))))
        return f"{self.files}={found:032x}"

    def places(self) -> list[Place] | None:
        """Where each file is in the order; None where they are too many to be held."""
        return self._sample if self._step == 1 else None

    def borders(self) -> list[Place]:
        """With which place each piece but the first begins."""
        count = min(PIECES, -(-self.files // MAILS))
        ordered = sorted(self._sample)
        found = {ordered[number * len(ordered) // count] for number in range(1, count)}
        return sorted(found - {ordered[0]} if ordered else found)


def _lot(place: Place) -> int:
    return zlib.crc32("/".join(place).encode("utf-8", "surrogatepass"))


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


@dataclass(slots=True)
class Share:
    """The files of a piece, as they were when they were counted: how many, and a sum of their places."""

    count: int = 0
    total: int = 0

    def add(self, place: Place) -> None:
        """One file more."""
        self.count += 1
        self.total = (self.total + _lot(place)) % (1 << 32)


def shares(borders: list[Place], places: Iterable[Place]) -> list[Share]:
    """What the pieces between *borders* hold."""
    found = [Share() for _ in range(len(borders) + 1)]
    for place in places:
        found[bisect(borders, place)].add(place)
    return found


def keys(borders: list[Place], places: Iterable[Place]) -> list[str]:
    """The keys of the pieces that begin at the first file and at *borders*, each with what it holds."""
    parts = zip([("", ""), *borders], shares(borders, places), strict=True)
    return [
        f"{number}:{own.count}-{own.total:x}:{_written(folder)}/{_written(name)}"
        for number, ((folder, name), own) in enumerate(parts)
    ]


def span(key: str, pieces: Iterable[Piece], order: Order = BY_NAME) -> Range:
    """The files of the piece of a key."""
    every = [one.key for one in pieces]
    index = every.index(key) + 1
    return Range(place(key), place(every[index]) if index < len(every) else None, order)


def is_less(key: str, files: Iterable[File], order: Order) -> bool:
    """Whether something of what was counted for a piece is not among its *files*. Mails that came meanwhile are the newest."""
    count, _, total = key.split(":", 2)[1].partition("-")
    now = Share()
    for file in sorted(files, key=lambda one: one.time)[: int(count)]:
        now.add(order.place(file))
    return now != Share(int(count), int(total, 16))


def place(key: str) -> Place:
    """Where the piece of a key begins."""
    folder, _, name = key.split(":", 2)[2].rpartition("/")
    return _read(folder), _read(name)


def _written(name: str) -> str:
    """A name in a key: what no text can have is written as a number."""
    return _LONE.sub(lambda found: f"%u{ord(found[0]):04x}", name.replace("%", "%25"))


def _read(name: str) -> str:
    return _NUMBER.sub(lambda found: chr(int(found[1], 16)), name).replace("%25", "%")
