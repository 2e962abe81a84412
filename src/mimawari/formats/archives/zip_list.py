"""What lies in a zip: the members of its directory, those that only their own headers tell of, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from struct import unpack_from
from typing import BinaryIO

from mimawari.formats.archives.members import MOST
from mimawari.formats.archives.zip_data import METHODS, Entry, entry
from mimawari.model import BadEvidence, Reason
from mimawari.trees import zip_records as records
from mimawari.trees.zip_records import Row

_HEADER, _DESCRIPTOR = 30, 24
_STEP = 1 << 20
_STRETCHES = 50
_HIDDEN = 1000


@dataclass(slots=True)
class Listing:
    """``rows`` are those of the directory, ``count`` how many it has. ``stretches`` (from, to) belong to none of them.

    ``notes`` say what is wrong with the archive as a whole. ``cut``: the directory has more rows than are kept.
    ``different`` counts rows that call something empty of which its own header says otherwise; ``unsaid`` are rows of which
    nothing says how much there is, by where it would begin.
    """

    rows: list[Row] = field(default_factory=list)
    stretches: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[Reason, str]] = field(default_factory=list)
    cut: bool = False
    different: int = 0
    unsaid: dict[int, Row] = field(default_factory=dict)


def listed(stream: BinaryIO, size: int) -> Listing:
    """The directory that Windows' Explorer and 7-Zip go by: the last one."""
    found = records.find_directory(stream, size)
    listing = Listing()
    if found is None:
        listing.notes.append((Reason.CORRUPT, "the archive was cut off or is damaged: its directory cannot be read"))
        listing.stretches.append((0, size))
        return listing
    begin, end, _ = found
    _read_rows(stream, found, listing)
    listing.rows = [_by_its_header(stream, row, listing) if is_empty(row) else row for row in listing.rows]
    _measure(stream, size, (begin, _end_of_record(stream, end)), listing)
    return listing


def _read_rows(stream: BinaryIO, found: tuple[int, int, int], listing: Listing) -> None:
    for row in records.read_central(stream, *found):
        if row is None:
            listing.notes.append((Reason.CORRUPT, "the archive's directory is damaged: its end cannot be read"))
            return
        if len(listing.rows) == MOST:
            listing.notes.append((Reason.TOO_LARGE, f"more than {MOST} members, the rest was not opened"))
            listing.cut = True
            return
        listing.rows.append(row)


def is_empty(row: Row) -> bool:
    """Folders and empty files carry nothing. A link (of Unix) is a plain file for programs of Windows."""
    return not row.size and not row.packed


def _by_its_header(stream: BinaryIO, row: Row, listing: Listing) -> Row:
    """*row*, which calls it empty; with what its own header says, by which programs go that read from the beginning."""
    found = records.read_local(stream, row.at)
    if found is None:
        return row
    local, length = found
    if is_empty(local):
        if local.flags & records.LATER:
            listing.unsaid[row.at + length] = local
        return row
    listing.different += 1
    return replace(row, size=local.size, packed=local.packed, crc=local.crc, method=local.method, flags=local.flags)


def _end_of_record(stream: BinaryIO, end: int) -> int:
    """Behind the end record(s) of the directory and the comment."""
    stream.seek(end)
    raw = stream.read(_STEP)
    at = raw.find(records.END)
    if at < 0 or at + 22 > len(raw):
        return end + len(raw)
    return end + at + 22 + int(unpack_from("<H", raw, at + 20)[0])


def _measure(stream: BinaryIO, size: int, directory: tuple[int, int], listing: Listing) -> None:
    """Find what no member covers, and members that lie over each other."""
    taken = sorted([*((row.at, row.at + _length(stream, row)) for row in listing.rows), directory])
    at, overlapping = 0, 0
    for begin, end in taken:
        if begin > at:
            listing.stretches.append((at, begin))
        overlapping += begin < at
        at = max(at, end)
    if at < size:
        listing.stretches.append((at, size))
    if overlapping:
        listing.notes.append((Reason.CORRUPT, f"{overlapping} members overlap others"))


def _length(stream: BinaryIO, row: Row) -> int:
    stream.seek(row.at)
    raw = stream.read(_HEADER)
    if len(raw) < _HEADER or raw[:4] != records.LOCAL:
        return 0
    named, extra = unpack_from("<HH", raw, 26)
    return int(_HEADER + named + extra + row.packed)


def hidden(stream: BinaryIO, listing: Listing) -> Iterator[tuple[int, int] | Entry]:
    """The members in stretches of no other member, by their own headers; and stretches with anything else in them."""
    count = 0
    for begin, end in listing.stretches[:_STRETCHES]:
        unsaid = _unsaid(stream, listing.unsaid[begin], end) if begin in listing.unsaid else None
        if unsaid:
            yield unsaid
        found = list(_headers(stream, begin, end, _HIDDEN - count))
        count += len(found)
        yield from found
        first = found[0].row.at if found else end
        if not unsaid and first - begin > (_DESCRIPTOR if begin else 0) and _holds(stream, begin, first):
            yield begin, first
    if len(listing.stretches) > _STRETCHES or count >= _HIDDEN:
        listing.notes.append((Reason.TOO_LARGE, "the archive holds more unlisted data than was looked at"))


def _unsaid(stream: BinaryIO, row: Row, end: int) -> Entry | None:
    """The member whose directory row calls it empty, while more than its descriptor lies where its data would be."""
    length = end - row.at - row.header
    if length <= _DESCRIPTOR or row.method not in METHODS:
        return None
    try:
        return entry(stream, replace(row, packed=length), blind=True)[0]
    except BadEvidence:
        return None


def _headers(stream: BinaryIO, at: int, end: int, most: int) -> Iterator[Entry]:
    for _ in range(most):
        at = _find(stream, at, end)
        if at < 0:
            return
        one = _plausible(stream, at, end)
        if one:
            yield one
            at = one.at if one.blind else one.at + one.row.packed
        else:
            at += 4


def _plausible(stream: BinaryIO, at: int, end: int) -> Entry | None:
    found = records.read_local(stream, at)
    row = found[0] if found else None
    if row is None or not row.name or "\0" in row.name or row.method not in METHODS:
        return None
    later = bool(row.flags & records.LATER) and not row.packed
    if later:
        row = replace(row, packed=max(0, end - at - row.header))
    try:
        return entry(stream, row, blind=later)[0] if at + row.header <= end else None
    except BadEvidence:
        return None


def _find(stream: BinaryIO, at: int, end: int) -> int:
    """The next local header between *at* and *end*; -1 where there is none."""
    while at < end:
        stream.seek(at)
        data = stream.read(min(_STEP, end - at))
        found = data.find(records.LOCAL)
        if found >= 0:
            return at + found
        if len(data) < _STEP:
            return -1
        at += len(data) - 3
    return -1


def _holds(stream: BinaryIO, begin: int, end: int) -> bool:
    """Whether there is anything but zeros."""
    while begin < end:
        stream.seek(begin)
        data = stream.read(min(_STEP, end - begin))
        if not data:
            return False
        if data.strip(b"\0"):
            return True
        begin += len(data)
    return False
