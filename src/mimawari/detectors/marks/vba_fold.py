"""A VBA statement with the texts that its literals alone make put together: ``"a" & "b"``, ``Chr(65)``, ``StrReverse("ba")``.

Names are never looked up and nothing is called; what cannot be told from literals stays as it is. Source: MS-VBAL 6.1.2.11.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

LIMIT, _ROUNDS, _SHORT = 32 << 10, 8, 400
_WORTH = re.compile(r'"[ \t]*[&+][ \t]*"|\([ \t]*"|\bchr', re.IGNORECASE)
_PLUS = re.compile(r'"[ \t]*[&+][ \t]*"')
_BRACKETS = re.compile(r'(?<![\w"#%!&@$\])])\([ \t]*("[^"]*")[ \t]*\)')
_CHARACTER = re.compile(r"\b(?:vba\s?\.\s?)?(?:strings\s?\.\s?)?chr[wb]?[$!%#]?\s?\(([\d+\- \t&hHa-fA-F()]{1,60})\)", re.IGNORECASE)
_REVERSED = re.compile(r'\bstrreverse\$?\s?\(\s?"([^"]*)"\s?\)', re.IGNORECASE)
_REPLACED = re.compile(r'\breplace\$?\s?\(\s?"([^"]*)"\s?,\s?"([^"]*)"\s?,\s?(?:"([^"]*)"|vbnullstring)\s?\)', re.IGNORECASE)
_SAME = re.compile(r'\b(?:l?r?trim|cstr|cvar|[lu]case|strconv)[$%!#]?\s?\(\s?("[^"]*")\s?\)', re.IGNORECASE)
_TERM = re.compile(r"([+-]?)\s*(&h[0-9a-f]{1,5}|\d{1,6})", re.IGNORECASE)


def speaks(statement: str) -> bool:
    """Whether a literal stands in *statement* or is made in it of a character's number."""
    return '"' in statement or "chr" in statement.lower()


def folded(statement: str) -> str:
    """*statement*, its first 32 Ki characters, in that form."""
    if not _WORTH.search(statement):
        return statement[:LIMIT]
    return _short(statement) if len(statement) <= _SHORT else _folded(statement[:LIMIT])


@lru_cache(maxsize=16384)
def _short(statement: str) -> str:
    return _folded(statement)


def _folded(text: str) -> str:
    for _ in range(_ROUNDS):
        before = text
        for pattern, instead in _STEPS:
            text = pattern.sub(instead, text)[: LIMIT * 2]
        if text == before:
            break
    return text


def _character(found: re.Match[str]) -> str:
    terms = _TERM.findall(found[1])
    left = _TERM.sub("", found[1]).strip(" \t()+-&")
    if left or not terms:
        return found[0]
    value = sum((-1 if sign == "-" else 1) * _number(digits) for sign, digits in terms)
    return f'"{chr(value)}"' if 0x20 <= value < 0xD800 and value != 0x22 else '" "'


def _number(digits: str) -> int:
    return int(digits.lower().replace("&h", ""), 16 if digits[:1] == "&" else 10)


def _reversed(found: re.Match[str]) -> str:
    return f'"{found[1][::-1]}"'


def _replaced(found: re.Match[str]) -> str:
    old, new = found[2], found[3] or ""
    return f'"{found[1].replace(old, new)[:LIMIT]}"' if old and len(new) <= 40 else f'"{found[1]}"'


_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_CHARACTER, _character),
    (_PLUS, ""),
    (_BRACKETS, r"\1"),
    (_REVERSED, _reversed),
    (_REPLACED, _replaced),
    (_SAME, r"\1"),
)
