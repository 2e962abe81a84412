"""Where the names of the columns stand, in which charset, and which layout it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, OrderLayout
from mimawari.sources.orders.columns import Binding, bound
from mimawari.sources.tables.charset import SAMPLE, charset_of
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import Row, split
from mimawari.sources.tables.text import Line, lines
from mimawari.trees.streams import Readable, buffered, open_plain, size_of

MAX_COLUMNS = 1000
_SEPARATORS = ",\t;|"
_BROKEN_HEAD = 40
"""Lines over which the names of the columns may go."""
_PREAMBLE = 60
"""Lines before the names of the columns."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the beginning of a file tells. ``line`` is that of the ``fields``, the names of the columns as they stand there."""

    fields: tuple[str, ...]
    separator: str
    encoding: str
    line: int
    binding: Binding = field(default_factory=lambda: Binding({}))


def start_of(path: Path) -> bytes:
    """The first bytes of a regular file; none where it cannot be read."""
    try:
        with open_plain(path) as stream:
            return stream.read(SAMPLE)
    except BadEvidence:
        return b""


def found(sample: bytes, layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None) -> Start | None:
    """The head of a file that begins with *sample*; None where no line names columns of people."""
    encoding = (chosen.encoding if chosen else "") or charset_of(sample)
    all_lines = table_lines(io.BytesIO(sample), sample, encoding, Faults())
    return _best(_of_lines(all_lines, encoding, chosen.separator if chosen else ""), layouts, chosen)


def table_lines(stream: BinaryIO, sample: bytes, encoding: str, faults: Faults) -> Iterator[Line]:
    """The lines of a table that begins with *sample*, also where some of them end with a carriage return alone."""
    for number, text in lines(unified(stream, sample), encoding, faults):
        if "\r" not in text:
            yield number, text
        else:
            yield from ((number, part) for part in text.split("\r"))


def found_in_rows(rows: Iterable[Row], layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None) -> Start | None:
    """The same of the rows of a sheet."""
    return _best((Start(tuple(map(str.strip, row)), "", "", number) for number, row in rows), layouts, chosen)


def _of_lines(all_lines: Iterable[Line], encoding: str, separator: str) -> Iterator[Start]:
    """Each line as if it named the columns. One with an open quote goes on: names of columns may have line breaks."""
    open_text, begun = "", 0
    for number, line in all_lines:
        text = f"{open_text} {line}" if open_text else line
        begun = begun or number
        if text.count('"') % 2 and number - begun < _BROKEN_HEAD:
            open_text = text
            continue
        open_text, begun = "", 0
        between = separator or max(_SEPARATORS, key=text.count)
        yield Start(tuple(name.strip() for name in split(text, between)), between, encoding, number)


def _best(starts: Iterable[Start], layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None) -> Start | None:
    """Of the first lines the one that fits a layout counts, else the one of which most columns are understood."""
    best: tuple[tuple[bool, int, int], Start] | None = None
    for start in starts:
        if start.line > _PREAMBLE:
            break
        if len(start.fields) > MAX_COLUMNS or not any(start.fields) or any("@" in name for name in start.fields):
            continue
        binding = bound(start.fields, layouts, chosen)
        if binding is None:
            continue
        rank = (binding.layout is not None, len(binding.columns), -start.line)
        if best is None or rank > best[0]:
            best = rank, replace(start, binding=binding)
    return best[1] if best else None


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
