"""What keeps malware out of a PC, read in a worker as every piece of a check is: with limits, behind the guard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from mimawari import knowledge, sources
from mimawari.engine import tasks
from mimawari.engine.executors import Executor, Lost
from mimawari.engine.guard import guarded
from mimawari.engine.settings import Settings
from mimawari.model import Gap, Host, Reason, Setting
from mimawari.sources import Evidence, Survey

PIECE, WANTED = "protections", "setting"
_OF_SURVEY = frozenset({"registry-value", "host"})
"""Of what a survey missed this bears on settings: a profile that was not seen, another Windows."""
MOST = 50_000
"""Settings of one machine; most of them are names of installed programs."""


@dataclass(frozen=True, slots=True)
class Defences:
    """What was seen of one piece of evidence. ``host`` and ``users`` are empty where it is no Windows, or none could be read."""

    place: str
    host: str
    users: tuple[str, ...]
    seen_at: str
    settings: tuple[Setting, ...]
    gaps: tuple[Gap, ...]
    is_windows: bool = True


def defences(what: Iterable[Evidence], settings: Settings, executor: Executor) -> Iterator[Defences]:
    """Of each machine in *what*; evidence that holds others is gone through."""
    waiting = list(what)
    while waiting:
        for item in waiting:
            executor.submit(item, tasks.survey, item, settings)
        surveys = [(item, _surveyed(item, found)) for item, found in executor.results()]
        waiting = [child for _, found in surveys for child in found.children]
        for item, found in surveys:
            if _is_windows(found):
                executor.submit((item, found), look, item, found, settings)
            elif not found.children:
                yield _without(item, found, settings)
        for (item, found), outcome in executor.results():
            yield _made(item, found, outcome, settings)


def _surveyed(item: Evidence, found: Survey | Lost) -> Survey:
    if isinstance(found, Survey):
        return found
    lost = tasks.lost(item, tasks.UNOPENED, ())
    return tasks.lost(item, tasks.UNOPENED, (Gap(lost.origin(item), found.reason, WANTED, found.detail),))


def _is_windows(found: Survey) -> bool:
    return any(isinstance(one, Host) for one in found.context)


def look(evidence: Evidence, found: Survey, settings: Settings) -> tuple[tuple[Setting, ...], tuple[Gap, ...]]:
    """The settings of a machine, and what of them could not be looked at. Plain data in, plain data out, in any process."""
    seen = partial(sources.load()[found.kind].look, evidence, found, PIECE)
    every = list(guarded(seen, found.origin(evidence, PIECE), (WANTED,), PIECE, settings.reraise))
    told = [one for one in every if isinstance(one, Setting)]
    gaps = [one for one in every if isinstance(one, Gap)]
    if len(told) > MOST:
        gaps.append(Gap(found.origin(evidence), Reason.TOO_LARGE, WANTED, f"more than {MOST} settings"))
    return tuple(told[:MOST]), tuple(gaps)


def _made(
    item: Evidence, found: Survey, outcome: tuple[tuple[Setting, ...], tuple[Gap, ...]] | Lost, settings: Settings
) -> Defences:
    host = next(one for one in found.context if isinstance(one, Host))
    if isinstance(outcome, Lost):
        outcome = (), (Gap(found.origin(item, PIECE), outcome.reason, WANTED, outcome.detail),)
    told, gaps = outcome
    gaps = (*(one for one in found.gaps if one.wanted in _OF_SURVEY), *gaps)
    return Defences(_place(item), host.name, host.users, found.seen_at, told, _advised(gaps, found, settings))


def _without(item: Evidence, found: Survey, settings: Settings) -> Defences:
    """What is no Windows has nothing to look at, and says so."""
    gaps = found.gaps or (Gap(found.origin(item), Reason.UNSUPPORTED, WANTED, "no Windows in it"),)
    return Defences(_place(item), found.host, (), found.seen_at, (), _advised(gaps, found, settings), is_windows=False)


def _advised(gaps: Iterable[Gap], found: Survey, settings: Settings) -> tuple[Gap, ...]:
    known = knowledge.load(settings.knowledge)
    return tuple(one for one in tasks.advised(gaps, known, found.kind) if isinstance(one, Gap))


def _place(item: Evidence) -> str:
    return f"{item.locator.rstrip('/')}/{item.inside}" if item.inside else item.locator
