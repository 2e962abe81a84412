"""A million hashes in little memory: sorted bytes, with what is said of each kept once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from mimawari.model import Row
from mimawari.signatures.indicators.names import Globs
from mimawari.signatures.indicators.saying import WIDTH, Saying

MOST_ROWS = 2_000_000
"""So many rows all lists together may have: some 80 MB."""

MOST_NAMES = 200_000
_MOST_SAYINGS = 65_536
_NUMBER = 4
"""Bytes for the number of a saying, and for that of a line."""

Place = tuple[int, int]
"""The number of a saying, and that of a line."""


class Packed:
    """Digests of *width* bytes, each with a :data:`Place`."""

    def __init__(self, width: int) -> None:
        self._width, self._step = width, width + 2 * _NUMBER
        self._open = [bytearray() for _ in range(256)]
        self._sorted: list[bytes] = []

    def __len__(self) -> int:
        return sum(map(len, self._sorted or self._open)) // self._step

    def add(self, digest: bytes, place: Place) -> None:
        """One more; only before :meth:`close`."""
        self._open[digest[0]] += digest + place[0].to_bytes(_NUMBER, "big") + place[1].to_bytes(_NUMBER, "big")

    def close(self, table: Table) -> None:
        """Sort them; of those that one list has several times the one that says most stays."""
        for number, bucket in enumerate(self._open):
            entries = sorted(bytes(bucket[at : at + self._step]) for at in range(0, len(bucket), self._step))
            self._open[number] = bytearray()
            if len({entry[: self._width] for entry in entries}) < len(entries):
                same = groupby(entries, key=partial(_of_list, table=table, width=self._width))
                entries = [min(group, key=partial(_weight, table=table, width=self._width)) for _, group in same]
            self._sorted.append(b"".join(entries))

    def find(self, digest: bytes) -> Iterator[Place]:
        """Where *digest* stands."""
        bucket, at = self._sorted[digest[0]], self._first(digest)
        while bucket[at : at + self._width] == digest:
            yield _place(bucket[at : at + self._step], self._width)
            at += self._step

    def _first(self, digest: bytes) -> int:
        bucket = self._sorted[digest[0]]
        low, high = 0, len(bucket) // self._step
        while low < high:
            middle = (low + high) // 2
            at = middle * self._step
            if bucket[at : at + self._width] < digest:
                low = middle + 1
            else:
                high = middle
        return low * self._step


def _place(entry: bytes, width: int) -> Place:
    return int.from_bytes(entry[width : width + _NUMBER], "big"), int.from_bytes(entry[width + _NUMBER :], "big")


def _of_list(entry: bytes, table: Table, width: int) -> tuple[bytes, int]:
    return entry[:width], table.list_of(_place(entry, width)[0])


def _weight(entry: bytes, table: Table, width: int) -> tuple[bool, bool, Place]:
    place = _place(entry, width)
    said = table.said(place[0])
    return said.is_past(table.today), said.family is None, place


class Table:
    """The rows of all lists. *today* is the ISO date for which windows of validity are read."""

    def __init__(self, today: str) -> None:
        self.today = today
        self._hashes = {kind: Packed(width) for kind, width in WIDTH.items()}
        self._names: dict[str, list[Place]] = {}
        self._globs = Globs()
        self._sayings: list[Saying] = []
        self._known: dict[Saying, int] = {}
        self._last: tuple[Saying | None, int] = (None, 0)
        self._lists: list[tuple[str, str]] = []
        self._starts: list[int] = []
        self.rows = 0

    def begin(self, collection: str) -> None:
        """What is added from here on belongs to the list *collection*."""
        self._starts.append(len(self._sayings))
        self._known.clear()
        self._last = (None, 0)
        self._lists.append((collection, ""))

    def end(self, as_of: str) -> None:
        """The list is of *as_of*."""
        self._lists[-1] = (self._lists[-1][0], as_of)

    @property
    def is_full(self) -> bool:
        """Whether no row more is taken."""
        return self.rows >= MOST_ROWS

    @property
    def has_all_names(self) -> bool:
        """Whether no name more is taken."""
        return len(self._names) >= MOST_NAMES or self._globs.is_full

    def add_hash(self, kind: str, digest: bytes, said: Saying, line: int) -> None:
        """A row for a content."""
        self._hashes[kind].add(digest, (self._number(said), line))
        self.rows += 1

    def add_name(self, name: str, said: Saying, line: int) -> None:
        """A row for a name that :func:`names.normal` gave; it may hold ``*`` and ``?``."""
        if name not in self._names and ("*" in name or "?" in name):
            self._globs.add(name)
        places = self._names.setdefault(name, [])
        if not places or self.list_of(places[-1][0]) != len(self._lists) - 1:
            places.append((self._number(said), line))
        self.rows += 1

    def close(self) -> None:
        """Nothing more comes."""
        self._known.clear()
        for packed in self._hashes.values():
            packed.close(self)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of hashes that some row has."""
        return tuple(kind for kind, packed in self._hashes.items() if len(packed))

    def of_hash(self, kind: str, digest: bytes) -> Iterator[Row]:
        """The rows that *digest* fits."""
        for place in self._hashes[kind].find(digest):
            yield self._row(kind, digest.hex(), place)

    def of_name(self, name: str) -> Iterator[Row]:
        """The rows that the normal *name* fits: the first of each list for each listed name."""
        listed = [name] if name in self._names and "*" not in name and "?" not in name else []
        for one in (*listed, *self._globs.fitting(name)):
            for place in self._names[one]:
                yield self._row("name", one, place)

    def list_of(self, saying: int) -> int:
        """The number of the list to which a saying belongs."""
        return bisect_right(self._starts, saying) - 1

    def said(self, saying: int) -> Saying:
        """The saying of that number."""
        return self._sayings[saying]

    def _row(self, kind: str, mark: str, place: Place) -> Row:
        collection, as_of = self._lists[self.list_of(place[0])]
        at = f"{collection}:{place[1]}" if place[1] else collection
        return self._sayings[place[0]].row(kind, mark, collection, at, as_of, self.today)

    def _number(self, said: Saying) -> int:
        """The number of *said*; where there are too many different ones, of what matters most in it."""
        if said is self._last[0]:
            return self._last[1]
        number = self._interned(said)
        self._last = (said, number)
        return number

    def _interned(self, said: Saying) -> int:
        if said not in self._known and len(self._sayings) >= _MOST_SAYINGS:
            date = said.date if len(self._sayings) < 4 * _MOST_SAYINGS else ""
            said = Saying(family=said.family, date=date, strength=said.weighed("sha256", self.today))
        if said not in self._known:
            self._known[said] = len(self._sayings)
            self._sayings.append(said)
        return self._known[said]
