"""The composition root: the only module that knows every layer. Faces talk to this and to the nouns."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mimawari import detectors, engine, formats, knowledge, sources
from mimawari.detectors import Detector
from mimawari.engine import Limits, Progress, Scan, Settings, Watch, board, journal
from mimawari.engine.priority import lower as lower_priority
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
from mimawari.sources import Evidence

__all__ = [
    "BLOCKED",
    "THIS_PC",
    "UNCHECKED",
    "UNOPENED",
    "UNREAD",
    "Detector",
    "Evidence",
    "Knowledge",
    "Limits",
    "Progress",
    "Scan",
    "Settings",
    "Watch",
    "begun",
    "beside_items",
    "board",
    "called",
    "check",
    "deciding",
    "detectors",
    "ended",
    "evidence",
    "formats",
    "holes",
    "host_key",
    "items_of",
    "journal",
    "judge",
    "knowledge",
    "known",
    "level_of",
    "level_of_item",
    "lower_priority",
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
    kind = _LONG.get(kind, kind)
    found = sources.load().get(kind) if colon else None
    if found and found.is_here and not path:
        return Evidence(locator, forced=kind, moment=_now())
    if not found or not path or found.is_here:
        return Evidence(locator)
    return Evidence(locator, forced=kind, moment=_now() if found.files else "")


_LONG = {short: name for name, short in sources.SHORT.items()}


def is_full_scan(locator: str) -> bool:
    """Whether it asks for every file by itself (``all:PATH``)."""
    forced = evidence(locator).forced
    return bool(forced) and sources.load()[forced].files is not None


def full_scans(locator: str) -> tuple[str, ...]:
    """The locators of a full scan of what *locator* names: of this PC that of each drive; none of what has no files."""
    found = evidence(locator)
    kind = sources.load()[found.forced] if found.forced else None
    if kind and kind.is_here:
        return tuple(f"{sources.ALL}:{drive}" for drive in drives())
    has_none = kind is not None and (kind.schemes or kind.files)
    return () if has_none or not locator else (f"{sources.ALL}:{found.path}",)


def drives() -> tuple[str, ...]:
    """The roots of the disks that are built into this PC."""
    if sys.platform != "win32":
        return ("/",)
    from mimawari.sources.running.volume import fixed_drives

    return fixed_drives()


THIS_PC = "live:"
"""The locator of the PC that mimawari runs on."""


def check(
    what: Iterable[Evidence],
    settings: Settings,
    jobs: int | None = None,
    progress: Progress | None = None,
    told: Callable[[Item], None] | None = None,
    earlier: Mapping[Evidence, tuple[Part, ...]] | None = None,
    watch: Watch | None = None,
) -> Iterator[Source]:
    """Look at all of *what* and give each source as it is done. *jobs* 0 works in this process, without limits.

    *told* is given each mail of a mailbox as it is done; *earlier* are the parts of former runs that are not done again.
    *watch* is told how a full scan goes on.
    """
    workers = (os.cpu_count() or 1) if jobs is None else jobs
    settings = replace(settings, items=told is not None)
    with engine.Pool(workers, settings.limits) if workers else nullcontext(engine.Inline()) as executor:
        yield from engine.walk(what, settings, executor, progress, told, earlier, watch)


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


def version() -> str:
    """The version of mimawari."""
    from importlib.metadata import version as installed

    return installed("mimawari")


def write_examples(folder: Path) -> tuple[Path, ...]:
    """Build the inert example evidence below *folder* and give the paths of what was built; may raise ``OSError``."""
    from mimawari.examples.builder import build

    return build(folder)
