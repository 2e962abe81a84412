"""The list itself: all rows of one person made into one entry, the weightiest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from mimawari.exposure import names, roles
from mimawari.exposure.address_forms import addressed, honorific
from mimawari.exposure.beside import best
from mimawari.exposure.ledger import COLUMNS, DATA, NOBODY, TIES, Ledger, room
from mimawari.exposure.templates import template
from mimawari.exposure.tongues import tongue
from mimawari.exposure.weights import weight
from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Person, Template, Tie

MOST_PLACES = 50
_COLUMNS = ", ".join(COLUMNS)
_AT = {name: 2 + at for at, name in enumerate(COLUMNS)}
Rows = list[tuple[Any, ...]]


_CALLED = "SELECT root, name, sum(n) FROM name JOIN who ON id = who WHERE why IS NULL GROUP BY root, name ORDER BY root"
_LYING = "SELECT DISTINCT root, place FROM place JOIN who ON id = who WHERE why IS NULL ORDER BY root, place"


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
    called, lying = Beside(book.execute(_CALLED)), Beside(book.execute(_LYING))
    rows = book.execute(f"SELECT root, unreached, {_COLUMNS} FROM who WHERE why IS NULL ORDER BY root, id")  # noqa: S608  # ours
    for root, group in groupby(rows, key=itemgetter(0)):
        many = [(name, number) for _, name, number in called.of(root)]
        places = tuple(place for _, place in lying.of(root)[:MOST_PLACES])
        person, key = _person(list(group), many, places, known)
        yield person.weight, person.address, key, _written(person)


def _person(rows: Rows, called: list[tuple[str, int]], places: tuple[str, ...], known: Knowledge) -> tuple[Person, str]:
    """The entry of the rows of one person, and the key of its name if that is a whole one."""
    addresses = _addresses(rows, known)
    address = addresses[0] if addresses else ""
    is_role = bool(address) and roles.is_role(address, known)
    found, further = best(called, known)
    lead = addressed(found, _first(rows, "organisation"), is_role=is_role, known=known)
    organisation = lead.organisation
    ties = _numbers(rows, TIES, "tie0")
    data = _numbers(rows, DATA, "datum0")
    japanese, other = (sum(row[_AT[column]] for row in rows) for column in ("japanese", "other"))
    spoken = tongue(lead.person, organisation, address, japanese, other)
    is_masked = roles.is_masked(address, known)
    is_shared = is_masked or roles.is_shared(roles.domain_of(address), known)
    person = Person(
        address=address,
        name=lead.person,
        honorific=honorific(lead, spoken, is_role=is_role, known=known),
        organisation=organisation,
        others=tuple(addresses[1:]),
        telephone=_first(rows, "telephone"),
        postcode=_first(rows, "postcode"),
        street=_first(rows, "street"),
        is_role=is_role,
        ties=ties,
        data=data,
        first=min((row[_AT["first"]] for row in rows if row[_AT["first"]]), default=""),
        last=max(row[_AT["last"]] for row in rows),
        weight=weight(data, ties, known),
        tongue=spoken,
        template=template(
            frozenset(dict(ties)), frozenset(dict(data)), has_firm=bool(organisation), is_shared=is_shared, reachable=bool(address)
        ),
        places=places,
        further=further,
        is_masked=is_masked,
    )
    key = names.key(lead.person, known.exposure)
    is_told = names.is_whole(lead.person, key) and not names.is_office(lead.person, known.exposure)
    return person, key if is_told else ""


def _addresses(rows: Rows, known: Knowledge) -> list[str]:
    """Those that mail reaches, those named most first, then the first of an entry; those that a mall gave behind all others."""
    written = [row for row in rows if row[1] is None and not row[_AT["address"]].startswith(NOBODY)]
    ties = slice(_AT["tie0"], _AT["tie0"] + len(TIES))
    used = sorted(written, key=lambda row: (-sum(row[ties]), row[_AT["rank"]], row[_AT["address"]]))
    return sorted((row[_AT["address"]] for row in used), key=lambda address: roles.is_masked(address, known))


def _first(rows: Rows, column: str) -> str:
    return next((row[_AT[column]] for row in rows if row[_AT[column]]), "")


def _numbers(rows: Rows, kinds: tuple[Any, ...], first: str) -> tuple[tuple[Any, int], ...]:
    """Each kind that was seen with how often, the most frequent first."""
    at = _AT[first]
    counts = [(kind, sum(row[at + number] for row in rows)) for number, kind in enumerate(kinds)]
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _written(one: Person) -> str:
    told = {field: getattr(one, field) for field in _PLAIN}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Person:
    told = json.loads(text)
    told |= {name: tuple(told[name]) for name in ("others", "places", "further")}
    told["ties"] = tuple((Tie(kind), number) for kind, number in told["ties"])
    told["data"] = tuple((Datum(kind), number) for kind, number in told["data"])
    told["template"] = Template(told["template"])
    return Person(**told)


_PLAIN = tuple(one.name for one in fields(Person) if one.name != "alike")
_TABLES = ("CREATE TABLE entry (id INTEGER PRIMARY KEY, weight INTEGER, address TEXT, key TEXT, told TEXT)",)
_ALIKE = (
    "CREATE INDEX by_weight ON entry (weight DESC, address)",
    "CREATE INDEX by_key ON entry (key)",
    "CREATE TABLE alike (number INTEGER PRIMARY KEY, key TEXT UNIQUE)",
    "INSERT INTO alike SELECT NULL, key FROM entry WHERE key != '' GROUP BY key HAVING count(*) > 1 ORDER BY min(id)",
)
