"""The shape of a macro without its names, texts and numbers, and how near it is to shapes that are known.

The shape is the set of all runs of five tokens, a name of its own standing as ``i``, a text as ``s``, a number as ``n``. Nearness
is Jaccard's, estimated from the 96 smallest hashes (CRC-32) of each set. Source of the known ones: shapes of published documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from mimawari.detectors.marks import vba_objects
from mimawari.detectors.marks.vba_code import STRING, Code, Procedure
from mimawari.detectors.marks.vba_names import is_language

SKETCH, NEAR = 96, 0.5
_TOKEN = re.compile(r'"(?:[^"]|"")*"?|[^\W\d]\w*|\d+|[^\w\s]')
_BUILT_IN = re.compile(
    r"createobject|getobject|create|showwindow|shell|replace|split|join|array|cstr|clng|cdate|cbyte|csng|cdbl|cint|cvar|log|sin|cos|tan|"
    r"atn|rnd|hex|oct|chr[bw]?|asc[bw]?|sgn|sqr|round|int|fix|len|trim|ltrim|rtrim|mid|left|right|debug|interaction|run|autoopen|"
    r"document_open|auto_open|workbook_open|wd\w+|mso\w+|xsize|ysize|tag|caption|groupname|activedocument|textframe|shapes|formatnumber",
    re.IGNORECASE,
)
_MOST_TOKENS, _RUN, _LONGEST = 40_000, 5, 256
_CREATE = re.compile(r"\.\s*create[#%!&$@]?\s*\(?(.*)", re.IGNORECASE)
_WINDOW = re.compile(r"\.\s*(?:showwindow|[xy]size)[#%!&$@]?\s*=", re.IGNORECASE)


def sketch(code: Code) -> tuple[int, ...]:
    """The smallest hashes of *code*'s shape, in their order; the first forty thousand tokens count."""
    tokens: list[str] = []
    for one in code.procedures:
        for line in (one.head, *one.statements):
            tokens += map(_kind, _TOKEN.findall(line))
        if len(tokens) > _MOST_TOKENS:
            break
    runs = {" ".join(tokens[at : at + _RUN]) for at in range(min(len(tokens), _MOST_TOKENS) - _RUN + 1)}
    return tuple(sorted({crc32(run.encode()) for run in runs})[:SKETCH])


def nearness(one: tuple[int, ...], other: Iterable[int]) -> float:
    """How much of two shapes is common, from 0 to 1; 0 where one is too small to tell."""
    mine, theirs = frozenset(one), frozenset(other)
    if min(len(mine), len(theirs)) < SKETCH // 2 or mine.isdisjoint(theirs):
        return 0.0
    smallest = sorted(mine | theirs)[:SKETCH]
    return sum(value in mine and value in theirs for value in smallest) / len(smallest)


def nearest(code: Code, table: tuple[str, ...]) -> tuple[str, float]:
    """The name of the known shape that is nearest, and how near. A row is a name and its hashes as hex, with blanks between."""
    own = sketch(code)
    return max(((name, nearness(own, values)) for name, values in _shapes(table)), key=lambda row: row[1], default=("", 0.0))


@lru_cache(maxsize=2)
def _shapes(table: tuple[str, ...]) -> tuple[tuple[str, frozenset[int]], ...]:
    return tuple((name, frozenset(int(value, 16) for value in values)) for name, *values in map(str.split, table))


def is_wmi_chain(code: Code) -> bool:
    """Whether the code is the program under Emotet's junk of 2019-05 to 2020: an object got under a hidden name creates a process.

    ``x.Create(command, nothing, startup, nothing)``, a startup object whose window is set to be none, a function that only takes a
    separator out. Emotet 12 of 18 clusters; other malware and honest macros none.
    """
    lines = [line for one in code.procedures for line in one.statements]
    creates = any(_takes_four(STRING.sub('""', line)) for line in lines if ".create" in line.lower().replace(" ", ""))
    if not creates or not any(_WINDOW.search(line) for line in lines):
        return False
    objects = [got for one in code.procedures for got in vba_objects.got(one)]
    return any(got.is_computed for got in objects) and any(map(_is_wrapper, code.procedures))


def _takes_four(line: str) -> bool:
    found = _CREATE.search(line)
    if not found:
        return False
    depth, commas = 0, 0
    for letter in found[1][:2_000]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        commas += letter == "," and depth == 0
        if depth < 0:
            break
    return commas == 3


def _is_wrapper(one: Procedure) -> bool:
    return "replace" in one.words or {"split", "join"} <= one.words


@lru_cache(maxsize=4096)
def _word(token: str) -> str:
    return token.lower() if is_language(token) or _BUILT_IN.fullmatch(token) else "i"


def _kind(token: str) -> str:
    if token[:1] == '"':
        return "s"
    if token.isdigit():
        return "n"
    if not token[:1].isalpha() and token[:1] != "_":
        return token
    return _word(token[:_LONGEST])
