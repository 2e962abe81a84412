"""Lines that fit a terminal, where Japanese letters are twice as wide and may be broken between almost any two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# What Japanese typesetting does not let stand at the start of a line, and at its end (JIS X 4051).
_NOT_FIRST = frozenset("。、，．：；？！）」』】］〕〉》’”…・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％)]}.,:;?!")
_NOT_LAST = frozenset("（「『【［〔〈《‘“([{")
_UNIT = re.compile(r"\s+|[!-~]+|.", re.DOTALL)


def width(text: str) -> int:
    """Columns that *text* takes. Letters of ambiguous width count two, as Japanese terminals draw them."""
    return len(text) if text.isascii() else sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def wrapped(text: str, columns: int) -> list[str]:
    """*text* in lines of at most *columns*; at least one line."""
    lines, line = [], ""
    for unit in _fitting(_units(text), columns):
        if line and width(line) + width(unit.rstrip()) > columns:
            lines.append(line.rstrip())
            line = "" if unit.isspace() else unit
        else:
            line += unit
    return [*lines, line.rstrip()]


def _units(text: str) -> Iterator[str]:
    """What must not be torn apart: words, and letters with the marks that cling to them."""
    held = ""
    for unit in _UNIT.findall(text):
        if held and not _cling(held, unit):
            yield held
            held = ""
        held += unit
    if held:
        yield held


def _cling(before: str, after: str) -> bool:
    return before[-1] in _NOT_LAST or after[0] in _NOT_FIRST


def _fitting(units: Iterator[str], columns: int) -> Iterator[str]:
    """The units, those cut that are wider than a line."""
    for unit in units:
        rest = unit
        while width(rest) > columns:
            head = _head(rest, columns)
            yield head
            rest = rest[len(head) :]
        yield rest


def _head(text: str, columns: int) -> str:
    """The longest start of *text* that fits, cut after a backslash where there is a late one; one letter at least."""
    used = end = 0
    while end < len(text) and used + _columns(text[end]) <= columns:
        used += _columns(text[end])
        end += 1
    slash = text.rfind("\\", end // 2, end)
    return text[: max(1, slash + 1 if slash > 0 else end)]


def padded(text: str, columns: int) -> str:
    """*text* filled up with spaces to *columns*."""
    return text + " " * max(0, columns - width(text))


def shortened(text: str, columns: int) -> str:
    """*text*, its end left out where it is wider than *columns*."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 2:
        text = text[:-1]
    return text + "…"
