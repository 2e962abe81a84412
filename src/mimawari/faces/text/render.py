"""Blocks onto a stream: wrapped to its width, coloured only on a terminal that wants it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from mimawari.faces.streams import put
from mimawari.faces.text.line import Block, Line, Style, Table
from mimawari.faces.wrap import padded, shortened, width, wrapped

PIPED = 80
_WIDEST, _NARROWEST, _CELL = 100, 40, 8


def show(blocks: Iterable[Block], stream: TextIO | None = None) -> None:
    """Write *blocks* to stdout, or to *stream*."""
    stream = stream or sys.stdout
    paint = _painter(stream)
    for line in laid_out(blocks, _width(stream)):
        paint(line)


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as text for a file."""
    return "".join(f"{line.text}\n" for line in laid_out(blocks, PIPED))


def laid_out(blocks: Iterable[Block], columns: int) -> Iterator[Line]:
    """The single lines of *blocks*, none wider than *columns*."""
    for block in blocks:
        yield from _table(block, columns) if isinstance(block, Table) else _paragraph(block, columns)


def _paragraph(line: Line, columns: int) -> Iterator[Line]:
    room = max(10, columns - width(line.lead))
    for place, text in enumerate(wrapped(line.text, room)):
        lead = line.lead if not place else " " * width(line.lead)
        yield Line((lead + text).rstrip(), style=line.style)


def _table(table: Table, columns: int) -> Iterator[Line]:
    widths = [max(width(row[place]) for row in (table.heads, *table.rows)) for place in range(len(table.heads))]
    for place in (len(widths) - 1, 0):
        over = sum(widths) + 2 * len(widths) - columns
        widths[place] = max(_CELL, widths[place] - over) if over > 0 else widths[place]
    for place, row in enumerate((table.heads, *table.rows)):
        cells = (padded(shortened(cell, room), room) for cell, room in zip(row, widths, strict=True))
        yield Line("  " + "  ".join(cells).rstrip(), style=Style.PLAIN if place else Style.HEAD)


def _width(stream: TextIO) -> int:
    if not stream.isatty():
        return PIPED
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 1))


class _Plain:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, line: Line) -> None:
        put(line.text, self._stream)


class _Coloured:
    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=stream, markup=False, highlight=False, emoji=False)

    def __call__(self, line: Line) -> None:
        self._console.print(line.text, style=line.style or None, soft_wrap=True)


def _painter(stream: TextIO) -> _Plain | _Coloured:
    wanted = stream.isatty() and not os.environ.get("NO_COLOR")
    return _Coloured(stream) if wanted else _Plain(stream)
