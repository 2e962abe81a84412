"""Small documents of programs: JSON, XML and ini files, with hard limits, whatever stands in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from mimawari.model import BadEvidence, Reason

_DEEP, _LONG, _SECTIONS = 50, 4_096, 20_000
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))

_Start = Callable[[str, dict[str, str]], None]


def json_object(content: bytes) -> dict[str, Any]:
    """A JSON object. Raises ``BadEvidence``: corrupt."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadEvidence(Reason.CORRUPT, "no readable JSON") from error
    if not isinstance(found, dict):
        raise BadEvidence(Reason.CORRUPT, "no readable JSON")
    return found


def as_object(thing: object) -> dict[str, Any]:
    """*thing* where it is a JSON object, else an empty one."""
    return thing if isinstance(thing, dict) else {}


def text_of(content: bytes) -> str:
    """Text of whatever charset: its mark, else UTF-8, else what a Japanese Windows writes."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp932", "replace")


def sections(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The sections of an ini file with their values by lower-case name; of a name that stands there twice, the first."""
    name, values, count = "", dict[str, str](), 0
    for line in text_of(content).splitlines():
        row = line.strip()[:_LONG]
        if row.startswith("[") and row.endswith("]"):
            if values or name:
                yield name, values
            name, values, count = row[1:-1], {}, count + 1
            if count > _SECTIONS:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {_SECTIONS} sections")
        elif "=" in row and not row.startswith((";", "#")):
            key, _, value = row.partition("=")
            values.setdefault(key.strip().lower(), value.strip())
    if values or name:
        yield name, values


class _Records:
    """Elements of one name, each as the texts of the elements directly in it. Nothing that a document declares is used."""

    def __init__(self, names: frozenset[str], left_out: frozenset[str]) -> None:
        self.found: list[dict[str, str]] = []
        self._names, self._left_out = names, left_out
        self._path: list[str] = []
        self._at: list[tuple[int, dict[str, str]]] = []
        self._text: list[str] = []

    def start(self, name: str, _: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _DEEP:
            raise BadEvidence(Reason.CORRUPT, f"more than {_DEEP} elements inside each other")
        if name in self._names:
            if len(self.found) >= _SECTIONS:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {_SECTIONS} sections")
            record: dict[str, str] = {}
            self.found.append(record)
            self._at.append((len(self._path), record))
        self._text.clear()

    def data(self, text: str) -> None:
        if self._at and len(self._text) < _LONG:
            self._text.append(text[:_LONG])

    def end(self, name: str) -> None:
        if self._at and len(self._path) == self._at[-1][0] + 1:
            text = "".join(self._text).strip()[:_LONG]
            # Of what holds a secret no more than that it is there.
            self._at[-1][1].setdefault(name.lower(), ("*" if text else "") if name.lower() in self._left_out else text)
        elif self._at and len(self._path) == self._at[-1][0]:
            self._at.pop()
        self._path.pop()
        self._text.clear()


def records(content: bytes, *names: str, secret: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """The elements of an XML document that bear one of *names*, each as its inner texts by lower-case name.

    Of the inner elements that *secret* names only whether they hold anything (``*``). Raises ``BadEvidence``.
    """
    found = _Records(frozenset(names), frozenset(secret))
    _parse(content, found.start, found.end, found.data)
    return found.found


def attributes(content: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of the elements of an XML document that bear a name, by lower-case name. Raises ``BadEvidence``."""
    found, depth = list[dict[str, str]](), 0

    def start(called: str, values: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEP:
            raise BadEvidence(Reason.CORRUPT, f"more than {_DEEP} elements inside each other")
        if called == name:
            if len(found) >= _SECTIONS:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {_SECTIONS} sections")
            found.append({key.lower(): value[:_LONG] for key, value in values.items()})

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    _parse(content, start, end)
    return found


def _parse(content: bytes, start: _Start, end: Callable[[str], None], data: Callable[[str], None] | None = None) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.StartDoctypeDeclHandler = _refused
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadEvidence(Reason.CORRUPT, "no well-formed XML") from error


def _refused(*_: object) -> None:
    raise BadEvidence(Reason.CORRUPT, "XML with a document type, which this file never has")
