"""The work of a full scan: list folders into runs, and read the files of a run, each past signatures, formats and detectors."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from mimawari import detectors, knowledge, signatures, sources
from mimawari.engine import board, journal
from mimawari.engine.basis import basis
from mimawari.engine.content import filled
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.engine.guard import guarded
from mimawari.engine.ledger import collect
from mimawari.engine.opening import CONTENT, knowing, opened
from mimawari.engine.settings import Settings
from mimawari.engine.tasks import advised, version_of
from mimawari.formats.budget import Budget
from mimawari.model import Blob, Finding, Gap, Item, Letter, Looked, Origin, Part, Reason
from mimawari.signatures.watching import watch
from mimawari.sources import Evidence, Survey
from mimawari.sources.scan import Below, Dated, Filed, Folders, Ground
from mimawari.sources.scan.mapped import Times

FILE = "file"
HARD_LINK, REPLAYED = "hard-link", "unchanged-file"
"""Counted: names of a file that was read by the same name elsewhere, and files that were not read again."""
RUN_FILES, RUN_BYTES = 250, 128 << 20
"""A run of folders has about so many files, or bytes."""
_LISTED = 20_000
"""So many files and folders are listed before what is left is a piece of work of its own."""
_MOST_TOLD = 1_000
"""So many faults of a run's listing are known to who reads it; further ones are counted twice."""
_SLOW = 5.0
"""Listing goes on for so many seconds at most."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a piece gave. ``more`` is work that was met, ``rest`` what is left of this piece.

    ``begins`` are folders with which a stage begins: they may have been met before.
    ``files`` and ``size`` (bytes) are what listing met. ``trouble`` is what is wrong with the journal, if anything is.
    ``items`` are the files of which something is to be told, where somebody wants each by itself.
    """

    part: Part
    more: tuple[Folders, ...] = ()
    begins: tuple[Folders, ...] = ()
    rest: Folders | None = None
    files: int = 0
    size: int = 0
    trouble: str = ""
    items: tuple[Item, ...] = ()


def scan(evidence: Evidence, found: Survey, work: Folders, settings: Settings) -> Scanned:
    """Do one piece of a full scan."""
    files = sources.load()[found.kind].files
    assert files is not None, "only for a kind of source that reads file by file"
    ground = files(evidence, found)
    if work.is_listing:
        return _list(ground, found, work, settings)
    return _Reader(ground, found, work, settings).all()


def _list(ground: Ground, found: Survey, work: Folders, settings: Settings) -> Scanned:
    """The runs of the folders of *work* and below, and the faults: what is below may be lost though the reader meets none."""
    runs, until = _Runs(work), time.monotonic() + _SLOW
    waiting, begins, gaps = list(reversed(work.folders)), [], []
    while waiting and runs.seen < _LISTED and time.monotonic() < until:
        folder = waiting.pop()
        listed = partial(ground.listed, folder)
        below = []
        for thing in guarded(listed, ground.at(folder), (FILE,), "listing", settings.reraise):
            if not isinstance(thing, Below):
                runs.count(thing)
                gaps += [thing] if isinstance(thing, Gap) else []
            elif thing.stage is None:
                below.append(thing.folder)
            else:
                begins.append(replace(work, folders=(thing.folder,), stage=thing.stage))
        runs.end(folder)
        waiting += reversed(below)
    runs.flush()
    left = [replace(work, folders=tuple(reversed(waiting)))] if waiting else []
    part = _collected(gaps, found, work, settings) if gaps else Part(found.source, work.key, "")
    return Scanned(part, (*runs.found, *left), tuple(begins), files=runs.files, size=runs.size)


def _collected(told: Iterable[Outcome], found: Survey, work: Folders, settings: Settings) -> Part:
    known = knowledge.load(settings.knowledge)
    told = advised(told, known, found.kind)
    return collect(told, found.source, work.key, version_of(settings), settings.out, work.keep, is_scan=True)


