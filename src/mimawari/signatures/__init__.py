"""What is known byte by byte: rules, virus signatures, hashes and names. A content in, the rows that fit it out.

A kind of signatures is a module here (or in a package here) that has a ``SIGNATURES``:

    SIGNATURES = SignatureKind("yara", order=10, ready=ready)

``ready(chosen, known)`` makes what is looked for ready in this process, once; None where there is nothing to look for. It never
raises for what a set holds: each row or set that could not be used is told by ``lacks``. ``matches(blob)`` is asked for every
content that is opened, at every depth. It yields a :class:`~mimawari.model.Match` for each row that fits, and a
:class:`~mimawari.model.Gap` with ``wanted="signature"`` for what it could not look at, wholly or in part. It may raise
:class:`~mimawari.model.BadEvidence`. It has no opinion: what a fit amounts to, its row says. A kind that can match what goes by
has ``watch`` as well (see :mod:`~mimawari.signatures.watching`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Protocol

from mimawari.knowledge import Knowledge
from mimawari.model import Blob, Gap, Match, Origin, Reason, SignatureSet, Words, digest

WANTED = "signature"
"""What a gap of signatures wants."""
UNUSED = "unused-signature"
"""What the gap of a row, or of a rule, wants that cannot be used, though its set was read whole and its other rows are used.

It stands in no minimum: who was given the set cannot correct it (docs/decisions/0019, 0024).
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user wants to be looked for beside what comes with the knowledge. Plain data; part of every task.

    ``rules`` are files and folders of YARA rules, ``indicators`` files of hashes and names, ``known_good`` files of hashes of what
    is harmless. ``clamd`` is where ClamAV's daemon listens (a socket's path, ``host:port`` of this machine, ``auto``: where it
    usually does; empty: it is not asked), ``clamd_config`` its settings (None: they are looked for). ``without`` are names of
    kinds that are left out. ``cache`` is a folder where compiled sets may be kept; None: none is. ``today`` (an ISO date) is the
    day on which a set is old or is not; empty: its age is not judged.
    """

    rules: tuple[Path, ...] = ()
    indicators: tuple[Path, ...] = ()
    known_good: tuple[Path, ...] = ()
    clamd: str = ""
    without: frozenset[str] = frozenset()
    cache: Path | None = None
    clamd_config: Path | None = None
    today: str = ""

    @property
    def asks(self) -> bool:
        """Whether the user named something: then not being able to look for it is no small matter."""
        return bool(self.rules or self.indicators or self.clamd)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something of a set that is not looked for: *what* (a file, a rule), for *reason*; *detail* is a phrase of a gap.

    ``wanted`` is what the gap wants: something else than a signature where nothing about contents is left out. ``remedy``: what
    to do about it, where that is not the same for every set.
    """

    what: str
    reason: Reason
    detail: str = ""
    wanted: str = WANTED
    remedy: Words | None = None

    @property
    def gap(self) -> Gap:
        """It as a gap, which is of no source: every source that it touches has the same, and a report tells it once."""
        return Gap(Origin("", "", (self.what,)), self.reason, self.wanted, self.detail, self.remedy)


class Signatures(Protocol):
    """Sets of one kind that are ready."""

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        """What is looked for."""

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is not."""

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """The rows that fit *blob*."""


@dataclass(frozen=True, slots=True)
class SignatureKind:
    """One kind of signatures. They are asked in ``order``."""

    name: str
    order: int
    ready: Callable[[Chosen, Knowledge], Signatures | None]


@cache
def load() -> dict[str, SignatureKind]:
    """Every kind by name, in the order in which they are asked."""
    modules = (import_module(found.name) for found in walk_packages(__path__, f"{__name__}."))
    found = [module.SIGNATURES for module in modules if hasattr(module, "SIGNATURES")]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (kind.order, kind.name))}


@cache
def ready(chosen: Chosen, folder: Path | None) -> tuple[Signatures, ...]:
    """All that *chosen* and the knowledge in *folder* ask for, ready to look."""
    from mimawari import knowledge
    from mimawari.signatures.known_good import quieted

    known = knowledge.load(folder)
    wanted = (kind.ready(chosen, known) for name, kind in load().items() if name not in chosen.without)
    return quieted(tuple(one for one in wanted if one is not None), chosen, known)


@cache
def version(chosen: Chosen, folder: Path | None) -> str:
    """The version of the knowledge in *folder*; where the user named sets of his own it changes with what is looked for."""
    from mimawari import knowledge

    base = knowledge.load(folder).version
    if not (chosen.asks or chosen.known_good or chosen.without):
        return base
    every = ready(chosen, folder)
    sets = sorted((one.by, one.name, one.version) for kind in every for one in kind.sets if not one.is_ours)
    lacks = sorted((lack.what, lack.reason, lack.detail) for kind in every for lack in kind.lacks)
    return f"{base}+{digest(*sets, *lacks, *sorted(chosen.without))[:8]}"
