"""Opens what is closed, to any depth, under one budget an item: blobs go in, what is inside comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from mimawari import formats
from mimawari.engine.guard import guarded
from mimawari.formats import Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Artifact, BadEvidence, Blob, Gap, Looked, Origin, Reason, Unrecognised

CONTENT = "content"
"""What is lost with something that could not be opened."""

MOST_GAPS = 500
"""So many of an item's gaps are told one by one."""

Opened = Artifact | Gap | Looked


def knowing(seen: Iterable[Inside], passwords: tuple[str, ...]) -> Iterator[Inside]:
    """All of *seen*; each blob with *passwords*, which the user gave, before its own."""
    for thing in seen:
        yield replace(thing, passwords=(*passwords, *thing.passwords)) if isinstance(thing, Blob) else thing


def opened(seen: Iterable[Inside], budget: Budget, reraise: bool = False) -> Iterator[Opened]:
    """All of *seen*, and in the place of each blob what is inside it. Each blob that a format took counts as looked at.

    Each blob of *seen* has a budget of its own, like *budget*.
    """
    for thing in seen:
        if isinstance(thing, Blob):
            yield from _told(_open(thing, budget.renewed(), reraise), thing.origin)
        else:
            yield thing


def _told(found: Iterable[Opened], origin: Origin) -> Iterator[Opened]:
    """*found*, with one gap in the place of all beyond :data:`MOST_GAPS`."""
    count, first = 0, Reason.FAILED
    for thing in found:
        if isinstance(thing, Gap) and thing.wanted == CONTENT:
            count += 1
            if count > MOST_GAPS:
                first = thing.reason if count == MOST_GAPS + 1 else first
                continue
        yield thing
    if count > MOST_GAPS:
        yield Gap(origin, first, CONTENT, f"{count - MOST_GAPS} more things in it could not be looked at")


def _inside(seen: Iterable[Inside | Gap], budget: Budget, reraise: bool) -> Iterator[Opened]:
    for thing in seen:
        if isinstance(thing, Blob):
            yield from _open(thing, budget, reraise)
        else:
            yield thing
        # Its content must be gone before the next one is unpacked.
        del thing


def _open(blob: Blob, budget: Budget, reraise: bool) -> Iterator[Opened]:
    found = guarded(partial(_recognised, blob, budget), blob.origin, (CONTENT,), "recognise", reraise)
    for one in found:
        if isinstance(one, Gap):
            yield one
            if one.reason is Reason.UNSUPPORTED and blob.within:
                yield Unrecognised(**blob.common)
            continue
        yield Looked(CONTENT, 1)
        inside = guarded(partial(one.open, blob, budget), blob.origin, (CONTENT,), one.name, reraise)
        yield from _inside(inside, budget, reraise)


def _recognised(blob: Blob, budget: Budget) -> list[formats.Format]:
    if not budget.take_thing(len(blob.within)):
        return []
    known = formats.recognised(Head.of(blob))
    if not known:
        raise BadEvidence(Reason.UNSUPPORTED, blob.name)
    return known
