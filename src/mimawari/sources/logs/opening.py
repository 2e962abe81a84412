"""The text of a log file in batches of whole lines: plain, gzip (RFC 1952), bzip2, xz, Zstandard (RFC 8878); nothing is kept
whole."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mimawari.model import BadEvidence, Reason
from mimawari.trees.streams import open_plain, size_of

BATCH = 8 << 20
"""Bytes of text that are looked at together. A worker may have 2 GiB, and columns of text take several times their size."""
MOST = 1 << 40
"""Bytes of text in one file at most."""
FREE = 1 << 30
RATIO, SHRUNK = 250, 30
"""Beyond the first GiB, text that is so many times its packed size is no log; logs shrink ten- to thirtyfold."""
LONGEST = 1 << 16
"""A longer line is cut: RFC 5424 6.1 asks for 2048 bytes, servers cut theirs at some thousand."""
_FAULTS: tuple[type[Exception], ...] = (EOFError, OSError, lzma.LZMAError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole lines. ``first`` is the number of the first one in its file, from 1."""

    first: int
    text: bytes


def _zstandard() -> tuple[Callable[[Any], Any], type[Exception]]:
    try:
        from backports.zstd import ZstdError, ZstdFile
    except ImportError as error:
        raise BadEvidence(Reason.UNSUPPORTED, "Zstandard needs the package backports.zstd") from error
    return ZstdFile, ZstdError


def unpacked(stream: Any) -> tuple[Any, tuple[type[Exception], ...]]:
    """The text of an open file, by its first bytes, and the errors that damage makes while it is read."""
    stream.seek(0)
    start = stream.read(6)
    stream.seek(0)
    if start[:3] == b"\x1f\x8b\x08":
        return gzip.GzipFile(fileobj=stream), _FAULTS
    if start[:3] == b"BZh":
        return bz2.BZ2File(stream), _FAULTS
    if start == b"\xfd7zXZ\0":
        return lzma.LZMAFile(stream), _FAULTS
    if start[:4] == b"\x28\xb5\x2f\xfd":
        opener, fault = _zstandard()
        return opener(stream), (*_FAULTS, fault)
    return stream, (OSError,)


def text_size(path: Path) -> int:
    """How many bytes of text a file has; of a packed one about the most that it can have."""
    with open_plain(path) as stream:
        size = size_of(stream)
        return size if unpacked(stream)[0] is stream else size * SHRUNK


def head(path: Path, size: int = 1 << 18) -> bytes:
    """The first bytes of a file's text; what can be unpacked of a damaged one."""
    with open_plain(path) as stream:
        text, faults = unpacked(stream)
        found, step = bytearray(), getattr(text, "read1", text.read)
        try:
            # In small steps: one that meets damage gives nothing of what it has unpacked.
            while len(found) < size and (piece := step(min(1 << 16, size - len(found)))):
                found += piece
        except faults:
            pass
        return bytes(found)


def batches(path: Path, size: int = BATCH) -> Iterator[Batch]:
    """All of a file. Raises ``BadEvidence`` behind what could still be read: corrupt, or too large."""
    with open_plain(path) as stream:
        yield from _batches(stream, size_of(stream), size)


def _batches(stream: Any, packed: int, size: int) -> Iterator[Batch]:
    text, faults = unpacked(stream)
    line, rest, done = 1, b"", 0
    fault: Exception | None = None
    while fault is None:
        piece, fault = _piece(text, size, faults)
        if not piece:
            break
        done += len(piece)
        whole, rest = _cut(rest + piece)
        if whole:
            yield Batch(line, whole)
            line += whole.count(b"\n")
        if done > MOST or (done > FREE and done > packed * RATIO and text is not stream):
            raise BadEvidence(Reason.TOO_LARGE, "the text is far larger than the file")
    # Half a line says nothing that could be believed.
    if rest and fault is None:
        yield Batch(line, rest + b"\n")
    if fault is not None:
        raise BadEvidence(Reason.CORRUPT, "the compressed log is damaged or cut off") from fault


def _piece(text: Any, size: int, faults: tuple[type[Exception], ...]) -> tuple[bytes, Exception | None]:
    """So much of the text, in small steps: what stands before damage is kept."""
    found = bytearray()
    step = getattr(text, "read1", text.read)
    try:
        while len(found) < size and (some := step(min(1 << 18, size - len(found)))):
            found += some
    except faults as error:
        return bytes(found), error
    return bytes(found), None


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Whole lines, and the beginning of the next; one that never ends is cut."""
    at = data.rfind(b"\n") + 1
    rest = data[at:]
    if len(rest) > LONGEST:
        return data[:at] + rest[:LONGEST] + b"\n", b""
    return data[:at], rest
