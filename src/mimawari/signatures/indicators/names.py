"""File names of lists: how they are compared, and which say too little to be looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MOST_NAME = 255
"""Windows has no longer ones."""

_MOST_READ = 4096
_MOST_GLOBS = 1000
_LEAST_LITERAL = 4
_LEAST_STEM = 3
_QUOTES = "\"'`“”‘’「」"


def normal(name: str) -> str:
    """*name* as names are compared: letter case and the width of letters do not count, nor dots and spaces at its end."""
    return unicodedata.normalize("NFKC", name[:_MOST_READ]).casefold().strip().rstrip(". ")


def listed(text: str) -> str:
    """The name in *text*, as a list writes it."""
    return normal(text.strip().strip(_QUOTES))


def is_general(name: str, everyday: frozenset[str]) -> bool:
    """Whether a normal *name* fits what is on every PC, or says next to nothing.

    One that lures and honest people both use (``invoice.doc``, ``請求書_*.xls``) is not: it is a hint, as every name is.
    """
    stem = name.rpartition(".")[0] or name
    literal = re.sub(r"[*?\W_]", "", stem)
    least = _LEAST_LITERAL if "*" in name or "?" in name else _LEAST_STEM
    return name in everyday or sum(map(_weight, literal)) < least


def _weight(letter: str) -> int:
    """A Chinese character says as much as two letters of an alphabet."""
    return 2 if "CJK" in unicodedata.name(letter, "") else 1


def is_name(text: str, extensions: frozenset[str]) -> bool:
    """Whether a normal *text* looks like a file's name: an extension that is known, and nothing that a name cannot hold."""
    stem, dot, extension = text.rpartition(".")
    return bool(stem and dot) and extension in extensions and len(text) <= MOST_NAME and not re.search(r'[\x00-\x1f/\\:"<>|]', text)


def fits(name: str, glob: str) -> bool:
    """Whether *name* is as *glob* says; the time is at most in proportion to the product of their lengths."""
    at = place = 0
    star = back = -1
    while at < len(name):
        if place < len(glob) and glob[place] == "*":
            star, back, place = place, at, place + 1
        elif place < len(glob) and glob[place] in ("?", name[at]):
            at, place = at + 1, place + 1
        elif star >= 0:
            back += 1
            at, place = back, star + 1
        else:
            return False
    return not glob[place:].strip("*")


class Globs:
    """Names with ``*`` (any letters) and ``?`` (one letter), by the extension that they end with."""

    def __init__(self) -> None:
        self._globs: dict[str, list[str]] = {}
        self._count = 0

    @property
    def is_full(self) -> bool:
        """Whether no more are taken."""
        return self._count >= _MOST_GLOBS

    def add(self, glob: str) -> None:
        """One more."""
        self._globs.setdefault(_end(glob), []).append(glob)
        self._count += 1

    def fitting(self, name: str) -> Iterator[str]:
        """Those that *name* fits."""
        if self._count:
            for end in dict.fromkeys((_end(name[:MOST_NAME]), "")):
                yield from (glob for glob in self._globs.get(end, ()) if fits(name[:MOST_NAME], glob))


def _end(name: str) -> str:
    """What stands behind the last dot, where it holds no ``*`` and no ``?``."""
    extension = name.rpartition(".")[2]
    return "" if "*" in extension or "?" in extension else extension
