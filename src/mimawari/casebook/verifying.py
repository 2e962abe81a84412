"""Whether a case is as it was written: each entry's hash, its bond to the one before, and what was seen last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mimawari.casebook.kept import Kept, reports_of
from mimawari.casebook.remembered import Head
from mimawari.model.case_record import START, Entry
from mimawari.model.japan_time import both
from mimawari.model.words import Words

_MOST_PLACES = 2000
"""For so many places it is tried whether a changed entry was written for them: more only cost time."""


class FaultKind(StrEnum):
    """What is wrong."""

    CHANGED = "changed"
    MISSING = "missing"
    LAST_MISSING = "last-missing"
    MOVED = "moved"
    UNBOUND = "unbound"
    UNREADABLE = "unreadable"
    OTHER = "other"
    REPORT_CHANGED = "report-changed"
    REPORT_MISSING = "report-missing"
    REPORT_CONFLICTS = "report-conflicts"
    STRAYS = "strays"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is wrong with the entry *number* (the first of several), and the sentence for it."""

    number: int
    kind: FaultKind
    words: Words


_SAID = {
    FaultKind.CHANGED: Words(
        en="Entry {n} was changed after it was written.",
        ja="{n}番の記録は、書き込んだあとに変えられています。",
    ),
    FaultKind.MISSING: Words(
        en="Entries are missing: {n} to {to}.",
        ja="{n}番から{to}番までの記録がありません。",
    ),
    FaultKind.LAST_MISSING: Words(
        en="The last entries are missing, or this is another copy: it ends at entry {n}, and {to} were seen on this PC, "
        "the last of {at}.",
        ja="最後の記録がないか、別の写しです。{n}番で終わっていますが、このPCでは{to}番まで確認しています。{to}番の日時：{at}。",
    ),
    FaultKind.MOVED: Words(
        en="Entry {n} stands in the wrong place: it was written as entry {to}.",
        ja="{n}番の記録は順番が変えられています。元は{to}番でした。",
    ),
    FaultKind.UNBOUND: Words(
        en="Entry {n} does not follow the entry before it: something was put in, taken out or changed there.",
        ja="{n}番の記録は、その前の記録とつながりません。間に記録が加えられたか、消されたか、変えられています。",
    ),
    FaultKind.UNREADABLE: Words(
        en="Entry {n} cannot be read: it holds something that mimawari did not write.",
        ja="{n}番の記録を読み取れません。mimawariが書いたものではない内容が入っています。",
    ),
    FaultKind.OTHER: Words(
        en="Entry {n} is another one than was seen on this PC, which was of {at}.",
        ja="{n}番の記録は、このPCで前に見たものと違います。前に見た{n}番の日時：{at}。",
    ),
    FaultKind.STRAYS: Words(
        en="Entries lie there that belong to no case of the list: a case was taken out of it, or its id was changed.",
        ja="一覧にない件の記録が残っています。件が一覧から消されたか、識別番号が書き換えられています。",
    ),
    FaultKind.REPORT_CHANGED: Words(
        en="The report of entry {n} was changed after it was added, or is damaged.",
        ja="{n}番で追加したレポートの内容が、追加したあとに変えられたか、壊れています。",
    ),
    FaultKind.REPORT_MISSING: Words(
        en="The report of entry {n} is missing.",
        ja="{n}番で追加したレポートがありません。",
    ),
    FaultKind.REPORT_CONFLICTS: Words(
        en="The report of entry {n} contradicts one that was added before; it is left out.",
        ja="{n}番で追加したレポートは、前に追加したレポートと内容が食い違うため、除いています。",
    ),
}


def fault(kind: FaultKind, number: int, to: int = 0, at: str = "") -> Fault:
    """The fault of a kind with its sentence."""
    return Fault(number, kind, _SAID[kind].fill({"n": number, "to": to, "at": both(at)}))


def faults(
    entries: Sequence[Kept], remembered: Head | None = None, contents: Mapping[str, str | None] | None = None
) -> tuple[Fault, ...]:
    """All that is wrong, by number. *entries* as they lie in the book, in its order by number.

    *remembered* is what this PC saw last. *contents* holds, by the digest that a report was added under, the digest that its
    content has now, None where there is none; without it reports are not looked at.
    """
    found = {*_own(entries), *_bonds(entries), *_seen(entries, remembered)}
    if contents is not None:
        found.update(_reports(entries, contents))
    return tuple(sorted(found))


def _own(entries: Sequence[Kept]) -> Iterator[Fault]:
    """Entries that do not have the hash that was written beside them."""
    changed = [one for one in entries if one.entry is None or one.entry.hash != one.hash or one.entry.number != one.number]
    places = sorted({one.number for one in changed} | _holes(entries))[:_MOST_PLACES]
    for one in changed:
        if one.entry is None:
            yield fault(FaultKind.UNREADABLE, one.number)
        elif was := _written_as(one.entry, one.hash, places):
            yield fault(FaultKind.MOVED, one.number, was)
        else:
            yield fault(FaultKind.CHANGED, one.number)


def _holes(entries: Sequence[Kept]) -> set[int]:
    """The numbers that are missing, as far as anybody would try them."""
    there = {one.number for one in entries}
    last = min(max(there, default=0), len(entries) + _MOST_PLACES)
    return {number for number in range(1, last + 2) if number not in there}


def _written_as(entry: Entry, hash_: str, places: Sequence[int]) -> int | None:
    """The place that the entry had when its hash was made, where it is one of *places*."""
    return next((place for place in places if place != entry.number and replace(entry, number=place).hash == hash_), None)


def _bonds(entries: Sequence[Kept]) -> Iterator[Fault]:
    """Numbers that are missing, and entries that are not bound to the one before them."""
    number, hash_ = 0, START
    for one in entries:
        if one.number > number + 1:
            yield fault(FaultKind.MISSING, number + 1, one.number - 1)
        elif one.number <= number or (one.entry is not None and one.entry.previous != hash_):
            yield fault(FaultKind.UNBOUND, one.number)
        number, hash_ = one.number, one.hash


def _seen(entries: Sequence[Kept], remembered: Head | None) -> Iterator[Fault]:
    """What is otherwise than this PC saw it."""
    if remembered is None:
        if not entries:  # a case begins with an entry
            yield fault(FaultKind.MISSING, 1, 1)
        return
    if remembered.is_in(entries):
        return
    last = entries[-1].number if entries else 0
    if last < remembered.number:
        yield fault(FaultKind.LAST_MISSING, last, remembered.number, remembered.at)
    else:
        yield fault(FaultKind.OTHER, remembered.number, at=remembered.at)


def _reports(entries: Sequence[Kept], contents: Mapping[str, str | None]) -> Iterator[Fault]:
    for one in entries:
        for name in reports_of(one.entry) if one.entry else ():
            has = contents.get(name)
            if has is None:
                yield fault(FaultKind.REPORT_MISSING, one.number)
            elif has != name:
                yield fault(FaultKind.REPORT_CHANGED, one.number)
