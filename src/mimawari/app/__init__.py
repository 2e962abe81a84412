"""The composition root: the only module that knows every layer. Faces talk to this and to the nouns."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mimawari import detectors, engine, firm, formats, knowledge, signatures, sources, updates
from mimawari.detectors import Detector
from mimawari.engine import Inquest, Limits, Progress, Scan, Settings, Watch, board, journal
from mimawari.engine.priority import lower as lower_priority
from mimawari.firm.trouble import FirmTrouble
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
from mimawari.model import Firm, Item, Part, Report, Row, Run, SignatureSet, Source
from mimawari.signatures import UNUSED as UNUSED_SIGNATURE
from mimawari.signatures import WANTED as SIGNATURE
from mimawari.signatures import Chosen, Lack
from mimawari.signatures.indicators.filling import Tally
from mimawari.sources import Evidence
from mimawari.updates import Forced, Store
from mimawari.updates.release import tool as release

if TYPE_CHECKING:
    from mimawari.cases import Tried

__all__ = [
    "BLOCKED",
    "SIGNATURE",
    "THIS_PC",
    "UNCHECKED",
    "UNOPENED",
    "UNREAD",
    "UNUSED_SIGNATURE",
    "Chosen",
    "Detector",
    "Evidence",
    "FirmTrouble",
    "Forced",
    "Inquest",
    "Knowledge",
    "Lack",
    "Limits",
    "Progress",
    "Rules",
    "Scan",
    "Settings",
    "Store",
    "Tally",
    "Watch",
    "begun",
    "beside_items",
    "board",
    "called",
    "check",
    "deciding",
    "detectors",
    "drafted_changes",
    "ended",
    "evidence",
    "firm",
    "formats",
    "holes",
    "host_key",
    "in_force",
    "indicator_lists",
    "items_of",
    "journal",
    "judge",
    "knowledge",
    "knowledge_version",
    "known",
    "known_good_lists",
    "learnt",
    "level_of",
    "level_of_item",
    "lost_cases",
    "lower_priority",
    "release",
    "rules",
    "sources",
    "stamped",
    "tried_cases",
    "unfinished",
    "unread",
    "update",
    "updates",
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
    if (found := sources.load().get(kind) if colon else None) and found.is_here and not path:
        return Evidence(locator, forced=kind, moment=_now())
    if not found or not path or found.is_here:
        return Evidence(locator)
    return Evidence(locator, forced=kind, moment=_now() if found.files else "")


_LONG = {short: name for name, short in sources.SHORT.items()}


def is_full_scan(locator: str) -> bool:
    """Whether it asks for every file by itself (``all:PATH``)."""
    return bool(forced := evidence(locator).forced) and sources.load()[forced].files is not None


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
    heard: engine.Heard | None = None,
) -> Iterator[Source]:
    """Look at all of *what* and give each source as it is done. *jobs* 0 works in this process, without limits.

    *told* is given each mail of a mailbox as it is done; *earlier* are the parts of former runs that are not done again.
    *watch* is told how a full scan goes on, *heard* all that the evidence testified to an inquest.
    """
    workers = (os.cpu_count() or 1) if jobs is None else jobs
    settings = replace(settings, items=told is not None, signatures=_dated(settings.signatures))
    with engine.Pool(workers, settings.limits) if workers else nullcontext(engine.Inline()) as executor:
        yield from engine.walk(what, settings, executor, progress, told, earlier, watch, heard)


def learnt(locator: str) -> Firm:
    """What a mailbox or Sent folder of the firm's own tells of it, as a proposal; without accounts where it tells nothing."""
    with engine.Pool(1, Limits()) as executor:
        found = engine.habits_of(evidence(locator), Settings(), executor)
    return firm.learnt(*found)


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


def knowledge_version(settings: Settings) -> str:
    """The version of the knowledge; ``+`` and a digest behind it where the user named sets of signatures of his own."""
    return signatures.version(_dated(settings.signatures), settings.knowledge)


def _dated(chosen: Chosen) -> Chosen:
    """With today's date, where it matters how old a set is."""
    return replace(chosen, today=_now()[:10]) if chosen.clamd else chosen


@dataclass(frozen=True, slots=True)
class Rules:
    """YARA rules by set and name, and what of them is not used."""

    sets: tuple[SignatureSet, ...]
    rows: tuple[Row, ...]
    lacks: tuple[Lack, ...]


def rules(chosen: Chosen, folder: Path | None = None) -> Rules:
    """The YARA rules of the knowledge, and those that the user chose."""
    from mimawari.signatures import yara

    made = yara.ready(chosen, knowledge.load(folder))
    if made is None:
        return Rules((), (), ())
    return Rules(made.sets, tuple(sorted(made.rows.values(), key=lambda row: (row.collection, row.name))), made.lacks)


def in_force(stores: Iterable[Path]) -> Forced:
    """The knowledge to use where nobody names another: the program's own, or what was installed in one of *stores*."""
    return updates.in_force(Store(folder) for folder in stores)


def update(store: Store, request: updates.Request, told: Callable[[str, str], None]) -> updates.Done:
    """Bring newer knowledge into *store*. Raises ``updates.Trouble``. *told* hears whom is asked, and by which proxy, before."""
    return updates.bring(store, request, f"mimawari/{version()}", told)


def lost_cases(folder: Path, known: Knowledge) -> tuple[int, list[str]]:
    """How many regression cases there are in *folder*, and which *known* does not meet. Raises ``ValueError`` for a bad one."""
    from mimawari import cases

    return cases.lost(folder, known)


def tried_cases(folder: Path, knowledge_folder: Path) -> Tried:
    """Which part of the knowledge in *knowledge_folder* the cases in *folder* try. Raises ``ValueError`` for a bad one."""
    from mimawari import cases

    return cases.tried(folder, knowledge.load(knowledge_folder))


def drafted_changes(folder: Path, with_packed: bool = False) -> release.Difference:
    """What the draft of an update in *folder* changes. Raises ``updates.Trouble``."""
    from mimawari.signatures.yara.rule_words import rule_words

    return release.compared(folder, rule_words, with_packed)


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
    from mimawari.examples.builder import build, build_cases

    return (*build(folder), *build_cases(folder))
