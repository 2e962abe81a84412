"""Where the names of the columns stand, in which charset, and which layout it is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, OrderLayout
from mimawari.sources.orders.columns import Binding, bound
from mimawari.sources.tables.charset import SAMPLE, charset_of
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import split
from mimawari.sources.tables.text import lines
from mimawari.trees.streams import Readable, buffered, open_plain, size_of

MAX_COLUMNS = 1000
_SEPARATORS = ",\t;|"
_PREAMBLE = 60
"""Lines before the names of the columns."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the beginning of a file tells. ``line`` is that of the ``fields``, the names of the columns as they stand there."""

    fields: tuple[str, ...]
    separator: str
    encoding: str
    line: int
    binding: Binding


def start_of(path: Path) -> bytes:
    """The first bytes of a regular file; none where it cannot be read."""
    try:
        with open_plain(path) as stream:
            return stream.read(SAMPLE)
    except BadEvidence:
        return b""


def found(sample: bytes, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None) -> Start | None:
    """The head of a file that begins with *sample*; None where no line names columns of people.

    Of the first lines the one that fits a layout counts, else the one of which most columns are understood.
    """
    encoding = (chosen.encoding if chosen else "") or charset_of(sample)
    best: tuple[tuple[bool, int, int], Start] | None = None
    for number, text in lines(unified(io.BytesIO(sample), sample), encoding, Faults()):
        if number > _PREAMBLE:
            break
        start = _read(text, number, encoding, layouts, chosen)
        if start is None:
            continue
        rank = (start.binding.layout is not None, len(start.binding.columns), -number)
        if best is None or rank > best[0]:
            best = rank, start
    return best[1] if best else None


def _read(text: str, number: int, encoding: str, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None) -> Start | None:
    if not text.strip() or "@" in text:
        return None
    separator = (chosen.separator if chosen else "") or max(_SEPARATORS, key=text.count)
    fields = tuple(name.strip() for name in split(text, separator))
    if len(fields) > MAX_COLUMNS:
        return None
    binding = bound(fields, layouts, chosen)
    return Start(fields, separator, encoding, number, binding) if binding else None


def unified(stream: BinaryIO, sample: bytes) -> BinaryIO:
    """The stream with line feeds for the carriage returns by which old programs of the Mac end lines."""
    if b"\r" not in sample or b"\n" in sample:
        return stream
    return buffered(_Fed(stream))


class _Fed(Readable):
    """A stream in which each carriage return is a line feed."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(size_of(stream))
        self._stream = stream

    def _piece(self, offset: int, length: int) -> bytes:
        self._stream.seek(offset)
        return self._stream.read(length).replace(b"\r", b"\n")
