"""The words of a PDF object (ISO 32000-1, 7.2 and 7.3), in a flat row: names, texts, references, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BLANK = rb"\x00\t\n\x0c\r "
_TOKEN = re.compile(
    rb"%[^\r\n]*"
    rb"|/(?P<name>[^\x00-\x20()<>\[\]{}/%]*)"
    rb"|(?P<text>\()"
    rb"|(?P<mark><<|>>|\[|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>"
    rb"|(?P<ref>[0-9]{1,10})[" + _BLANK + rb"]{1,9}[0-9]{1,5}[" + _BLANK + rb"]{1,9}R(?![^\x00-\x20()<>\[\]{}/%])"
    rb"|(?P<word>[^\x00-\x20()<>\[\]{}/%]+)"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_IN_TEXT = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|.)|[()]", re.DOTALL)
_BACKSLASH = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
MOST = 200_000
"""Words of an object at most."""


GROUP = 20_000
"""Words in a value at most."""


class Token(NamedTuple):
    """``kind``: ``name``, ``text``, ``ref``, ``mark`` or ``word``. Names are without their slash and unescaped."""

    kind: str
    value: bytes


def tokens(data: bytes) -> Iterator[Token]:
    """The words of *data*, at most :data:`MOST`. What is no word is passed over."""
    at = 0
    for _ in range(MOST):
        found = _TOKEN.search(data, at)
        if not found:
            return
        at = found.end()
        kind = found.lastgroup
        if kind == "name":
            yield Token("name", _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), found["name"]))
        elif kind == "text":
            end = _text_end(data, at)
            yield Token("text", _BACKSLASH.sub(_unescaped, data[at:end]))
            at = end + 1
        elif kind == "hex":
            yield Token("text", _from_hex(found["hex"]))
        elif kind:
            yield Token(kind, found[kind])


def _text_end(data: bytes, start: int) -> int:
    """The offset of the bracket that closes the text, or the end of *data*."""
    depth = 1
    for found in _IN_TEXT.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return len(data)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) & 0xFF]) if code[:1].isdigit() and code[:1] < b"8" else _LETTERS.get(code, code)


def _from_hex(digits: bytes) -> bytes:
    plain = digits.translate(None, b"\0\t\n\f\r ")
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))


def readable(raw: bytes) -> str:
    """A text string (7.9.2): UTF-16BE or UTF-8 with their marks, else PDFDocEncoding, which is Latin-1 where it matters here."""
    if raw[:2] == b"\xfe\xff":
        return raw[2:].decode("utf-16-be", "replace")
    if raw[:2] == b"\xff\xfe":
        return raw[2:].decode("utf-16-le", "replace")
    if raw[:3] == b"\xef\xbb\xbf":
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def after(row: list[Token], name: bytes) -> Iterator[int]:
    """The places behind each *name* of the row."""
    for at, token in enumerate(row[:-1]):
        if token.kind == "name" and token.value == name:
            yield at + 1


def group(row: list[Token], at: int) -> list[Token]:
    """The value that begins at *at*: one word, or all up to the bracket that closes the one there."""
    if row[at].kind != "mark" or row[at].value in (b">>", b"]"):
        return row[at : at + 1]
    depth = 0
    for end in range(at, min(len(row), at + GROUP)):
        if row[end].kind == "mark":
            depth += 1 if row[end].value in (b"<<", b"[") else -1
            if not depth:
                return row[at : end + 1]
    return row[at : at + GROUP]
