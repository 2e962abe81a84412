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
from mimawari.model import Gap, Held, Holding, Host, Reason, Setting
from mimawari.sources import Evidence, Seen, Survey

PIECE, HOLDINGS, WANTED = "protections", "holdings", "setting"
_OF_SURVEY = frozenset({"registry-value", "host"})
"""Of what a survey missed this bears on settings: a profile that was not seen, another Windows."""
MOST = 50_000
"""Settings of one machine; most of them are names of installed programs."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker saw of a machine."""

    settings: tuple[Setting, ...] = ()
    gaps: tuple[Gap, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Defences:
    """What was seen of one piece of evidence. ``host`` and ``users`` are empty where it is no Windows, or none could be read.

    ``accounts`` are the addresses of mail accounts that programs have, where these were asked for.
    """

    place: str
    host: str
    users: tuple[str, ...]
    seen_at: str
    settings: tuple[Setting, ...]
    gaps: tuple[Gap, ...]
    is_windows: bool = True
    accounts: tuple[str, ...] = ()


def defences(
    what: Iterable[Evidence], settings: Settings, executor: Executor, *, with_accounts: bool = False
) -> Iterator[Defences]:
    """Of each machine in *what*; evidence that holds others is gone through. *with_accounts*: its mail accounts as well."""
    waiting = list(what)
    while waiting:
        for item in waiting:
            executor.submit(item, tasks.survey, item, settings)
        surveys = [(item, _surveyed(item, found)) for item, found in executor.results()]
        waiting = [child for _, found in surveys for child in found.children]
        for item, found in surveys:
            if _is_windows(found):
                executor.submit((item, found), look, item, found, settings, with_accounts)
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


def look(evidence: Evidence, found: Survey, settings: Settings, with_accounts: bool = False) -> Looked:
    """The settings of a machine, and what of them could not be looked at. Plain data in, plain data out, in any process."""
    every = _of_piece(evidence, found, settings, PIECE, WANTED)
    for piece in found.pieces if with_accounts else ():
        if piece.key.startswith(f"{HOLDINGS}/"):
            theirs = _of_piece(evidence, found, settings, piece.key, Holding.kind())
            # That nobody looked into their mailboxes has no bearing on what protects the PC.
            every += [one for one in theirs if not isinstance(one, Gap) or one.wanted == Holding.kind()]
    told = [one for one in every if isinstance(one, Setting)]
    gaps = [one for one in every if isinstance(one, Gap)]
    held = (one for one in every if isinstance(one, Holding) and one.held is Held.MAIL_ACCOUNT)
    if len(told) > MOST:
        gaps.append(Gap(found.origin(evidence), Reason.TOO_LARGE, WANTED, f"more than {MOST} settings"))
    return Looked(tuple(told[:MOST]), tuple(gaps), tuple(sorted({one.account for one in held if one.account})))


def _of_piece(evidence: Evidence, found: Survey, settings: Settings, key: str, wanted: str) -> list[Seen | Gap]:
    seen = partial(sources.load()[found.kind].look, evidence, found, key)
    return list(guarded(seen, found.origin(evidence, key), (wanted,), key, settings.reraise))


def _made(item: Evidence, found: Survey, outcome: Looked | Lost, settings: Settings) -> Defences:
    host = next(one for one in found.context if isinstance(one, Host))
    if isinstance(outcome, Lost):
        outcome = Looked(gaps=(Gap(found.origin(item, PIECE), outcome.reason, WANTED, outcome.detail),))
    gaps = _advised((*(one for one in found.gaps if one.wanted in _OF_SURVEY), *outcome.gaps), found, settings)
    return Defences(_place(item), host.name, host.users, found.seen_at, outcome.settings, gaps, accounts=outcome.accounts)


def _without(item: Evidence, found: Survey, settings: Settings) -> Defences:
    """What is no Windows has nothing to look at, and says so."""
    gaps = found.gaps or (Gap(found.origin(item), Reason.UNSUPPORTED, WANTED, "no Windows in it"),)
    return Defences(_place(item), found.host, (), found.seen_at, (), _advised(gaps, found, settings), is_windows=False)


def _advised(gaps: Iterable[Gap], found: Survey, settings: Settings) -> tuple[Gap, ...]:
    known = knowledge.load(settings.knowledge)
    return tuple(one for one in tasks.advised(gaps, known, found.kind) if isinstance(one, Gap))


def _place(item: Evidence) -> str:
    return f"{item.locator.rstrip('/')}/{item.inside}" if item.inside else item.locator
