"""What speaks for a macro being a dropper, each with its weight. Honest macros start by themselves, run and fetch things too.

None of it decides alone but what fetches or writes a program and runs it; docs/findings/macro-delivery.md tells the rates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.detectors.marks import brought, indirect, vba_flow, vba_names, vba_objects
from mimawari.detectors.marks.document_texts import carrying, held, may_separate
from mimawari.detectors.marks.downloader import commands
from mimawari.detectors.marks.hostile_command import hostile
from mimawari.detectors.marks.removed_code import removed_does_harm, removed_start
from mimawari.detectors.marks.vba_acts import Acts, acts, literals
from mimawari.detectors.marks.vba_code import Code, Procedure, code_of
from mimawari.detectors.marks.vba_payload import payload_control
from mimawari.detectors.marks.vba_plain import Plain, plain
from mimawari.detectors.marks.vba_start import started, starts, typed_by_hand
from mimawari.knowledge import Knowledge
from mimawari.model.office import OfficeDocument

HOSTILE, REMOVED = "hostile command", "removed code fetches and runs"
# What harms or hides on purpose; people who write honest macros do not.
PURPOSE = {
    REMOVED: 7, "code put into memory": 5, "object name in pieces": 5, HOSTILE: 5, brought.PROGRAM: 5, brought.WRITTEN: 5,
    brought.TOOL: 5, "hidden object name": 4, "object name kept elsewhere": 4, "payload in a control": 3, "odd syntax": 2,
    indirect.LIBRARY: 5, indirect.SHARE: 5, indirect.HANDED: 5, indirect.TRANSFORM: 5, vba_flow.FETCHED: 5, vba_flow.DECODED: 4,
    vba_flow.CAPTIONS: 3, "names drawn by chance": 1, "names used once": 1,
}  # fmt: skip
# What honest macros do as well: however much of it, a hint at most.
USUAL = {
    brought.OTHER: 4, "computed object": 3, "code called in memory": 3, "unreadable command": 2, "text kept elsewhere": 2,
    indirect.FOREIGN: 3, indirect.SHEET: 4,
    brought.LOOKED_AT: 2, brought.SCRIPT: 2, "characters by number": 1, "hidden window": 1, "start typed by hand": 1,
}  # fmt: skip
WEIGHT = PURPOSE | USUAL
_INDIRECT = (indirect.LIBRARY, indirect.SHARE, indirect.HANDED, indirect.TRANSFORM, vba_flow.FETCHED)
SURE = frozenset({REMOVED, HOSTILE, "code put into memory", brought.PROGRAM, brought.WRITTEN, brought.TOOL, *_INDIRECT})
_ACTS = SURE | {indirect.FOREIGN}
_SHORTEST = 12
_READS_PAGE = frozenset(
    {"storyranges", "content", "range", "paragraphs", "shapes", "textframe", "textframe2", "sentences", "words"}
)
_TOLD = re.compile(r"\.\s*(?:path|arguments|targetpath|commandline|program|parameters)\s*=", re.IGNORECASE)
_LEAVES = re.compile(
    r"\bregwrite\b|\bfor\s+(?:output|binary|append)\b|\bcreatetextfile\b|\bsavetofile\b|\bopentextfile\b|\bfilecopy\b|\bcopyfile\b|\bcreateshortcut\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """``start``: what Office runs by itself (empty: nothing), ``acts``: whether it does anything, and the marks, heaviest first."""

    start: str
    acts: bool
    marks: tuple[str, ...]

    @property
    def weight(self) -> int:
        """What the marks weigh together."""
        return sum(WEIGHT[mark] for mark in self.marks)

    @property
    def is_on_purpose(self) -> bool:
        """Whether one of them is nothing that honest macros do."""
        return any(mark in PURPOSE for mark in self.marks)

    @property
    def is_sure(self) -> bool:
        """Whether one of them says that a program or a command from elsewhere is run."""
        return any(mark in SURE for mark in self.marks)


def traits(document: OfficeDocument, known: Knowledge, *, whole: bool = False) -> Traits | None:
    """The traits of what Office starts by itself or, where it starts nothing, of all macros; None where there are none.

    *whole*: of all macros in any case, for what is called in a way that cannot be followed.
    """
    if not document.vba or not document.vba.modules:
        return None
    code = code_of(document.vba)
    first = () if whole else starts(code, known)
    chosen = (() if whole else started(code, known)) or code.procedures
    done = acts((line for one in chosen for line in one.statements), code.declarations)
    marks = sorted(set(_marks(document, code, chosen, done, known)), key=lambda mark: (-WEIGHT[mark], mark))
    start = first[0].written if first else removed_start(document.vba, known) if document.vba.stomped else ""
    does = done.runs or done.injects or done.calls_memory or (done.fetches and done.saves) or bool(_ACTS.intersection(marks))
    return Traits(start, does, tuple(marks))


def _marks(document: OfficeDocument, code: Code, chosen: tuple[Procedure, ...], done: Acts, known: Knowledge) -> Iterator[str]:
    if document.vba and removed_does_harm(document.vba, known):
        yield REMOVED
    if done.injects:
        yield "code put into memory"
    elif done.calls_memory:
        yield "code called in memory"
    lines = plain(chosen, code.declarations)
    yield from brought.brought(lines, done)
    yield from indirect.indirect(lines, code.declarations, done)
    yield from vba_flow.handed(code, chosen)
    leaves = any(_LEAVES.search(one.line) for one in lines)
    if (done.runs or leaves) and _is_hostile(document, code, lines):
        yield HOSTILE
    if done.runs:
        yield from _of_running(done)
        yield from _of_objects(document, chosen)
        yield from (["payload in a control"] if payload_control(document, code) else [])
    yield from _of_names(code, chosen, known)


def _of_running(done: Acts) -> Iterator[str]:
    told = {"unreadable command": done.blind, "hidden window": done.hides, "text kept elsewhere": done.kept and done.blind}
    yield from (mark for mark, is_there in told.items() if is_there)
    yield from (mark for mark, is_there in {"odd syntax": done.odd, "characters by number": done.unmasks}.items() if is_there)


def _of_objects(document: OfficeDocument, chosen: tuple[Procedure, ...]) -> Iterator[str]:
    if _hides_name(document, [line for one in chosen for line in one.statements if '"' in line or "chr" in line.lower()]):
        yield "hidden object name"
    objects = [got for one in chosen for got in vba_objects.got(one)]
    if any(got.is_pieced for got in objects):
        yield "object name in pieces"
    elif any(got.is_kept for got in objects):
        yield "object name kept elsewhere"
    elif any(got.is_computed for got in objects):
        yield "computed object"


def _hides_name(document: OfficeDocument, lines: list[str]) -> bool:
    texts = [*literals(lines), *(text for control in document.controls for text in held(control))]
    likely = tuple(may_separate(document))
    return any((vba_objects.hidden_words(lines), vba_objects.strewn_words(texts, likely), vba_objects.thinly_strewn(texts, likely)))


def _of_names(code: Code, chosen: tuple[Procedure, ...], known: Knowledge) -> Iterator[str]:
    if typed_by_hand(code, known):
        yield "start typed by hand"
    if vba_names.are_drawn(chosen, known.letter_pairs):
        yield "names drawn by chance"
    if vba_names.stand_once(chosen):
        yield "names used once"


def _is_hostile(document: OfficeDocument, code: Code, lines: tuple[Plain, ...]) -> bool:
    """Whether a command that fetches and runs is kept in it; what the page says counts only where the code reads the page."""
    if any(hostile(one.text) for one in lines if len(one.text) > _SHORTEST and '"' in one.line):
        return True
    if hostile(" ".join(one.text.partition(" ")[2] for one in lines if _TOLD.search(one.line))):
        return True
    reads = any(one.words & _READS_PAGE for one in code.procedures)
    kept = document if reads else replace(document, text="")
    return any(hostile(command) for command in commands(carrying(kept), may_separate(kept)))
