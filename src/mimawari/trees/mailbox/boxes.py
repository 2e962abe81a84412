"""Where the mails of a mailbox file lie: found in one pass, in flat memory, and the same wherever one begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.mailbox import header
from mimawari.trees.mailbox.separators import (
    DOT,
    FROM,
    LIKE,
    LINE,
    MMDF,
    first_header,
    header_after,
    header_after_dot,
    header_after_mmdf,
    is_blank_before,
)
from mimawari.trees.streams import BLOCK, size_of

_RUBBISH, _MAIL = 1 << 20, 32 << 20
"""How much may come before the first separator of a file whose beginning is lost, and how long the first mail of one may be."""

GONE = "no mail begins at this place any more"
_TRIES = 1000
_AHEAD, _BEFORE = header.LOOK + 8 * LINE, 4
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n \t]{0,64}")
_LENGTH = re.compile(rb"(?<![^\r\n])content-length[ \t]{0,20}:[ \t]{0,20}(\d{1,12})[ \t]{0,20}(?=[\r\n])", re.IGNORECASE)
_BODY = re.compile(rb"\n\r?\n|\r\r(?!\n)")
_AFTER_DOT = re.compile(rb"(?:\n|\r(?!\n))(?=\.(?:\r\n|\n|\r)[!-9;-~])")
_AFTER_BLANK = re.compile(rb"(?:\n\r?\n|\r\r)(?=From )")
_BOUNDARY = re.compile(rb"boundary[ \t]{0,9}=[ \t]{0,9}\"?([^\"\r\n;]{1,200})", re.IGNORECASE)
_CLOSING = re.compile(rb"\x01{4}(?:\r\n|\n|\r)?\Z")
_INCLUDED = re.compile(rb"[\r\n]X-Becky-Include[ \t]{0,20}:")
_ENDING = re.compile(rb"(?<=[\r\n])\.(?:\r\n|\n|\r)?\Z")


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail in a mailbox file. ``place`` is the offset of the line that separates it, ``start`` and ``end`` are its own.

    ``is_torn``: no separator is before it, and no header begins it: the file begins in the middle of a mail, or with rubbish.
    """

    place: int
    start: int
    end: int
    is_torn: bool = False


@dataclass(frozen=True, slots=True)
class _Start:
    place: int
    start: int
    is_torn: bool = False


