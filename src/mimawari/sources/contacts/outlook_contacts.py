"""Contacts and personal distribution lists in Outlook's data files (MS-OXOCNTC; numbers of properties from MS-OXPROPS)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.sources.outlook import items, strings
from mimawari.sources.outlook.layout import MAGIC
from mimawari.sources.outlook.properties import Properties, properties
from mimawari.sources.outlook.store import Node, Store
from mimawari.sources.tables.faults import Faults
from mimawari.trees.faults import parsing
from mimawari.trees.streams import open_plain

ADDRESS = uuid.UUID("00062004-0000-0000-c000-000000000046").bytes_le
"""PSETID_Address: the set of named properties of contacts (MS-OXPROPS 1.3.2)."""
_MAP, _GUIDS, _NAMES = 0x61, 0x0002, 0x0003
_MOST_NAMES, _MOST_MEMBERS = 1 << 20, 2000
_CLASS, _SHOWN, _FAMILY, _GIVEN, _MIDDLE, _COMPANY, _BIRTHDAY = 0x001A, 0x3001, 0x3A11, 0x3A06, 0x3A44, 0x3A16, 0x3A42
_PHONES = (0x3A08, 0x3A09, 0x3A1C, 0x3A1A, 0x3A1F)
_HOME, _HOME_CODE = (0x3A5C, 0x3A59, 0x3A5D), 0x3A5B
_WORK, _WORK_CODE = (0x8047, 0x8046, 0x8045), 0x8048
_MAILS = ((0x8082, 0x8083, 0x8084), (0x8092, 0x8093, 0x8094), (0x80A2, 0x80A3, 0x80A4))
"""Of each of three addresses: its type, itself, and how it was shown at first, which has the address where the type is EX."""
_ONE_OFF_MEMBERS = 0x8054
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
"""MUIDOOP: what an entry that tells its address itself begins with (MS-OXCDATA 2.2.5.1)."""
_SEVERAL_BINARY = 0x1102
_CROWDED = "lists of Outlook with more members than are read"
_UNREAD = "contacts of Outlook that cannot be read"
_WHAT = "the names of properties of Outlook"


def is_one(start: bytes) -> bool:
    """Whether it is a data file of Outlook, which may have contacts."""
    return start.startswith(MAGIC)


def read(path: Path, faults: Faults) -> Iterator[Entry]:
    """Each contact and each member of a list. Raises ``BadEvidence`` where the file cannot be opened."""
    with open_plain(path) as stream:
        store = Store(stream)
        pages, names = items.code_pages(store), _names(store)

        def lost(_: BadEvidence) -> None:
            faults.add(Reason.CORRUPT, _UNREAD)

        for number in items.messages(store, lost):
            node = store.node(number)
            if node is None:
                continue
            store.next_item()
            try:
                yield from _people(store, node, names, pages, faults)
            except BadEvidence:
                faults.add(Reason.CORRUPT, _UNREAD)


def _people(store: Store, node: Node, names: dict[int, int], pages: tuple[int, ...], faults: Faults) -> Iterator[Entry]:
    item = properties(store, node, pages)
    form = item.text(_CLASS).lower()
    if form == "ipm.contact" or form.startswith("ipm.contact."):
        yield _contact(item, names)
    elif form == "ipm.distlist" or form.startswith("ipm.distlist."):
        yield from _members(item, names, faults)


def _names(store: Store) -> dict[int, int]:
    """The number in this file of each property of :data:`ADDRESS` (MS-PST 2.4.7). Empty where the map is missing."""
    node = store.node(_MAP)
    if node is None:
        return {}
    table = properties(store, node)
    guids, entries = table.data(_GUIDS, _MOST_NAMES), table.data(_NAMES, _MOST_NAMES)
    found: dict[int, int] = {}
    with parsing(_WHAT):
        for number, kind, place in struct.iter_unpack("<IHH", entries[: len(entries) // 8 * 8]):
            guid = (kind >> 1) - 3
            if not kind & 1 and guid >= 0 and guids[16 * guid : 16 * guid + 16] == ADDRESS:
                found[number] = 0x8000 + place
    return found


def _contact(item: Properties, names: dict[int, int]) -> Entry:
    def named(number: int) -> str:
        return item.text(names[number]) if number in names else ""

    work = " ".join(part for number in _WORK if (part := named(number)))
    home = " ".join(part for number in _HOME if (part := item.text(number)))
    return Entry(
        name=full_name(item.text(_FAMILY), item.text(_GIVEN), item.text(_MIDDLE)) or item.text(_SHOWN),
        mails=tuple(text for kind, address, shown in _MAILS if (text := _mail(named(kind), named(address), named(shown)))),
        telephone=next((text for number in _PHONES if (text := item.text(number))), ""),
        postcode=(named(_WORK_CODE) if work else "") or item.text(_HOME_CODE) or named(_WORK_CODE),
        street=work or home,
        organisation=item.text(_COMPANY),
        has_birthday=item.has(_BIRTHDAY),
    )


def _mail(kind: str, address: str, shown: str) -> str:
    """An address of the internet. Of one of Exchange the name that it was shown by often is it."""
    if kind.upper() != "EX" and not address.startswith("/"):
        return address
    return shown if "@" in shown else ""


def _members(item: Properties, names: dict[int, int], faults: Faults) -> Iterator[Entry]:
    place = names.get(_ONE_OFF_MEMBERS, 0)
    if item.kind(place) != _SEVERAL_BINARY:
        return
    data = item.data(place)
    with parsing(_WHAT):
        told = int.from_bytes(data[:4], "little")
        count = min(told, _MOST_MEMBERS)
        starts = [*struct.unpack_from(f"<{count}I", data, 4), len(data)]
    if told > count:
        faults.add(Reason.TOO_LARGE, _CROWDED)
    for start, end in pairwise(starts):
        entry = _one_off(data[start:end])
        if entry:
            yield entry


def _one_off(data: bytes) -> Entry | None:
    """Somebody who stands in a list with name and address (MS-OXCDATA 2.2.5.1)."""
    if data[4:20] != _ONE_OFF or len(data) < 24:
        return None
    is_wide = bool(int.from_bytes(data[22:24], "little") & 0x8000)
    texts = _texts(data[24:], is_wide)
    name, kind, address = (*texts[:3], "", "", "")[:3]
    if not address or kind.upper() != "SMTP":
        return None
    return Entry(name="" if "@" in name else name, mails=(address,))


def _texts(data: bytes, is_wide: bool) -> list[str]:
    if not is_wide:
        return [strings.text(part, is_wide=False) for part in data.split(b"\0")]
    return data[: len(data) // 2 * 2].decode("utf-16-le", "replace").split("\0")
