"""The objects of a PDF, found by their own marks and not by its index: a broken or crafted index hides none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mimawari.formats.pdf_filters import unpacked
from mimawari.formats.pdf_tokens import MOST as WORDS
from mimawari.formats.pdf_tokens import Token, after, group, tokens
from mimawari.model import BadEvidence, Reason

MOST = 100_000
"""Objects at most."""

_BODY = 4 << 20
_ROWS = 2
_PACKED = 48 << 20
_WORK = 96 << 20
"""Bytes that are taken apart at most, those of an object that is named often each time."""

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]{1,9}([0-9]{1,5})[\0\t\n\f\r ]{1,9}obj(?![a-z])")
_STREAM = re.compile(rb">>[\0\t\n\f\r ]{0,9}stream(?:\r\n|\n|\r)?")
_LENGTH = re.compile(rb"/Length[\0\t\n\f\r ]{1,9}([0-9]{1,10})")
_END = re.compile(rb"endstream")
_TRAILER = re.compile(rb"trailer[\0\t\n\f\r ]{0,9}<<")
_PAIR = re.compile(rb"([0-9]{1,10})\s{1,9}([0-9]{1,10})\s{0,9}")
_IS_PACKED = re.compile(rb"ObjStm|#[0-9A-Fa-f]{2}")

Decrypt = Callable[[bytes, int, int], bytes]
"""Of bytes, and of the number and generation of the object that they are in."""


@dataclass(frozen=True, slots=True)
class Body:
    """An object: its words lie between ``start`` and ``end`` of ``data``, its stream, if it has one, at ``stream``.

    ``is_inner``: it lies in an object stream, whose texts are not encrypted by themselves. A trailer has the number -1.
    """

    number: int
    generation: int
    data: bytes
    start: int
    end: int
    stream: tuple[int, int] | None = None
    is_inner: bool = False

    @property
    def text(self) -> bytes:
        """The bytes of its words."""
        return self.data[self.start : min(self.end, self.start + _BODY)]


@dataclass(slots=True)
class Objects:
    """All of them. ``faults`` says what could not be read; a ``decrypt`` is set once there is a key."""

    bodies: list[Body] = field(default_factory=list)
    by_number: dict[int, Body] = field(default_factory=dict)
    faults: dict[tuple[Reason, str], None] = field(default_factory=dict)
    decrypt: Decrypt | None = None
    _room: int = _PACKED
    _work: int = _WORK
    _rows: dict[int, list[Token]] = field(default_factory=dict)

    def spend(self, size: int) -> bool:
        """Count *size* bytes that are taken apart; False, and noted, where it is too much."""
        self._work -= size
        if self._work < 0:
            self.note(BadEvidence(Reason.TOO_LARGE, "objects that name each other too often"))
        return self._work >= 0

    def note(self, bad: BadEvidence) -> None:
        """What could not be read."""
        self.faults[bad.reason, bad.detail] = None

    def row(self, body: Body) -> list[Token]:
        """The words of an object, its texts decrypted. The last few are kept, as objects are named in turns."""
        if id(body) not in self._rows:
            row = self._row(body)
            if len(self._rows) >= _ROWS:
                self._rows.clear()
            self._rows[id(body)] = row
        return self._rows[id(body)]

    def _row(self, body: Body) -> list[Token]:
        text = body.text
        row = list(tokens(text)) if self.spend(len(text)) else []
        if len(row) >= WORDS or body.end - body.start > _BODY:
            self.note(BadEvidence(Reason.TOO_LARGE, f"an object of more than {WORDS} words"))
        decrypt = self.decrypt
        if not decrypt or body.is_inner or body.number < 0:
            return row
        return [self._plain(token, body, decrypt) for token in row]

    @staticmethod
    def _plain(token: Token, body: Body, decrypt: Decrypt) -> Token:
        return Token("text", decrypt(token.value, body.number, body.generation)) if token.kind == "text" else token

    def referred(self, token: Token) -> Body | None:
        """The newest object that a reference names."""
        return self.by_number.get(int(token.value)) if token.kind == "ref" else None

    def raw(self, body: Body) -> bytes:
        """The bytes of its stream as they are packed, decrypted."""
        if not body.stream:
            return b""
        data = body.data[slice(*body.stream)]
        return self.decrypt(data, body.number, body.generation) if self.decrypt else data

    def filters(self, row: list[Token]) -> tuple[bytes, ...]:
        """The names of the filters of a stream whose words are *row*."""
        for name in (b"Filter", b"F"):
            for at in after(row, name):
                body = self.referred(row[at])
                value = self.row(body) if body else group(row, at)
                if names := tuple(token.value for token in value if token.kind == "name"):
                    return names
        return ()

    def stream(self, body: Body, row: list[Token] | None = None) -> bytes:
        """The content of its stream. Raises ``BadEvidence``."""
        row = self.row(body) if row is None else row
        if any(row[at].value not in (b"0", b"1") for at in after(row, b"Predictor")):
            raise BadEvidence(Reason.UNSUPPORTED, "a stream with a predictor")
        content = unpacked(self.raw(body), self.filters(row)) if self._work > 0 else b""
        self.spend(len(content))
        return content

    def add(self, body: Body) -> None:
        """One more; too many are noted."""
        if len(self.bodies) >= MOST:
            self.note(BadEvidence(Reason.TOO_LARGE, f"more than {MOST} objects"))
            return
        self.bodies.append(body)
        self.by_number[body.number] = body

    def unpack(self) -> None:
        """Add the objects that lie in object streams (7.5.7)."""
        for body in list(self.bodies):
            if not body.stream or not _IS_PACKED.search(body.text):
                continue
            row = self.row(body)
            if any(row[at].value == b"ObjStm" for at in after(row, b"Type")):
                try:
                    self._unpack(body, row)
                except BadEvidence as bad:
                    self.note(bad)

    def _unpack(self, body: Body, row: list[Token]) -> None:
        data = self.stream(body, row)
        self._room -= len(data)
        if self._room < 0:
            raise BadEvidence(Reason.TOO_LARGE, f"object streams of more than {_PACKED >> 20} MiB")
        first = next((int(row[at].value) for at in after(row, b"First") if row[at].value.isdigit()), 0)
        pairs = [(int(found[2]) + first, int(found[1])) for found in _PAIR.finditer(data[:first])][:MOST]
        if not pairs:
            raise BadEvidence(Reason.CORRUPT, "an object stream that cannot be unpacked")
        pairs.sort()
        for (start, number), (end, _) in zip(pairs, [*pairs[1:], (len(data), 0)], strict=True):
            self.add(Body(number, 0, data, start, end, is_inner=True))


def has_object(data: bytes) -> bool:
    """Whether an object begins in *data* (7.3.10)."""
    return _OBJECT.search(data) is not None


def found(data: bytes) -> Objects:
    """The objects and trailers of *data*; those in object streams come with :meth:`Objects.unpack`."""
    objects = Objects()
    heads = [head for _, head in zip(range(MOST + 1), _OBJECT.finditer(data), strict=False)]
    ends = [end.start() for _, end in zip(range(MOST + 1), _END.finditer(data), strict=False)]
    limits = [*(head.start() for head in heads[1:]), len(data)]
    for head, limit in zip(heads, limits, strict=False):
        objects.add(_body(data, head, limit, ends))
    for trailer in _trailers(data):
        objects.add(trailer)
    return objects


def _body(data: bytes, head: re.Match[bytes], limit: int, ends: list[int]) -> Body:
    number, generation, start = int(head[1]), int(head[2]), head.end()
    stream = _STREAM.search(data, start, min(limit, start + _BODY))
    if not stream:
        return Body(number, generation, data, start, limit)
    place = bisect_left(ends, stream.end())
    end = ends[place] if place < len(ends) else limit
    length = _LENGTH.search(data, start, stream.start() + 2)
    told = stream.end() + int(length[1]) if length else end
    # A length that is a reference, or a wrong one, does not lead to the end mark.
    if end - 4 < told < end and not data[told:end].strip():
        end = told
    return Body(number, generation, data, start, stream.start() + 2, (stream.end(), end))


def _trailers(data: bytes) -> Iterator[Body]:
    for _, head in zip(range(100), _TRAILER.finditer(data), strict=False):
        end = data.find(b"startxref", head.end(), head.end() + _BODY)
        yield Body(-1, 0, data, head.end() - 2, end if end >= 0 else min(len(data), head.end() + 4096))
