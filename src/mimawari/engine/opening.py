"""Opens what is closed, to any depth, under one budget an item: blobs go in, what is inside comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from mimawari import formats
from mimawari.engine.decoded import Texts, is_itself
from mimawari.engine.guard import guarded
from mimawari.engine.witness import Witness
from mimawari.formats import Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.minidump import DUMP
from mimawari.formats.outlook_data import UNREAD
from mimawari.formats.scripts.reading import REST
from mimawari.formats.text import LOG
from mimawari.model import Artifact, Blob, Gap, Looked, Message, Origin, Raw, Reason, Testimony, Unrecognised
from mimawari.model.testimony import TESTIMONY
from mimawari.signatures import WANTED, Signatures
from mimawari.signatures.known_good import VOUCHED, is_vouched
from mimawari.sources import Seen

CONTENT = "content"
"""What is lost with something that could not be opened."""

MOST_GAPS = 500
"""So many of an item's gaps are told one by one."""

MAILBOX = "mailbox"
"""What a gap of a full scan wants for a mailbox of Outlook on this machine. The run looks at it by itself, so it is no hole."""

UNKNOWN = "unknown-form"
"""In a full scan: contents that no format opens. Held against signatures they count as looked at: each as a gap would hide all
others."""

Opened = Artifact | Gap | Looked


def knowing(seen: Iterable[Seen], passwords: tuple[str, ...]) -> Iterator[Seen]:
    """All of *seen*; each blob with *passwords*, which the user gave, before its own."""
    for thing in seen:
        yield replace(thing, passwords=(*passwords, *thing.passwords)) if isinstance(thing, Blob) else thing


@dataclass(frozen=True, slots=True)
class _Way:
    """How everything below one item is opened."""

    budget: Budget
    reraise: bool
    signatures: tuple[Signatures, ...]
    is_scan: bool = False
    witness: Witness | None = None


def opened(
    seen: Iterable[Seen],
    budget: Budget,
    reraise: bool = False,
    signatures: tuple[Signatures, ...] = (),
    *,
    is_scan: bool = False,
    witness: Witness | None = None,
) -> Iterator[Opened]:
    """All of *seen*, and in the place of each blob what is inside it. Each blob that a format took counts as looked at.

    Each blob of *seen* has a budget of its own, like *budget*. Every blob, at any depth, is held against *signatures*. *is_scan*:
    they are all files of a place, and not what somebody asks about one by one. *witness* hears every mail.
    """
    for thing in seen:
        if isinstance(thing, Blob):
            found = _open(thing, _Way(budget.renewed(), reraise, signatures, is_scan, witness))
            found = witness.over(found, thing) if witness else found
            yield from _told(_vouched(found, thing, signatures), thing.origin)
        else:
            if witness and isinstance(thing, Testimony):
                witness.note(thing)
            yield thing


def _vouched(found: Iterable[Opened], blob: Blob, signatures: tuple[Signatures, ...]) -> Iterator[Opened]:
    """*found*; what could not be looked at in a file that is known to be good is no hole."""
    good: bool | None = None
    for thing in found:
        if isinstance(thing, Gap) and thing.wanted in (CONTENT, WANTED):
            good = is_vouched(blob, signatures) if good is None else good
            yield replace(thing, wanted=VOUCHED) if good else thing
        else:
            yield thing


def _told(found: Iterable[Opened], origin: Origin) -> Iterator[Opened]:
    """*found*, with one gap in the place of all beyond :data:`MOST_GAPS`."""
    count, first = 0, Reason.FAILED
    for thing in found:
        if isinstance(thing, Gap) and thing.wanted in (CONTENT, WANTED):
            count += 1
            if count > MOST_GAPS:
                first = thing.reason if count == MOST_GAPS + 1 else first
                continue
        yield thing
    if count > MOST_GAPS:
        yield Gap(origin, first, CONTENT, f"{count - MOST_GAPS} more things in it could not be looked at")


def _inside(seen: Iterable[Inside | Gap], way: _Way, blob: Blob) -> Iterator[Opened]:
    texts = Texts(blob)
    for thing in seen:
        if isinstance(thing, Blob):
            if not is_itself(thing, blob):
                yield from _open(thing, way)
        elif isinstance(thing, Raw):
            yield from _matched(thing.blob, way)
        else:
            yield thing
            if way.signatures and isinstance(thing, Artifact):
                yield from _of_texts(texts, thing, way)
            if way.witness and isinstance(thing, Message) and thing.origin == blob.origin:
                asked = partial(way.witness.ask, blob, thing)
                yield from guarded(asked, blob.origin, (TESTIMONY,), TESTIMONY, way.reraise)
        # Its content must be gone before the next one is unpacked.
        del thing


def _open(blob: Blob, way: _Way) -> Iterator[Opened]:
    found = list(guarded(partial(_recognised, blob, way), blob.origin, (CONTENT,), "recognise", way.reraise))
    if any(not isinstance(one, Gap) for one in found):
        yield from _matched(blob, way)
    for one in found:
        if isinstance(one, Gap):
            yield one
        elif isinstance(one, formats.Format):
            yield Looked(CONTENT, 1)
            inside = guarded(partial(one.open, blob, way.budget), blob.origin, (CONTENT,), one.name, way.reraise)
            yield from _inside(_scanned(inside, blob) if way.is_scan else _asked(inside), way, blob)
        else:
            yield from _unknown(blob, way)


def _unknown(blob: Blob, way: _Way) -> Iterator[Opened]:
    """What no format knows."""
    is_held = way.is_scan and way.signatures
    yield Looked(UNKNOWN, 1) if is_held else Gap(blob.origin, Reason.UNSUPPORTED, CONTENT, blob.name)
    if blob.within:
        yield Unrecognised(**blob.common)


def _scanned(inside: Iterable[Inside | Gap], blob: Blob) -> Iterator[Inside | Gap]:
    """In a full scan nobody asks what a log or a dump tells. A mailbox on disk is a source of its own."""
    for thing in inside:
        if isinstance(thing, Gap) and thing.detail == UNREAD and hasattr(blob.content, "lies_at"):
            yield replace(thing, wanted=MAILBOX)
        elif not (isinstance(thing, Gap) and thing.detail in (LOG, DUMP)):
            yield thing


def _asked(inside: Iterable[Inside | Gap]) -> Iterator[Inside | Gap]:
    """Who asks about one thing asks about all of it: the rest of a long text, a table perhaps, is a hole in that."""
    return (replace(one, wanted=CONTENT) if isinstance(one, Gap) and one.wanted == REST else one for one in inside)


def _matched(blob: Blob, way: _Way) -> Iterator[Opened]:
    """The rows of every set of signatures that fit."""
    for one in way.signatures:
        yield from guarded(partial(one.matches, blob), blob.origin, (WANTED,), "signatures", way.reraise)
    if way.signatures:
        yield Looked(WANTED, 1)


def _of_texts(texts: Texts, thing: Artifact, way: _Way) -> Iterator[Opened]:
    """The rows that fit what was decoded, which stands nowhere in the file as it is."""
    for text in texts.of(thing):
        yield from _matched(text, way)


def _recognised(blob: Blob, way: _Way) -> Iterable[formats.Format | None]:
    """The formats of *blob*, None for an unknown one; nothing where nothing more may be opened."""
    if not way.budget.take_thing(len(blob.within)):
        return []
    return formats.recognised(Head.of(blob)) or [None]
