"""Which kind of address book a file is, and the people of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, Sighting
from mimawari.sources.contacts import autocomplete, ldif, mork, outlook_contacts, tables, thunderbird_books, vcard, windows_contact
from mimawari.sources.contacts.entry import CONTACT, Entry
from mimawari.sources.orders.head import start_of
from mimawari.sources.tables.faults import Faults

_UNKNOWN = "no kind of address book that can be read here"


def recognises(path: Path, scratch: Path | None = None) -> bool:
    """Whether it is an address book of a kind that is read here, and nothing else. Never raises ``BadEvidence``.

    A data file of Outlook is a mailbox: :func:`in_mailbox`.
    """
    return _kind(path, scratch) not in ("", "outlook-data")


def in_mailbox(path: Path) -> bool:
    """Whether it is a mailbox that may have contacts beside its mails (Outlook's PST and OST); :func:`contacts` reads them."""
    return _kind(path, None) == "outlook-data"


def _kind(path: Path, scratch: Path | None) -> str:
    start = start_of(path)
    by_start = (
        ("vcard", vcard.is_one),
        ("mork", mork.is_one),
        ("ldif", ldif.is_one),
        ("windows-contact", windows_contact.is_one),
        ("outlook-data", outlook_contacts.is_one),
    )
    for kind, is_one in by_start:
        if start and is_one(start):
            return kind
    if start and autocomplete.is_one(start, path.name.lower()):
        return "autocomplete"
    if thunderbird_books.is_one(path, start, scratch):
        return "thunderbird"
    return "table" if start and tables.found(path) else ""


def contacts(path: Path, origin: Origin, scratch: Path | None = None) -> Iterator[Sighting | Gap | Looked]:
    """Each entry, then what could not be read, then how many entries were. *scratch* is where copies are made for a while.

    Memory does not grow with the file, but for Thunderbird's old ``abook.mab``, which is read as a whole up to a limit. A file that
    is damaged in the middle gives what stands before, and a gap.
    """
    faults, count = Faults(), 0
    try:
        for entry in _entries(path, faults, scratch):
            found = entry.sighting(path.name)
            count += 1
            if found:
                yield found
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, CONTACT, bad.detail)
    yield from faults.gaps(origin, CONTACT)
    yield Looked(CONTACT, count)


def _entries(path: Path, faults: Faults, scratch: Path | None) -> Iterator[Entry]:
    kind = _kind(path, scratch)
    if kind == "vcard":
        yield from vcard.read(path, faults)
    elif kind == "ldif":
        yield from ldif.read(path, faults)
    elif kind == "mork":
        yield from mork.read(path)
    elif kind == "windows-contact":
        yield windows_contact.read(path)
    elif kind == "autocomplete":
        yield from autocomplete.read(path)
    elif kind == "thunderbird":
        yield from _cards(path, faults, scratch)
    elif kind == "outlook-data":
        yield from outlook_contacts.read(path, faults)
    else:
        yield from _rows(path, faults)


def _rows(path: Path, faults: Faults) -> Iterator[Entry]:
    start = tables.found(path)
    if start is None:
        raise BadEvidence(Reason.UNSUPPORTED, _UNKNOWN)
    yield from tables.read(path, start, faults)


def _cards(path: Path, faults: Faults, scratch: Path | None) -> Iterator[Entry]:
    """Thunderbird's cards: what the properties tell, completed by the whole card where there is one."""
    lost: BadEvidence | None = None
    for entry, card in thunderbird_books.read(path, scratch):
        whole: list[Entry] = []
        if card and lost is None:
            try:
                whole = list(vcard.people_of(card, faults))
            except BadEvidence as bad:
                lost = bad
        yield _completed(entry, *whole) if whole else entry
    if lost:
        raise lost


def _completed(entry: Entry, card: Entry, *_: Entry) -> Entry:
    return replace(
        card,
        name=entry.name or card.name,
        mails=tuple(dict.fromkeys((*entry.mails, *card.mails))),
        telephone=entry.telephone or card.telephone,
        postcode=entry.postcode or card.postcode,
        street=entry.street or card.street,
        organisation=entry.organisation or card.organisation,
        has_birthday=entry.has_birthday or card.has_birthday,
    )
