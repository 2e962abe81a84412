"""A zip archive: what Explorer and 7-Zip would show of it, and what they would not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from mimawari.formats import Format, Head, Inside, load
from mimawari.formats.archives.members import LISTED, flow, passwords, stored, taken
from mimawari.formats.archives.zip_crypto import decrypted
from mimawari.formats.archives.zip_data import Entry, entry, packed, unpacked
from mimawari.formats.archives.zip_list import Listing, hidden, is_empty, listed
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.glued import beyond
from mimawari.formats.kept import Kept
from mimawari.formats.office.ooxml import is_ooxml
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason
from mimawari.trees import zip_records as records
from mimawari.trees.zip_records import Row

_STARTS = (records.LOCAL, records.END, b"PK\7\x08PK\3\4", b"PK00PK\3\4")
_TRIES, _BEHIND = 500, 512


def recognises(head: Head) -> bool:
    """A first member or an end record, and no OOXML document; one that calls itself ``.zip`` is an archive as well."""
    if not head.start.startswith(_STARTS) and not _ends(head.end):
        return False
    return head.extension == "zip" or not is_ooxml(head)


def _ends(end: bytes) -> bool:
    """Whether an end record and its comment stand at the end, give or take little: then there may be other data before them."""
    at = end.rfind(records.END)
    if at < 0 or len(end) - at < 22 or end[at + 4 : at + 8] != bytes(4):
        return False
    return len(end) - at - 22 - int.from_bytes(end[at + 20 : at + 22], "little") <= _BEHIND


@dataclass(slots=True)
class _Doors:
    """The passwords that are left to try and those that fitted, with where they came from; ``shut`` counts what stayed closed."""

    candidates: list[tuple[str, str]]
    proven: dict[bytes, str] = field(default_factory=dict)
    tries: int = 0
    shut: int = 0

    def to_try(self) -> list[tuple[bytes, str]]:
        """What to try on the next member: what fitted before comes first."""
        rest = [(raw, origin) for word, origin in self.candidates for raw in _encoded(word) if raw not in self.proven]
        return [*self.proven.items(), *(rest if self.tries < _TRIES else [])]


def _encoded(word: str) -> list[bytes]:
    """Nothing says the code page of a password: packers take UTF-8 or that of their Windows."""
    found = [word.encode("utf-8", "replace")]
    if not word.isascii():
        found.append(word.encode("cp932", "replace"))
    return found


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Its members, then those that its directory does not list, and the archive itself."""
    doors = _Doors(passwords(blob, budget))
    with blob.content.open() as stream:
        listing = listed(stream, blob.content.size)
        yield from _listed(blob, budget, stream, listing, doors)
        extra: list[Member] = []
        yield from _hidden(blob, budget, stream, listing, doors, extra)
    for reason, detail in listing.notes:
        yield Gap(blob.origin, reason, "content", detail)
    if doors.shut:
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", f"no known password opens its encrypted members ({doors.shut})")
    members = [*map(_line, listing.rows[:LISTED]), *extra][:LISTED]
    count = len(listing.rows) + len(extra)
    came = next(iter(doors.proven.values()), "")
    yield Archive(**blob.common, form="zip", members=tuple(members), count=count, opened_with=came)


def _line(row: Row) -> Member:
    return Member(name=row.name, size=row.size, packed=row.packed, encrypted=bool(row.flags & records.ENCRYPTED))


def _listed(blob: Blob, budget: Budget, stream: BinaryIO, listing: Listing, doors: _Doors) -> Iterator[Inside]:
    different = listing.different
    for row in listing.rows:
        if budget.is_spent:
            return
        if is_empty(row):
            continue
        try:
            one, local = entry(stream, row)
        except BadEvidence as bad:
            yield Gap(blob.origin.at(*blob.origin.path, row.name), bad.reason, "content", bad.detail)
            continue
        different += _differs(row, local)
        yield from _member(blob, budget, stream, one, doors)
    if different:
        listing.notes.append((Reason.CORRUPT, f"{different} members whose own headers name or pack them differently"))


