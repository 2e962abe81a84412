"""VBA statements as one text each: literals in their order, names put in by what they were set to, folders as ``%temp%``.

``Shell "regsvr32 /s " & p`` reads ``regsvr32 /s %temp%\\a.ocx`` where ``p`` was set so; what cannot be told reads ``?``. Nothing is
called; a name has the last text that it was given. Source: MS-VBAL 5.4.3.8 (Let), 5.6.9.4 (&); Microsoft's page on Environ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from mimawari.detectors.marks.vba_code import Procedure
from mimawari.detectors.marks.vba_fold import folded

_LONGEST, _NAMES, _STATEMENTS, _ALL = 4_000, 2_000, 20_000, 1 << 20
_ENVIRON = re.compile(r'\b(?:vba\s?\.\s?)?environ\$?\s?\(?\s?"([\w()]{1,40})"\s?\)?', re.IGNORECASE)
_EXPAND = re.compile(r'\b\w+\s?\.\s?expandenvironmentstrings\s?\(\s?("[^"]*")\s?\)', re.IGNORECASE)
_TEMPORARY = re.compile(r"\b\w+\s?\.\s?getspecialfolder\s?\(\s?(?:2|temporaryfolder)\s?\)", re.IGNORECASE)
_CALLED_TEMP = re.compile(r"\boptions\s?\.\s?defaultfilepath\s?\(\s?wdtempfilepath\s?\)", re.IGNORECASE)
_FOLDER = re.compile(r'\b\w+\s?\.\s?specialfolders\s?\(\s?"(appdata|startup|desktop)"\s?\)', re.IGNORECASE)
_SET = re.compile(
    r"(?:(?:public|private|global|static)\s+)?(?:const\s+|set\s+|let\s+|dim\s+)?([^\W\d]\w*)[$%&]?(?:\s?\([^()=]{0,40}\))?"
    r"(?:\s+as\s+\w+)?\s*=(?!=)\s*(.+)",
    re.IGNORECASE,
)
_OBJECTS = frozenset(
    {"range", "cells", "sheets", "worksheets", "controls", "shapes", "if", "elseif", "for", "while", "until", "case"}
)
_PART = re.compile(r'"((?:[^"]|"")*)"|([^\W\d][\w$]*(?:\s?\.\s?\w+)*)|([&+])|([^\s"\w&+]|[\w#]+)')
_PLACES = {"appdata": "%appdata%", "startup": r"%appdata%\Microsoft\Windows\Start Menu\Programs\Startup", "desktop": "%desktop%"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A statement: its ``line`` with its literals put together, and the ``text`` that it comes to."""

    line: str
    text: str


def plain(chosen: Iterable[Procedure], declarations: Iterable[str]) -> tuple[Plain, ...]:
    """The statements of *chosen*; the first twenty thousand count."""
    told: dict[str, str] = {}
    for line in islice(declarations, _NAMES):
        _learn(_prepared(line), told, {})
    lines = list(islice(((one.name, _prepared(line)) for one in chosen for line in one.statements), _STATEMENTS))
    for _ in _read(lines, told, is_first=True):
        pass
    return tuple(_read(lines, told))


def _read(lines: list[tuple[str, str]], told: dict[str, str], *, is_first: bool = False) -> Iterator[Plain]:
    """The statements; the first time what is set in one procedure is remembered for the others, which may use it."""
    own: dict[str, str] = {}
    at, room = "", _ALL
    for name, line in lines:
        if name != at:
            _share(at, own, told if is_first else {})
            own, at = {}, name
        text = _text(_value(line), own, told)
        room -= len(text)
        if room < 0:
            return
        _learn(line, own, told)
        yield Plain(line, text)
    _share(at, own, told if is_first else {})


def _share(name: str, own: dict[str, str], told: dict[str, str]) -> None:
    for each, value in own.items():
        if len(told) < _NAMES and (each not in told or each == name):
            told[each] = value


def _prepared(line: str) -> str:
    line = _ENVIRON.sub(r'"%\1%"', line)
    line = _FOLDER.sub(
        lambda found: f'"{_PLACES[found[1].lower()]}"', _TEMPORARY.sub('"%temp%"', _CALLED_TEMP.sub('"%temp%"', line))
    )
    return folded(_EXPAND.sub(r"\1", line))


def _value(line: str) -> str:
    """What stands right of the sign in a statement that sets a plain name; else all of it."""
    found = _SET.match(line)
    return found[2] if found and found[1].lower() not in _OBJECTS else line


def _learn(line: str, own: dict[str, str], others: Mapping[str, str]) -> None:
    """Remember in *own* what *line* sets a name to."""
    found = _SET.match(line)
    if not found or found[1].lower() in _OBJECTS or len(own) >= _NAMES:
        return
    text = _text(found[2], own, others)
    if text.strip(" ?"):
        own[found[1].lower()] = text[:_LONGEST]


def _text(line: str, own: Mapping[str, str], others: Mapping[str, str]) -> str:
    """*line* as one text: pieces that are added up stand together, others apart."""
    parts: list[str] = []
    is_glued, size = True, 0
    for found in _PART.finditer(line):
        if found[3]:
            is_glued = True
            continue
        piece = _piece(found, own, others)[: _LONGEST * 2]
        size += len(piece)
        if size > _LONGEST * 4:
            break
        parts.append(piece if is_glued else " " + piece)
        is_glued = False
    return "".join(parts)


def _piece(found: re.Match[str], own: Mapping[str, str], others: Mapping[str, str]) -> str:
    if found[1] is not None:
        return found[1].replace('""', '"')
    if found[2]:
        name = found[2].lower().rstrip("$")
        return own.get(name) or others.get(name) or "?"
    return " "
