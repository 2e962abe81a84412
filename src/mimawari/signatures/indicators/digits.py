"""Hashes as people and programs write them: in full width, in groups, with signs between, and what only looks like one."""

from __future__ import annotations

import re
import unicodedata

_GROUPS = re.compile(
    r"(?<![\w:.-])(?:(?:[0-9a-f]{2}(?P<sign>[ :-]))(?:[0-9a-f]{2}(?P=sign)){14,62}[0-9a-f]{2}"
    r"|(?:[0-9a-f]{4} ){7,31}[0-9a-f]{4}|(?:[0-9a-f]{8} ){3,15}[0-9a-f]{8})(?![\w:-])",
    re.IGNORECASE | re.ASCII,
)
"""Pairs as certutil, openssl and .NET (``BitConverter``) print them, and groups of four or eight; with colons those are an IPv6."""

_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
_OTHERS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])",
    re.IGNORECASE | re.ASCII,
)
"""UUIDs, and addresses of IPv6: as many digits, and no hashes."""

_RUN = re.compile(r"(?=[0-9]{0,23}[a-f])(?=[a-f]{0,23}[0-9])[0-9a-f]{24}", re.IGNORECASE | re.ASCII)
_BASE64 = re.compile(r"(?:sha\d{1,3}-)?[A-Za-z0-9+/]{22,}={0,2}", re.ASCII)
_WORDS = re.compile(r"[\s,;|\"']+")
_BETWEEN = re.compile(r"[\s:._\-|,;\"']+")
_LOST = "\ufffd"
"""Stands for bytes that are no text in the encoding of the list."""


def bare(text: str) -> str:
    """*text* with the width of its letters and invisible signs taken away, and hashes that were written in groups as one word."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return _GROUPS.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    digits = re.sub(r"[ :-]", "", found[0])
    return digits if len(digits) in _LENGTHS else found[0]


def may_be_meant(text: str) -> bool:
    """Whether something in the bare *text* may be meant for a hash and is none: too short, in Base64, with foreign letters."""
    if _LOST in text or _RUN.search(_BETWEEN.sub("", _OTHERS.sub(" ", text))):
        return True
    return any(_is_nearly(word) or _is_base64(word) for word in _WORDS.split(text) if len(word) >= 22)


def _is_base64(word: str) -> bool:
    if not _BASE64.fullmatch(word):
        return False
    return any(map(str.isdigit, word)) and any(map(str.islower, word)) and any(map(str.isupper, word))


def _is_nearly(word: str) -> bool:
    """Long, and nearly all of it hexadecimal digits: one with a letter that only looks like one of them."""
    if len(word) < 24 or _OTHERS.fullmatch(word):
        return False
    count = sum(sign in "0123456789abcdefABCDEF" for sign in word)
    return count * 10 >= len(word) * 8 and any(map(str.isdigit, word))
