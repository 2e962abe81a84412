"""Address books and order exports, each read in a worker: a hostile one costs itself, and what stood before its end is kept.

What is read goes through a file that only this run has, so that memory does not grow with it; it is gone when it was taken, and
where the run was killed, with the next run.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import gettempdir

from mimawari import knowledge
from mimawari.engine.executors import Executor, Lost
from mimawari.engine.guard import guarded
from mimawari.engine.own_folder import own_folder
from mimawari.engine.settings import Settings
from mimawari.formats.correspondents import WANTED
from mimawari.model import Gap, Looked, OrderLayout, Origin, Sighting, digest
from mimawari.sources import Evidence, contacts, orders

CONTACT, ORDER = "contact", "order"
"""As what a file is read."""
_BATCH = 500
PREFIX = "mimawari-people-"
"""How the folder begins, among the temporary files, in which read people wait to be taken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that may hold people. ``kinds``: as what it is tried, in order; ``chosen`` how orders are to be read.

    ``is_sure``: it was named as what it is, and is not looked at first. ``is_mailbox``: people may stand beside its mails.
    """

    evidence: Evidence
    kinds: tuple[str, ...] = (CONTACT, ORDER)
    chosen: OrderLayout | None = None
    is_sure: bool = False
    is_mailbox: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What a file was read as; empty: as nothing. ``full`` is why there was no room for what it holds, empty where there was."""

    kind: str
    full: str = ""


Told = Sighting | Gap | Looked


def origin_of(wanted: Wanted, kind: str) -> Origin:
    """Where a file's people and gaps are from."""
    evidence = wanted.evidence
    inside = (evidence.inside,) if evidence.inside else ()
    return Origin(digest(kind, evidence.locator, evidence.inside), evidence.locator, inside)


def books(every: Iterable[Wanted], settings: Settings, executor: Executor) -> Iterator[tuple[Wanted, Book, Iterator[Told]]]:
    """Each with what was read of it, in their order. The last has to be taken before the next is asked for.

    Of a file whose worker was lost it is what was read until then, and a gap.
    """
    with own_folder(Path(gettempdir()), PREFIX) as folder:
        waiting = [(one, folder / str(number)) for number, one in enumerate(every)]
        for one, spool in waiting:
            executor.submit(spool, book, one, spool, settings, size=_size(one.evidence.path))
        results: dict[Path, Book | Lost] = {}
        left = iter(waiting)
        turn = next(left, None)
        for spool, result in executor.results():
            results[spool] = result
            while turn and turn[1] in results:
                found = results.pop(turn[1])
                yield turn[0], *_outcome(turn[0], found, turn[1])
                turn[1].unlink(missing_ok=True)
                turn = next(left, None)


def _outcome(wanted: Wanted, found: Book | Lost, spool: Path) -> tuple[Book, Iterator[Told]]:
    if isinstance(found, Book):
        return found, _taken(spool)
    kind = wanted.kinds[0]
    gap = Gap(origin_of(wanted, kind), found.reason, WANTED, found.detail)
    return Book(kind), _then(_taken(spool), gap)


def _then(told: Iterator[Told], gap: Gap) -> Iterator[Told]:
    yield from told
    yield gap


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def book(wanted: Wanted, spool: Path, settings: Settings) -> Book:
    """Look what a file is, and write what is read of it to *spool*."""
    layouts = knowledge.load(settings.knowledge).order_layouts
    kind = next((kind for kind in wanted.kinds if wanted.is_sure or _is(kind, wanted, layouts, spool.parent)), "")
    if not kind:
        return Book("")
    origin = origin_of(wanted, kind)
    read = partial(_read, kind, wanted, origin, layouts, spool.parent)
    try:
        with os.fdopen(os.open(spool, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            told = guarded(read, origin, (WANTED,), kind, settings.reraise)
            while batch := list(islice(told, _BATCH)):
                pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
                file.flush()
    except OSError as fault:
        return Book(kind, full=fault.strerror or type(fault).__name__)
    return Book(kind)


def _is(kind: str, wanted: Wanted, layouts: tuple[OrderLayout, ...], scratch: Path) -> bool:
    path = wanted.evidence.path
    if not path.is_file():
        return False
    if kind == CONTACT:
        return contacts.in_mailbox(path) if wanted.is_mailbox else contacts.recognises(path, scratch)
    return orders.recognises(path, layouts)


def _read(kind: str, wanted: Wanted, origin: Origin, layouts: tuple[OrderLayout, ...], scratch: Path) -> Iterator[Told]:
    path = wanted.evidence.path
    return contacts.contacts(path, origin, scratch) if kind == CONTACT else orders.orders(path, origin, layouts, wanted.chosen)


def _taken(spool: Path) -> Iterator[Told]:
    """What a worker wrote, as far as it came."""
    try:
        file = spool.open("rb")
    except FileNotFoundError:
        return
    with file:
        while True:
            try:
                batch: list[Told] = pickle.load(file)  # noqa: S301  # by our own worker, in a folder of this run alone
            except (EOFError, pickle.UnpicklingError):
                return
            yield from batch
