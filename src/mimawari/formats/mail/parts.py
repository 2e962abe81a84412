"""Where the parts of a mail lie (RFC 2046): found in one pass over its bytes, without recursion and in flat memory.

A body is never held here: a part is a place in the mail. A mail inside the mail is one part; who opens it reads it in its turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from mimawari.formats.mail.bodies import ENCODINGS
from mimawari.formats.mail.headers import Headers, read
from mimawari.model import BadEvidence, Content, Reason

PARTS, DEPTH = 10_000, 100
"""The most parts of a mail, and the most that may lie in each other."""
_READABLE = ("message/delivery-status", "message/rfc822", "message/feedback-report")
_HEADER, _FIRST_HEADER, _BLOCK = 64 << 10, 4 << 20, 1 << 20
_DELIMITER = re.compile(rb"\n--[^\r\n]{1,4000}")
_LINE = 4100
_GUESS = re.compile(rb"(?:^|\n)--([^\r\n]{1,998})[\r\n]{1,3}content-[a-z\-]{3,30}:", re.IGNORECASE)
_FIELDS = re.compile(rb"\s{0,100}content-[a-z\-]{3,30}:", re.IGNORECASE)
_AHEAD = 16 << 10
"""So many bytes of a body of parts are looked at for how its borders look."""
_BORDER_LINE = re.compile(rb"[^\r\n]*(?:\r*\n|\r)")
APART = "a mail of parts that cannot be told apart"
_SEPARATOR = rb"From [^\r\n]{1,200}\d\d:\d\d[^\r\n]{0,40}\d{4}"
MAILBOX = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,20}" + _SEPARATOR)
"""The line between the mails of a mailbox (RFC 4155), at the beginning."""
_NEXT_MAIL = re.compile(rb"\n\r?\n(?=" + _SEPARATOR + rb")")


@dataclass(slots=True)
class Part:
    """A part: its header, and where its body lies. ``number`` counts from 1 in the order of the mail.

    ``within`` are the types around it, the outermost first.
    """

    headers: Headers
    start: int
    end: int
    number: int
    media_type: str
    within: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Of the body, still encoded, in bytes."""
        return max(0, self.end - self.start)


@dataclass(slots=True)
class Structure:
    """A mail's own header, its leaves, and what is wrong with it. ``unended``: it ends within a line that people are shown."""

    headers: Headers
    leaves: list[Part] = field(default_factory=list)
    faults: list[tuple[Reason, str]] = field(default_factory=list)
    unended: bool = False


@dataclass(slots=True)
class _Open:
    """A body of parts: every ``mark`` that may be its border, those of them that its header tells, and those that were met."""

    marks: tuple[bytes, ...]
    told: tuple[bytes, ...]
    part: Part
    within: tuple[str, ...]
    met: set[bytes] = field(default_factory=set)


def structure(content: Content) -> Structure:
    """The structure of the mail that *content* is. Raises ``BadEvidence`` if not even its header can be read."""
    with content.open() as stream:
        head = stream.read(_FIRST_HEADER)
        # What was read as a whole need not be read again for each border.
        return _Walk(BytesIO(head) if len(head) == content.size else stream, content.size, head).run()


def _is_shown(leaf: Part) -> bool:
    """Whether it is text, a report or a mail given back, of which what is there can be read whole: bounces often end in one."""
    kind, _, form = leaf.media_type.partition("/")
    is_plain = kind == "text" or leaf.media_type in _READABLE or form == "rfc822-headers"
    return is_plain and leaf.headers.encoding != "base64" and leaf.headers.disposition != "attachment"


