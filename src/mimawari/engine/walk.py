"""The whole way of a run: survey every source, do every piece, and say what each source's minimum still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from mimawari import knowledge
from mimawari.engine import tasks
from mimawari.engine.duty import duties
from mimawari.engine.executors import Executor, Lost
from mimawari.engine.items import Path, Worked
from mimawari.engine.ledger import collect
from mimawari.engine.patrol import Patrol
from mimawari.engine.rounds import Notes, Rounds
from mimawari.engine.scanning import scan
from mimawari.engine.searching import CLOSED, is_searched
from mimawari.engine.settings import Settings
from mimawari.engine.turns import Turns
from mimawari.engine.under_way import Open, is_without_windows, rounds, still, unmet, unsurveyed
from mimawari.engine.using import Using
from mimawari.engine.watch import Watch
from mimawari.model import Item, Part, Reason, Source, Testimony
from mimawari.sources import Evidence, Piece, Survey, all_files, evidence_folder, single_file
from mimawari.sources.scan import Folders

Progress = Callable[[int, int, str], None]
Told = Callable[[Item], None]
Heard = Callable[[tuple[Testimony, ...]], None]
Earlier = Mapping[Evidence, tuple[Part, ...]]
_MOST_ITEMS = 1_000_000
"""More mails than a piece of a mailbox may have."""


def walk(
    evidence: Iterable[Evidence],
    settings: Settings,
    executor: Executor,
    progress: Progress | None = None,
    told: Told | None = None,
    earlier: Earlier | None = None,
    watch: Watch | None = None,
    heard: Heard | None = None,
) -> Iterator[Source]:
    """Each source as soon as it is done. *progress* is told pieces done, pieces known so far, and which was last.

    *told* gets each item of a source of items as soon as it is done (if *settings* ask for them). *earlier* are parts of former
    runs: those that are of the same source are in it as they were. *watch* is told how full scans go on.
    *heard* is given all testimony of an inquest at the end.
    """
    run = _Run(settings, executor, told, earlier or {}, watch)
    yield from run.all_of(evidence, progress)
    yield from run.heard()
    if heard:
        heard(run.testimony)


def listen(evidence: Iterable[Evidence], settings: Settings, executor: Executor) -> tuple[Testimony, ...]:
    """All that *evidence* testifies to the inquest of *settings*; what else is found in it is nobody's concern here."""
    run = _Run(settings, executor, None, {}, None)
    for _ in run.all_of(evidence, None):
        pass
    return run.testimony


