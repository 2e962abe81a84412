"""The lines of a text list, none of them longer than a row can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import AnyStr

UTF_8 = "utf-8-sig"
MOST_LINE = 16 << 10
_WIDE = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def encoding_of(start: bytes) -> str:
    """How a text is written that begins with *start*: UTF-16 or UTF-32 where it says so (as PowerShell writes them), else UTF-8."""
    return next((name for mark, name in _WIDE if start.startswith(mark)), UTF_8)


def lines(path: Path, encoding: str) -> Iterator[tuple[int, str | None]]:
    """Every line with its number from 1, without what ends it; None for one that is too long."""
    with path.open("rb") as raw:
        if encoding != UTF_8:
            with TextIOWrapper(raw, encoding, errors="replace", newline="\n") as stream:
                yield from enumerate((line and line.rstrip("\r\n") for line in _whole(stream.readline, "\n")), start=1)
        else:
            yield from enumerate((None if line is None else _text(line) for line in _whole(raw.readline, b"\n")), start=1)


def _whole(readline: Callable[[int], AnyStr], end: AnyStr) -> Iterator[AnyStr | None]:
    """The lines that end with *end*; of what is too long nothing is kept."""
    is_long = False
    while piece := readline(MOST_LINE):
        is_whole = piece.endswith(end) or len(piece) < MOST_LINE
        if is_whole:
            yield None if is_long else piece
        is_long = not is_whole
    if is_long:
        yield None


def _text(line: bytes) -> str:
    """UTF-8, else what Japanese Windows writes, else with marks for what it cannot be."""
    line = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp932", "replace")
