"""The composition root: the only module that knows every layer. Faces talk to this and to the nouns."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mimawari import detectors, engine, formats, knowledge, sources
from mimawari.detectors import Detector
from mimawari.engine import Limits, Progress, Settings
from mimawari.judge import (
    BLOCKED,
    UNCHECKED,
    UNREAD,
    beside_items,
    called,
    deciding,
    holes,
    host_key,
    items_of,
    judge,
    level_of,
    level_of_item,
    unfinished,
    unread,
)
from mimawari.knowledge import Knowledge
from mimawari.model import Item, Part, Report, Run, Source
from mimawari.signatures import Chosen
from mimawari.signatures.indicators.filling import Tally
from mimawari.sources import Evidence

__all__ = [
    "BLOCKED",
    "THIS_PC",
    "UNCHECKED",
    "UNOPENED",
    "UNREAD",
    "Chosen",
    "Detector",
    "Evidence",
    "Knowledge",
    "Limits",
    "Progress",
    "Settings",
    "Tally",
    "begun",
    "beside_items",
    "called",
    "check",
    "deciding",
    "detectors",
    "ended",
    "evidence",
    "formats",
    "holes",
    "host_key",
    "indicator_lists",
    "items_of",
    "judge",
    "knowledge",
    "known",
    "known_good_lists",
    "level_of",
    "level_of_item",
    "sources",
    "stamped",
    "unfinished",
    "unread",
    "version",
    "write_examples",
]

UNOPENED = "unopened"


def evidence(locator: str) -> Evidence:
    """A locator as evidence; ``kind:path`` forces the kind where *kind* is one that there is."""
    kind, colon, path = locator.partition(":")
    scheme = next((one for one in sources.load().values() if colon and path.startswith("//") and kind.lower() in one.schemes), None)
    if scheme:
        return Evidence(locator, forced=scheme.name)
    found = sources.load().get(kind) if colon else None
    if found and found.is_here and not path:
        return Evidence(locator, forced=kind, moment=_now())
    return Evidence(locator, forced=kind) if found and path and not found.is_here else Evidence(locator)


THIS_PC = "live:"
"""The locator of the PC that mimawari runs on."""


def check(
    what: Iterable[Evidence],
    settings: Settings,
    jobs: int | None = None,
    progress: Progress | None = None,
    told: Callable[[Item], None] | None = None,
    earlier: Mapping[Evidence, tuple[Part, ...]] | None = None,
) -> Iterator[Source]:
    """Look at all of *what* and give each source as it is done. *jobs* 0 works in this process, without limits.

    *told* is given each mail of a mailbox as it is done; *earlier* are the parts of former runs that are not done again.
    """
    workers = (os.cpu_count() or 1) if jobs is None else jobs
    settings = replace(settings, items=told is not None)
    with engine.Pool(workers, settings.limits) if workers else nullcontext(engine.Inline()) as executor:
        yield from engine.walk(what, settings, executor, progress, told, earlier)


def begun() -> Run:
    """A new run that starts now."""
    return Run(f"r-{secrets.token_hex(8)}", _now(), "")


def ended(run: Run) -> Run:
    """*run*, ended now."""
    return replace(run, ended=_now())


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamped(found: Iterable[Source], run: Run) -> Report:
    """A report of the sources of one run."""
    return Report.of(replace(source, runs=(run,)) for source in found)


def known(folder: Path | None = None) -> Knowledge:
    """The knowledge in use."""
    return knowledge.load(folder)


def indicator_lists(chosen: Chosen, folder: Path | None = None) -> tuple[Tally, ...]:
    """The lists of hashes and names that are looked for: that of the knowledge, and those that *chosen* brings."""
    from mimawari.signatures.indicators import ready

    found = ready(chosen, known(folder))
    return found.tallies if found else ()


def known_good_lists(chosen: Chosen, folder: Path | None = None) -> tuple[Tally, ...]:
    """The lists of files that are known to be harmless."""
    from mimawari.signatures.known_good import KnownGood

    return KnownGood.read(chosen, known(folder)).tallies


def version() -> str:
    """The version of mimawari."""
    from importlib.metadata import version as installed

    return installed("mimawari")


def write_examples(folder: Path) -> tuple[Path, ...]:
    """Build the inert example evidence below *folder* and give the paths of what was built; may raise ``OSError``."""
    from mimawari.examples.builder import build

    return build(folder)
