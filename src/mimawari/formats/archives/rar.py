"""A RAR archive: its list, and the members that are only stored. What is compressed cannot be read here."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import LISTED, MOST, stored
from mimawari.formats.archives.rar_list import NEW, OLD, Packed, entries
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason
from mimawari.trees.faults import parsing

_ENCRYPTED = "{} members are encrypted with RAR's encryption, which cannot be opened here"
_PACKED = "{} members are compressed with RAR, which cannot be unpacked here"
_SPLIT = "{} members go on in another part of the archive, which is not here"


def recognises(head: Head) -> bool:
    """By the signatures of RAR 4 and 5."""
    return head.start.startswith((OLD, NEW))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Its stored members, gaps for the others, and the archive itself."""
    members: list[Member] = []
    count = 0
    shut: dict[tuple[Reason, str], int] = {}
    with blob.content.open() as stream:
        found = entries(stream, blob.content.size)
        try:
            while (one := _next(found)) and count < MOST and not budget.is_spent:
                count += 1
                if len(members) < LISTED:
                    members.append(Member(name=one.name, size=one.size, packed=one.packed, encrypted=one.is_encrypted))
                why = _why(one)
                if why:
                    shut[why] = shut.get(why, 0) + 1
                elif one.size:
                    yield from stored(blob, budget, one.name, one.at, min(one.packed, one.size), by="rar")
        except BadEvidence as bad:
            yield Gap(blob.origin, bad.reason, "content", bad.detail)
    if count == MOST:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {MOST} members, the rest was not opened")
    for (reason, detail), times in sorted(shut.items()):
        yield Gap(blob.origin, reason, "content", detail.format(times))
    yield Archive(**blob.common, form="rar", members=tuple(members), count=count)


def _next(found: Iterator[Packed]) -> Packed | None:
    with parsing("RAR", error):
        return next(found, None)


def _why(one: Packed) -> tuple[Reason, str] | None:
    """Why a member cannot be read; None for one that can, or that has nothing in it."""
    if one.is_folder or not one.packed:
        return None
    if one.is_encrypted:
        return Reason.ENCRYPTED, _ENCRYPTED
    if one.is_split:
        return Reason.MISSING, _SPLIT
    return None if one.is_stored else (Reason.UNSUPPORTED, _PACKED)


FORMAT = Format("rar", 116, recognises, opened)
