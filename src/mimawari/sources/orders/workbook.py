"""The rows of a workbook (``.xlsx``, ECMA-376 part 1, 18.3 and 18.4), one after the other: zip and XML, and nothing looked up.

Of a sheet only texts and numbers are read. Formulas are what they came out as last.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import parsing
from mimawari.trees.streams import open_plain

MAGIC = b"PK\x03\x04"
MOST_SHEETS, MOST_COLUMNS, MOST_BYTES, MOST_TEXT = 200, 1000, 4 << 30, 128 << 20
"""Bounds: sheets, columns of a row, unpacked bytes of a part, characters that cells share."""
_CELL, _DEEP = 32_767, 100
_CHUNK = 1 << 16
_SHEET = re.compile(r"xl/worksheets/[^/]{1,100}\.xml")
_SHARED = "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_WHOLE = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?[Ee]\+?\d{1,2}|-?\d{1,15}\.0{1,20}")
"""A number as a program may write it that is meant as whole: ``9.012345678E9``, ``9012345678.0``."""
_DAMAGED, _TYPED = "a workbook of a spreadsheet", "a workbook with a document type"
_LARGE = "a workbook with more in it than is read: save it as CSV"

Row = tuple[int, list[str]]


class Workbook:
    """An open workbook. Raises ``BadEvidence`` for what is none, or is damaged."""

    def __init__(self, path: Path) -> None:
        self._stream = open_plain(path)
        try:
            with parsing(_DAMAGED, zipfile.BadZipFile):
                self._zip = zipfile.ZipFile(self._stream)
            self.sheets = sorted((name for name in self._zip.namelist() if _SHEET.fullmatch(name)), key=_natural)[:MOST_SHEETS]
            self._shared = self._texts() if self.sheets else []
        except BadEvidence:
            self._stream.close()
            raise

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()
        self._stream.close()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Each row of a sheet with its number, from 1."""
        found = _Rows(self._shared)
        for _ in self._parsed(sheet, found):
            yield from found.taken()

    def _texts(self) -> list[str]:
        found = _Texts()
        if _SHARED in self._zip.NameToInfo:
            for _ in self._parsed(_SHARED, found):
                pass
        return found.texts

    def _parsed(self, name: str, found: _Found) -> Iterator[None]:
        """Feed a part to *found*, chunk by chunk."""
        from xml.parsers import expat

        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.begin, found.end, found.text
        parser.StartDoctypeDeclHandler = _refuse
        with parsing(_DAMAGED, zipfile.BadZipFile, expat.ExpatError), self._zip.open(name) as part:
            for chunk in _chunks(part):
                parser.Parse(chunk)
                yield
            parser.Parse(b"", True)
            yield


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    total = 0
    while chunk := part.read(_CHUNK):
        total += len(chunk)
        if total > MOST_BYTES:
            raise BadEvidence(Reason.TOO_LARGE, _LARGE)
        yield chunk


def _refuse(*_: object) -> None:
    raise BadEvidence(Reason.UNSUPPORTED, _TYPED)


def _natural(name: str) -> tuple[int, str]:
    return int(re.sub(r"\D", "", name)[:9] or 0), name


class _Found:
    """What both kinds of parts have in common: where a text stands. Readings of kanji (``rPh``) are none of it."""

    def __init__(self) -> None:
        self._depth, self._reading = 0, 0
        self._in_text = False
        self._said = ""

    def begin(self, name: str, told: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEP:
            raise BadEvidence(Reason.CORRUPT, _DAMAGED)
        plain = name.rpartition("}")[2]
        if plain == "rPh":
            self._reading += 1
        self._in_text = plain in ("t", "v") and not self._reading
        self._begun(plain, told)

    def end(self, name: str) -> None:
        """It ends."""
        self._depth -= 1
        plain = name.rpartition("}")[2]
        if plain == "rPh":
            self._reading -= 1
        self._in_text = False
        self._ended(plain)

    def text(self, data: str) -> None:
        """Characters within."""
        if self._in_text and len(self._said) < _CELL:
            self._said += data

    def _begun(self, name: str, told: dict[str, str]) -> None:
        raise NotImplementedError

    def _ended(self, name: str) -> None:
        raise NotImplementedError


class _Texts(_Found):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._size = 0

    def _begun(self, name: str, told: dict[str, str]) -> None:  # noqa: ARG002  # as of rows
        if name == "si":
            self._said = ""

    def _ended(self, name: str) -> None:
        if name == "si":
            self._size += len(self._said) + 50
            if self._size > MOST_TEXT:
                raise BadEvidence(Reason.TOO_LARGE, _LARGE)
            self.texts.append(self._said)


class _Rows(_Found):
    """The rows of a sheet, as they are complete."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self._shared = shared
        self._done: list[Row] = []
        self._number, self._cells = 0, [""]
        self._at, self._kind = -1, ""

    def taken(self) -> list[Row]:
        """Those since the last time."""
        done, self._done = self._done, []
        return done

    def _begun(self, name: str, told: dict[str, str]) -> None:
        if name == "row":
            number = told.get("r", "")
            self._number = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else self._number + 1
            self._cells, self._at = [], -1
        elif name == "c":
            self._at, self._kind, self._said = _column(told.get("r", ""), self._at + 1), told.get("t", ""), ""

    def _ended(self, name: str) -> None:
        if name == "c" and 0 <= self._at < MOST_COLUMNS:
            self._cells += [""] * (self._at + 1 - len(self._cells))
            self._cells[self._at] = self._value()
        elif name == "row" and any(self._cells):
            self._done.append((self._number, self._cells))

    def _value(self) -> str:
        text = self._said
        if self._kind == "s":
            place = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
            return self._shared[place] if 0 <= place < len(self._shared) else ""
        if not self._kind and _WHOLE.fullmatch(text):
            number = float(text)
            return str(int(number)) if number.is_integer() else text
        return text


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