@dataclass(slots=True)
class _Runs:
    """Folders with files in them, put together until they are work enough."""

    work: Folders
    found: list[Folders] = field(default_factory=list)
    files: int = 0
    size: int = 0
    seen: int = 0
    _folders: list[str] = field(default_factory=list)
    _has_something: bool = False
    _files: int = 0
    _size: int = 0
    _told: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, thing: Filed | Gap | Looked) -> None:
        """Something in the folder that is being listed."""
        self._has_something, self.seen = True, self.seen + 1
        if isinstance(thing, Filed) and not thing.is_folder:
            self._files, self._size = self._files + 1, self._size + thing.size
            self.files, self.size = self.files + 1, self.size + thing.size
        if isinstance(thing, Gap) and len(self._told) < _MOST_TOLD:
            self._told.append((_told(thing), str(thing.reason), thing.detail))

    def end(self, folder: str) -> None:
        """That was all of it."""
        self.seen += 1
        if self._has_something:
            self._folders.append(folder)
            self._has_something = False
        if self._files >= RUN_FILES or self._size >= RUN_BYTES:
            self.flush()

    def flush(self) -> None:
        """A run of what is there."""
        if self._folders:
            lost = (*self.work.lost, *self._told)
            self.found.append(replace(self.work, folders=tuple(self._folders), is_listing=False, lost=lost))
        self._folders, self._told, self._files, self._size = [], [], 0, 0


def _told(gap: Gap) -> str:
    """Stands among what was lost for a gap that listing told, so that it is not counted twice. No key of a file has a NUL."""
    return f"\0{gap.id}"


