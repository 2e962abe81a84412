"""The people of many mailboxes, each surveyed and read piece by piece in workers; nothing in them is opened or judged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mimawari import knowledge, sources
from mimawari.engine import tasks
from mimawari.engine.executors import Executor, Lost
from mimawari.engine.people import Gathered, Gathering, people_piece
from mimawari.engine.settings import Settings
from mimawari.engine.under_way import unsurveyed
from mimawari.engine.walk import Progress
from mimawari.formats.correspondents import WANTED
from mimawari.model import Gap, Reason
from mimawari.sources import Evidence, Piece, Survey


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox whose reading begins or has ended."""

    evidence: Evidence
    survey: Survey


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is no mailbox: its kind by the survey. ``was_named``: by the user, and not met in a folder."""

    evidence: Evidence
    kind: str
    gaps: tuple[Gap, ...]
    was_named: bool


Met = tuple[Evidence, Gathered] | Mailbox | Other
"""What a piece gave, with its mailbox; a mailbox that is done; what is no mailbox."""


@dataclass(slots=True)
class _Open:
    survey: Survey
    left: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)


def gather(
    every: Iterable[Evidence], settings: Settings, gathering: Gathering, executor: Executor, progress: Progress | None = None
) -> Iterator[Met]:
    """All of them, in the order in which workers are done. *progress* as in :func:`~mimawari.engine.walk.walk`."""
    yield from _Gather(settings, gathering, executor, progress).all_of(every)


class _Gather:
    def __init__(self, settings: Settings, gathering: Gathering, executor: Executor, progress: Progress | None) -> None:
        self._settings, self._gathering, self._executor, self._progress = settings, gathering, executor, progress
        self._known = knowledge.load(settings.knowledge)
        self._open: dict[Evidence, _Open] = {}
        self._named: set[Evidence] = set()
        self._met: set[tuple[str, str]] = set()
        self._done = self._submitted = 0

    def all_of(self, every: Iterable[Evidence]) -> Iterator[Met]:
        for one in every:
            self._named.add(one)
            self._begin(one)
        for (evidence, work), result in self._executor.results():
            self._done += 1
            yield from self._surveyed(evidence, result) if work is None else self._took(evidence, work, result)
            if self._progress:
                self._progress(self._done, self._submitted, str(evidence.path))

    def _begin(self, evidence: Evidence) -> None:
        """Each file once, though it was named by itself and with its folder."""
        path = evidence.path
        key = (evidence.forced if path.is_dir() else "", os.path.realpath(path))
        if key not in self._met:
            self._met.add(key)
            self._submitted += 1
            self._executor.submit((evidence, None), tasks.survey, evidence, self._settings)

    def _surveyed(self, evidence: Evidence, result: object) -> Iterator[Met]:
        found = result if isinstance(result, Survey) else unsurveyed(evidence, result)
        for child in found.children:
            self._begin(child)
        kind = sources.load().get(found.kind)
        if kind is None or kind.reopen is None:
            if found.gaps or not found.children:
                yield Other(evidence, found.kind, self._advised(found.gaps, found), evidence in self._named)
            return
        opened = self._open[evidence] = _Open(found)
        if found.gaps:
            yield evidence, Gathered((), 0, gaps=self._advised(found.gaps, found))
        for work in found.pieces:
            self._submit(evidence, work)
        yield from self._closed(evidence, opened)

    def _submit(self, evidence: Evidence, work: Piece) -> None:
        opened = self._open[evidence]
        opened.left.add(work.key)
        self._submitted += 1
        given = (evidence, opened.survey, work, self._settings)
        self._executor.submit((evidence, work), people_piece, *given, self._gathering, size=work.size)

    def _took(self, evidence: Evidence, work: Piece, result: object) -> Iterator[Met]:
        opened = self._open[evidence]
        opened.left.discard(work.key)
        if isinstance(result, Gathered):
            yield evidence, replace(result, gaps=self._advised(result.gaps, opened.survey))
        elif isinstance(result, tasks.Places):
            for number, path in enumerate(result.paths):
                self._submit(evidence, replace(work, key=f"{work.key}!{number}", again=(path,)))
        else:
            yield from self._lost(evidence, work, opened, result)
        yield from self._closed(evidence, opened)

    def _lost(self, evidence: Evidence, work: Piece, opened: _Open, result: object) -> Iterator[Met]:
        """A worker was lost: of many mails each is tried by itself, of one it is told."""
        if not work.again and work.key not in opened.listed:
            opened.listed.add(work.key)
            opened.left.add(work.key)
            self._submitted += 1
            self._executor.submit((evidence, work), tasks.places, evidence, opened.survey, work, self._settings)
            return
        lost = result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result")
        origin = opened.survey.origin(evidence, work.key)
        origin = origin.at(*work.again[0]) if work.again else origin
        gap = Gap(origin, lost.reason, WANTED, lost.detail)
        yield evidence, Gathered((), 0, gaps=self._advised((gap,), opened.survey))

    def _closed(self, evidence: Evidence, opened: _Open) -> Iterator[Met]:
        if not opened.left:
            yield Mailbox(evidence, opened.survey)

    def _advised(self, gaps: Iterable[Gap], found: Survey) -> tuple[Gap, ...]:
        return tuple(gap for gap in tasks.advised(gaps, self._known, found.kind) if isinstance(gap, Gap))
