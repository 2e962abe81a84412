"""A look at the record of a case itself, whatever its reports hold, and how somebody goes on with one that is not whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mimawari import casebook
from mimawari.app.case_opening import chosen, contents_of, digests, strays
from mimawari.casebook import Book, Draft, Fault, Head, Memory, Place, faults
from mimawari.model import Deed, Entry, Fact


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the record itself found. ``damage`` is what SQLite says of the file."""

    case: str
    count: int
    head: str
    faults: tuple[Fault, ...]
    damage: str = ""


@contextmanager
def verified(place: str, state: Path) -> Iterator[tuple[Verified, Callable[[str], Entry]]]:
    """Look at the record alone, whatever its reports hold; with it what accepts it as it is, said by whom. Raises
    :class:`CaseTrouble`."""
    at = Place.read(place)
    with casebook.opened(at) as book:
        case = chosen(at, book)
        memory = Memory(state)
        seen = memory.recall(case.id)
        rows = book.rows(case.id)
        wrong = (*strays(book), *faults(rows, seen, digests(contents_of(book, rows))))
        found = Verified(case.id, len(rows), rows[-1].hash if rows else "", wrong, book.damage())
        yield found, lambda who: accept(book, found, memory, seen, who)


def accept(book: Book, found: Verified, memory: Memory, seen: Head | None, who: str) -> Entry:
    """Record that somebody goes on with the case as it is, with all that is wrong with it."""
    wrong: dict[str, Fact] = {
        "faults": "; ".join(f"{one.kind} {one.number}" for one in found.faults), "seen": seen.number if seen else 0,
        "seen_hash": seen.hash if seen else "", "damage": found.damage,
    }  # fmt: skip
    entry = book.append(found.case, (Draft(deed=Deed.ACCEPTED, who=who, facts=wrong),))[-1]
    memory.remember(found.case, Head(entry.number, entry.hash, entry.at), accepted=True)
    return entry
