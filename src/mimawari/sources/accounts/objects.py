"""Records out of JSON of any size: one object behind another, a list of them, or a list in a wrapper (``value``, ``items``).

Only where an object begins and ends is looked for; what it says is read one by one, so that one that is broken costs itself alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mimawari.model import Reason
from mimawari.sources.accounts.values import MAX_DEPTH, Record, loads
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.text import encoding_of
from mimawari.trees.streams import open_plain

MAX_ITEM = 4 << 20
"""Characters of one record."""

_BLOCK = 1 << 18
_SIMPLE = r'(?:"[^"\\]{0,2000}"|[\w.+-]{1,40})'
_WRAPPER = re.compile(
    r"\s{0,100}\{\s{0,100}(?:\"[^\"\\]{0,100}\"\s{0,20}:\s{0,20}" + _SIMPLE + r"\s{0,20},\s{0,100}){0,10}"
    r'"(?:items|value|records|Records)"\s{0,20}:\s{0,20}\['
)
_OUTSIDE = re.compile(r'["{}\[\]]')
_INSIDE = re.compile(r'["\\]')
_TAIL = re.compile(r"(?:\"[^\"\\]{0,100}\"\s{0,20}:\s{0,20}" + _SIMPLE + r"\s{0,20},?\s{0,100}){0,10}\}")
_BESIDE = 1 << 16
"""Characters between records that are kept."""
_OTHER = "parts that are no records"
_BROKEN = "records that cannot be read"
_LARGE = "records that are too large"


def begins(text: str) -> bool:
    """Whether a file that begins so can be JSON of records."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def records(path: Path, faults: Faults) -> Iterator[tuple[int, Record]]:
    """Each record with its number, from 1."""
    number = 0
    for text in _items(path, faults):
        number += 1
        try:
            record = loads(text)
        except (ValueError, RecursionError):
            faults.add(Reason.CORRUPT, _BROKEN, number)
            continue
        if isinstance(record, dict):
            yield number, record


def _texts(stream: BinaryIO) -> Iterator[str]:
    import codecs

    encoding = encoding_of(stream.read(1024))
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := stream.read(_BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _items(path: Path, faults: Faults) -> Iterator[str]:
    with open_plain(path) as stream:
        texts = _texts(stream)
        start = next(texts, "").removeprefix("\ufeff")
        wrapper = _WRAPPER.match(start)
        scan = _Scan(faults)
        yield from scan.feed(start[wrapper.end() :] if wrapper else start)
        for text in texts:
            yield from scan.feed(text)
        if scan.depth:
            faults.add(Reason.CORRUPT, _BROKEN)
        if scan.beside and not (wrapper and _TAIL.fullmatch(scan.beside)):
            faults.add(Reason.CORRUPT, _OTHER)


class _Scan:
    """Where the objects are. ``depth`` counts the containers that are open within one."""

    def __init__(self, faults: Faults) -> None:
        self.depth = 0
        self.beside = ""
        self._faults = faults
        self._held: list[str] = []
        self._size = 0
        self._quoted = False
        self._escaped = False

    def feed(self, text: str) -> Iterator[str]:
        """The objects that end within *text*."""
        begin, at, free = 0, int(self._escaped), 0
        self._escaped = False
        while found := (_INSIDE if self._quoted else _OUTSIDE).search(text, at):
            mark, at = found[0], found.end()
            if mark == "\\":
                self._escaped = at >= len(text)
                at += 1
            elif mark == '"':
                self._quoted = not self._quoted and self.depth > 0
            elif self.depth or mark == "{":
                if not self.depth:
                    begin = at - 1
                    self._beside(text[free:begin])
                if self._counted(mark):
                    yield from self._ended(text[begin:at])
                free = at
        if self.depth:
            self._keep(text[begin:])
        else:
            self._beside(text[free:])

    def _beside(self, text: str) -> None:
        """What stands between records, signs that a list has anyway left out."""
        text = text.strip("[], \t\r\n")
        if text and len(self.beside) < _BESIDE:
            self.beside += text[:_BESIDE]

    def _counted(self, mark: str) -> bool:
        """Whether the object ends with this mark."""
        self.depth += 1 if mark in "{[" else -1
        if self.depth > 10 * MAX_DEPTH:
            self._drop(_LARGE)
            return False
        return not self.depth

    def _keep(self, rest: str) -> None:
        self._size += len(rest)
        if self._size > MAX_ITEM:
            self._drop(_LARGE)
        else:
            self._held.append(rest)

    def _ended(self, rest: str) -> Iterator[str]:
        text = "".join(self._held) + rest
        self._held, self._size = [], 0
        if len(text) <= MAX_ITEM:
            yield text
        else:
            self._faults.add(Reason.TOO_LARGE, _LARGE)

    def _drop(self, why: str) -> None:
        self._faults.add(Reason.TOO_LARGE, why)
        self._held, self._size, self.depth, self._quoted = [], 0, 0, False