class _Run:
    def __init__(self, settings: Settings, executor: Executor, told: Told | None, earlier: Earlier, watch: Watch | None) -> None:
        self._settings, self._executor, self._watch = settings, executor, watch
        self._told, self._earlier = told, earlier
        self._known, self._using = knowledge.load(settings.knowledge), Using(settings)
        self._opened: dict[Evidence, Open] = {}
        self._met: set[Evidence] = set()
        self._found: set[Evidence] = set()
        self._turns = Turns.of(settings, self._known)
        self._done = self._submitted = 0

    def all_of(self, evidence: Iterable[Evidence], progress: Progress | None) -> Iterator[Source]:
        """Every source of it, those that wait for their turn too."""
        for item in evidence:
            self._open(item)
        while self._done < self._submitted or self._turns.has_more:
            for tag, result in self._executor.results():
                yield from self._take_result(tag, result)
                if progress:
                    progress(self._done, self._submitted, str(tag[0].path))
            yield from self._next_turn()

    def _next_turn(self) -> Iterator[Source]:
        """Begin with the sources that waited until all before them were heard."""
        self._settings, waited = self._turns.begun(self._settings)
        for opened in waited:
            yield from self._begin(opened.evidence, opened)

    def heard(self) -> Iterator[Source]:
        """What all testimony amounts to, if it was asked."""
        if self._turns.hearing:
            yield self._turns.hearing.source()

    @property
    def testimony(self) -> tuple[Testimony, ...]:
        """All that was testified so far."""
        return tuple(self._turns.hearing.testimony) if self._turns.hearing else ()

    def _open(self, item: Evidence) -> None:
        if item in self._met:
            return
        self._met.add(item)
        self._submit((item, None), tasks.survey, item, self._settings)

    def _submit(self, tag: tuple[Evidence, Piece | None], task: Callable[..., object], *given: object) -> None:
        self._submitted += 1
        self._executor.submit(tag, task, *given, size=tag[1].size if tag[1] else 0)

    def _take_result(self, tag: tuple[Evidence, Piece | None], result: object) -> Iterator[Source]:
        self._done += 1
        item, work = tag
        if work is None:
            yield from self._surveyed(item, result)
        else:
            yield from self._worked(self._opened[item], work, result)

    def _surveyed(self, item: Evidence, result: object) -> Iterator[Source]:
        found = result if isinstance(result, Survey) else unsurveyed(item, result)
        found = still(found, self._earlier.get(item, ()))
        if found.kind == evidence_folder.NAME:
            self._found.update(found.children)
        for child in found.children:
            self._open(child)
        if (found.children and not found.gaps) or self._is_scanned(item, found):
            return
        opened = Open(item, found, rounds(item, found))
        opened.parts.append(tasks.first_part(item, found, self._settings))
        self._opened[item] = opened
        if not self._turns.puts_off(opened):
            yield from self._begin(item, opened)

    def _begin(self, item: Evidence, opened: Open) -> Iterator[Source]:
        """Have the pieces of a source done."""
        found = opened.survey
        opened.patrol = Patrol.of(item, found, self._settings, self._watch, self._told)
        if opened.patrol:
            self._go_on(opened, opened.patrol)
            return
        for number, work in enumerate(found.pieces):
            self._do(opened, replace(work, order=number * _MOST_ITEMS))
        if not found.pieces:
            yield self._close(opened)

    def _is_scanned(self, item: Evidence, found: Survey) -> bool:
        """Whether it is a folder of evidence, or a file of one, or an image without a Windows, that a full scan reads anyway."""
        is_file_of_folder = found.kind == single_file.NAME and bool(item.inside)
        if not is_file_of_folder and found.kind != evidence_folder.NAME and not is_without_windows(found):
            return False
        return any(one.forced == all_files.NAME and one.path == replace(item, inside="").path for one in self._met)

    def _worked(self, opened: Open, work: Piece, result: object) -> Iterator[Source]:
        opened.left.discard(work.key)
        if opened.patrol and isinstance(work, Folders):
            for mailbox in opened.patrol.take(work, result):
                self._found.add(mailbox)
                self._open(mailbox)
            self._go_on(opened, opened.patrol)
        elif isinstance(result, Worked):
            self._take(opened, work, result)
        elif isinstance(result, tasks.Places):
            opened.parts.append(result.part)
            self._one_by_one(opened, work, result.paths)
        else:
            self._lost(opened, work, result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result"))
        if opened.rounds and (opened.rounds.has_begun or not opened.left):
            for again, notes in opened.rounds.more(len(opened.left)):
                self._do(opened, again, notes)
        if not opened.left:
            yield self._close(opened)

    def _go_on(self, opened: Open, patrol: Patrol) -> None:
        """Have the next pieces of a full scan done."""
        for work in patrol.more(len(opened.left)):
            opened.left.add(work.key)
            self._submit((opened.evidence, work), scan, opened.evidence, opened.survey, work, self._settings)

    def _take(self, opened: Open, work: Piece, worked: Worked) -> None:
        opened.parts.append(worked.part)
        self._turns.take(opened.survey.source, worked.testimony)
        opened.notes.pop(work.key, None)
        for item in worked.items:
            if self._told:
                self._told(item)
        if opened.rounds:
            opened.rounds.take(worked)

    def _do(self, opened: Open, work: Piece, notes: Notes | None = None) -> None:
        """Have a piece done; *notes* are what is known of the mails of the second round."""
        opened.left.add(work.key)
        if notes is not None:
            opened.notes[work.key] = notes
        self._submit((opened.evidence, work), tasks.piece, opened.evidence, opened.survey, work, self._settings, notes)

    def _lost(self, opened: Open, work: Piece, lost: Lost) -> None:
        """A worker was lost at *work*: of many mails each is tried by itself, of one it is told."""
        if opened.rounds is None or len(work.again) == 1:
            self._tell_lost(opened, work, lost)
        elif work.again:
            self._one_by_one(opened, work, work.again)
        elif work.key in opened.listed:
            opened.parts.append(tasks.failed(opened.evidence, opened.survey, work, self._settings, lost.reason, lost.detail))
        else:
            opened.listed.add(work.key)
            opened.left.add(work.key)
            self._submit((opened.evidence, work), tasks.places, opened.evidence, opened.survey, work, self._settings)

    def _one_by_one(self, opened: Open, work: Piece, paths: tuple[Path, ...]) -> None:
        notes = opened.notes.pop(work.key, None)
        for number, path in enumerate(paths):
            single = replace(work, key=f"{work.key}!{number}", again=(path,), order=work.order + number)
            self._do(opened, single, None if notes is None else {path: notes[path]})

    def _tell_lost(self, opened: Open, work: Piece, lost: Lost) -> None:
        part = tasks.failed(opened.evidence, opened.survey, work, self._settings, lost.reason, lost.detail)
        before = tuple(finding for note in (opened.notes.pop(work.key, None) or {}).values() for finding in note.before)
        part = replace(part, findings=tuple(sorted((*part.findings, *before))))
        opened.parts.append(part)
        if self._told and part.letters:
            at = part.gaps[0].origin
            self._told(Item(at, opened.survey.kind, part.letters[0], part.findings, part.gaps))

    def _close(self, opened: Open) -> Source:
        found = opened.survey
        ought = self._ought(opened.evidence, found)
        opened.parts += [part for part in self._earlier.get(opened.evidence, ()) if part.source == found.source]
        if opened.rounds:
            opened.parts += self._unopened(opened, opened.rounds)
        if opened.patrol:
            opened.parts += opened.patrol.parts()
        if is_searched(self._settings, opened.evidence, found):
            opened.parts.append(tasks.shut(opened.evidence, found, self._settings))
        opened.parts.append(unmet(opened, ought, self._known, self._settings, was_named=opened.evidence not in self._found))
        parts = sorted((part for part in opened.parts if part.findings or part.gaps or part.looked), key=lambda part: part.id)
        self._turns.close(
            found.source, is_whole=not any(gap.wanted in set(ought) - {CLOSED} for part in parts for gap in part.gaps)
        )
        del self._opened[opened.evidence]
        return Source(
            id=found.source,
            locator=opened.evidence.locator,
            kind=found.kind,
            host=found.host,
            machine=found.machine,
            seen_at=found.seen_at,
            inside=opened.evidence.inside,
            ought=tuple(sorted(ought)),
            parts=tuple(parts),
            series=found.series,
            used=(self._using.by(parts),),
        )

    def _ought(self, item: Evidence, found: Survey) -> tuple[str, ...]:
        """The minimum of its kind; where the user named sets of signatures, that they were held against it too."""
        minimum = self._known.minimum.get(found.kind, ("content",))
        if is_searched(self._settings, item, found):
            minimum = (*minimum, CLOSED)
        return duties(item, found, minimum, self._met) if self._settings.signatures.asks else minimum

    def _unopened(self, opened: Open, rounds: Rounds) -> list[Part]:
        """What the second round could not do."""
        rounds.close()
        found = opened.survey
        left = rounds.unopened(found.origin(opened.evidence))
        told = tasks.advised(left, self._known, found.kind)
        return [collect(told, found.source, "unopened", tasks.version_of(self._settings), self._settings.out)] if left else []