class Box:
    """A mailbox file that is open as *stream*.

    A Content-Length (mboxcl, mboxcl2) is believed where the first mail's leads to a separator or to the end of the file, the
    mail's own does, and no separator with a whole header below it lies within: so no mail can hide those behind it.
    """

    block = BLOCK
    """How much is read at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.size = stream, size_of(stream)
        self._base, self._data = 0, b""
        self._look(0)
        self._lead = _LEADING.match(self._data).end()  # type: ignore[union-attr]  # it matches the empty string
        self._mark = MMDF if self._data.startswith(MMDF, self._lead) else FROM
        if header.is_known(self._data, self._lead) and is_dotted(_beginning(stream), self._lead):
            self._mark = DOT
        self._counted = False
        first = self._first()
        self.begins = not first.is_torn and first.start > self._lead
        self._counted = self.begins and self._by_length(first) is not None

    def mails(self, at: int = 0, until: int | None = None) -> Iterator[Lying]:
        """The mails that begin from *at* on and before *until*; both are where one begins, 0, or the end of the file.

        Raises ``BadEvidence`` if no mail begins at *at*.
        """
        stop = self.size if until is None else until
        start = self._at(at)
        while start is not None and start.place < stop:
            following = self._next(start)
            end = self.size if following is None else following.place
            yield Lying(start.place, start.start, self._trimmed(start.start, end), start.is_torn)
            start = following

    def starts(self) -> Iterator[int]:
        """Where each mail begins, from the first on."""
        start: _Start | None = self._first() if self.size else None
        while start is not None:
            yield start.place
            start = self._next(start)

    def names_files(self, mail: Lying) -> bool:
        """Whether a mail has attachments that lie in other files: Becky! names them in lines of the text."""
        if self._mark != DOT:
            return False
        self._stream.seek(mail.start)
        rest, left = b"", mail.end - mail.start
        while left > 0 and (block := self._stream.read(min(BLOCK, left))):
            if _INCLUDED.search(rest + block):
                return True
            rest, left = block[-100:], left - len(block)
        return False

    def _look(self, at: int, *, further: bool = True) -> int:
        """The index of *at* in the bytes at hand, with all that is needed around it."""
        if not (self._base <= max(0, at - _BEFORE) and min(self.size, at + _AHEAD) <= self._base + len(self._data)):
            self._base = max(0, at - _BEFORE)
            self._stream.seek(self._base)
            self._data = self._read(_BEFORE + _AHEAD + (self.block if further else 0))
        return at - self._base

    def _read(self, length: int) -> bytes:
        """The bytes at hand from now on. Raises ``BadEvidence`` if the file has become shorter meanwhile."""
        data = self._stream.read(length)
        if len(data) < min(length, self.size - self._base):
            self._base, self._data = 0, b""
            raise BadEvidence(Reason.CORRUPT, GONE)
        return data

    def _first(self) -> _Start:
        index = self._look(self._lead)
        found = {FROM: first_header, MMDF: header_after_mmdf, DOT: header_after_dot}[self._mark](self._data, index)
        if found is not None:
            return _Start(self._lead, found + self._base)
        return _Start(0, self._lead, not header.is_known(self._data, index))

    def _at(self, place: int) -> _Start | None:
        if place in (0, self._lead):
            return self._first() if self.size > self._lead else None
        if place >= self.size:
            return None
        found = self._header(self._look(place, further=False))
        if found is None:
            raise BadEvidence(Reason.CORRUPT, GONE)
        return _Start(place, found + self._base)

    def _header(self, index: int) -> int | None:
        """Where the header below the separator at *index* begins; None if there is none."""
        if self._mark != FROM:
            return (header_after_mmdf if self._mark == MMDF else header_after_dot)(self._data, index)
        return header_after(self._data, index, blank=is_blank_before(self._data, index))

    def _next(self, start: _Start) -> _Start | None:
        counted = self._by_length(start) if self._counted else None
        if counted is None:
            return self._search(start.start)
        return self._swallowed(start, counted) or self._search(counted)

    def _swallowed(self, start: _Start, counted: int) -> _Start | None:
        """A mail of its own within the length that another one claims: below a separator a whole header."""
        at = start.start
        while (found := self._search(at, counted)) is not None and found.place < counted:
            index = self._look(found.start)
            if is_whole(self._data, index):
                return found
            at = found.place + 1
        return None

    def _search(self, at: int, until: int | None = None) -> _Start | None:
        """The first separator at *at* or behind it; behind *until* none is looked for."""
        stop = self.size if until is None else until
        while at < stop:
            index = self._look(at)
            is_last = self._base + len(self._data) >= self.size
            last = len(self._data) - (0 if is_last else _AHEAD)
            found = LIKE[self._mark].search(self._data, index)
            if found is None or found.start() > last:
                at = self._base + last + 1
                continue
            place = found.start()
            below = self._header(place)
            if below is not None:
                return _Start(place + self._base, below + self._base)
            at = place + self._base + 1
        return None

    def _by_length(self, start: _Start) -> int | None:
        """Where the mail ends by its Content-Length; None where that leads neither to a separator nor to the end."""
        index = self._look(start.start, further=False)
        body = _BODY.search(self._data, index, index + header.LOOK)
        said = _LENGTH.search(self._data, index, body.end()) if body else None
        if body is None or said is None:
            return None
        return self._landed(self._base + body.end() + int(said[1]))

    def _landed(self, at: int) -> int | None:
        """The separator at *at*, past the line breaks there, or the end of the file."""
        if at > self.size:
            return None
        index = self._look(at, further=False)
        while self._data[index : index + 1] in (b"\r", b"\n") and index + self._base < at + 4:
            index += 1
        if index + self._base >= self.size or self._header(index) is not None:
            return index + self._base
        return None

    def _trimmed(self, start: int, end: int) -> int:
        """*end* without the line that closes a mail and without the empty line before a separator."""
        before = max(start, end - 16)
        self._stream.seek(before)
        tail = self._stream.read(end - before)
        if self._mark == MMDF:
            tail = _CLOSING.sub(b"", tail)
        elif self._mark == DOT:
            tail = _ENDING.sub(b"", tail)
        elif end < self.size:
            tail = _without_blank(tail)
        return before + len(tail)


def _without_blank(tail: bytes) -> bytes:
    for line in (b"\r\n", b"\n", b"\r"):
        if tail.endswith(line * 2):
            return tail[: -len(line)]
    return tail


def leads(head: bytes) -> bool:
    """Whether the first line of a file may be one that separates mails."""
    return head.startswith((FROM, MMDF), _LEADING.match(head).end())  # type: ignore[union-attr]  # it matches the empty string


def is_box(stream: BinaryIO) -> bool:
    """Whether a file is a mailbox: its first line separates mails; or its beginning is lost, and a mail follows soon."""
    stream.seek(0)
    head = stream.read(_RUBBISH)
    lead = _LEADING.match(head).end()  # type: ignore[union-attr]  # it matches the empty string
    if leads(head):
        return Box(stream).begins
    # A binary format is none, whatever it carries; zeros alone are what a crash leaves.
    if b"\0" in head[:4096].lstrip(b"\0 \r\n\t"):
        return False
    if not header.is_known(head, lead):
        return any(_is_sure(head, at) for at in _after_blank(head))
    head = _beginning(stream)
    return is_dotted(head, lead) or any(_is_sure(head, at) and not _is_within(head, lead, at) for at in _after_blank(head))


def _beginning(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_MAIL)


def _after_blank(head: bytes) -> Iterator[int]:
    return (found.end() for found in islice(_AFTER_BLANK.finditer(head), _TRIES))


def _is_sure(head: bytes, at: int) -> bool:
    below = header_after(head, at, blank=True)
    return below is not None and len(set(header.names(head, below)) & header.KNOWN) >= 3


def is_whole(data: bytes, at: int) -> bool:
    """Whether a header of a mail begins at *at* that has its sender, two fields more that mails have, and an end."""
    fields = set(header.names(data, at))
    is_ended = header.end_of(data, at) < min(len(data), at + header.LOOK)
    return is_ended and b"from" in fields and len(fields & header.KNOWN) >= 3


def is_dotted(head: bytes, lead: int) -> bool:
    """Whether the mail that begins *head* at *lead* ends with a line that is a dot, and another mail follows (Becky!)."""
    places = (found.end() for found in islice(_AFTER_DOT.finditer(head), _TRIES))
    return any(header_after_dot(head, at) is not None and not _is_within(head, lead, at) for at in places)


def _is_within(head: bytes, lead: int, at: int) -> bool:
    """Whether the mail that begins the file goes on behind *at*: a border between its parts comes later."""
    said = _BOUNDARY.search(head, lead, header.end_of(head, lead))
    return said is not None and (head.find(b"--" + said[1], at) >= 0 or head.find(b"--" + said[1], 0, at) < 0)
