"""Files that are one piece of evidence together: ``disk.001``, ``disk.002`` ... and ``disk.E01``, ``disk.E02`` ..."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from string import ascii_uppercase
from typing import BinaryIO

from mimawari.trees.streams import Readable

MAX_SEGMENTS = 16_000


class Joined(Readable):
    """Streams one after the other, given with their sizes."""

    def __init__(self, streams: Sequence[tuple[BinaryIO, int]]) -> None:
        self._streams = [stream for stream, _ in streams]
        self._starts = [0]
        for _, size in streams:
            self._starts.append(self._starts[-1] + size)
        super().__init__(self._starts[-1])

    def _piece(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0:
            index = bisect_right(self._starts, offset) - 1
            wanted = min(length, self._starts[index + 1] - offset)
            self._streams[index].seek(offset - self._starts[index])
            piece = self._streams[index].read(wanted)
            pieces.append(piece)
            if len(piece) < wanted:
                break
            offset, length = offset + wanted, length - wanted
        return b"".join(pieces)


def raw_segments(path: Path) -> list[Path]:
    """The files of a split raw image whose first is *path*; *path* alone if it is not numbered 0 or 1."""
    digits = path.suffix[1:]
    if len(digits) < 3 or not (digits.isascii() and digits.isdigit()) or int(digits) > 1:
        return [path]
    return _there(path, (f".{number:0{len(digits)}d}" for number in count(int(digits))))


def ewf_segments(path: Path) -> list[Path]:
    """The files of an EWF image whose first is *path*: E01 to E99, EAA to EZZ, FAA to ZZZ (EnCase's naming)."""
    letter = path.suffix[1:2]
    if path.suffix[2:] != "01" or letter.upper() not in ("E", "S"):
        return [path]
    numbers = (f"{letter}{number:02d}" for number in range(1, 100))
    letters = (f"{a}{b}{c}" for a in ascii_uppercase[ord(letter.upper()) - 65 :] for b in ascii_uppercase for c in ascii_uppercase)
    names = chain(numbers, letters if letter.isupper() else map(str.lower, letters))
    return _there(path, ("." + name for name in names))


def _there(path: Path, suffixes: Iterator[str]) -> list[Path]:
    found = []
    for suffix in islice(suffixes, MAX_SEGMENTS):
        one = path.with_suffix(suffix)
        if not one.is_file() or one.is_symlink():
            break
        found.append(one)
    return found or [path]
