"""What a gap says more closely, in the reader's language: short English phrases of the formats, matched with a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mimawari.model import Words

_NUMBER = re.compile(r"(?<![\w.,])([0-9]+(?:[.,][0-9]+)*)(?: (bytes|kB|KiB|MB|MiB|GB|GiB))?(?!\w)")
_UNITS = {"bytes": "バイト", "KiB": "KB", "kB": "KB", "MiB": "MB", "GiB": "GB"}
_PLACEHOLDER = re.compile(r"[#*]")
_HOLE = "\0"
"""Stands for a number while a text is matched."""

_COLON = ": "
_BETWEEN, _SIGNS = re.compile("(: |, )"), {": ": "：", ", ": "、"}
_MOST_PARTS = 50
_DEPTH = 4
"""So often a name in a text, or what stands before its last colon, is looked up itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase and its Japanese: ``pieces`` of it between names, with :data:`_HOLE` for each number."""

    pieces: tuple[str, ...]
    ja: str

    @classmethod
    def of(cls, detail: str, ja: str) -> Row:
        """*detail* and *ja* with ``#`` for each number (and its unit) and ``*`` for each name."""
        return cls(tuple(detail.replace("#", _HOLE).split("*")), ja)

    @property
    def weight(self) -> int:
        """How much it says itself."""
        return sum(map(len, self.pieces))

    def names(self, text: str) -> list[str] | None:
        """What stands in *text* for each name, each as short as it can be but the last; None where it is another phrase."""
        if len(self.pieces) == 1:
            return [] if text == self.pieces[0] else None
        first, *middle, last = self.pieces
        at, end = len(first), len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last):
            return None
        found = []
        for piece in middle:
            there = text.find(piece, at + 1, end)
            if there < 0:
                return None
            found.append(text[at:there])
            at = there + len(piece)
        return [*found, text[at:end]] if at < end else None


class Details:
    """The table: *said* are phrases, *behind* what can only stand behind a colon. A text costs time in proportion to its length."""

    def __init__(self, said: Iterable[Mapping[str, str]], behind: Iterable[Mapping[str, str]] = ()) -> None:
        rows = [Row.of(row["detail"], row["ja"]) for row in said]
        self._whole = {row.pieces[0]: row for row in rows if len(row.pieces) == 1}
        self._named = sorted((row for row in rows if len(row.pieces) > 1), key=lambda row: -row.weight)
        self._behind = [Row.of(row["detail"], row["ja"]) for row in behind]

    def words(self, text: str) -> Words:
        """*text* in every language; as it is where no row fits."""
        return Words(en=text, ja=self.japanese(text) or text)

    def japanese(self, text: str) -> str | None:
        """*text* in Japanese; None where no row fits. What stands before a ``: `` may be any name."""
        if _HOLE in text:
            return None
        numbers = [found[0] for found in _NUMBER.finditer(text)]
        return self._said(_NUMBER.sub(_HOLE, text), numbers, _DEPTH)

    def _said(self, text: str, numbers: list[str], depth: int) -> str | None:
        whole = self._whole.get(text)
        if whole:
            return self._put(whole, [], numbers, depth)
        return self._fitted(self._named, text, numbers, depth) or self._split(text, numbers, depth - 1)

    def _fitted(self, rows: Iterable[Row], text: str, numbers: list[str], depth: int) -> str | None:
        for row in rows:
            names = row.names(text)
            if names is not None:
                return self._put(row, names, numbers, depth - 1)
        return None

    def _split(self, text: str, numbers: list[str], depth: int) -> str | None:
        """Text before a colon and a phrase behind it, each by itself: at one of the first colons, or at the last."""
        parts = text.split(_COLON, _DEPTH) if depth > 0 else []
        for number in range(1, len(parts)):
            said = self._halves(_COLON.join(parts[:number]), _COLON.join(parts[number:]), numbers, depth)
            if said:
                return said
        head, colon, rest = text.rpartition(_COLON) if depth > 0 else ("", "", "")
        return self._halves(head, rest, numbers, depth, is_last=True) if colon else None

    def _halves(self, head: str, rest: str, numbers: list[str], depth: int, *, is_last: bool = False) -> str | None:
        left = iter(numbers)
        before, after = _taken(head, left), list(left)
        whole = self._whole.get(rest)
        rows = [*self._named, *self._behind] if is_last else self._named
        said = self._put(whole, [], after, depth) if whole else self._fitted(rows, rest, after, depth)
        return said and f"{self._name(head, before, depth)}：{said}"

    def _put(self, row: Row, names: list[str], numbers: list[str], depth: int) -> str:
        left = iter(numbers)
        own, said = _taken(row.pieces[0], left), []
        for name, piece in zip(names, row.pieces[1:], strict=True):
            said.append(self._name(name, _taken(name, left), depth))
            own += _taken(piece, left)
        return _filled(row.ja, iter(own), iter(said))

    def _name(self, name: str, numbers: list[str], depth: int) -> str:
        """A name that is a phrase of the table itself, or as it is."""
        known = self._said(name, numbers, depth) if depth > 0 else None
        return known or self._listed(_restored(name, numbers))

    def _listed(self, name: str) -> str:
        """A name of several with colons or commas between, those in the table in Japanese."""
        words = [(part, self._whole.get(part)) for part in _BETWEEN.split(name, _MOST_PARTS)]
        if not any(row for _, row in words):
            return name
        return "".join(row.ja if row else _SIGNS.get(part, part) for part, row in words)


def _taken(text: str, numbers: Iterator[str]) -> list[str]:
    return [next(numbers) for _ in range(text.count(_HOLE))]


def _restored(text: str, numbers: list[str]) -> str:
    left = iter(numbers)
    return re.sub(_HOLE, lambda _: next(left), text)


def _filled(ja: str, numbers: Iterator[str], names: Iterator[str]) -> str:
    return _PLACEHOLDER.sub(lambda found: _number(next(numbers, "")) if found[0] == "#" else next(names, ""), ja)


def _number(text: str) -> str:
    """A number as Japanese writes it: ``20,000``, ``2.0GB``, ``512バイト``."""
    number, _, unit = text.partition(" ")
    return (f"{int(number):,}" if number.isascii() and number.isdigit() and len(number) < 20 else number) + _UNITS.get(unit, unit)