class _Walk:
    def __init__(self, stream: BinaryIO, size: int, head: bytes) -> None:
        self._stream = stream
        self._end, self._is_mailbox = size, MAILBOX.match(head) is not None
        self._open: list[_Open] = []
        self._depths: dict[bytes, int] = {}
        self._closed: dict[bytes, _Open] = {}
        self._leaf: Part | None = None
        self._count = 0
        self.found = Structure(read(head, is_mail=True))
        if self.found.headers.cut or (self.found.headers.length >= len(head) and size > len(head)):
            self._fault(Reason.TOO_LARGE, "a mail whose header is too long to be read")

    def run(self) -> Structure:
        """Walk over the lines that look like the border of a part."""
        first = self.found.headers
        self._begin(first, first.length, ())
        try:
            for at, line in self._borders(first.length):
                if self._border(at, line):
                    break
        except BadEvidence as bad:
            self._fault(bad.reason, f"the parts of a mail: {bad.detail}")
        if self._open and self._leaf is not None:
            # Programs give such a part to people: a mail cut off on its way, or by whom it was made.
            if _is_shown(self._leaf):
                self.found.unended = self._ends_within_a_line()
            else:
                self._fault(Reason.CORRUPT, "a mail that ends within a part")
        self._finish(self._end)
        self._close(0, self._end)
        return self.found

    def _ends_within_a_line(self) -> bool:
        self._stream.seek(max(0, self._end - 1))
        return self._stream.read(1) not in (b"\n", b"\r")

    def _borders(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Lines that begin with two hyphens and where they do; the end of the first mail of a mailbox ends them."""
        rest = b"\n"
        self._stream.seek(at)
        while block := self._stream.read(_BLOCK):
            data, begin = rest + block, at - len(rest)
            stop, line = self._next_mail(data, begin), data.rfind(b"\n")
            is_last = len(block) < _BLOCK or len(data) - line > 2 * _LINE
            whole = stop if stop is not None else len(data) if is_last else line
            if self._depths or self._closed:
                yield from ((begin + found.start() + 1, found[0][1:].rstrip()) for found in _DELIMITER.finditer(data, 0, whole))
            if stop is not None:
                return
            at += len(block)
            # The line break before the next line, and the empty line that may be before that.
            rest = data[max(0, whole - 2) :]

    def _next_mail(self, data: bytes, at: int) -> int | None:
        found = _NEXT_MAIL.search(data) if self._is_mailbox else None
        if found is None:
            return None
        self._end = at + found.end()
        self._fault(Reason.UNSUPPORTED, "a mailbox of several mails: only the first was opened")
        return found.end()

    def _border(self, at: int, line: bytes) -> bool:
        """Whether it is one after which nothing more is read."""
        mark = line[2:]
        closes = mark not in self._depths and mark.endswith(b"--") and mark[:-2] in self._depths
        mark = mark[:-2] if closes else mark
        if mark not in self._depths and not (mark in self._closed and len(self._open) < DEPTH):
            return False
        before = self._before(at)
        self._finish(before)
        if mark not in self._depths:
            # Behind its last border it goes on all the same: so do some programs.
            self._enter(self._closed[mark])
        depth = self._depths[mark]
        self._open[depth].met.add(mark)
        self._close(depth if closes else depth + 1, before)
        if closes:
            return False
        if self._count >= PARTS:
            self._fault(Reason.TOO_LARGE, f"more than {PARTS} parts in one mail")
            return True
        self._part(at)
        return False

    def _enter(self, opening: _Open) -> None:
        self._depths |= dict.fromkeys(opening.marks, len(self._open))
        self._open.append(opening)

    def _close(self, depth: int, end: int) -> None:
        """All from a depth on; what had no border is one body, as it stands."""
        for one in self._open[depth:]:
            for mark in one.marks:
                self._depths.pop(mark, None)
                self._closed[mark] = one
            told = one.met.intersection(one.told)
            if len(told) > 1:
                self._fault(Reason.CORRUPT, "a mail that names its borders twice")
            elif not told and self._holds(one.part.start, end):
                self._unmet(one, end)
        del self._open[depth:]

    def _unmet(self, one: _Open, end: int) -> None:
        part = one.part
        is_encoded = part.headers.encoding in ENCODINGS
        # Programs that write reports forget the borders; such a text is read as a whole.
        is_text = part.media_type == "multipart/report" and not one.met and self._is_text(part.start, end)
        # A part before the first border has taken it all.
        is_read = bool(one.met) or (bool(self.found.leaves) and self.found.leaves[-1].start >= part.start)
        if not is_text and (not is_encoded or is_read):
            self._fault(Reason.CORRUPT, APART)
        if not is_read:
            part.end, part.media_type = max(part.start, end), part.media_type if is_encoded else "text/plain"
            self.found.leaves.append(part)

    def _is_text(self, start: int, end: int) -> bool:
        """Whether it is short and nothing in it looks like a border."""
        return end - start < _AHEAD and b"\n--" not in b"\n" + self._ahead(start, max(0, end - start))

    def _holds(self, start: int, end: int) -> bool:
        """Whether there is anything but line breaks."""
        return bool(self._ahead(start, min(_AHEAD, max(0, end - start))).strip())

    def _ahead(self, start: int, size: int = _AHEAD) -> bytes:
        here = self._stream.tell()
        self._stream.seek(start)
        data = self._stream.read(size)
        self._stream.seek(here)
        return data

    def _before(self, at: int) -> int:
        """The line break before a border belongs to the border (RFC 2046 5.1.1)."""
        two = self._ahead(max(0, at - 2), min(2, at))
        return at - (2 if two == b"\r\n" else 1 if two.endswith(b"\n") else 0)

    def _part(self, at: int) -> None:
        data = self._ahead(at, _HEADER)
        line = _BORDER_LINE.match(data)
        line_end = line.end() if line else len(data)
        headers = read(data[line_end:])
        if headers.cut or headers.length >= _HEADER - line_end:
            self._fault(Reason.TOO_LARGE, "a part of a mail whose header is too long to be read")
        self._begin(headers, at + line_end + headers.length, self._open[-1].within)

    def _begin(self, headers: Headers, start: int, within: tuple[str, ...]) -> None:
        around = within[-1] if within else ""
        default = "message/rfc822" if around == "multipart/digest" else "text/plain"
        several = next((one for one in headers.media_types if one.startswith("multipart/")), "")
        self._count += 1
        self._leaf = Part(headers, start, start, self._count, several or headers.media_type or default, within)
        is_unreadable = not headers.media_type and headers.raw("content-type")[:4].lower() not in (b"", b"text")
        if not several and not is_unreadable:
            return
        ahead = self._ahead(start)
        told = headers.boundaries
        marks = (*told, *self._guessed(told, ahead))
        if marks and len(self._open) < DEPTH:
            part, self._leaf = self._leaf, None
            part.media_type = several or "multipart/mixed"
            self._enter(_Open(marks, told, part, (*within, part.media_type)))
            if _FIELDS.match(ahead):
                # A part before the first border.
                inner = read(ahead.lstrip())
                begin = start + len(ahead) - len(ahead.lstrip()) + inner.length
                self._leaf = Part(inner, begin, begin, self._count, inner.media_type or "text/plain", self._open[-1].within)
        elif several:
            self._fault(Reason.TOO_LARGE if marks else Reason.CORRUPT, APART)

    def _guessed(self, told: tuple[bytes, ...], ahead: bytes) -> Iterator[bytes]:
        """A border that its header does not tell, where those that it tells are not there."""
        if any(b"--" + mark + end in ahead for mark in told for end in (b"\r", b"\n", b" ", b"\t", b"--")):
            return
        found = _GUESS.search(ahead)
        if found and found[1].rstrip() not in self._depths:
            yield found[1].rstrip()

    def _finish(self, end: int) -> None:
        if self._leaf is not None:
            self._leaf.end = max(self._leaf.start, end)
            self.found.leaves.append(self._leaf)
        self._leaf = None

    def _fault(self, reason: Reason, detail: str) -> None:
        if (reason, detail) not in self.found.faults:
            self.found.faults.append((reason, detail))
