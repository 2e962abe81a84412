"""The two kinds of task: survey a source, and do one piece of it. Plain data in, plain data out, in any process."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path as FilePath

from mimawari import detectors, knowledge, signatures, sources
from mimawari.engine.correspondence import Note
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.engine.guard import guarded
from mimawari.engine.items import Path, Sorter, Worked
from mimawari.engine.ledger import collect
from mimawari.engine.opening import knowing, opened
from mimawari.engine.searching import closed, is_searched, searched
from mimawari.engine.settings import Settings
from mimawari.engine.witness import Witness
from mimawari.formats.budget import Budget
from mimawari.model import BadEvidence, Blob, Gap, Letter, Looked, Origin, Part, Reason, digest
from mimawari.signatures.watching import watch
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey

UNOPENED, UNKNOWN = "unopened", "unknown"
SEARCH = "search"
"""How the key of a piece begins that was only searched: it is another work than looking at the same mails."""


def survey(evidence: Evidence, settings: Settings) -> Survey:
    """What kind of source this is and what there is to do on it; never raises for what the evidence holds."""
    origin = lost(evidence, UNOPENED, ()).origin(evidence)
    given = settings.inquest.handed(evidence) if settings.inquest else evidence
    found = list(guarded(lambda: [_survey(given)], origin, ("content",), "survey", settings.reraise))
    first = found[0]
    return first if isinstance(first, Survey) else lost(evidence, UNKNOWN, tuple(g for g in found if isinstance(g, Gap)))


def _survey(evidence: Evidence) -> Survey:
    if not _lies_elsewhere(evidence) and (refusal := _refusal(evidence)):
        return lost(evidence, UNOPENED, (refusal,))
    for kind in _asked(evidence):
        if evidence.forced or kind.recognises(evidence):
            return kind.survey(evidence)
    raise BadEvidence(Reason.UNSUPPORTED, evidence.path.name)


def _lies_elsewhere(evidence: Evidence) -> bool:
    """Whether it is no path: this PC, or an account."""
    kind = sources.load()[evidence.forced] if evidence.forced else None
    return kind is not None and (kind.is_here or bool(kind.schemes))


def _asked(evidence: Evidence) -> Iterable[SourceKind]:
    kinds = sources.load()
    if evidence.forced:
        return [kinds[evidence.forced]]
    return next(([kind] for kind in kinds.values() if kind.claims and kind.claims(evidence)), kinds.values())


def _refusal(evidence: Evidence) -> Gap | None:
    """Why the locator will not be opened; FIFOs, sockets and devices never are."""
    origin = lost(evidence, UNOPENED, ()).origin(evidence)
    if not evidence.locator:
        return Gap(origin, Reason.MISSING, "content", "no name")
    try:
        mode = os.stat(evidence.path).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(evidence.path).close()
        elif stat.S_ISREG(mode):
            evidence.path.open("rb").close()
        else:
            return Gap(origin, Reason.UNSUPPORTED, "content", "not a file and not a folder")
    except PermissionError:
        return Gap(origin, Reason.DENIED, "content")
    except (OSError, ValueError):
        return Gap(origin, Reason.MISSING, "content")
    return None


def lost(evidence: Evidence, kind: str, gaps: tuple[Gap, ...]) -> Survey:
    """The survey of something that is no source."""
    source = digest(kind, evidence.locator, evidence.inside)
    moved = (replace(gap, origin=replace(gap.origin, source=source)) for gap in gaps)
    return Survey(kind, source, gaps=tuple(moved))


def piece(evidence: Evidence, found: Survey, work: Piece, settings: Settings, notes: Mapping[Path, Note] | None = None) -> Worked:
    """One piece of a source: its artifacts past every detector. *notes*: what is known of the mails that are opened again."""
    known = knowledge.load(settings.knowledge)
    kind = sources.load()[found.kind]
    heard = Witness(settings.inquest, settings.inquest.role(evidence, kind)) if settings.inquest else None
    given = settings.inquest.handed(evidence) if settings.inquest else evidence
    seen = guarded(
        partial(_seen, kind, given, found, work), found.origin(evidence, work.key), work.wants, work.key, settings.reraise
    )
    closed = knowing(seen, settings.passwords)
    rows = signatures.ready(settings.signatures, settings.knowledge)
    bench, budget = _bench(found, settings), Budget(passwords=known.marks["common-passwords"], watch=watch(rows))

    def finish(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        return advised(outcomes, known, found.kind)

    if heard and is_searched(settings, evidence, found):
        results = advised(searched(seen, budget, heard, settings.reraise), known, found.kind)
        part = collect(results, found.source, f"{SEARCH};{work.key}", version_of(settings), settings.out, work.keep)
        return Worked(part, testimony=heard.given())
    if kind.reopen is None:
        results = finish(examine(opened(closed, budget, settings.reraise, rows, witness=heard), bench, work.past))
        part = collect(results, found.source, work.key, version_of(settings), settings.out, work.keep)
        return Worked(part, testimony=heard.given() if heard else ())
    sorter = Sorter(
        found.kind,
        bench,
        budget,
        settings.reraise,
        finish,
        notes,
        settings.items,
        work.order,
        3 if evidence.inside else 2,
        frozenset(known.marks["mail-shared-hosts"]),
        rows,
        heard,
    )
    return sorter.worked(collect(sorter.outcomes(closed), found.source, work.key, version_of(settings), settings.out, work.keep))


def shut(evidence: Evidence, found: Survey, settings: Settings) -> Part:
    """What a mailbox lacks that was only searched."""
    told = advised([closed(evidence, found)], knowledge.load(settings.knowledge), found.kind)
    return collect(told, found.source, SEARCH, version_of(settings), settings.out)


@dataclass(frozen=True, slots=True)
class Places:
    """What a piece of a source of items holds: where its items are, and what its source says beside them."""

    part: Part
    paths: tuple[Path, ...]


def places(evidence: Evidence, found: Survey, work: Piece, settings: Settings) -> Places:
    """The items of a piece whose worker was lost, none of them opened, so that each can be tried by itself."""
    known = knowledge.load(settings.knowledge)
    kind = sources.load()[found.kind]
    paths: list[Path] = []

    def beside() -> Iterator[Gap | Looked]:
        seen = partial(_seen, kind, evidence, found, work)
        for thing in guarded(seen, found.origin(evidence, work.key), work.wants, work.key, settings.reraise):
            if isinstance(thing, Blob):
                paths.append(thing.origin.path)
            elif isinstance(thing, Gap | Looked):
                yield thing

    part = collect(advised(beside(), known, found.kind), found.source, work.key, version_of(settings), settings.out, work.keep)
    return Places(part, tuple(paths))


def _seen(kind: SourceKind, evidence: Evidence, found: Survey, work: Piece) -> Iterator[Seen]:
    if work.again and kind.reopen:
        return kind.reopen(evidence, found, work.again)
    return kind.look(evidence, found, work.key)


def _bench(found: Survey, settings: Settings) -> Bench:
    """The bench of a source; those without a context share one."""
    if not found.context:
        return _plain_bench(settings.knowledge, settings.reraise)
    return Bench(detectors.load().values(), found.context, knowledge.load(settings.knowledge), settings.reraise)


def version_of(settings: Settings) -> str:
    """The version of all that is known, as it stands in every part."""
    return signatures.version(settings.signatures, settings.knowledge)


@cache
def _plain_bench(folder: FilePath | None, reraise: bool) -> Bench:
    return Bench(detectors.load().values(), (), knowledge.load(folder), reraise)


def first_part(evidence: Evidence, found: Survey, settings: Settings) -> Part:
    """What the survey itself saw: its context past the detectors, its gaps, and detectors that lack something."""
    known = knowledge.load(settings.knowledge)
    # Without a context there is nothing for a detector: loading them all would cost the parent more than the rest of its work.
    bench = _bench(found, settings) if found.context else Bench((), (), known, settings.reraise)
    idle: Iterator[Outcome] = bench.idle(found.origin(evidence)) if found.context else iter(())
    seen: list[Outcome] = [*examine([*found.context, *found.gaps, *found.looked], bench), *idle, *_lacks(found, settings)]
    return collect(advised(seen, known, found.kind), found.source, "survey", version_of(settings), settings.out)


def _lacks(found: Survey, settings: Settings) -> Iterator[Gap]:
    """A gap for each set of signatures, or row of one, that is not looked for. It is the same for every source."""
    known = knowledge.load(settings.knowledge)
    ready = signatures.ready(settings.signatures, settings.knowledge) if found.pieces else ()
    for lack in (lack for one in ready for lack in one.lacks):
        yield replace(lack.gap, remedy=lack.remedy or known.remedy(lack.gap))


def failed(evidence: Evidence, found: Survey, work: Piece, settings: Settings, reason: Reason, detail: str) -> Part:
    """The part of a piece whose worker was lost; of a single item it tells which."""
    known = knowledge.load(settings.knowledge)
    path = work.again[0] if len(work.again) == 1 else ()
    origin = Origin(found.source, evidence.locator, path) if path else found.origin(evidence, work.key)
    gaps = [Gap(origin, reason, want, detail) for want in work.wants]
    part = collect(advised(gaps, known, found.kind), found.source, work.key, version_of(settings), settings.out)
    return replace(part, letters=(Letter(path),)) if path else part


def advised(outcomes: Iterable[Outcome], known: knowledge.Knowledge, kind: str) -> Iterator[Outcome]:
    """The outcomes, each gap with what to do about it."""
    for outcome in outcomes:
        if isinstance(outcome, Gap) and outcome.remedy is None:
            yield replace(outcome, remedy=known.remedy(outcome, kind))
        else:
            yield outcome
