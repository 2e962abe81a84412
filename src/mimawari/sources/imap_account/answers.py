"""What a server answers to LIST and FETCH, as ``imaplib`` hands it on: lines, and pairs of a line and the literal behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Line = bytes | tuple[bytes, bytes] | None

_START = re.compile(rb"\d+ \(")
_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,19})\b", re.IGNORECASE)
_LITERAL = re.compile(rb"\bBODY\[\](?P<part><\d+>)? (?:\{\d+\}|~\{\d+\})$", re.IGNORECASE)
_INLINE = re.compile(rb'\bBODY\[\](?P<part><\d+>)? (?:NIL|"(?P<text>(?:[^"\\]|\\.)*)")', re.IGNORECASE)
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?P<between>\\?.)"|NIL) (?P<name>.*)', re.DOTALL | re.IGNORECASE)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_NO_FOLDER = (rb"\noselect", rb"\nonexistent")


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes of a mail. ``whole``: the server sent all of it, whatever was asked for."""

    data: bytes
    whole: bool


@dataclass(slots=True)
class _Answer:
    text: bytes
    literals: list[tuple[bytes, bytes]]


def _answers(lines: Iterable[Line]) -> Iterator[_Answer]:
    """One answer a mail: its text without the literals, and each literal with the line before it."""
    current: _Answer | None = None
    for line in lines:
        if isinstance(line, tuple):
            if current is None or _START.match(line[0]):
                current = _Answer(b"", [])
            current.text += line[0] + b" "
            current.literals.append(line)
        elif line is not None:
            yield _Answer((current.text if current else b"") + line, current.literals if current else [])
            current = None


def sizes(lines: Iterable[Line]) -> dict[int, int]:
    """RFC822.SIZE by UID; 0 where a mail's is not told."""
    found: dict[int, int] = {}
    for answer in _answers(lines):
        if uid := _UID.search(answer.text):
            size = _SIZE.search(answer.text)
            found.setdefault(int(uid[1]), int(size[1]) if size else 0)
    return found


def bodies(lines: Iterable[Line]) -> dict[int, Fetched]:
    """What was sent of ``BODY[]`` by UID."""
    found: dict[int, Fetched] = {}
    for answer in _answers(lines):
        uid, body = _UID.search(answer.text), _body(answer)
        if uid and body:
            found[int(uid[1])] = body
    return found


def _body(answer: _Answer) -> Fetched | None:
    for line, data in answer.literals:
        if asked := _LITERAL.search(line):
            return Fetched(data, asked["part"] is None)
    if not answer.literals and (inline := _INLINE.search(answer.text)):
        return Fetched(_ESCAPED.sub(rb"\1", inline["text"] or b""), inline["part"] is None)
    return None


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder: its name on the wire, and what stands between a folder and one below it (empty: nothing)."""

    name: bytes
    between: bytes


def folders(lines: Iterable[Line]) -> Iterator[Listed]:
    """The folders that hold mails."""
    for line in lines:
        text = line[0] if isinstance(line, tuple) else line
        parts = _LISTED.match(text) if text else None
        if parts and not any(flag in parts["flags"].lower().split() for flag in _NO_FOLDER):
            name = line[1] if isinstance(line, tuple) else _unquoted(parts["name"])
            yield Listed(name, _ESCAPED.sub(rb"\1", parts["between"] or b""))


def _unquoted(name: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", name[1:-1]) if name[:1] == b'"' == name[-1:] and len(name) > 1 else name


def quoted(name: bytes) -> bytes:
    """A name as a quoted string (RFC 9051 4.3)."""
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
