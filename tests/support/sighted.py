"""Sightings of people, and the list that comes of them."""

from __future__ import annotations

from typing import Any

from mimawari import knowledge
from mimawari.exposure import joining, people
from mimawari.exposure.counting import left_out
from mimawari.exposure.ledger import Ledger
from mimawari.model import Firm, LeftOut, Person, Sighting, Sightings, Tie

KNOWN = knowledge.load()
FIRM = Firm(domains=("midori.example.jp",))


def seen(address: str, name: str = "", tie: Tie = Tie.CONTACT, **more: Any) -> Sighting:
    """Somebody in a book, or as *tie* says."""
    return Sighting(address=address, name=name, tie=tie, place="a book", **more)


def listed(*every: Sighting | Sightings, firm: Firm = FIRM) -> tuple[list[Person], dict[LeftOut, int]]:
    """The list of them, and how many are on none."""
    with Ledger(KNOWN) as ledger:
        for one in every:
            ledger.add(one) if isinstance(one, Sighting) else ledger.add_up(one)
        joining.join(ledger, firm, KNOWN)
        people.make(ledger, KNOWN)
        return list(people.people(ledger)), dict(left_out(ledger))


def box(address: str, **more: Any) -> Sightings:
    """What a mailbox of three mails says of an address."""
    return Sightings(address=address, place="a box", mails=3, **more)
