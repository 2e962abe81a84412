"""JSON of any length in little memory: the outer brackets are walked through, and only what lies in them is read whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from mimawari.model import BadEvidence, Reason

MOST_VALUE = 4 << 20
"""So many characters a value that is read whole may have: 4 Mi of the worst take some 200 MB as objects."""

_CHUNK = 256 << 10
_SPACE = " \t\r\n"

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value at *path* (names of objects, numbers in arrays). *line* is where it begins, from 1."""

    path: Path
    value: Any
    line: int


class Twice:
    """Stands for an object in which a name stands twice: whatever it says, it says two things."""


class Broken(BadEvidence):
    """The text is no JSON from *line* on, or cannot be read further."""

    def __init__(self, line: int, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.line = line


def walk(stream: TextIO, inside: Callable[[Path], bool]) -> Iterator[Leaf]:
    """Every value of *stream* that lies in no bracket but those that are walked through: the ones for which *inside* says so.

    Raises :class:`Broken` behind the last whole value.
    """
    text = _Text(stream)
    yield from _value(text, (), inside)
    if text.peek():
        raise text.broken()


def _value(text: _Text, path: Path, inside: Callable[[Path], bool]) -> Iterator[Leaf]:
    first = text.peek()
    if first == "{" and inside(path):
        yield from _object(text, path, inside)
    elif first == "[" and inside(path):
        yield from _array(text, path, inside)
    else:
        line = text.line
        yield Leaf(path, text.value(), line)


def _object(text: _Text, path: Path, inside: Callable[[Path], bool]) -> Iterator[Leaf]:
    text.take("{")
    more = text.peek() != "}"
    while more:
        name = text.value() if text.peek() == '"' else None
        if name is None:
            raise text.broken()
        text.take(":")
        yield from _value(text, (*path, name), inside)
        more = text.peek() == ","
        if more:
            text.take(",")
    text.take("}")


def _array(text: _Text, path: Path, inside: Callable[[Path], bool]) -> Iterator[Leaf]:
    text.take("[")
    number, more = 0, text.peek() != "]"
    while more:
        yield from _value(text, (*path, number), inside)
        number += 1
        more = text.peek() == ","
        if more:
            text.take(",")
    text.take("]")


class _Text:
    """A window on the text, as long as the value that is being read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._text, self._at, self._ended = stream, "", 0, False
        self._line, self._counted = 1, 0

    @property
    def line(self) -> int:
        """The line of what comes next."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def broken(self, reason: Reason = Reason.CORRUPT, detail: str = "no whole JSON") -> Broken:
        """What to raise here."""
        return Broken(self.line, reason, detail)

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        """Go behind *character*, which has to come next."""
        if self.peek() != character:
            raise self.broken()
        self._at += 1

    def value(self) -> Any:
        """The value that comes next."""
        while True:
            found = self._decoded()
            # At the end of the window a number may go on behind it: "1" as "1.5", "1e+" as "1e+3".
            if found and (found[1] + 2 < len(self._text) or self._ended):
                self._at = found[1]
                return found[0]
            if len(self._text) - self._at > MOST_VALUE:
                raise self.broken(Reason.TOO_LARGE, "an entry is too large")
            if not self._more() and not found:
                raise self.broken()

    def _decoded(self) -> tuple[Any, int] | None:
        try:
            return _DECODER.raw_decode(self._text, self._at)
        except json.JSONDecodeError:
            return None
        except RecursionError as deep:
            raise self.broken(Reason.TOO_LARGE, "too many brackets inside each other") from deep

    def _more(self) -> bool:
        """Read on, so much that what is tried again and again costs little more than once; whether there was anything."""
        left, line = len(self._text) - self._at, self.line
        piece = "" if self._ended else self._stream.read(min(max(_CHUNK, left), max(1, MOST_VALUE + 1 - left)))
        self._ended = not piece
        self._text, self._at, self._line, self._counted = self._text[self._at :] + piece, 0, line, 0
        return bool(piece)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Twice:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Twice()


def _whole(digits: str) -> int | None:
    """No number of a list has more digits, and Python takes long for thousands."""
    return int(digits) if len(digits) < 20 else None


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_whole, parse_constant=lambda _: None, strict=False)
