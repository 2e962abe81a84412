"""Transaction logs: what Windows had changed in a registry hive and not yet written into it.

A hive copied from a running PC is almost always in the middle of a write. Both formats of logs are laid over the primary
file as the regf specification (msuhanov) says: ``DIRT`` with a bitmap of sectors up to Windows 8, ``HvLE`` entries since 8.1.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from mimawari.sources.windows.hive_base import LOG_NEW, LOG_OLD, SECTOR, SIZE, BaseBlock, read, rewritten
from mimawari.sources.windows.hive_overlay import Overlay
from mimawari.sources.windows.marvin import marvin32

_ENTRY = struct.Struct("<4sIIIIIQQ")
_LOG_LIMIT, _HIVE_LIMIT = 128 << 20, 2 << 30


@dataclass(slots=True)
class Recovery:
    """The base block to go by, the pages laid over the hive, and what was wrong with hive or logs."""

    base: BaseBlock
    pages: int = 0
    defects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Log:
    file: BinaryIO
    size: int
    base: BaseBlock


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a new log: where its pages lie in the log, and where they belong in the bins."""

    sequence: int
    length: int
    pages: tuple[tuple[int, int, int], ...]


class _Bad(Exception):
    """A log entry that is not as it was written."""


def recover(primary: BaseBlock | None, hive: Overlay, files: Sequence[BinaryIO]) -> Recovery | None:
    """Lay over *hive* what its logs hold. None if neither the hive nor a log has a base block to go by."""
    logs = [log for file in files if (log := _opened(file))]
    if primary is None or not primary.sound:
        rescued = _rescued(primary, logs)
        if rescued is None:
            return None
        recovery = Recovery(rescued, defects=["base block damaged"])
    elif not primary.dirty:
        return Recovery(primary)
    else:
        recovery = Recovery(primary)
    if not _apply_new(recovery, hive, logs) and not _apply_old(recovery, hive, logs):
        recovery.defects.append("dirty, no usable log")
    return recovery


def _opened(file: BinaryIO) -> _Log | None:
    size = min(file.seek(0, io.SEEK_END), _LOG_LIMIT)
    file.seek(0)
    base = read(file.read(SECTOR))
    usable = base is not None and base.sound and base.sequence1 == base.sequence2 and base.type in (*LOG_OLD, LOG_NEW)
    return _Log(file, size, base) if base and usable else None


def _rescued(primary: BaseBlock | None, logs: Sequence[_Log]) -> BaseBlock | None:
    """A damaged base block is taken from the newest log; without one, the damaged one has to do."""
    newest = max(logs, key=lambda log: log.base.sequence2, default=None)
    return newest.base if newest else primary


def _apply_new(recovery: Recovery, hive: Overlay, logs: Sequence[_Log]) -> bool:
    """Apply the entries that follow on the hive's second sequence number, each number once and in order.

    A log with older first entries goes first; entries that the hive already has are passed over.
    """
    found = sorted(((first, log) for log in logs if (first := _first(log)) is not None), key=lambda each: each[0])
    wanted, applied = recovery.base.sequence2, False
    for _, log in found:
        try:
            for entry in _following(log, wanted):
                recovery.pages += _apply(entry, hive, log)
                recovery.base = rewritten(recovery.base, entry.sequence, entry.length)
                wanted, applied = wanted + 1, True
        except _Bad as bad:
            recovery.defects.append(f"log stops at a bad entry: {bad}")
    return applied


def _first(log: _Log) -> int | None:
    header = _header(log, SECTOR)
    return header[3] if header and log.base.type == LOG_NEW else None


def _header(log: _Log, at: int) -> tuple[bytes, int, int, int, int, int, int, int] | None:
    """The header of the entry at *at*; None at the end of the entries."""
    if at + _ENTRY.size > log.size:
        return None
    log.file.seek(at)
    data = log.file.read(_ENTRY.size)
    return _ENTRY.unpack(data) if len(data) == _ENTRY.size and data[:4] == b"HvLE" else None


def _following(log: _Log, wanted: int) -> Iterator[_Entry]:
    """The entries from number *wanted* on, as long as the numbers follow; raises ``_Bad`` at the first that is damaged."""
    at = SECTOR
    while header := _header(log, at):
        size, sequence = header[1], header[3]
        if sequence > wanted:
            return
        if size < _ENTRY.size or size % SECTOR or at + size > log.size:
            raise _Bad("size")
        if sequence == wanted:
            yield _entry(log, at, size)
            wanted += 1
        at += size


def _entry(log: _Log, at: int, size: int) -> _Entry:
    log.file.seek(at)
    data = log.file.read(size)
    _, _, _, sequence, length, count, hash1, hash2 = _ENTRY.unpack_from(data)
    if len(data) < size or marvin32(data[:32]) != hash2 or marvin32(data[_ENTRY.size :]) != hash1:
        raise _Bad("hash")
    if length % SIZE or length > _HIVE_LIMIT:
        raise _Bad("size of the bins")
    return _Entry(sequence, length, tuple(_pages(data, at, count, length)))


def _pages(data: bytes, at: int, count: int, length: int) -> Iterator[tuple[int, int, int]]:
    """``(place in the bins, place in the log, size)`` of each page; the pages stand behind their references."""
    start = _ENTRY.size + 8 * count
    for index in range(count):
        if _ENTRY.size + 8 * index + 8 > len(data):
            raise _Bad("page references")
        offset, size = struct.unpack_from("<II", data, _ENTRY.size + 8 * index)
        if offset % SECTOR or size % SECTOR or offset + size > length or start + size > len(data):
            raise _Bad("page reference")
        yield offset, at + start, size
        start += size


def _apply(entry: _Entry, hive: Overlay, log: _Log) -> int:
    for offset, at, size in entry.pages:
        hive.put(SIZE + offset, log.file, at, size)
    return len(entry.pages)


def _apply_old(recovery: Recovery, hive: Overlay, logs: Sequence[_Log]) -> bool:
    """Apply the first old log that was written for the state of the hive that its time of writing names."""
    for log in logs:
        if log.base.type in LOG_OLD and log.base.written == recovery.base.written and (pages := _dirty(log)):
            for number, at in pages:
                hive.put(SIZE + SECTOR * number, log.file, at, SECTOR)
            recovery.pages += len(pages)
            recovery.base = rewritten(recovery.base, log.base.sequence2, log.base.length)
            return True
    return False


def _dirty(log: _Log) -> list[tuple[int, int]]:
    """``(number of the sector in the bins, its place in the log)``; empty where the log does not hold what it says."""
    bits = min(log.base.length, _HIVE_LIMIT) // SECTOR
    log.file.seek(SECTOR)
    vector = log.file.read(4 + (bits + 7) // 8)
    if vector[:4] != b"DIRT" or len(vector) < 4 + (bits + 7) // 8:
        return []
    numbers = [bit for bit in range(bits) if vector[4 + bit // 8] >> bit % 8 & 1]
    start = SECTOR * (1 + -(-len(vector) // SECTOR))
    if start + SECTOR * len(numbers) > log.size:
        return []
    return [(number, start + SECTOR * index) for index, number in enumerate(numbers)]
