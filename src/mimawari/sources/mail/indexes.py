r"""What the index of a mail folder of Thunderbird (``NAME.msf``) says of the folder: how many mails it has, and where they are.

The index is a Mork database. Its dictionary of columns, ``< <(a=c)> (A0=numMsgs)…>``, gives a number to each name; a cell is then
``(^A0=2)``, or ``(^A0^B5)`` for a value that stands in a dictionary of values, ``<(B5=2d2)>``. What changes is written behind, so
that the last cell counts. A column that has no cell is 0, or empty. In values ``)`` is written ``\)``, so that no value can be
taken for a cell. Source: comm-central, ``nsDBFolderInfo`` (its columns belong to the one row of the folder) and ``morkWriter``.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import BadEvidence
from mimawari.trees.streams import open_plain

MAGIC = b"// <!-- <mdb:mork:z"
"""How a Mork database begins."""
LIMIT = 32 << 20
"""An index that is larger than this is one of many mails."""
_COLUMNS = re.compile(rb"<\(a=c\)>((?:\s++|//[^\n]*+\n|\([0-9A-Fa-f]{1,8}+\s*+=[^)]*+\))*+)")
_COLUMN = re.compile(rb"\(([0-9A-Fa-f]{1,8})\s*+=([A-Za-z]++)\)")
_NEGATIVE = 1 << 31  # numbers are written as 32 bits


@dataclass(frozen=True, slots=True)
class Index:
    """``told``: whether it says anything of its folder. ``mails``: how many there are, those that were not fetched included.

    ``is_search``: the folder is a search that was saved; what it shows lies in other folders.
    """

    told: bool
    mails: int = 0
    is_search: bool = False


def is_index(path: Path) -> bool:
    """Whether a file begins as an index does."""
    try:
        with open_plain(path) as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except BadEvidence:
        return False


def read(path: Path) -> Index:
    """What the index at *path* says; nothing where it cannot be read or is none."""
    try:
        with open_plain(path) as stream:
            return parsed(stream.read(LIMIT + 1))
    except BadEvidence:
        return Index(told=False)


def parsed(data: bytes) -> Index:
    """What an index says."""
    if not data.startswith(MAGIC):
        return Index(told=False)
    if len(data) > LIMIT:
        return Index(told=True, mails=1)
    columns = _columns(data)
    counts = [_last(data, columns.get(name, b"")) for name in (b"numMsgs", b"totPendingMsgs")]
    told = any(count is not None for count in counts) or _has(data, columns.get(b"version", b""))
    return Index(told, sum(count or 0 for count in counts), _has(data, columns.get(b"searchStr", b"")))


def _columns(data: bytes) -> dict[bytes, bytes]:
    """The number of each column by its name."""
    return {one[2]: one[1] for part in _COLUMNS.finditer(data) for one in _COLUMN.finditer(part[1])}


def _has(data: bytes, column: bytes) -> bool:
    return bool(column) and (b"(^" + column + b"=" in data or b"(^" + column + b"^" in data)


def _last(data: bytes, column: bytes) -> int | None:
    """The number in the last cell of a column; None if it has none."""
    cell = re.compile(rb"\(\^" + column + rb"(?:=([0-9A-Fa-f]{0,8})|\^([0-9A-Fa-f]{1,8}))\)")
    last = deque(cell.finditer(data), maxlen=1) if column else ()
    return next((_number(found[1]) if found[2] is None else _kept(data, found[2], found.start()) for found in last), None)


def _kept(data: bytes, number: bytes, before: int) -> int:
    """A value of a dictionary of values; 1, which is not none, where that is not there: small numbers stand in the cell."""
    kept = re.compile(rb"\(" + number + rb"\s*+=([0-9A-Fa-f]{1,8})\)")
    return next((_number(found[1]) for found in deque(kept.finditer(data, 0, before), maxlen=1)), 1)


def _number(text: bytes) -> int:
    number = int(text or b"0", 16)
    return number if number < _NEGATIVE else 0
