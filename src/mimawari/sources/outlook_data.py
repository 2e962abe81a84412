"""A data file of Outlook: PST, OST or PAB. Each message in it becomes a mail that is opened like any other."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from mimawari.model import BadEvidence, Blob, Gap, Looked, Origin, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.outlook import fields, items
from mimawari.sources.outlook.items import HIDDEN, Folders
from mimawari.sources.outlook.joined import Composed
from mimawari.sources.outlook.layout import MAGIC
from mimawari.sources.outlook.letter import letter
from mimawari.sources.outlook.properties import properties
from mimawari.sources.outlook.store import Node, Store
from mimawari.trees.faults import system
from mimawari.trees.streams import open_plain

NAME = "outlook-data"
_WANTS = ("content", "message")
_MESSAGES, _PIECES = 200, 250
_SALVAGED = "+"
"""How the key of a piece ends whose messages may have to be looked for in the whole file."""
# Of their kind only what is attached is looked at.
_NO_MAIL = {"ipm.contact", "ipm.distlist", "ipm.appointment", "ipm.task", "ipm.stickynote", "ipm.activity", "ipm.configuration",
            "ipm.microsoft", "ipm.abchperson", "ipm.rule", "ipm.extendedrule", "ipm.ole.class", "ipm.aggregation"}  # fmt: skip


def recognises(evidence: Evidence) -> bool:
    """A file that begins as these files do (MS-PST 2.2.2.6)."""
    if not evidence.path.is_file():
        return False
    try:
        with open_plain(evidence.path.resolve()) as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except BadEvidence:
        return False


class _Open:
    """A file that is being looked at."""

    def __init__(self, path: Path, salvage: bool) -> None:
        self.store = Store(open_plain(path), salvage=salvage)
        self.pages = items.code_pages(self.store)
        self.folders = Folders(self.store, self.pages)


@lru_cache(maxsize=2)
def _kept(path: Path, size: int, changed: int, salvage: bool) -> _Open:  # noqa: ARG001  # a file that changed is another
    return _Open(path, salvage)


def _opened(evidence: Evidence, *, salvage: bool = False) -> _Open:
    """The file, kept open for the next piece. Raises ``BadEvidence``."""
    path = evidence.path.resolve()
    with system(path.name):
        status = path.stat()
    return _kept(path, status.st_size, status.st_mtime_ns, salvage)


def survey(evidence: Evidence) -> Survey:
    """The messages by their numbers, some hundred a piece. The file is known by its header, which changes whenever it does.

    Where its index is damaged or its end is missing, what is left of them is looked for in the whole file.
    """
    store = _opened(evidence).store
    itself = Survey(NAME, digest(NAME, hashlib.sha256(store.start).hexdigest(), store.length, evidence.inside))
    lost: dict[tuple[Reason, str], None] = {}

    def note(bad: BadEvidence) -> None:
        lost[bad.reason, bad.detail] = None

    found = items.messages(store, note)
    items.damages(store, note)
    if lost:
        found = items.messages(_opened(evidence, salvage=True).store, note)
    gaps = tuple(Gap(itself.origin(evidence), reason, "message", detail) for reason, detail in lost)
    looked = tuple(Looked(kind, 0) for kind in reversed(_WANTS))
    pieces = tuple(_pieces(found, _SALVAGED if lost else ""))
    return replace(itself, pieces=pieces, gaps=gaps, looked=looked)


def _pieces(found: array[int], mark: str) -> Iterator[Piece]:
    size = max(_MESSAGES, len(found) // _PIECES + 1)
    for at in range(0, len(found), size):
        part = found[at : at + size]
        yield Piece(f"{part[0]}-{part[-1]}{mark}", _WANTS, keep=20)


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """The messages of a piece, each as one mail."""
    opened = _opened(evidence, salvage=piece.endswith(_SALVAGED))
    first, last = map(int, piece.removesuffix(_SALVAGED).split("-"))
    for node in items.between(opened.store, first, last):
        yield from _mail(evidence, survey, opened, node)


def reopen(evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
    """The messages at *paths* once more."""
    opened = _opened(evidence, salvage=any(piece.key.endswith(_SALVAGED) for piece in survey.pieces))
    for path in paths:
        place = next(iter(path[1 + bool(evidence.inside) :]), "")
        node = opened.store.node(int(place)) if place.isdecimal() and len(place) < 12 else None
        for seen in _mail(evidence, survey, opened, node) if node else ():
            if isinstance(seen, Blob) and seen.origin.path == path:
                yield seen


def _mail(evidence: Evidence, survey: Survey, opened: _Open, node: Node) -> Iterator[Seen]:
    folder = opened.folders.path(node)
    origin = survey.origin(evidence, folder, str(node.number))
    try:
        if _is_passed_over(opened.store, node):
            return
        made = letter(opened.store, node, opened.pages)
    except BadEvidence as bad:
        # Of what was deleted the blocks may be others by now.
        if not opened.store.is_stray(node):
            yield Gap(origin, bad.reason, "message", bad.detail)
        return
    if made.message_id:
        origin = Origin(origin.source, origin.locator, (*origin.path, made.message_id))
    yield from (Gap(origin, reason, "content", detail) for reason, detail in made.faults)
    yield Blob(origin, "mail.eml", Composed(tuple(made.pieces)), media_type="message/rfc822")
    # By now it has been opened, and all of it read.
    yield from (Gap(origin, reason, "content", detail) for reason, detail in opened.store.noted())


def _is_passed_over(store: Store, node: Node) -> bool:
    """What is no mail and carries nothing: an address, a date, a setting."""
    message = properties(store, node)
    form = message.text(fields.CLASS).lower()
    is_mail = node.kind != HIDDEN and not any(f"{form}.".startswith(f"{one}.") for one in _NO_MAIL)
    return not is_mail and not any(below.kind == items.ATTACHMENT for below in message.below.values())


KIND = SourceKind(NAME, 20, recognises, survey, look, claims=recognises, reopen=reopen, turn=1)
