"""Commands of cmd and PowerShell as they read without their disguise: carets, variables cut in pieces, back-ticks, base64.

Sources: Microsoft's pages on cmd (``set``, ``%name:~from,count%``) and PowerShell (about_PowerShell_exe: ``-EncodedCommand``,
about_Operators: ``-f``). Nothing is evaluated beyond what these name; passes, lengths and counts are fixed.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

from mimawari.detectors.marks.literals import LIMIT, from_base64

_SET = re.compile(r"(?im)\bset[ \t]+\"?([^\s=\"%!]{1,60})=([^\r\n&|\"]{0,8000})")
_USED = re.compile(r"[%!]([^\s%!:=\"]{1,60})(?::~(-?\d{1,5})(?:,(-?\d{1,5}))?)?[%!]")
_NO_WORD = re.compile(r"`(?=[A-Za-z])")
_FORMAT = re.compile(
    r"(?i)\(?\s{0,4}[\"']((?:\{\d{1,3}\}){1,60})[\"']\s{0,4}-f\s{0,4}((?:[\"'][^\"']{0,2000}[\"']\s{0,4},?\s{0,4}){1,60})\)?"
)
_CHAR = re.compile(r"(?i)\[char\]\s{0,2}\(?\s{0,2}(0x[0-9a-f]{1,4}|\d{1,5})\s{0,2}\)?")
_PLUS = re.compile(r"(['\"])\s{0,8}\+\s{0,8}\1")
_ENCODED = re.compile(r"(?i)[-/–—]e(?:c|n[codeman]{0,13}d?)?[\s:\"'^]{1,200}([A-Za-z0-9+/=]{16,})")
_FROM64 = re.compile(r"(?i)frombase64string\s{0,4}\(\s{0,4}[\"']([A-Za-z0-9+/=\s]{16,})[\"']")
_LONE = re.compile(r"[\"']([A-Za-z0-9+/]{40,}={0,2})[\"']")
_ROUNDS, _MOST, _INFLATED = 3, 50, 256 << 10


def without_carets(text: str) -> str:
    """*text* as cmd reads it: the caret says nothing before a letter, and empty quotes inside a word neither."""
    return re.sub(r"\^(?=[^\r\n])", "", text[:LIMIT]).replace('""', "")


def expanded(text: str) -> str:
    """*text* with the variables that it sets itself put in, whole or cut out by ``:~from,count``."""
    text = without_carets(text)
    known: dict[str, str] = {}
    for found in islice(_SET.finditer(text), 2_000):
        known[found[1].lower()] = _filled(found[2], known)[:8_000]
    return _filled(text, known) if known else text


def unveiled(text: str) -> str:
    """A PowerShell text without back-ticks, with its pieces put together."""
    text = _CHAR.sub(lambda found: f"'{_of_number(found[1])}'", _NO_WORD.sub("", text[:LIMIT]))
    return _FORMAT.sub(_formatted, _PLUS.sub("", _PLUS.sub("", text)))


def decoded(text: str) -> Iterator[str]:
    """What *text* carries in base64 for PowerShell, and what that carries, three deep; packed data is unpacked."""
    waiting = [text[:LIMIT]]
    for _ in range(_ROUNDS):
        found = list(dict.fromkeys(plain for one in waiting for plain in _once(one)))[:_MOST]
        yield from found
        waiting = found


def _once(text: str) -> Iterator[str]:
    for pattern in (_ENCODED, _FROM64, _LONE):
        for found in islice(pattern.finditer(text), _MOST):
            literal = re.sub(r"\s+", "", found[1])
            if plain := from_base64(literal) or _unpacked(literal):
                yield plain[:_INFLATED]


def _unpacked(literal: str) -> str:
    body = literal.rstrip("=")[: _INFLATED * 2]
    data = b64decode(body[: len(body) // 4 * 4])
    for bits in (31, -15) if len(data) > 16 else ():
        try:
            text = zlib.decompressobj(bits).decompress(data, _INFLATED).decode("utf-8", "replace")
        except zlib.error:
            continue
        if text.isascii() and len(text) >= 16:
            return text
    return ""


def _filled(text: str, known: dict[str, str]) -> str:
    room = [LIMIT * 2]

    def value(found: re.Match[str]) -> str:
        whole = known.get(found[1].lower())
        if whole is None or room[0] <= 0:
            return found[0]
        piece = _cut(whole, found[2], found[3])
        room[0] -= len(piece)
        return piece

    return _USED.sub(value, text)[: LIMIT * 2]


def _cut(whole: str, first: str | None, count: str | None) -> str:
    if first is None:
        return whole
    piece = whole[int(first) :]
    return piece if count is None else piece[: int(count)]


def _formatted(found: re.Match[str]) -> str:
    values = re.findall(r"[\"']([^\"']{0,2000})[\"']", found[2])
    places = [int(number) for number in re.findall(r"\d+", found[1])]
    return "'" + "".join(values[number] for number in places if number < len(values)) + "'"


def _of_number(number: str) -> str:
    value = int(number, 16 if number[:2].lower() == "0x" else 10)
    return chr(value) if 0x20 <= value < 0xD800 and value != 0x27 else " "
