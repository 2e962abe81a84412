"""Files that a user opened: what the copies, lists and shortcuts that tell of one file say together.

Nothing of it need be there: what a program does not keep, or has cleared, is no gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from mimawari.model import BadEvidence, Gap, Looked, OpenedFile, Origin, Reason, Way
from mimawari.sources import Seen
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.opened_traces import Traces
from mimawari.sources.windows.passing_copies import kept
from mimawari.sources.windows.traces import Trace
from mimawari.sources.windows.zone_mark import STREAM, Mark, mark_of
from mimawari.trees import Entry
from mimawari.trees.side import side_stream

MOST = 100_000
"""Traces of one user."""
KEPT = 1_000
"""So many files that a user opened are kept one by one in a report: one of them may be the one that a mail brought."""


def opened_files(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    """Each such file, with all that tells of it; a gap for each place that may not be looked at, or is damaged."""
    yield Looked(OpenedFile.kind(), 0)
    seeking = Traces(one, user)
    traces: dict[str, list[Trace]] = {}
    every = seeking.every()
    for trace in islice(every, MOST):
        traces.setdefault(trace.path.casefold(), []).append(trace)
    is_cut = next(every, None) is not None or seeking.is_cut
    for _, found in sorted(traces.items()):
        if file := _joined(one, user, origin, found):
            yield file
    for place, bad in sorted(seeking.refusals.found.items()):
        yield Gap(_at(one, origin, place), bad.reason, OpenedFile.kind(), bad.detail)
    if is_cut:
        detail = f"more than {MOST} files, the rest was not opened"
        yield Gap(_at(one, origin, user.path), Reason.TOO_LARGE, OpenedFile.kind(), detail)


def _at(one: Installation, origin: Origin, *place: str) -> Origin:
    """The place in the evidence: of a file its way, of a registry value its key and name."""
    return origin.at(*origin.path, *(one.way(place[0]) if place[0][1:3] == ":\\" else place))


def _joined(one: Installation, user: Profile, origin: Origin, traces: list[Trace]) -> OpenedFile | None:
    """The file that all *traces* tell of; None if there is nothing but its being there."""
    first = min(traces, key=lambda trace: (trace.way, trace.at))
    told = {trace.way for trace in traces} - {Way.MARK}
    mark = _mark(one, first.path)
    if not told and not mark:
        return None
    entry, copy = _entry(one, first.path), kept(first.path)
    return OpenedFile(
        origin=_at(one, origin, *first.at),
        path=first.path,
        name=first.path.replace("/", "\\").rstrip("\\").rpartition("\\")[2],
        user=user.name,
        ways=tuple(sorted(told | ({Way.MARK} if mark else set()))),
        kept_by=copy.program if copy else "",
        container=(copy.container if copy else "") or (mark.container if mark else ""),
        programs=tuple(sorted({trace.program for trace in traces if trace.program})),
        zone=mark.zone if mark else None,
        sources=mark.hosts if mark else (),
        allowed_macros=any(trace.allowed_macros for trace in traces),
        time=max((trace.time for trace in traces if trace.time), default=None),
        size=entry.size if entry else None,
        is_there=entry is not None,
    )


def _entry(one: Installation, path: str) -> Entry | None:
    """The file itself, if it is there and no folder."""
    with suppress(BadEvidence):
        found = one.entry(path) if path[1:3] == ":\\" else None
        return found if found and not found.is_folder and not found.special else None
    return None


def _mark(one: Installation, path: str) -> Mark | None:
    with suppress(BadEvidence):
        return mark_of(side_stream(one.tree, one.within(path), STREAM)) if path[1:3] == ":\\" else None
    return None
