"""What speaks for a macro being a dropper, each with its weight. Honest macros start by themselves, run and fetch things too.

None of it decides alone; the rates among honest and other documents are told in docs/findings/macro-delivery.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.detectors.marks import vba_names, vba_objects
from mimawari.detectors.marks.document_texts import carrying, held, may_separate
from mimawari.detectors.marks.downloader import commands
from mimawari.detectors.marks.hostile_command import hostile
from mimawari.detectors.marks.vba_acts import Acts, acts, literals
from mimawari.detectors.marks.vba_code import Code, Procedure, code_of
from mimawari.detectors.marks.vba_payload import payload_control
from mimawari.detectors.marks.vba_start import started, starts, typed_by_hand
from mimawari.knowledge import Knowledge
from mimawari.model.office import OfficeDocument

WEIGHT = {
    "code put into memory": 5, "object name in pieces": 5, "hostile command": 4, "hidden object name": 4,
    "fetches, saves and runs": 4, "payload in a control": 3, "computed object": 3, "code removed": 3, "unreadable command": 2,
    "text kept elsewhere": 2, "odd syntax": 2, "characters by number": 1, "hidden window": 1, "names drawn by chance": 1,
    "names used once": 1, "start typed by hand": 1,
}  # fmt: skip
_SHORTEST = 12
_READS_PAGE = frozenset(
    {"storyranges", "content", "range", "paragraphs", "shapes", "textframe", "textframe2", "sentences", "words"}
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
    start = first[0].written if first else ""
    return Traits(start, done.runs or done.injects or (done.fetches and done.saves), tuple(marks))


def _marks(document: OfficeDocument, code: Code, chosen: tuple[Procedure, ...], done: Acts, known: Knowledge) -> Iterator[str]:
    if done.injects:
        yield "code put into memory"
    if done.fetches and done.saves and done.runs:
        yield "fetches, saves and runs"
    if done.runs:
        yield from _of_running(done)
        yield from _of_objects(document, chosen)
        yield from (["payload in a control"] if payload_control(document, code) else [])
        yield from (["hostile command"] if _is_hostile(document, code, chosen) else [])
    if document.vba and document.vba.stomped:
        yield "code removed"
    yield from _of_names(code, chosen, known)


def _of_running(done: Acts) -> Iterator[str]:
    told = {"unreadable command": done.blind, "hidden window": done.hides, "text kept elsewhere": done.kept and done.blind}
    yield from (mark for mark, is_there in told.items() if is_there)
    yield from (mark for mark, is_there in {"odd syntax": done.odd, "characters by number": done.unmasks}.items() if is_there)


def _of_objects(document: OfficeDocument, chosen: tuple[Procedure, ...]) -> Iterator[str]:
    lines = [line for one in chosen for line in one.statements if '"' in line]
    small = (text for control in document.controls for text in held(control))
    if vba_objects.hidden_words(lines) or vba_objects.strewn_words([*literals(lines), *small], may_separate(document)):
        yield "hidden object name"
    objects = [got for one in chosen for got in vba_objects.got(one)]
    if any(got.is_pieced for got in objects):
        yield "object name in pieces"
    elif any(got.is_computed for got in objects):
        yield "computed object"


def _of_names(code: Code, chosen: tuple[Procedure, ...], known: Knowledge) -> Iterator[str]:
    if typed_by_hand(code, known):
        yield "start typed by hand"
    if vba_names.are_drawn(chosen, known.letter_pairs):
        yield "names drawn by chance"
    if vba_names.stand_once(chosen):
        yield "names used once"


def _is_hostile(document: OfficeDocument, code: Code, chosen: tuple[Procedure, ...]) -> bool:
    """Whether a command that fetches and runs is kept in it; what the page says counts only where the code reads the page."""
    if any(hostile(text) for one in chosen for text in literals(one.statements) if len(text) > _SHORTEST):
        return True
    reads = any(one.words & _READS_PAGE for one in code.procedures)
    kept = document if reads else replace(document, text="")
    return any(hostile(command) for command in commands(carrying(kept), may_separate(kept)))
