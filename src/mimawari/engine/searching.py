"""A mailbox that is only searched: its mails are asked, and none is checked. What they carry stays closed, which is always said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from mimawari import formats, sources
from mimawari.engine.guard import guarded
from mimawari.engine.opening import CONTENT
from mimawari.engine.settings import Settings
from mimawari.engine.witness import Witness
from mimawari.formats import Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.glimpse import glimpse
from mimawari.model import Blob, Gap, Looked, Message, Reason, Testimony
from mimawari.model.testimony import TESTIMONY
from mimawari.sources import Evidence, Seen, Survey

CLOSED = "closed-mail"
"""What a mailbox lacks that was only searched: its mails were not checked."""
SEARCHED = "searched-mail"
"""Counted: mails that were asked, and not checked."""
_BOX = "mbox"
_OF_MAILS = frozenset({"message", "msg", _BOX, "failure-report"})
"""The formats of mails, and of what says which mail came back; no other is opened."""


def is_searched(settings: Settings, evidence: Evidence, found: Survey) -> bool:
    """Whether the source is one of mails that the user wants only to be asked."""
    kind = sources.load().get(found.kind)
    return bool(settings.inquest and kind and settings.inquest.only_searches(evidence, kind))


def closed(evidence: Evidence, found: Survey) -> Gap:
    """That nothing in this mailbox was checked: without it somebody would take the silence for an all-clear."""
    return Gap(found.origin(evidence), Reason.UNSUPPORTED, CLOSED)


def searched(seen: Iterable[Seen], budget: Budget, witness: Witness, reraise: bool) -> Iterator[Gap | Looked]:
    """All of *seen* asked by *witness*; what could not be asked is told. Each mail has a budget of its own, like *budget*."""
    for thing in seen:
        if isinstance(thing, Blob):
            search = partial(_search, thing, _Way(budget.renewed(), witness, reraise))
            yield from guarded(search, thing.origin, (CONTENT,), "search", reraise)
        elif isinstance(thing, Gap | Looked):
            yield thing


@dataclass(frozen=True, slots=True)
class _Way:
    """How one item is asked."""

    budget: Budget
    witness: Witness
    reraise: bool


def _search(blob: Blob, way: _Way) -> Iterator[Gap | Looked]:
    seen = glimpse(blob, way.witness.inquest.firm, way.budget)
    gaps = seen.gaps if seen else ()
    yield from gaps
    if seen and way.witness.passes(seen):
        yield Looked(SEARCHED, 1)
        return
    for thing in way.witness.over(_opened(blob, way), blob):
        if isinstance(thing, Gap | Looked) and thing not in gaps:
            yield thing


def _opened(blob: Blob, way: _Way) -> Iterator[Testimony | Gap | Looked]:
    """What the mail, or each of the mails, in *blob* testifies."""
    if not way.budget.take_thing(len(blob.within)):
        return
    known = [one for one in formats.recognised(Head.of(blob)) if one.name in _OF_MAILS]
    if not known:
        yield Gap(blob.origin, Reason.UNSUPPORTED, CONTENT, blob.name)
    for one in known:
        inside = guarded(partial(one.open, blob, way.budget), blob.origin, (CONTENT,), one.name, way.reraise)
        yield from _asked(inside, blob, way)


def _asked(inside: Iterable[Inside | Gap], blob: Blob, way: _Way) -> Iterator[Testimony | Gap | Looked]:
    """*inside* as far as the mail itself: behind it comes what it carries."""
    for thing in inside:
        if isinstance(thing, Message):
            yield Looked(SEARCHED, 1)
            asked = partial(way.witness.ask, blob, thing)
            yield from guarded(asked, blob.origin, (TESTIMONY,), TESTIMONY, way.reraise)
            return
        if isinstance(thing, Blob) and thing.within[-1:] == (_BOX,):
            yield from _search(thing, way)
        elif isinstance(thing, Testimony | Gap):
            yield thing
