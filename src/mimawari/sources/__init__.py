"""What can be looked at: one module a kind of source; a locator in, artifacts out.

A kind of source is a module here that has a ``KIND`` (see :class:`SourceKind`):

    KIND = SourceKind("folder", order=50, recognises=recognises, survey=survey, look=look)

``recognises(evidence)`` looks at content, never at the extension, and is cheap. ``survey(evidence)`` says what there
is: whose machine it is, what every detector may want to know of it, and into which pieces the work falls.
``look(evidence, survey, piece)`` yields the artifacts of one piece, and a :class:`~mimawari.model.Gap` for
everything that ought to be there and could not be read, and ``Looked(kind, 0)`` for what was looked for in vain; what can be
opened further is a :class:`~mimawari.model.Blob`, which the engine gives to a format. It may raise
:class:`~mimawari.model.BadEvidence`. It has no opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from mimawari.model import Artifact, Asked, Blob, Firm, Gap, Looked, Origin
from mimawari.sources.pieces import Piece
from mimawari.sources.scan import Ground

__all__ = ["ALL", "SHORT", "Evidence", "Piece", "Seen", "SourceKind", "Survey", "load"]

Seen = Artifact | Blob | Gap | Looked

ALL = "all"
SHORT = {"all-files": ALL}
"""Kinds that a locator is forced to by a shorter word than their name (``all:PATH``)."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where to open something: the locator as the user gave it and, in a folder of evidence, the way below it.

    ``forced`` names a kind that the locator begins with (``folder:PATH``). ``moment`` (ISO 8601) is when looking began, for
    what does not keep still: this PC. ``secret`` is the password of an account; it is never shown or kept. ``done`` are the
    keys of the pieces that an earlier run has done and that need not be done again. ``asked`` is what a log is asked, and ``firm``
    who asks.
    """

    locator: str
    inside: str = ""
    forced: str = ""
    moment: str = ""
    secret: str = field(default="", repr=False, compare=False)
    asked: Asked = field(default=Asked(), repr=False, compare=False)
    firm: Firm = field(default=Firm(), repr=False, compare=False)
    done: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def path(self) -> Path:
        """The path on this machine; what lies elsewhere has none that could be opened."""
        word = SHORT.get(self.forced, self.forced)
        base = Path(self.locator.removeprefix(f"{word}:") if word else self.locator)
        return base / self.inside if self.inside else base


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first look at a source gave. ``context`` holds what detectors may ask for beside their artifact.

    ``place`` names what files are remembered of, from one run to the next (:attr:`~mimawari.sources.scan.Ground.place`).
    ``machine``, ``seen_at`` and ``series`` are those of a :class:`~mimawari.model.Source`. ``children`` is only filled by what
    holds several sources, a folder of evidence or an account: each is looked at in its place.
    """

    kind: str
    source: str
    host: str = ""
    machine: str = ""
    seen_at: str = ""
    context: tuple[Artifact, ...] = ()
    pieces: tuple[Piece, ...] = ()
    gaps: tuple[Gap, ...] = ()
    looked: tuple[Looked, ...] = ()
    children: tuple[Evidence, ...] = ()
    place: str = ""
    series: str = ""

    def origin(self, evidence: Evidence, *path: str) -> Origin:
        """An origin in this source; for evidence that lies in a folder its name leads the way."""
        return Origin(self.source, evidence.locator, (evidence.inside, *path) if evidence.inside else path)


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source. Kinds are asked in ``order``, the most particular first. ``is_here``: it is no file, but this PC.

    ``claims`` is asked before all that: whether the first bytes alone show that it is of this kind and can be of no other.
    ``reopen`` is there where each blob is an item of its own, a mail of a mailbox: it gives those at the paths that are asked
    for (as their origins had them) again. ``schemes`` are the beginnings of locators that are no paths (``imap``). ``files``
    is there where each file is read by itself: it gives the ground that a survey is of. ``turn``: where it is asked whether "it is
    us", kinds of a later turn (1 of mailboxes, 2 of logs) are looked at when those before are done, and are asked what these
    gave rise to.
    """

    name: str
    order: int
    recognises: Callable[[Evidence], bool]
    survey: Callable[[Evidence], Survey]
    look: Callable[[Evidence, Survey, str], Iterator[Seen]]
    is_here: bool = False
    claims: Callable[[Evidence], bool] | None = None
    reopen: Callable[[Evidence, Survey, tuple[tuple[str, ...], ...]], Iterator[Seen]] | None = None
    schemes: tuple[str, ...] = ()
    files: Callable[[Evidence, Survey], Ground] | None = None
    turn: int = 0


@cache
def load() -> dict[str, SourceKind]:
    """Every kind of source by name, in the order in which they are asked."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if not found.ispkg)
    kinds = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.order)}
