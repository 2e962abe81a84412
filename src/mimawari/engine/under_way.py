"""A source that is being looked at: what of it is left, what it gave so far, and what its minimum still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mimawari import sources
from mimawari.engine import tasks
from mimawari.engine.executors import Lost
from mimawari.engine.ledger import collect
from mimawari.engine.patrol import Patrol
from mimawari.engine.rounds import Notes, Rounds
from mimawari.engine.settings import Settings
from mimawari.knowledge import Knowledge
from mimawari.model import Gap, Part, Reason, Words
from mimawari.signatures import WANTED
from mimawari.sources import Evidence, Survey, disk_image

_UNHELD = "missing-signature-of-pc"


@dataclass(slots=True)
class Open:
    """``left`` are the keys of the pieces under way, ``listed`` those whose items were listed after their worker was lost."""

    evidence: Evidence
    survey: Survey
    rounds: Rounds | None = None
    left: set[str] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    notes: dict[str, Notes] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    patrol: Patrol | None = None


def is_without_windows(found: Survey) -> bool:
    """Whether all volumes of a disk image could be read, and there is no Windows on them: nothing of a PC is missing there."""
    nothing = found.kind == disk_image.KIND.name and not found.pieces and bool(found.gaps)
    return nothing and all(gap.wanted == "host" and gap.reason is Reason.MISSING for gap in found.gaps)


def rounds(item: Evidence, found: Survey) -> Rounds | None:
    """For a source of items; none for any other."""
    kind = sources.load().get(found.kind)
    if kind is None or kind.reopen is None or not found.pieces:
        return None
    return Rounds(1 if item.inside else 0, found.pieces[0].keep)


def still(found: Survey, earlier: tuple[Part, ...]) -> Survey:
    """The survey of what could not be opened this time, as one of what was looked at earlier: that still stands."""
    if found.pieces or not found.gaps or not earlier:
        return found
    source = earlier[0].source
    gaps = (replace(gap, origin=replace(gap.origin, source=source)) for gap in found.gaps)
    return replace(found, source=source, gaps=tuple(gaps))


def unsurveyed(item: Evidence, result: object) -> Survey:
    """The survey of something whose survey was lost."""
    lost = result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result")
    gap = Gap(tasks.lost(item, tasks.UNKNOWN, ()).origin(item), lost.reason, "content", lost.detail)
    return tasks.lost(item, tasks.UNKNOWN, (gap,))


def _is_empty(opened: Open) -> bool:
    """Whether it is a source of items and has none, nor a gap that says why."""
    kind = sources.load().get(opened.survey.kind)
    if kind is None or kind.reopen is None or any(part.gaps for part in opened.parts):
        return False
    return not any(looked.count for part in opened.parts for looked in part.looked)


def unmet(opened: Open, ought: Iterable[str], known: Knowledge, settings: Settings, *, was_named: bool) -> Part:
    """A gap for each row of the minimum that nobody looked at and nobody excused.

    A mailbox without a mail may be the wrong place, if it *was_named* and not met in a folder.
    """
    met = {looked.kind for part in opened.parts for looked in part.looked}
    met |= {gap.wanted for part in opened.parts for gap in part.gaps}
    origin = opened.survey.origin(opened.evidence)
    missing = [Gap(origin, Reason.MISSING, wanted) for wanted in sorted(set(ought) - met)]
    if not missing and was_named and _is_empty(opened):
        missing = [Gap(origin, Reason.MISSING, "message", "there is no mail in it")]
    gaps = [replace(gap, remedy=_advice(gap, opened.survey.kind, known)) for gap in missing]
    return collect(gaps, opened.survey.source, "minimum", tasks.version_of(settings), settings.out)


def _advice(gap: Gap, kind: str, known: Knowledge) -> Words:
    """What to do about it. Of a PC only what runs and starts by itself is read: who names rules is told how all files are."""
    is_closed = gap.wanted == WANTED and "content" not in known.minimum.get(kind, ())
    return known.remedies[_UNHELD] if is_closed else known.remedy(gap, kind)
