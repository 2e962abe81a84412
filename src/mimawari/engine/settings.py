"""How a run is done. Part of every task, so it is plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mimawari.engine.inquest import Inquest
from mimawari.model import Provenance
from mimawari.signatures import Chosen


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: ``seconds`` of wall time, ``memory`` in bytes.

    That is address space on Linux and macOS, committed memory on Windows.
    """

    seconds: float = 900.0
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Scan:
    """How a full scan is done.

    ``journal`` is a folder where results are remembered file by file, ``board`` one where workers say what they are at; None:
    there is none. ``again``: what is remembered is not used. ``seconds``: so long a piece of work goes on.
    """

    journal: Path | None = None
    board: Path | None = None
    again: bool = False
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """``knowledge`` overrides files of the packed knowledge; ``out`` keeps every finding and gap as JSON lines.

    ``passwords`` are tried on what is encrypted, before those that stand beside it. ``reraise`` lets an exception through the
    guard: for tests, where a bug must not look like bad evidence. ``items``: each item of a source is told by itself too.
    ``signatures`` are rules, indicators and scanners that the user wants to be asked beside what comes with the knowledge.
    ``scan`` is of full scans. ``provenance`` is where the knowledge is from; None: what its folder tells. ``inquest``
    is there where it is asked whether strange mails come from the firm itself.
    """

    limits: Limits = field(default_factory=Limits)
    knowledge: Path | None = None
    out: Path | None = None
    reraise: bool = False
    passwords: tuple[str, ...] = ()
    items: bool = False
    signatures: Chosen = field(default_factory=Chosen)
    scan: Scan = field(default_factory=Scan)
    provenance: Provenance | None = None
    inquest: Inquest | None = None
