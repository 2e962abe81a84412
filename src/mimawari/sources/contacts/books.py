"""Which kind of address book a file is, and the people of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, Sighting
from mimawari.sources.contacts import tables, vcard
from mimawari.sources.contacts.entry import CONTACT, Entry
from mimawari.sources.orders.head import start_of
from mimawari.sources.tables.faults import Faults

_UNKNOWN = "no kind of address book that can be read here"


def recognises(path: Path) -> bool:
    """Whether it is an address book of a kind that is read here. Never raises ``BadEvidence``."""
    return _kind(path) is not None


def _kind(path: Path) -> str | None:
    start = start_of(path)
    if vcard.is_one(start):
        return "vcard"
    return "table" if tables.found(path) else None


def contacts(path: Path, origin: Origin) -> Iterator[Sighting | Gap | Looked]:
    """Each entry, then what could not be read, then how many entries were.

    Memory does not grow with the file. A file that is damaged in the middle gives what stands before, and a gap.
    """
    faults, count = Faults(), 0
    try:
        for entry in _entries(path, faults):
            found = entry.sighting(path.name)
            count += 1
            if found:
                yield found
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, CONTACT, bad.detail)
    yield from faults.gaps(origin, CONTACT)
    yield Looked(CONTACT, count)


def _entries(path: Path, faults: Faults) -> Iterator[Entry]:
    kind = _kind(path)
    if kind == "vcard":
        return vcard.read(path, faults)
    start = tables.found(path)
    if start is None:
        raise BadEvidence(Reason.UNSUPPORTED, _UNKNOWN)
    return tables.read(path, start, faults)