class _Reader:
    """Reads the files of a run, until its time is over."""

    def __init__(self, ground: Ground, found: Survey, work: Folders, settings: Settings) -> None:
        self._ground, self._found, self._work, self._settings = ground, found, work, settings
        self._known = knowledge.load(settings.knowledge)
        self._rows = signatures.ready(settings.signatures, settings.knowledge)
        self._bench = _bench(settings.knowledge, settings.reraise)
        self._budget = Budget(passwords=self._known.marks["common-passwords"], watch=watch(self._rows))
        self._lost = {path: (reason, detail) for path, reason, detail in work.lost}
        self._until = time.monotonic() + settings.scan.seconds
        self._rest: Folders | None = None
        self._items: list[Item] = []
        at = settings.scan.journal
        rules = basis(self._known.version, settings.knowledge, self._rows)
        self._journal = journal.opened(journal_path(at, found.place), rules) if at else None
        self._times = Times()
        self._desk = board.desk(settings.scan.board) if settings.scan.board else None

    def all(self) -> Scanned:
        """The whole run, or as much of it as its time allows."""
        told = advised(self._outcomes(), self._known, self._found.kind)
        settings, work = self._settings, self._work
        part = collect(told, self._found.source, work.key, version_of(settings), settings.out, work.keep, is_scan=True)
        return Scanned(part, rest=self._rest, trouble=self._journal.trouble if self._journal else "", items=tuple(self._items))

    def _outcomes(self) -> Iterator[Outcome]:
        folders = self._work.folders
        yield from (Looked(want, 0) for want in self._work.wants)
        for number, folder in enumerate(folders):
            after = self._work.after if not number else ""
            last = yield from self._folder(folder, after)
            if last:
                self._rest = replace(self._work, folders=folders[number:], after=last)
            elif self._is_over() and folders[number + 1 :]:
                self._rest = replace(self._work, folders=folders[number + 1 :], after="")
            if self._rest:
                return

    def _is_over(self) -> bool:
        return time.monotonic() > self._until

    def _folder(self, folder: str, after: str) -> Generator[Outcome, None, str]:
        """What is behind *after*. Gives the last name that was read where the time was over before the end, else nothing."""
        last, origin, is_passed = after, self._ground.at(folder), not after
        listed = partial(self._ground.listed, folder)
        for thing in guarded(listed, origin, (FILE,), "listing", self._settings.reraise):
            # All of one name are read in one go: a damaged folder may hold several, and the rest begins behind the name.
            is_passed = is_passed or (isinstance(thing, Filed) and thing.name > after)
            if not is_passed or isinstance(thing, Below):
                continue
            if not isinstance(thing, Filed):
                yield from () if isinstance(thing, Gap) and _told(thing) in self._lost else (thing,)
                continue
            # Only behind a name that this piece read: so each makes progress.
            if last not in (after, thing.name) and self._is_over():
                return last
            yield from self._filed(thing, origin)
            last = thing.name
        return ""

    def _filed(self, filed: Filed, origin: Origin) -> Iterator[Outcome]:
        for thing in guarded(filed.dated, origin, (FILE,), filed.name, self._settings.reraise):
            if isinstance(thing, Gap):
                yield thing
            else:
                yield from self._told(thing.blob.origin, self._file(thing))
        if self._desk and not filed.is_folder:
            self._desk.done(self._found.source, self._work.key, filed.size)

    def _told(self, at: Origin, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """What a file gave; where somebody wants each file by itself, and there is something to say of it, as an item too."""
        if not self._settings.items:
            yield from outcomes
            return
        found = list(advised(outcomes, self._known, self._found.kind))
        findings = tuple(sorted(one for one in found if isinstance(one, Finding)))
        gaps = tuple(one for one in found if isinstance(one, Gap))
        if findings or gaps:
            opened = sum(one.count for one in found if isinstance(one, Looked) and one.kind == FILE)
            self._items.append(Item(at, self._found.kind, Letter(at.path), findings, gaps, opened))
        yield from found

    def _file(self, file: Dated) -> Iterator[Outcome]:
        at, kept = file.blob.origin, None
        if self._journal:
            if file.same and not self._journal.is_first(file.key, file.same, self._ground.holds):
                yield Looked(HARD_LINK, 1)
                return
            if not self._settings.scan.again:
                kept = self._journal.recall(file.key, file.stamp, at, bool(self._settings.passwords))
        if kept is not None:
            yield Looked(REPLAYED, 1)
            yield from kept
        else:
            yield from self._read(file)

    def _read(self, file: Dated) -> Iterator[Outcome]:
        if file.key in self._lost:
            reason, detail = self._lost[file.key]
            yield Gap(file.blob.origin, Reason(reason), CONTENT, detail)
            return
        if self._desk:
            self._desk.begin(self._found.source, self._work.key, file.key)
        # Asked before it is read: what a program writes meanwhile it may write without a new time.
        is_kept = self._journal is not None and self._times.tell(file.written)
        outcomes = list(self._opened(file.blob))
        if self._journal and is_kept:
            self._journal.keep(file.key, file.stamp, file.blob.origin, outcomes)
        yield from outcomes

    def _opened(self, blob: Blob) -> Iterator[Outcome]:
        """The file past everything. One without a byte holds nothing; one that cannot be opened is a gap of its own kind."""
        settings = self._settings
        for found in guarded(lambda: [filled(blob)], blob.origin, (CONTENT,), blob.name, settings.reraise):
            if isinstance(found, Gap):
                yield found
                return
            if found:
                closed = knowing([found], settings.passwords)
                yield from examine(opened(closed, self._budget, settings.reraise, self._rows, is_scan=True), self._bench)
        yield Looked(FILE, 1)


def journal_path(folder: Path, place: str) -> Path:
    """Where the journal of a ground is kept."""
    return folder / f"scan-{place}.sqlite"


@cache
def _bench(folder: Path | None, reraise: bool) -> Bench:
    return Bench(detectors.load().values(), (), knowledge.load(folder), reraise)


def lost(work: Folders, files: Iterable[str], reason: Reason, detail: str) -> Folders:
    """*work* once more, without *files*, at which its worker was lost; a try where nobody knows at which it was."""
    named = tuple((file, str(reason), detail) for file in files)
    return replace(work, lost=(*work.lost, *named), tries=0 if named else work.tries + 1)
