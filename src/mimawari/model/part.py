"""The result of one piece of work."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.finding import Finding
from mimawari.model.gap import Gap
from mimawari.model.holding import Holding
from mimawari.model.identity import digest
from mimawari.model.item import Letter


@dataclass(frozen=True, slots=True, order=True)
class Looked:
    """So many things of this kind were looked at, zero included."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of work on one source, finished and never changed.

    It is known by ``source``, ``key`` (which piece) and ``knowledge`` (the version it was done with).
    ``findings`` and ``gaps`` are sorted; of hints and gaps only the first hundred of a kind are kept here.
    ``hints`` and ``gap_counts`` count all of them. ``content`` is a digest of the full set. ``letters`` are the mails that
    they speak of. ``holdings``, sorted, are what lay on a PC that is of value to whoever robs it.
    """

    source: str
    key: str
    knowledge: str
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    looked: tuple[Looked, ...] = ()
    hints: tuple[tuple[str, int], ...] = ()
    gap_counts: tuple[tuple[str, int], ...] = ()
    content: str = ""
    letters: tuple[Letter, ...] = ()
    holdings: tuple[Holding, ...] = ()

    @property
    def id(self) -> str:
        """``p-`` and a digest of what the part is known by."""
        return "p-" + digest(self.source, self.key, self.knowledge)
