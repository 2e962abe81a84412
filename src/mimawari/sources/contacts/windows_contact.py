"""A contact of Windows Vista and later (``*.contact``): XML, in which nothing is looked up."""

from __future__ import annotations

from pathlib import Path

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.trees.streams import open_plain

MOST = 16 << 20
"""Bytes; a photograph counts."""
_DEEP, _LONGEST = 60, 2000
_NAMES = frozenset(
    ("FormattedName", "FamilyName", "GivenName", "Address", "Number", "PostalCode", "Region", "Locality", "Street", "Company",
     "Value", "Label")
)  # fmt: skip
_DAMAGED, _TYPED, _LARGE = "the contact is no well-formed XML", "the contact has a document type", "a larger contact than is read"


def is_one(start: bytes) -> bool:
    """Whether a file that begins so is a contact."""
    return b"http://schemas.microsoft.com/Contact" in start[:4096] and b":contact" in start[:4096]


def read(path: Path) -> Entry:
    """The one person. Raises ``BadEvidence``."""
    from xml.parsers import expat

    with open_plain(path) as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise BadEvidence(Reason.TOO_LARGE, _LARGE)
    found = _Found()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.begin, found.end, found.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise BadEvidence(Reason.CORRUPT, _DAMAGED) from fault
    return found.entry()


def _refuse(*_: object) -> None:
    raise BadEvidence(Reason.UNSUPPORTED, _TYPED)


class _Found:
    """The texts of the elements that tell of a person, by the collection that they stand in."""

    def __init__(self) -> None:
        self._way: list[str] = []
        self._told: dict[tuple[str, str], list[str]] = {}
        self._text = ""

    def begin(self, name: str, _: dict[str, str]) -> None:
        """An element begins."""
        if len(self._way) >= _DEEP:
            raise BadEvidence(Reason.CORRUPT, _DAMAGED)
        self._way.append(name.rpartition("}")[2])
        self._text = ""

    def text(self, data: str) -> None:
        """Characters within."""
        if self._way and self._way[-1] in _NAMES and len(self._text) < _LONGEST:
            self._text += data

    def end(self, _: str) -> None:
        """An element ends."""
        name = self._way.pop()
        text = self._text.strip()[:_LONGEST]
        if name in _NAMES and text and len(self._way) > 1:
            self._told.setdefault((self._way[1], name), []).append(text)
        self._text = ""

    def entry(self) -> Entry:
        """The person."""

        def first(collection: str, name: str) -> str:
            return next(iter(self._told.get((collection, name), ())), "")

        place = "PhysicalAddressCollection"
        names = "NameCollection"
        return Entry(
            name=full_name(first(names, "FamilyName"), first(names, "GivenName")) or first(names, "FormattedName"),
            mails=tuple(self._told.get(("EmailAddressCollection", "Address"), ())),
            telephone=first("PhoneNumberCollection", "Number"),
            postcode=first(place, "PostalCode"),
            street=" ".join(part for one in ("Region", "Locality", "Street") if (part := first(place, one))),
            organisation=first("PositionCollection", "Company"),
            has_birthday="wab:Birthday" in self._told.get(("DateCollection", "Label"), ()),
        )
