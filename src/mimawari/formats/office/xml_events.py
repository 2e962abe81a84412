"""Reads XML as a flow of events in little memory: no tree, no document type, no entity of its own is ever expanded.

Names come without their prefix: Office writes the same names under several namespaces (ECMA-376 transitional and strict).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from mimawari.model import BadEvidence, Reason

CHUNK = 64 << 10
MOST = 64 << 20
_DEEP, _EVENTS, _TOKEN, _NAMES = 2_000, 4_000_000, 4 << 20, 4_096


class Kind(Enum):
    """What happened."""

    START = 1
    END = 2
    TEXT = 3


class Event(NamedTuple):
    """``name``: the element's local name; ``text``: of TEXT; ``attributes`` by local name, of START."""

    kind: Kind
    name: str
    text: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012  # never written to


def local(name: str) -> str:
    """``w:instrText`` → ``instrText``."""
    return name.rpartition(":")[2]


def events(
    stream: BinaryIO, what: str, most: int = MOST, *, only: frozenset[str] | None = None, having: str = ""
) -> Iterator[Event]:
    """The events of *stream*, as far as it is well-formed; *what* names it in errors.

    With *only*, no events but those of elements of these local names, and the starts of all that have the attribute *having*:
    leaving the others out is several times faster.

    Raises ``BadEvidence`` once what came before was given: corrupt (not well-formed), unsupported (a document type), too large
    (more than *most* bytes, 2,000 elements in each other, 4 million events, a tag of 4 MiB).
    """
    reader = _Reader(what, only, having)
    given = 0
    while chunk := stream.read(min(CHUNK, most + 1 - given)):
        given += len(chunk)
        if given > most:
            raise BadEvidence(Reason.TOO_LARGE, f"{what}: more than {most >> 20} MiB of XML")
        fault = reader.feed(chunk)
        yield from reader.taken()
        if fault:
            raise fault
        reader.check(given)
    fault = reader.feed(b"", last=True)
    yield from reader.taken()
    if fault:
        raise fault


_made = tuple.__new__  # millions of them: without the detour by Event's own __new__
_NONE: dict[str, str] = {}


class _Reader:
    def __init__(self, what: str, only: frozenset[str] | None, having: str) -> None:
        self._what, self._only, self._having = what, only, having
        self._events: list[Event] = []
        self._open: list[str] = []
        self._dull: set[str] = set()
        self._count = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def feed(self, chunk: bytes, *, last: bool = False) -> BadEvidence | None:
        """Parse on; what is wrong, if anything."""
        self._count += chunk.count(b"<") + chunk.count(b"/>")
        try:
            self._parser.Parse(chunk, last)
        except BadEvidence as bad:
            return bad
        except (expat.ExpatError, ValueError, LookupError):
            return BadEvidence(Reason.CORRUPT, f"{self._what}: not well-formed XML")
        return None

    def taken(self) -> list[Event]:
        """The events since the last time."""
        events, self._events = self._events, []
        return events

    def check(self, given: int) -> None:
        """Raises ``BadEvidence`` where expat hoards one endless tag, or there are too many."""
        if given - self._parser.CurrentByteIndex > _TOKEN:
            raise BadEvidence(Reason.TOO_LARGE, f"{self._what}: one tag of more than {_TOKEN >> 20} MiB")
        if self._count > _EVENTS:
            raise BadEvidence(Reason.TOO_LARGE, f"{self._what}: more than {_EVENTS} elements")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > _DEEP:
            raise BadEvidence(Reason.TOO_LARGE, f"{self._what}: more than {_DEEP} elements inside each other")
        if name in self._dull and self._having not in attributes:
            return
        short = local(name)
        if self._only is None or short in self._only or self._having in attributes:
            told = {local(key): value for key, value in attributes.items()} if ":" in "".join(attributes) else attributes
            self._events.append(_made(Event, (Kind.START, short, "", told)))
        elif len(self._dull) < _NAMES:
            self._dull.add(name)

    def _end(self, name: str) -> None:
        self._open.pop()
        if name not in self._dull and (self._only is None or local(name) in self._only):
            self._events.append(_made(Event, (Kind.END, local(name), "", _NONE)))

    def _text(self, text: str) -> None:
        name = self._open[-1] if self._open else ""
        if name not in self._dull and (self._only is None or local(name) in self._only):
            self._events.append(_made(Event, (Kind.TEXT, local(name), text, _NONE)))

    def _doctype(self, *_: object) -> None:
        raise BadEvidence(Reason.UNSUPPORTED, f"{self._what}: XML with a document type")
