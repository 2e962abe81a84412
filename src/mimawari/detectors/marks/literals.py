"""What a script hides in its literals, read without running it: pieces added up, characters by number, separators, reversed texts.

Everything is one pass or a fixed number of passes over at most :data:`LIMIT` characters.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

LIMIT = 1 << 20
_MOST = 4_000
_JOINED = re.compile(r"\"[ \t]{0,8}[+&][ \t]{0,8}(?:_?[ \t]{0,8}\r?\n[ \t]{0,40})?\"|'[ \t]{0,8}\+[ \t]{0,8}(?:\r?\n[ \t]{0,40})?'")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{?([0-9a-fA-F]{4})\}?)")
_CHR = re.compile(r"(?i)\bchrw?\$?\(\s{0,4}(&h[0-9a-f]{1,4}|\d{1,5})\s{0,4}\)")
_CHAR_CODES = re.compile(r"(?i)\b(?:string\.)?fromcharcode\(([0-9a-fx,\s]{1,20000})\)")
_NUMBERED = re.compile(r"\x00([^\x00])\x00")
_GLUED = re.compile(r"(?:[\"']?[ \t]{0,4}[+&]?[ \t]{0,4}\x00([^\x00])\x00[ \t]{0,4}[+&]?[ \t]{0,4}[\"']?)")
_LITERAL = re.compile(r"\"([^\"\r\n]{0,20000})\"|'([^'\r\n]{0,20000})'")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_SEPARATOR = re.compile(
    r"(?i)(?:split|replace)\s{0,2}\(\s{0,2}(?:(?:[\w.$\[\]()]{1,60}|\"[^\"\r\n]{0,20000}\")\s{0,2},\s{0,2})?"
    r"(?:\"([^\"\r\n]{1,40})\"|'([^'\r\n]{1,40})'|/([^/\r\n]{1,40})/g)"
)
_REVERSES = re.compile(r"(?i)\bstrreverse\b|\breverse\s{0,2}\(\s{0,2}\)|\[array\]::reverse|\[-1\.\.-")

# A list of texts that is turned before use: what the usual obfuscator of JavaScript writes.
_TURNS = re.compile(r"\bpush[\"']?\]?\s{0,2}\(\s{0,2}[\w$]{1,40}\s{0,2}(?:\.\s{0,2}|\[\s{0,2}[\"'])shift\b")
_ENOUGH = 8


def joined(text: str) -> str:
    """*text* with literals that are added up made one, and characters given by number put in."""
    text = _CHAR_CODES.sub(lambda found: '"' + _of_codes(found[1]) + '"', _ESCAPE.sub(_escaped, text[:LIMIT]))
    text = _CHR.sub(lambda found: f"\0{_of_number(found[1])}\0", text)
    text = _NUMBERED.sub(r"\1", _GLUED.sub(r"\1", text)) if "\0" in text else text
    return _JOINED.sub("", text)


def literals(text: str) -> Iterator[str]:
    """The texts in quotes, at most four thousand."""
    return islice((found[1] or found[2] or "" for found in _LITERAL.finditer(text[:LIMIT])), _MOST)


def unlocked(text: str) -> Iterator[str]:
    """What the literals of *text* (:func:`joined`) may stand for: without a separator, backwards, out of base64."""
    every = [literal for literal in literals(text) if len(literal) >= 4]
    for separator in _separators(text):
        yield from (literal.replace(separator, "") for literal in every if separator in literal)
    if _REVERSES.search(text):
        yield from (literal[::-1] for literal in every)
    yield from (plain for literal in every if (plain := from_base64(literal)))


def from_base64(literal: str) -> str:
    """The readable text that *literal* is base64 of; empty where it is none. UTF-16 or one byte a character."""
    literal = literal.strip()
    if len(literal) < 8 or not _BASE64.fullmatch(literal):
        return ""
    data = b64decode(literal + "=" * (-len(literal) % 4)) if len(literal.rstrip("=")) % 4 != 1 else b""
    return _readable(data)


def is_veiled(text: str) -> bool:
    """Whether *text* is JavaScript that keeps its words in a turned list of base64, so that no word of it can be read."""
    if not _TURNS.search(text[:LIMIT]):
        return False
    packed = (literal for literal in literals(text) if len(literal) >= _ENOUGH and _BASE64.fullmatch(literal))
    return len(list(islice(packed, _ENOUGH))) == _ENOUGH


def _readable(data: bytes) -> str:
    if len(data) >= 8 and data[1::2].count(0) * 5 > len(data) * 2:
        return data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    text = data.decode("latin-1")
    plain = sum(" " <= character <= "~" or character in "\r\n\t" for character in text)
    return text if len(text) >= 4 and plain * 20 >= len(text) * 19 else ""


def _separators(text: str) -> tuple[str, ...]:
    found = (one[1] or one[2] or one[3] for one in islice(_SEPARATOR.finditer(text), 200))
    usual = {separator for separator in found if not re.fullmatch(r"\s+|\\.|[,;:|./\\]|[\[\]().*+^$|\\]+", separator)}
    return tuple(sorted(usual, key=lambda separator: (-len(separator), separator))[:20])


def _escaped(found: re.Match[str]) -> str:
    character = chr(int(found[1] or found[2], 16))
    return character if character.isprintable() else " "


def _of_codes(codes: str) -> str:
    numbers = [code.strip() for code in codes.split(",")][:_MOST]
    return "".join(_of_number(number.replace("0x", "&h")) for number in numbers if number)


def _of_number(number: str) -> str:
    digits = number.lower().removeprefix("&h")
    base = 16 if number[:1] == "&" else 10
    value = int(digits, base) if re.fullmatch(r"[0-9a-f]{1,5}" if base == 16 else r"\d{1,5}", digits) else 0
    return chr(value) if 0x20 <= value < 0xD800 and value not in (0x22, 0x27) else " "
