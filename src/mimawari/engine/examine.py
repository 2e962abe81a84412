"""Artifacts past detectors: each is shown to those whose signature asks for its class or a class above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from mimawari.detectors import Detector, Need
from mimawari.engine.guard import guarded
from mimawari.knowledge import Knowledge
from mimawari.model import Artifact, Finding, Gap, Holding, Looked, Origin, Reason, kind_of

Outcome = Finding | Gap | Looked | Holding


class Bench:
    """The detectors of one piece of work, with what they ask for beside the artifact."""

    def __init__(self, detectors: Iterable[Detector], context: Iterable[Artifact], known: Knowledge, reraise: bool = False) -> None:
        self._given: list[object] = [known, *context]
        self._reraise = reraise
        self._missing: dict[str, str] = {}
        self._ready: list[tuple[Detector, dict[str, Any]]] = []
        self._routes: dict[type[Artifact], list[tuple[Detector, dict[str, Any]]]] = {}
        for detector in detectors:
            self._take(detector)

    def _take(self, detector: Detector) -> None:
        filled = {need.name: self._fill(need) for need in detector.needs}
        absent = [need for need in detector.needs if filled[need.name] is None and not need.optional]
        if absent:
            self._missing[detector.name] = kind_of(absent[0].type)
        else:
            self._ready.append((detector, filled))

    def _fill(self, need: Need) -> object:
        return next((thing for thing in self._given if isinstance(thing, need.type)), None)

    def idle(self, origin: Origin) -> Iterator[Gap]:
        """A gap for each detector that lacks what it needs."""
        for name, wanted in sorted(self._missing.items()):
            yield Gap(origin, Reason.MISSING, wanted, name)

    def examine(self, artifact: Artifact) -> Iterator[Finding | Gap]:
        """Everything the detectors have to say about *artifact*."""
        for detector, filled in self._route(type(artifact)):
            items = partial(detector.examine, artifact, **filled)
            yield from guarded(items, artifact.origin, (artifact.counts_as(),), detector.name, self._reraise)

    def _route(self, kind: type[Artifact]) -> list[tuple[Detector, dict[str, Any]]]:
        if kind not in self._routes:
            self._routes[kind] = [pair for pair in self._ready if issubclass(kind, pair[0].looks_at)]
        return self._routes[kind]


def examine(seen: Iterable[Artifact | Gap | Looked], bench: Bench, past: bool = False) -> Iterator[Outcome]:
    """Findings and gaps of all that is *seen*, what is of value on a PC, and a count of each kind.

    *past* marks every finding as an old trace; what an older state shows does not count as looked at today.
    """
    counts: dict[str, int] = {}
    for thing in seen:
        if isinstance(thing, Gap):
            yield thing
        elif isinstance(thing, Looked):
            counts[thing.kind] = counts.get(thing.kind, 0) + thing.count
        else:
            counts[thing.counts_as()] = counts.get(thing.counts_as(), 0) + 1
            if isinstance(thing, Holding) and not past:
                yield thing
            for outcome in bench.examine(thing):
                yield replace(outcome, past=True) if past and isinstance(outcome, Finding) else outcome
    if past:
        yield Looked("shadow-copy", sum(counts.values()))
    else:
        yield from (Looked(kind, count) for kind, count in sorted(counts.items()))
