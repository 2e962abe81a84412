"""Encoded words in the header of a mail (RFC 2047), as Japanese programs write them: within quotes, cut within a character."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable

from mimawari.formats.scripts.charsets import decoded

VALUE = 64 << 10
"""The most bytes of a field that are read."""
# A question mark within a word is against the standard, and frequent.
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=]++|\?(?!=)|=(?!\?[^?=\s]{1,60}\?[bBqQ]\?)){0,4000})\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_BETWEEN = re.compile(rb"(\?=)[ \t\r\n]{1,100}(?==\?[^?\s]{1,60}\?[bBqQ]\?)")


def readable(raw: bytes) -> str:
    """A raw value with its encoded words decoded (RFC 2047); neighbours of one character set are joined before."""
    value = raw[:VALUE]
    if b"=?" not in value:
        return decoded(value)
    value = _BETWEEN.sub(rb"\1", value)
    text: list[str] = []
    at, held, label = 0, list[tuple[bytes, bytes]](), ""
    for word in _WORD.finditer(value):
        between, named = value[at : word.start()], word[1].decode("latin-1").split("*")[0].lower()
        if held and (between or named != label):
            text.append(decoded(_words(held), label))
            held = []
        text.append(decoded(between) if between else "")
        held.append((word[2], word[3]))
        label, at = named, word.end()
    text.append(decoded(_words(held), label) if held else "")
    text.append(decoded(value[at:]))
    return "".join(text)


def _words(words: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The bytes of neighbours, by form and text; base64 that was cut within four characters goes on in the next."""
    data, rest = b"", b""
    for form, text in words:
        if form in b"qQ":
            data, rest = data + _base64(rest) + binascii.a2b_qp(text, header=True), b""
            continue
        text = rest + _NOT_BASE64.sub(b"", text)
        data, rest = (data, text) if len(text) % 4 and not text.endswith(b"=") else (data + _base64(text), b"")
    return data + _base64(rest)


def _base64(text: bytes) -> bytes:
    plain = text.replace(b"=", b"")
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)) if plain else b""
