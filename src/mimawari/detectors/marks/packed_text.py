"""Commands packed into a text: base64 as PowerShell takes it, packed data, characters by number, variables of cmd cut in pieces.

Sources: Microsoft, about_PowerShell_exe (``-EncodedCommand``), ``set`` and ``for /l`` of cmd; RFC 1951; the commands of 2018-12
(``set`` of an alphabet and a ``for`` over numbers). Nothing is run: what is looked up is in the text.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

from mimawari.detectors.marks import numbered_text
from mimawari.detectors.marks.shell_text import expanded

_RUN = re.compile(r"[A-Za-z0-9+/]{64,}={0,2}")
_WORDS = re.compile(
    r"powershell|pwsh|cmd(?:\.exe)? ?/|mshta|rundll32|regsvr32|wscript|cscript|certutil|bitsadmin|downloadfile|downloadstring|"
    r"invoke-|https?://|iex\b|frombase64|foreach",
    re.IGNORECASE,
)
_ALPHABET = re.compile(r"(?i)\bset ([^=\s&|\"]{1,40})=([^&|\r\n]{20,2000}?)(?:&|\|)")
_COUNTED = re.compile(
    r"(?i)\bfor[ ,;=]{1,4}/l[^(\r\n]{1,40}\([ ,;=]{0,3}(-?\d{1,5})[ ,;=]{1,3}(-?\d{1,5})[ ,;=]{1,3}(-?\d{1,5})[ ,;=]{0,3}\)"
)
_NUMBERS = re.compile(r"(?i)\bin ?\([ ,;=]{0,3}((?:\d{1,4}[,;= ]{1,3}){40,4000}\d{0,4})[ ,;=]{0,3}\)")
_TOKEN = re.compile(
    r"(?i)replace'?\s?\(?\s?\(?\s?((?:\[char\]\d{1,3}\s?\+?\s?){2,6}|'[^'\s]{2,8}')\)?\s?,\s?\(?(?:\[string\])?\s?\[char\]\s?\(?(\d{2,3})"
)
_ODD = re.compile(r"[^ -~\r\n\t]")
_BACKWARDS = re.compile(r"llehsrewop|daolnwod|ptth", re.IGNORECASE)
_RUNS, _DEEP, _INFLATED, _HEAD, _LETTERS = 8, 2, 256 << 10, 256, 8
_LIMIT, _COUNT = 64 << 10, 4_000


def carried(text: str, deep: int = _DEEP) -> Iterator[str]:
    """What *text* says as a command itself, what it carries packed, and what that carries; *deep* times."""
    waiting = [text]
    for _ in range(deep + 1):
        yield from (one for one in waiting if _WORDS.search(one))
        waiting = [inner for one in waiting for inner in islice(_inner(one), _RUNS * 2)]


def _inner(text: str) -> Iterator[str]:
    for run in sorted(_RUN.findall(text), key=len, reverse=True)[:_RUNS]:
        if len(set(run[:_HEAD])) >= _LETTERS:
            yield from _decoded(run)
    bare = text.replace("^", "")
    if "set " in bare.lower():
        yield from _picked(bare)
        yield from (plain for plain in (expanded(text[:_LIMIT])[:_LIMIT],) if plain != text)
    yield from (plain for plain in islice(numbered_text.characters(text), _RUNS) if _WORDS.search(plain))
    yield from _without_tokens(text)
    if _BACKWARDS.search(text):
        yield text[::-1]


def _decoded(run: str) -> Iterator[str]:
    """The readable text of a run of base64, from its first character on or one of the next three (a piece may be glued to it)."""
    for skip in range(4):
        body = run[skip:].rstrip("=")
        data = b64decode(body[: len(body) // 4 * 4] + _rest(body))
        if text := readable(data) or _unpacked(data):
            yield text
            return


def _rest(body: str) -> str:
    rest = body[len(body) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def readable(data: bytes) -> str:
    """*data* as UTF-16 or one-byte text if nine in ten characters are plain ASCII; else empty."""
    if len(data) < 24:
        return ""
    wide = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    if _is_plain(wide):
        return wide
    narrow = data.decode("latin-1")
    return narrow if _is_plain(narrow) else ""


def _is_plain(text: str) -> bool:
    if len(_ODD.findall(text[:_HEAD])) * 5 > len(text[:_HEAD]):
        return False
    return len(_ODD.findall(text)) * 10 <= len(text)


def _unpacked(data: bytes) -> str:
    for bits in (-15, 31, 15):
        try:
            text = readable(zlib.decompressobj(bits).decompress(data, _INFLATED))
        except zlib.error:
            continue
        if text:
            return text
    return ""


def _picked(text: str) -> Iterator[str]:
    """The characters of each alphabet that ``set`` gives, picked by the numbers of each ``for``."""
    rows = [[int(number) for number in re.findall(r"\d+", found[1])] for found in islice(_NUMBERS.finditer(text), 4)]
    rows += [_counted(*map(int, found.groups())) for found in islice(_COUNTED.finditer(text), 4)]
    for alphabet in islice(_ALPHABET.finditer(text), 8) if rows else ():
        letters = alphabet[2]
        for row in rows:
            picked = "".join(letters[number] for number in row if 0 <= number < len(letters))
            if _WORDS.search(picked):
                yield picked


def _without_tokens(text: str) -> Iterator[str]:
    """*text* with the stand-ins of its quotes, dollars and bars put back: ``.replace('Q1Q',[string][char]39)``."""
    before = text
    for found in islice(_TOKEN.finditer(text[:_LIMIT]), 8):
        token = found[1].strip("'") if found[1][0] == "'" else "".join(chr(int(number)) for number in re.findall(r"\d+", found[1]))
        if len(token) > 1:
            text = text.replace(token, chr(int(found[2])))
    if text != before:
        yield text[:_LIMIT]


def _counted(first: int, step: int, last: int) -> list[int]:
    """The numbers of ``for /l %x in (first, step, last)``."""
    return list(range(first, last + (1 if step > 0 else -1), step))[:_COUNT] if step else []
