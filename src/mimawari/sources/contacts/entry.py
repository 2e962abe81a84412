"""An entry of an address book, as a sighting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.model import Datum, Sighting, Tie
from mimawari.sources.orders import cells

CONTACT = "contact"
"""What is looked at, and what a gap says is missing."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """What an address book says about somebody. ``mails`` in their order, as written; of the rest what stands first."""

    name: str = ""
    mails: tuple[str, ...] = ()
    telephone: str = ""
    postcode: str = ""
    street: str = ""
    organisation: str = ""
    has_birthday: bool = False

    def sighting(self, place: str) -> Sighting | None:
        """Who that is; None where neither an address nor a name nor a firm is told."""
        found = tuple(dict.fromkeys(one for text in self.mails for one in cells.mails(text) or _odd(text)))
        name, organisation = cells.plain(self.name), cells.plain(self.organisation)
        if not (found or name or organisation):
            return None
        street = cells.plain(self.street)
        return Sighting(
            address=found[0] if found else "",
            tie=Tie.CONTACT,
            place=place,
            name=name,
            data=tuple(self._data(bool(found))),
            telephone=cells.telephone([self.telephone])[0] if self.telephone else "",
            postcode=cells.postcode([self.postcode])[0] if self.postcode else "",
            street=street,
            organisation=organisation,
            japanese=cells.is_japanese(name, street, organisation) or None,
            more=found[1:],
        )

    def _data(self, has_mail: bool) -> Iterator[Datum]:
        for holds, kind in (
            (self.name.strip(), Datum.NAME),
            (has_mail, Datum.MAIL_ADDRESS),
            (self.street.strip() or self.postcode.strip(), Datum.POSTAL_ADDRESS),
            (self.telephone.strip(), Datum.TELEPHONE),
            (self.has_birthday, Datum.BIRTHDAY),
        ):
            if holds:
                yield kind


def _odd(text: str) -> tuple[str, ...]:
    """What was meant as an address and is none: whoever makes the list counts it."""
    text = cells.plain(text).lower()
    return (text,) if "@" in text else ()


def full_name(family: str, given: str, others: str = "") -> str:
    """One name of its parts: the family first where it is Japanese."""
    family, given = family.strip(), given.strip()
    parts = (family, given) if cells.is_japanese(family, given) else (given, others.strip(), family)
    return " ".join(part for part in parts if part)
