"""The records of a workbook stream: a number, a length, so many bytes; CONTINUE carries on the one before ([MS-XLS] 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

WINDOW = 1 << 20
MOST_JOINED = 1 << 20
"""Bytes of one record with those that carry it on."""
MOST_RECORDS = 8_000_000
"""Of one workbook; the largest honest sheets have a few million cells."""

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C


@dataclass(frozen=True, slots=True)
class Record:
    """``at`` is its offset in the stream; ``next`` that of the record behind it."""

    at: int
    number: int
    length: int
    next: int


class Records:
    """Random access to the records of a stream in flat memory. Lengths are what the file says: reading gives what is there.

    ``is_spent`` tells that :data:`MOST_RECORDS` were walked and that walking ended for it.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2)
        self._start, self._window = 0, b""
        self._left = MOST_RECORDS
        self.is_spent = False

    def piece(self, at: int, length: int) -> bytes:
        """Up to *length* bytes at *at*; fewer at the end of the stream."""
        inside = at - self._start
        if inside < 0 or inside + length > len(self._window):
            self._stream.seek(at)
            self._start, self._window, inside = at, self._stream.read(max(WINDOW, length)), 0
        return self._window[inside : inside + length]

    def walk(self, at: int) -> Iterator[Record]:
        """The records from *at* on, to the end of the stream."""
        while at + 4 <= self.size:
            if self._left <= 0:
                self.is_spent = True
                return
            self._left -= 1
            head = self.piece(at, 4)
            if len(head) < 4:
                return
            number, length = struct.unpack("<HH", head)
            record = Record(at, number, length, at + 4 + length)
            yield record
            at = record.next

    def data(self, record: Record) -> bytes:
        """What stands in the record itself."""
        return self.piece(record.at + 4, record.length)

    def segments(self, record: Record) -> Iterator[bytes]:
        """What stands in the record, and in each CONTINUE behind it."""
        yield self.data(record)
        for more in self.walk(record.next):
            if more.number != CONTINUE:
                return
            yield self.data(more)

    def joined(self, record: Record) -> bytes:
        """All of it in one, up to :data:`MOST_JOINED` bytes."""
        found = self.data(record)
        if self.piece(record.next, 2) != b"\x3c\x00":
            return found
        pieces, room = [], MOST_JOINED
        for segment in self.segments(record):
            pieces.append(segment)
            room -= len(segment)
            if room <= 0:
                break
        return b"".join(pieces)[:MOST_JOINED]