def _differs(row: Row, local: Row) -> bool:
    """Whether the two headers of a member lead different programs to different files."""
    ending = row.name.rpartition(".")[2].lower() != local.name.rpartition(".")[2].lower()
    length = local.packed not in (0, row.packed) and not local.flags & records.LATER
    return ending or length or row.method != local.method or (row.flags ^ local.flags) & records.ENCRYPTED != 0


def _hidden(
    blob: Blob, budget: Budget, stream: BinaryIO, listing: Listing, doors: _Doors, members: list[Member]
) -> Iterator[Inside]:
    if listing.cut:
        # What no kept row covers belongs to members whose rows were not kept, which was told.
        return
    for found in hidden(stream, listing):
        if isinstance(found, Entry):
            members.append(_line(found.row))
            yield from _member(blob, budget, stream, found, doors)
        elif not _is_anothers(blob, found):
            begin, end = found
            yield from stored(blob, budget, f"(data at byte {begin})", begin, end - begin, by="zip")
            yield from beyond(blob, budget, begin, end, by="zip")
    if members and listing.rows:
        listing.notes.append((Reason.CORRUPT, f"{len(members)} members that the archive's directory does not list"))


def _is_anothers(blob: Blob, found: tuple[int, int]) -> bool:
    """Whether what lies before or behind the archive is looked at by the format that the file's beginning is of.

    A self-extracting archive is a program; a notebook, a disc or another archive may keep a zip as its last file.
    """
    begin, end = found
    if begin and end < blob.content.size:
        return False
    head = Head.of(blob)
    return (begin, end) == (0, blob.content.size) or any(
        one.recognises(head) for one in load().values() if one.name != FORMAT.name and not one.last_resort
    )


def _member(blob: Blob, budget: Budget, stream: BinaryIO, one: Entry, doors: _Doors) -> Iterator[Inside]:
    if one.is_encrypted:
        yield from _unlocked(blob, budget, stream, one, doors)
    elif one.method == 0 and not one.blind and one.row.packed == one.row.size:
        yield from _checked(blob, budget, stream, one)
    else:
        yield from taken(blob, budget, one.row.name, flow(unpacked(one, packed(stream, one))), by="zip")


def _checked(blob: Blob, budget: Budget, stream: BinaryIO, one: Entry) -> Iterator[Inside]:
    """A stored member, where it lies; its checksum is that of another content in a damaged one."""
    try:
        for _ in unpacked(one, packed(stream, one)):
            budget.check()
    except BadEvidence as bad:
        yield Gap(blob.origin.at(*blob.origin.path, one.row.name), bad.reason, "content", bad.detail)
    yield from stored(blob, budget, one.row.name, one.at, one.row.packed, by="zip")


def _unlocked(blob: Blob, budget: Budget, stream: BinaryIO, one: Entry, doors: _Doors) -> Iterator[Inside]:
    if budget.is_spent:
        return
    origin = blob.origin.at(*blob.origin.path, one.row.name)
    try:
        kept = _tried(budget, stream, one, doors)
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, "content", bad.detail)
        return
    if kept is None:
        doors.shut += 1
        return
    for reason, detail in shortfalls(kept):
        yield Gap(origin, reason, "content", detail)
    yield blob.inner(one.row.name, kept, by="zip-encrypted")


def _tried(budget: Budget, stream: BinaryIO, one: Entry, doors: _Doors) -> Kept | None:
    """The member with the first password that gives all of it as it should be; a damaged one with one that fitted before."""
    damaged: bytes | None = None
    for password, origin in doors.to_try():
        kept = _with(budget, stream, one, password, doors)
        if kept is not None and not kept.fault:
            doors.proven.setdefault(password, origin)
            return kept
        if kept is not None and (password in doors.proven or one.strength):
            damaged = damaged or password
    return _with(budget, stream, one, damaged, doors) if damaged is not None else None


def _with(budget: Budget, stream: BinaryIO, one: Entry, password: bytes, doors: _Doors) -> Kept | None:
    doors.tries += 1
    given = decrypted(stream, one.locked, password)
    if given is None:
        return None
    try:
        return budget.keep(flow(unpacked(one, given)))
    except BadEvidence as bad:
        if budget.is_spent or bad.reason is Reason.UNSUPPORTED:
            raise
        return None


FORMAT = Format("zip", 110, recognises, opened)
