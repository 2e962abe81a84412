"""The compound file (MS-CFB) that the Office formats before 2007, VBA projects and MSI lie in: read lazily and within bounds.

Only the allocation table sectors and the streams that are asked for are read, so a document padded to hundreds of megabytes
costs what its real streams cost. No number in the file is trusted: chains are followed as far as the wanted bytes need, the
directory as far as :data:`ENTRIES`.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import BinaryIO

from mimawari.formats.office.compound_entries import Entry as Entry
from mimawari.formats.office.compound_entries import Row, read_row
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, Content, Reason
from mimawari.trees.streams import Readable, buffered

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRIES = 40_000
"""So many directory entries are read; honest documents have tens to a few thousands."""
DEPTH = 32
"""So many storages may lie in each other."""

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks (MS-CFB 2.1: MAXREGSECT), not sectors."""
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_NO_ENTRY = 0xFFFFFFFF
_STEPS = 4 << 20


class CompoundFile:
    """One compound file. What of it could not be read is noted; raises ``BadEvidence`` where nothing can be."""

    def __init__(self, content: Content, notes: Notes | None = None) -> None:
        self._content = content
        self._notes = notes or Notes()
        self._stream = content.open()
        head = self._stream.read(512)
        if len(head) < 512 or not head.startswith(SIGNATURE):
            raise BadEvidence(Reason.CORRUPT, "not a compound file")
        shift = struct.unpack_from("<H", head, 30)[0]
        self._sector = 1 << (shift if shift in (9, 12) else 9)
        first_directory, self._cutoff, first_mini = struct.unpack_from("<I4xII", head, 48)
        self._sectors = max(0, -(-content.size // self._sector) - 1)
        self._tables: dict[int, array[int]] = {}
        self._steps = _STEPS + 4 * self._sectors
        self._fat = self._fat_sectors(head)
        self._first_mini = first_mini
        self.entries: dict[str, Entry] = {}
        self.root = Entry("", _ROOT, bytes(16), _NO_ENTRY, 0)
        self._read_directory(first_directory)

    def stream(self, entry: Entry) -> BinaryIO:
        """The stream of *entry*, seekable. It is as long as its chain goes, at most as long as the entry says."""
        return buffered(_Chained(self, entry))

    def lies_whole(self, entry: Entry) -> bool:
        """Whether all that there is of the stream lies in one piece."""
        return _Chained(self, entry).is_whole

    def read(self, entry: Entry, most: int) -> bytes:
        """The first *most* bytes of a stream. Raises ``BadEvidence`` corrupt where there is none of it, and notes a short one."""
        wanted = min(entry.size, most)
        data = _Chained(self, entry, wanted).read(wanted)
        if len(data) < wanted:
            if not data:
                raise BadEvidence(Reason.CORRUPT, f"{entry.path}: its content is missing")
            self._notes.add(Reason.CORRUPT, f"{entry.path}: it ends early")
        return data

    def is_mini(self, entry: Entry) -> bool:
        """Whether the stream lies in the mini stream."""
        return entry.size < self._cutoff and entry.kind == _STREAM

    def chain(self, start: int, most: int) -> array[int]:
        """The sector numbers from *start* on, *most* of them at most; it ends where the chain breaks."""
        found = array("I")
        at = start
        # No honest chain is longer than the file, and all of them together are hardly longer than that.
        most = min(most, self._sectors, self._steps)
        while at < min(_END, self._sectors) and len(found) < most:
            found.append(at)
            at = self._next(at)
        self._steps -= len(found)
        if not self._steps:
            self._notes.add(Reason.CORRUPT, "the streams of the compound file overlap without end")
        return found

    def mini_chain(self, start: int, most: int) -> array[int]:
        """The same for the mini stream's sectors of 64 bytes."""
        found, table = array("I"), self._mini_fat
        at = start
        while at < len(table) and len(found) < most:
            found.append(at)
            at = table[at]
        return found

    def sector_piece(self, number: int, offset: int, length: int) -> bytes:
        """*length* bytes from *offset* in sector *number* on; it may go on into the sectors behind it in the file."""
        self._stream.seek((number + 1) * self._sector + offset)
        return self._stream.read(length)

    @property
    def sector_size(self) -> int:
        """Bytes in a sector: 512 or 4,096."""
        return self._sector

    @property
    def end(self) -> int:
        """Where the last sector ends that the allocation table has in use (MS-CFB 2.2, 2.3), within the file."""
        per = self._sector // 4
        for which in reversed(range(len(self._fat))):
            last = next((at for at, mark in reversed([*enumerate(self._table(which))]) if mark != _NO_ENTRY), -1)
            if last >= 0:
                return min(self._content.size, (which * per + last + 2) * self._sector)
        return min(self._content.size, self._sector)

    @cached_property
    def mini_stream(self) -> array[int]:
        """The sectors of the mini stream."""
        return self.chain(self.root.start, -(-min(self.root.size, self._content.size) // self._sector))

    @cached_property
    def _mini_fat(self) -> array[int]:
        count = -(-(len(self.mini_stream) * self._sector // 64) // (self._sector // 4))
        table = array("I")
        for number in self.chain(self._first_mini, max(1, count)):
            table.extend(_numbers(self.sector_piece(number, 0, self._sector)))
        return table

    def _fat_sectors(self, head: bytes) -> array[int]:
        """Where the allocation table lies (MS-CFB 2.5), no more of it than the file has sectors for."""
        most = -(-self._sectors // (self._sector // 4)) or 1
        found = _numbers(head[76:512])
        count, at, left = struct.unpack_from("<I", head, 44)[0], *struct.unpack_from("<II", head, 68)
        # A chain of table sectors is read only where the file's size can need one.
        seen: set[int] = set()
        while len(found) < most and at < self._sectors and at not in seen and len(seen) <= left + 1:
            seen.add(at)
            more = _numbers(self.sector_piece(at, 0, self._sector))
            at = more[-1] if more else _END
            found.extend(more[:-1])
        return found[: min(most, count)] if count else found[:most]

    def _next(self, number: int) -> int:
        per = self._sector // 4
        which, at = divmod(number, per)
        table = self._tables.get(which)
        if table is None:
            table = self._tables[which] = self._table(which)
        return table[at] if at < len(table) else _END

    def _table(self, which: int) -> array[int]:
        if which >= len(self._fat) or self._fat[which] >= self._sectors:
            return array("I")
        return _numbers(self.sector_piece(self._fat[which], 0, self._sector))

    def _read_directory(self, start: int) -> None:
        sectors = self.chain(start, ENTRIES * 128 // self._sector)
        data = b"".join(self.sector_piece(number, 0, self._sector) for number in _unique(sectors))
        raws = [read_row(data, at) for at in range(0, len(data) - 127, 128)]
        if not raws or raws[0].kind != _ROOT:
            raise BadEvidence(Reason.CORRUPT, "the directory of the compound file is missing")
        if len(raws) >= ENTRIES:
            self._notes.add(Reason.TOO_LARGE, f"more than {ENTRIES} streams")
        self.root = Entry("", _ROOT, raws[0].clsid, raws[0].start, raws[0].size, raws[0].created, raws[0].modified)
        for entry in self._walk(raws):
            self.entries.setdefault(entry.path.casefold(), entry)

    def _walk(self, raws: list[Row]) -> Iterator[Entry]:
        """Every entry below the root in the tree's order; each is visited once, whatever the links say."""
        seen = {0}
        todo: list[tuple[int, str, int, bool]] = [(raws[0].child, "", 1, False)]
        while todo:
            number, folder, depth, is_open = todo.pop()
            if not is_open:
                if not self._is_new(number, len(raws), depth, seen):
                    continue
                todo += [
                    (raws[number].right, folder, depth, False),
                    (number, folder, depth, True),
                    (raws[number].left, folder, depth, False),
                ]
                continue
            raw = raws[number]
            path = f"{folder}/{raw.name}" if folder else raw.name
            if raw.kind in (_STORAGE, _STREAM):
                yield Entry(path, raw.kind, raw.clsid, raw.start, raw.size, raw.created, raw.modified)
            if raw.kind == _STORAGE:
                todo.append((raw.child, path, depth + 1, False))

    def _is_new(self, number: int, count: int, depth: int, seen: set[int]) -> bool:
        if number == _NO_ENTRY:
            return False
        if number >= count or number in seen:
            self._notes.add(Reason.CORRUPT, "the directory of the compound file is damaged")
            return False
        if depth > DEPTH:
            self._notes.add(Reason.TOO_LARGE, f"more than {DEPTH} storages inside each other")
            return False
        seen.add(number)
        return True


class _Chained(Readable):
    """A stream along its chain. Runs of neighbouring sectors are read at once."""

    def __init__(self, file: CompoundFile, entry: Entry, most: int | None = None) -> None:
        self._file = file
        self._mini = file.is_mini(entry)
        self._unit = 64 if self._mini else file.sector_size
        self._each = file.sector_size // 64
        size = entry.size if most is None else min(entry.size, most)
        count = -(-size // self._unit)
        self._chain = file.mini_chain(entry.start, count) if self._mini else file.chain(entry.start, count)
        super().__init__(min(size, len(self._chain) * self._unit))

    @property
    def is_whole(self) -> bool:
        """Whether its sectors lie side by side in the file."""
        return all(after == before + 1 for before, after in pairwise(self._places()))

    def _places(self) -> Iterator[int]:
        """Where each of its sectors lies, in units of that size; one of a mini stream that ends before lies nowhere."""
        if not self._mini:
            yield from self._chain
            return
        sectors = self._file.mini_stream
        for number in self._chain:
            which, inside = divmod(number, self._each)
            yield sectors[which] * self._each + inside if which < len(sectors) else -1

    def _piece(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0:
            first, inside = divmod(offset, self._unit)
            run = self._run(first, -(-(inside + length) // self._unit))
            wanted = min(length, run * self._unit - inside)
            data = self._within(self._chain[first], inside, wanted)
            pieces.append(data)
            if len(data) < wanted:
                break
            offset, length = offset + wanted, length - wanted
        return b"".join(pieces)

    def _run(self, first: int, most: int) -> int:
        """How many of the chain's next sectors lie side by side in the file."""
        count, start = 1, self._chain[first]
        if self._mini:  # the mini stream itself lies in sectors that need not be side by side
            most = min(most, self._each - start % self._each)
        while count < most and self._chain[first + count] == start + count:
            count += 1
        return count

    def _within(self, number: int, inside: int, length: int) -> bytes:
        if not self._mini:
            return self._file.sector_piece(number, inside, length)
        which, offset = divmod(number * 64 + inside, self._file.sector_size)
        sectors = self._file.mini_stream
        return self._file.sector_piece(sectors[which], offset, length) if which < len(sectors) else b""


def _numbers(data: bytes) -> array[int]:
    count = len(data) // 4
    return array("I", struct.unpack(f"<{count}I", data[: count * 4]))


def _unique(sectors: array[int]) -> Iterator[int]:
    """A directory chain that runs in a circle is read once round."""
    seen: set[int] = set()
    for number in sectors:
        if number in seen:
            return
        seen.add(number)
        yield number
