"""The whole way of a run: survey every source, do every piece, and say what each source's minimum still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mimawari import knowledge
from mimawari.engine import tasks
from mimawari.engine.correspondence import Post
from mimawari.engine.executors import Executor, Lost
from mimawari.engine.items import Worked
from mimawari.engine.ledger import collect
from mimawari.engine.settings import Settings
from mimawari.engine.trails import Trail
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Gap, Item, Part, Reason, Source
from mimawari.sources import Evidence, Piece, Survey

Progress = Callable[[int, int, str], None]


Told = Callable[[Item], None]
Earlier = Mapping[Evidence, tuple[Part, ...]]
AGAIN = "again"
"""How the key of a piece begins that opens some mails once more."""
_AT_ONCE, _UNDER_WAY = 50, 16
"""So many mails a piece of the second round, and so many of its pieces at once: what is known of them waits on the disk."""


@dataclass(slots=True)
class _Open:
    evidence: Evidence
    survey: Survey
    left: set[str]
    parts: list[Part] = field(default_factory=list)
    post: Post | None = None
    before: dict[tuple[str, ...], tuple[Finding, ...]] = field(default_factory=dict)
    second: Iterator[list[Trail]] | None = None


def walk(
    evidence: Iterable[Evidence],
    settings: Settings,
    executor: Executor,
    progress: Progress | None = None,
    told: Told | None = None,
    earlier: Earlier | None = None,
) -> Iterator[Source]:
    """Each source as soon as it is done. *progress* is told pieces done, pieces known so far, and which was last.

    *told* gets each item of a source of items as soon as it is done (if *settings* ask for them). *earlier* are parts of former
    runs: those that are of the same source are in it as they were.
    """
    run = _Run(settings, executor, told, earlier or {})
    for item in evidence:
        run.open(item)
    for tag, result in executor.results():
        yield from run.take(tag, result)
        if progress:
            progress(run.done, run.known, str(tag[0].path))


class _Run:
    def __init__(self, settings: Settings, executor: Executor, told: Told | None, earlier: Earlier) -> None:
        self._settings, self._executor = settings, executor
        self._told, self._earlier = told, earlier
        self._known = knowledge.load(settings.knowledge)
        self._opened: dict[Evidence, _Open] = {}
        self._met: set[Evidence] = set()
        self.done = self.known = 0

    def open(self, item: Evidence) -> None:
        if item in self._met:
            return
        self._met.add(item)
        self._submit((item, None), tasks.survey, item, self._settings)

    def _submit(self, tag: tuple[Evidence, Piece | None], task: Callable[..., object], *given: object) -> None:
        self.known += 1
        self._executor.submit(tag, task, *given)

    def take(self, tag: tuple[Evidence, Piece | None], result: object) -> Iterator[Source]:
        self.done += 1
        item, work = tag
        if work is None:
            yield from self._surveyed(item, result)
        else:
            yield from self._worked(self._opened[item], work, result)

    def _surveyed(self, item: Evidence, result: object) -> Iterator[Source]:
        found = result if isinstance(result, Survey) else _unsurveyed(item, result)
        found = _still(found, self._earlier.get(item, ()))
        for child in found.children:
            self.open(child)
        if found.children and not found.gaps:
            return
        opened = _Open(item, found, {work.key for work in found.pieces})
        opened.parts.append(tasks.first_part(item, found, self._settings))
        self._opened[item] = opened
        for work in found.pieces:
            self._submit((item, work), tasks.piece, item, found, work, self._settings)
        if not found.pieces:
            yield self._close(opened)

    def _worked(self, opened: _Open, work: Piece, result: object) -> Iterator[Source]:
        if isinstance(result, Worked):
            self._take(opened, result)
        else:
            lost = result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result")
            opened.parts.append(tasks.failed(opened.evidence, opened.survey, work, self._settings, lost.reason, lost.detail))
        opened.left.discard(work.key)
        if opened.post and (opened.second or not opened.left):
            self._second_round(opened, opened.post)
        if not opened.left:
            yield self._close(opened)

    def _take(self, opened: _Open, worked: Worked) -> None:
        opened.parts.append(worked.part)
        for item in worked.items:
            if self._told:
                self._told(item)
        if worked.trails:
            opened.post = opened.post or Post()
            opened.post.add(worked.trails)
        wanted = dict(worked.again)
        for trail in worked.trails:
            if opened.post and trail.path in wanted:
                opened.post.put_off(trail)
        opened.before |= {path: found for path, found in wanted.items() if found}

    def _second_round(self, opened: _Open, post: Post) -> None:
        """Have those mails opened once more of which the others may tell something, a few pieces at a time."""
        opened.second = opened.second or post.waiting(_AT_ONCE)
        while len(opened.left) < _UNDER_WAY:
            trails = next(opened.second, None)
            if trails is None:
                post.close()
                opened.post = opened.second = None
                return
            self._once_more(opened, post, trails)

    def _once_more(self, opened: _Open, post: Post, trails: list[Trail]) -> None:
        paths = tuple(trail.path for trail in trails)
        notes = {one.path: replace(post.note(one), before=opened.before.pop(one.path, ())) for one in trails}
        place = 2 if opened.evidence.inside else 1
        key = f"{AGAIN};{paths[0][place - 1]};" + ",".join(path[place] for path in paths)
        work = Piece(key, ("content", "message"), again=paths, keep=opened.survey.pieces[0].keep)
        opened.left.add(work.key)
        self._submit((opened.evidence, work), tasks.piece, opened.evidence, opened.survey, work, self._settings, notes)

    def _close(self, opened: _Open) -> Source:
        found = opened.survey
        ought = self._known.minimum.get(found.kind, ("content",))
        opened.parts += [part for part in self._earlier.get(opened.evidence, ()) if part.source == found.source]
        opened.parts.append(_unmet(opened, ought, self._known, self._settings))
        parts = sorted((part for part in opened.parts if part.findings or part.gaps or part.looked), key=lambda part: part.id)
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
        )


def _still(found: Survey, earlier: tuple[Part, ...]) -> Survey:
    """The survey of what could not be opened this time, as one of what was looked at earlier: that still stands."""
    if found.pieces or not found.gaps or not earlier:
        return found
    source = earlier[0].source
    gaps = (replace(gap, origin=replace(gap.origin, source=source)) for gap in found.gaps)
    return replace(found, source=source, gaps=tuple(gaps))


def _unsurveyed(item: Evidence, result: object) -> Survey:
    lost = result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result")
    gap = Gap(tasks.lost(item, tasks.UNKNOWN, ()).origin(item), lost.reason, "content", lost.detail)
    return tasks.lost(item, tasks.UNKNOWN, (gap,))


def _unmet(opened: _Open, ought: Iterable[str], known: Knowledge, settings: Settings) -> Part:
    """A gap for each row of the minimum that nobody looked at and nobody excused."""
    met = {looked.kind for part in opened.parts for looked in part.looked}
    met |= {gap.wanted for part in opened.parts for gap in part.gaps}
    origin = opened.survey.origin(opened.evidence)
    missing = (Gap(origin, Reason.MISSING, wanted) for wanted in sorted(set(ought) - met))
    gaps = [replace(gap, remedy=known.remedy(gap, opened.survey.kind)) for gap in missing]
    return collect(gaps, opened.survey.source, "minimum", known.version, settings.out)
