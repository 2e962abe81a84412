"""A PowerShell text in one plain form: lower case, no back-ticks, literals put together; nothing of it is evaluated.

Only what literals alone decide is done: ``'a'+'b'``, ``[char]64``, ``('{1}{0}' -f 'a','b')``, ``'x'.replace('y','z')``,
``([array]('a'),'b')[0]``. Sources: Microsoft, about_Quoting_Rules, about_Operators (``-f``, ``-split``), about_Type_Operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LIMIT = 64 << 10
_ROUNDS = 12
_SPACE = re.compile(r"\s+")
_CHARACTER = re.compile(r"(?:\[string\] ?)?\[char\] ?(?:\( ?(0x[0-9a-f]{1,4}|\d{1,5}) ?\)|(0x[0-9a-f]{1,4}|\d{1,5}))")
_DOUBLE = re.compile(r"\"([^\"'$]*)\"")
_PLUS = re.compile(r"' ?\+ ?'")
_BRACKETS = re.compile(r"(?<![\w'\"\]])\( ?'([^']*)' ?\)")
_LITERALS = r"'[^']*'(?: ?, ?'[^']*')*"
_FORMAT = re.compile(r"'([^'{]*\{\d[^']*)' ?-f ?\(?(" + _LITERALS + ")")
_REPLACE = re.compile(r"'([^']*)'(?: ?\. ?'?replace'? ?\( ?| ?-[ci]?replace ?\(? ?)'([^']*)' ?, ?'([^']*)' ?\)?")
_CHOSEN = re.compile(r"\( ?\[array\] ?\(? ?'([^']*)'[^'\[\]$]{0,4}((?:, ?'[^']*' ?\)?)*) ?\) ?\[ ?(\d{1,2}) ?\]")
_GROUPED = re.compile(r"\( ?\[array\] ?\( ?(" + _LITERALS + r") ?\)((?: ?, ?\(? ?'[^']*' ?\)?)+) ?\) ?\[ ?(\d{1,2}) ?\]")
_QUOTED = re.compile(r"'([^']*)'")
_PLACE = re.compile(r"\{(\d{1,2})\}")


def folded(text: str) -> str:
    """*text*, of which the first 64 Ki characters count, in that form."""
    text = text[:LIMIT].lower().replace("`", "").replace("\0", "")
    text = _DOUBLE.sub(r"'\1'", _SPACE.sub(" ", _CHARACTER.sub(_character, text)))
    for _ in range(_ROUNDS):
        before = text = _joined(text)
        for pattern, instead in _STEPS:
            text = _joined(pattern.sub(instead, text))[: LIMIT * 2]
        if text == before:
            break
    return text


def _joined(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, _BRACKETS.sub(r"'\1'", _PLUS.sub("", text))
        if text == before:
            break
    return text


def _character(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    value = int(number, 16 if number[:2] == "0x" else 10)
    return f"'{chr(value).lower()}'" if 0x20 <= value < 0xD800 and value != 0x27 else found[0]


def _formatted(found: re.Match[str]) -> str:
    values = _QUOTED.findall(found[2])
    said = _PLACE.sub(lambda place: values[int(place[1])][:4_000] if int(place[1]) < len(values) else "", found[1], count=100)
    return f"'{said[:LIMIT]}'"


def _replaced(found: re.Match[str]) -> str:
    whole, old, new = found[1], found[2], found[3]
    return f"'{whole.replace(old, new)[:LIMIT]}'" if old and len(new) <= 64 else f"'{whole}'"


def _chosen(found: re.Match[str]) -> str:
    return _pick([found[1], *_QUOTED.findall(found[2])], found[3])


def _grouped(found: re.Match[str]) -> str:
    first = _QUOTED.findall(found[1])
    return _pick([first[0] if len(first) == 1 else "", *_QUOTED.findall(found[2])], found[3])


def _pick(values: list[str], index: str) -> str:
    return f"'{values[int(index)]}'" if int(index) < len(values) else "''"


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_FORMAT, _formatted),
    (_GROUPED, _grouped),
    (_CHOSEN, _chosen),
    (_REPLACE, _replaced),
)
