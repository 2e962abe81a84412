"""The list itself: all rows of one person made into one entry, the weightiest first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from mimawari.exposure import names, roles
from mimawari.exposure.ledger import COLUMNS, DATA, NOBODY, TIES, Ledger, room
from mimawari.exposure.names import Name
from mimawari.exposure.templates import template
from mimawari.exposure.tongues import tongue
from mimawari.exposure.weights import weight
from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Person, Template, Tie

MOST_PLACES, MOST_NAMES = 50, 30
_COLUMNS = ", ".join(COLUMNS)
_AT = {name: 2 + at for at, name in enumerate(COLUMNS)}
_FIRM, _PERSON, _UNKNOWN = "御中", "様", ""
_KEPT_HONORIFICS = ("先生",)


class Beside:
    """What a sorted query tells beside the rows of a root, read once from its beginning to its end."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, root: int) -> list[tuple[Any, ...]]:
        """The rows of *root*; roots are asked for in their order."""
        while self._next and self._next[0] < root:
            self._next = next(self._groups, None)
        if not self._next or self._next[0] != root:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def make(ledger: Ledger, known: Knowledge) -> None:
    """Make an entry of each person and keep it in the ledger, for :func:`people`. Raises ``NoRoom``."""
    with room():
        for command in _TABLES:
            ledger.book.execute(command)
        ledger.book.executemany("INSERT INTO entry VALUES (NULL, ?, ?, ?, ?)", _entries(ledger, known))
        for command in _ALIKE:
            ledger.book.execute(command)


def people(ledger: Ledger) -> Iterator[Person]:
    """Everybody on the list, the weightiest first, then by address and name."""
    with room():
        found = ledger.book.execute(
            "SELECT told, coalesce(alike.number, 0) FROM entry LEFT JOIN alike ON alike.key = entry.key AND entry.key != '' "
            "ORDER BY weight DESC, address, entry.id"
        )
        for told, alike in found:
            yield replace(_read(told), alike=alike)


def _entries(ledger: Ledger, known: Knowledge) -> Iterator[tuple[int, str, str, str]]:
    book = ledger.book
    called = Beside(book.execute("SELECT root, name, sum(n) FROM name JOIN who ON id = who WHERE why IS NULL GROUP BY root, name ORDER BY root"))
    lying = Beside(book.execute("SELECT DISTINCT root, place FROM place JOIN who ON id = who WHERE why IS NULL ORDER BY root, place"))
    domains = Domains(ledger)
    rows = book.execute(f"SELECT root, unreached, {_COLUMNS} FROM who WHERE why IS NULL ORDER BY root, id")  # noqa: S608  # ours
    for root, group in groupby(rows, key=itemgetter(0)):
        many = [(name, number) for _, name, number in called.of(root)]
        places = tuple(place for _, place in lying.of(root)[:MOST_PLACES])
        person, key = _person(list(group), many, places, domains, known)
        yield person.weight, person.address, key, _written(person)


class Domains:
    """How many people have an address in a domain."""

    def __init__(self, ledger: Ledger) -> None:
        self._book = ledger.book
        self._book.create_function("domain_of", 1, roles.domain_of, deterministic=True)
        self._book.execute("CREATE TABLE domain (domain TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._book.execute(
            "INSERT INTO domain SELECT domain_of(address), count(DISTINCT root) FROM who WHERE why IS NULL AND unreached IS NULL "
            "AND address LIKE '%@%' GROUP BY 1"
        )

    def count(self, domain: str) -> int:
        """The number."""
        found = self._book.execute("SELECT n FROM domain WHERE domain = ?", (domain,)).fetchone()
        return int(found[0]) if found else 0
