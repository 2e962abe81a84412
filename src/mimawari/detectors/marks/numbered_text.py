"""Texts that are written as the numbers of their characters: ``'36,119,...'.split(',')|%{[char]($_ -bxor 23)}``.

Source: Microsoft, about_Type_Operators (``[char]``), about_Comparison_Operators (``-bxor``), Convert.ToInt16 with a base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_DECIMAL = re.compile(r"(?<!\d)(?:\d{1,3}[^\d\r\n'\"]{1,3}){40,8000}\d{1,3}(?!\d)")
_OTHER = re.compile(r"(?i)(?<![0-9a-f])(?:[0-9a-f]{2,8}[^0-9a-f\r\n'\"]{1,3}){40,8000}[0-9a-f]{2,8}(?![0-9a-f])")
_BASE = re.compile(r"(?i)toint(?:16|32)'?\s?\([^\r\n]{0,60}?,\s?(2|8|16)\s?\)")
_KEY = re.compile(r"(?i)-bxor\s{0,4}\(?\s{0,4}['\"]?(0x[0-9a-f]{1,2}|\d{1,3})\b")
_CHAR = re.compile(r"(?i)\[char\]|char\[\]|\bchar\b|toint(?:16|32)")
_DIGITS = {2: r"[01]+", 8: r"[0-7]+", 10: r"\d+", 16: r"[0-9a-fA-F]+"}
_RUNS, _KEYS = 4, 3


def characters(text: str) -> Iterator[str]:
    """The texts that the longest rows of forty numbers or more in *text* stand for, where it also speaks of characters."""
    if not _CHAR.search(text):
        return
    keys = [int(found[1], 0) if found[1][:2].lower() == "0x" else int(found[1]) for found in islice(_KEY.finditer(text), _KEYS)]
    bases = {10: _DECIMAL, **{int(found[1]): _OTHER for found in islice(_BASE.finditer(text), _KEYS)}}
    for base, pattern in bases.items():
        for row in sorted(pattern.findall(text), key=len, reverse=True)[:_RUNS]:
            numbers = [int(digits, base) for digits in re.findall(_DIGITS[base], row)]
            yield from (_written(numbers, key) for key in keys or (0,))


def _written(numbers: list[int], key: int) -> str:
    return "".join(chr(number ^ key) for number in numbers if 0 <= number < 0x10000 and not 0xD800 <= number ^ key < 0xE000)
