"""Which machine a source is of, and whether it was wholly looked at."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.model import Level, Source, Verdict


def names_of(sources: Iterable[Source], verdict: Verdict) -> dict[str, str]:
    """What each machine is called, by the id of each source that is of one. A file of which nobody tells whose it is is none."""
    known = {source.machine: source.host for source in sources if source.machine and source.host}
    names = {
        source.id: source.host or known.get(source.machine, "") or source.place
        for source in sources
        if source.host or source.machine or verdict.levels.get(source.key) is Level.INFECTED
    }
    # Windows takes PC1 and pc1 for the same machine.
    spelled = {name.casefold(): name for name in sorted({*names.values()}, reverse=True)}
    return {key: spelled[name.casefold()] for key, name in names.items()}


def is_whole(source: Source) -> bool:
    """Whether all that ought to be looked at was."""
    spoiled = {gap.wanted for gap in source.gaps}
    return bool(source.ought) and all(word in source.looked_at and word not in spoiled for word in source.ought)
