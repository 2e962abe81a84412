"""Texts of BIFF8 that records may break in the middle ([MS-XLS] 2.5.293 and 2.5.294), and the table that cells share them from."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

MOST = 32_767 * 2
"""Characters of one text that are kept; a cell holds 32,767."""


class Segments:
    """Reads over the borders of records. In the middle of a text, each new record begins with a byte that tells its width anew."""

    def __init__(self, segments: Iterable[bytes]) -> None:
        self._more: Iterator[bytes] = iter(segments)
        self._now, self._at = b"", 0

    def _left(self) -> int:
        return len(self._now) - self._at

    def _next(self) -> bool:
        """The next record that is not empty; False where there is none."""
        for piece in self._more:
            if piece:
                self._now, self._at = piece, 0
                return True
        return False

    def take(self, length: int) -> bytes:
        """*length* bytes. Raises ``struct.error`` where the records end before."""
        found = self._now[self._at : self._at + length]
        self._at += len(found)
        while len(found) < length:
            if not self._next():
                raise struct.error("a text is cut off")
            piece = self._now[: length - len(found)]
            self._at = len(piece)
            found += piece
        return found

    def skip(self, length: int) -> None:
        """Leave *length* bytes out."""
        while length > self._left():
            length -= self._left()
            if not self._next():
                raise struct.error("a text is cut off")
        self._at += length

    def characters(self, count: int, is_wide: bool) -> str:
        """*count* characters of one or two bytes each. What is longer than :data:`MOST` is cut there."""
        found: list[str] = []
        kept = 0
        while count:
            width = 2 if is_wide else 1
            fitting = min(count, self._left() // width)
            piece = self._now[self._at : self._at + fitting * width]
            self._at += fitting * width
            count -= fitting
            if kept < MOST:
                found.append(piece.decode("utf-16-le" if is_wide else "latin-1", "replace"))
                kept += fitting
            if count:
                if not self._next():
                    raise struct.error("a text is cut off")
                is_wide = bool(self.take(1)[0] & 1)
        return "".join(found)[:MOST]


def text(segments: Segments) -> str:
    """XLUnicodeString, and XLUnicodeRichExtendedString: its runs and its phonetic part are passed over."""
    count, flags = struct.unpack("<HB", segments.take(3))
    runs = struct.unpack("<H", segments.take(2))[0] if flags & 8 else 0
    phonetic = struct.unpack("<I", segments.take(4))[0] if flags & 4 else 0
    found = segments.characters(count, bool(flags & 1))
    segments.skip(4 * runs + phonetic)
    return found


def shared(pieces: Iterable[bytes], wanted: frozenset[int]) -> tuple[dict[int, str], bool]:
    """The texts of an SST by their numbers, those of *wanted* only; and whether all of them were there."""
    segments = Segments(pieces)
    found: dict[int, str] = {}
    try:
        segments.take(8)
        for number in range(max(wanted, default=-1) + 1):
            one = text(segments)
            if number in wanted:
                found[number] = one
    except struct.error:
        return found, False
    return found, True


def unbroken(data: bytes, at: int, count: int, code_page: str = "") -> tuple[str, int]:
    """*count* characters at *at* of one record, and where they end: XLUnicodeStringNoCch, or bytes in a *code_page* (BIFF5).

    Raises ``struct.error`` where they are cut off.
    """
    if code_page:
        width, encoding = 1, code_page
    else:
        (flags,) = struct.unpack_from("<B", data, at)
        at += 1
        width, encoding = (2, "utf-16-le") if flags & 1 else (1, "latin-1")
    if at + width * count > len(data):
        raise struct.error("a text is cut off")
    return data[at : at + width * count].decode(encoding, "replace"), at + width * count
