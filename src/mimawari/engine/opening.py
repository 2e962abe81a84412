"""Opens what is closed, to any depth, under one budget: blobs go in, what is inside comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from mimawari import formats
from mimawari.engine.guard import guarded
from mimawari.formats import Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Artifact, BadEvidence, Blob, Gap, Looked, Reason

CONTENT = "content"
"""What is lost with something that could not be opened."""

Opened = Artifact | Gap | Looked


def knowing(seen: Iterable[Inside], passwords: tuple[str, ...]) -> Iterator[Inside]:
    """All of *seen*; each blob with *passwords* before its own."""
    for thing in seen:
        yield replace(thing, passwords=(*passwords, *thing.passwords)) if isinstance(thing, Blob) else thing


def opened(seen: Iterable[Inside], budget: Budget, reraise: bool = False) -> Iterator[Opened]:
    """All of *seen*, and in the place of each blob what is inside it. Each blob that a format took counts as looked at."""
    for thing in seen:
        if isinstance(thing, Blob):
            yield from _open(thing, budget, reraise)
        else:
            yield thing


def _open(blob: Blob, budget: Budget, reraise: bool) -> Iterator[Opened]:
    found = guarded(partial(_recognised, blob, budget), blob.origin, (CONTENT,), "recognise", reraise)
    for one in found:
        if isinstance(one, Gap):
            yield one
            continue
        yield Looked(CONTENT, 1)
        inside = guarded(partial(one.open, blob, budget), blob.origin, (CONTENT,), one.name, reraise)
        yield from opened(inside, budget, reraise)


def _recognised(blob: Blob, budget: Budget) -> list[formats.Format]:
    budget.take_thing(len(blob.within))
    known = formats.recognised(Head.of(blob))
    if not known:
        raise BadEvidence(Reason.UNSUPPORTED, blob.name)
    return known
