"""LDIF (RFC 2849), as Thunderbird and directories export address books."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from pathlib import Path

from mimawari.model import Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.text import lines
from mimawari.trees.streams import open_plain

MOST = 1 << 20
"""Characters of one entry."""
_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\r]*(?:#[^\n]*)?\n|version:[^\n]*\n)*dn::?[ \t]", re.IGNORECASE)
_GROUPS = frozenset(("groupofnames", "groupofuniquenames", "organizationalunit", "dcobject", "organization", "domain"))
_MAILS = ("mail", "mozillasecondemail", "xmozillasecondemail", "rfc822mailbox", "mozillahomeemail")
_PHONES = ("telephonenumber", "homephone", "mobile", "cellphone")
_CODES = ("postalcode", "mozillahomepostalcode")
_STREETS = (
    ("st", "l", "street", "mozillaworkstreet2"),
    ("mozillahomestate", "mozillahomelocalityname", "mozillahomestreet", "mozillahomestreet2"),
    ("postaladdress",),
)
_UNREAD, _LARGE = "values of an address book that cannot be read", "entries that are too large"
_Values = dict[str, list[str]]


def is_one(start: bytes) -> bool:
    """Whether a file that begins so is LDIF."""
    return _START.match(start[: 64 << 10]) is not None


def read(path: Path, faults: Faults) -> Iterator[Entry]:
    """The people of each entry; groups and units are none."""
    with open_plain(path) as stream:
        for number, record in _records(lines(stream, "utf-8", faults), faults):
            values = _values(record, number, faults)
            if "dn" in values and not _GROUPS & {one.lower() for one in values.get("objectclass", ())}:
                yield _entry(values)


def _records(all_lines: Iterator[tuple[int, str]], faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """The unfolded lines of each entry, with the line that it begins at."""
    record: list[str] = []
    begun, size = 0, 0
    for number, line in all_lines:
        begun = begun or number
        size += len(line)
        if not line.strip():
            if record:
                yield begun, record
            record, begun, size = [], 0, 0
        elif size > MOST:
            if record:
                faults.add(Reason.TOO_LARGE, _LARGE, begun)
            record = []
        elif line.startswith(" ") and record:
            record[-1] += line[1:]
        else:
            record.append(line)
    if record:
        yield begun, record


def _values(record: list[str], number: int, faults: Faults) -> _Values:
    found: _Values = {}
    for line in record:
        name, colon, value = line.partition(":")
        if not colon or line.startswith("#") or value.startswith("<"):
            continue
        text = _plain(value[1:]) if value.startswith(":") else value.strip()
        if text is None:
            faults.add(Reason.CORRUPT, _UNREAD, number)
        else:
            found.setdefault(name.partition(";")[0].strip().lower(), []).append(text)
    return found


def _plain(value: str) -> str | None:
    try:
        data = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    # Base64 keeps a text from the charset of the file around it: it is UTF-8, or what an old program had.
    return next(lines(io.BytesIO(data.replace(b"\n", b" ")), "utf-8", Faults()), (1, ""))[1]


def _entry(values: _Values) -> Entry:
    def first(*names: str) -> str:
        return next((text for name in names for text in values.get(name, ())[:1] if text), "")

    streets = (" ".join(part for name in names if (part := first(name))) for names in _STREETS)
    return Entry(
        name=full_name(first("sn", "surname"), first("givenname")) or first("displayname", "cn", "commonname"),
        mails=tuple(text for name in _MAILS for text in values.get(name, ())),
        telephone=first(*_PHONES),
        postcode=first(*_CODES),
        street=next((text for text in streets if text), ""),
        organisation=first("o", "organizationname"),
        has_birthday=bool(first("birthday", "birthyear")),
    )
