"""The two people of an order: who ordered, and whom it was sent to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mimawari.model import Datum, Reason, Sighting, Tie
from mimawari.sources.orders import cells
from mimawari.sources.orders.columns import Binding
from mimawari.sources.orders.prefectures import prefecture
from mimawari.sources.tables.charset import is_garbled
from mimawari.sources.tables.faults import Faults

_TELEPHONE = "telephone numbers that had lost their leading zero, put back"
_POWER = "telephone numbers that a spreadsheet cut to a power of ten, left out"
_TELEPHONES = {"zero": _TELEPHONE, "power": _POWER}
_POSTCODE = "postcodes that had lost their leading zeros, put back"
_SERIAL = "dates that a spreadsheet had made a number, taken as dates again"
_ORDER = "dates of which day and month cannot be told apart, left out"
_UNKNOWN = "dates that are not understood, left out"
_GARBLED = "rows whose text had been damaged by a wrong charset before"
_REMARK = "remarks with telephone numbers or postal addresses, which were not read"
_REMARKED = (Datum.MAIL_ADDRESS, Datum.ORDER)
_DATES = {"serial": _SERIAL, "order": _ORDER, "unknown": _UNKNOWN}
_KINDS = (("birthday", Datum.BIRTHDAY), ("bank", Datum.BANK), ("card", Datum.CARD), ("order", Datum.ORDER))


class People:
    """Makes sightings of rows. *place* names the file; what was odd about cells is counted in *faults*.

    *has_serials*: dates are numbers of a spreadsheet anyhow.
    """

    def __init__(self, binding: Binding, place: str, faults: Faults, *, has_serials: bool = False) -> None:
        self._has_serials = has_serials
        self._columns = binding.columns
        self._remarks = binding.remarks
        self._place, self._faults = place, faults
        self._shop = binding.layout.id if binding.layout else ""
        self._others = [whose for whose in ("to-", "from-") if any(meaning.startswith(whose) for meaning in binding.columns)]

    def of(self, row: list[str], line: int) -> Iterator[Sighting]:
        """Who ordered and, where they are others, who it was sent to and in whose name; mail addresses in remarks.

        Nobody where the row names none.
        """
        date, odd = cells.day(self._first(row, "date"))
        if odd and not (odd == "serial" and self._has_serials):
            self._faults.add(Reason.CORRUPT, _DATES[odd], line)
        found: list[Sighting] = []
        for whose in ("", *self._others):
            person = self._person(row, whose, line, date)
            if person is None:
                continue
            same = next((at for at, one in enumerate(found) if _is_same(one, person)), None)
            if same is None:
                found.append(person)
            else:
                found[same] = _completed(found[same], person)
        yield from found
        if self._remarks:
            yield from self._remarked(row, line, date, {one.address for one in found})

    def _remarked(self, row: list[str], line: int, date: str, known: set[str]) -> Iterator[Sighting]:
        """Whoever is named by a mail address in a remark. Telephone numbers and postal addresses there are only counted."""
        for text in (row[at] for at in self._remarks if row[at].strip()):
            for address in cells.mails(text):
                if address not in known:
                    known.add(address)
                    yield Sighting(address=address, tie=Tie.CUSTOMER, place=self._place, date=date, data=_REMARKED, shop=self._shop)
            if cells.names_somebody(text):
                self._faults.add(Reason.UNSUPPORTED, _REMARK, line, "order-remark")

    def _person(self, row: list[str], whose: str, line: int, date: str) -> Sighting | None:
        written = self._written(row, f"{whose}mail")
        found = cells.mails(written) or ((cells.plain(written).lower(),) if "@" in written else ())
        name, organisation = self._name(row, whose), self._first(row, f"{whose}organisation")
        if not found and not name and not organisation:
            return None
        street = cells.plain(" ".join(map(prefecture, self._parts(row, f"{whose}street"))))
        if is_garbled(name) or is_garbled(street):
            self._faults.add(Reason.CORRUPT, _GARBLED, line)
        telephone, odd = cells.telephone(self._parts(row, f"{whose}telephone"))
        postcode, is_short = cells.postcode(self._parts(row, f"{whose}postcode"))
        for what in (_TELEPHONES.get(odd), _POSTCODE if is_short else None):
            if what:
                self._faults.add(Reason.CORRUPT, what, line)
        return Sighting(
            address=found[0] if found else "",
            tie=Tie.CUSTOMER,
            place=self._place,
            name=name,
            date=date,
            data=tuple(self._data(row, whose, name, found, street or postcode, telephone)),
            telephone=telephone,
            postcode=postcode,
            street=street,
            organisation=organisation,
            shop=self._shop,
            japanese=cells.is_japanese(name, street, organisation) or None,
            more=found[1:],
        )

    def _name(self, row: list[str], whose: str) -> str:
        """The whole name, else family and given name with a blank between."""
        return self._first(row, f"{whose}name") or " ".join(
            part for meaning in ("family", "given") if (part := self._first(row, f"{whose}{meaning}"))
        )

    def _data(self, row: list[str], whose: str, name: str, found: tuple[str, ...], postal: str, telephone: str) -> Iterator[Datum]:
        for value, kind in (
            (name, Datum.NAME),
            (found, Datum.MAIL_ADDRESS),
            (postal, Datum.POSTAL_ADDRESS),
            (telephone, Datum.TELEPHONE),
        ):
            if value:
                yield kind
        for meaning, kind in _KINDS:
            if self._first(row, meaning if meaning == "order" else f"{whose}{meaning}"):
                yield kind

    def _first(self, row: list[str], meaning: str) -> str:
        for at in self._columns.get(meaning, ()):
            if text := cells.plain(row[at]):
                return text
        return ""

    def _written(self, row: list[str], meaning: str) -> str:
        """A cell as it stands, however long: it may hold many addresses."""
        return next((row[at] for at in self._columns.get(meaning, ()) if row[at].strip()), "")

    def _parts(self, row: list[str], meaning: str) -> list[str]:
        return [text for at in self._columns.get(meaning, ()) if (text := cells.plain(row[at]))]


def _is_same(orderer: Sighting, recipient: Sighting) -> bool:
    """Whether it was sent to whoever ordered. One of the same name at another place may be another person."""
    if recipient.address and recipient.address != orderer.address:
        return False
    return _squeezed(recipient.name) in ("", _squeezed(orderer.name)) and all(
        not (mine and theirs) or mine == theirs
        for mine, theirs in (
            (_squeezed(recipient.street), _squeezed(orderer.street)),
            (cells.digits(recipient.postcode), cells.digits(orderer.postcode)),
        )
    )


def _completed(orderer: Sighting, recipient: Sighting) -> Sighting:
    """Whoever ordered, with what only the delivery tells (Amazon tells the address there alone)."""
    lacks = {
        name: theirs
        for name in ("name", "telephone", "postcode", "street", "organisation")
        if not getattr(orderer, name) and (theirs := getattr(recipient, name))
    }
    if not lacks:
        return orderer
    data = tuple(dict.fromkeys((*orderer.data, *recipient.data)))
    return replace(orderer, **lacks, data=data, japanese=orderer.japanese or recipient.japanese)


def _squeezed(text: str) -> str:
    return "".join(text.split())
