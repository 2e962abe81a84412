"""What a page of WordprocessingML says: its text, its fields, its controls (ECMA-376 part 1, 17; the 2003 form is alike)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mimawari.formats.office.fields import Fields
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.xml_events import Event, Kind

TEXT = 64 << 10
"""So many characters of a document's text are kept."""

_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t"}
_ACTIONS, _LONG = 500, 4_096
_INSTRUCTION = ("instrText", "delInstrText")
_ASIDE = ("docPr", "cNvPr", "shape")
ELEMENTS = frozenset((*_INSTRUCTION, *_BREAKS, *_ASIDE, "t", "p", "tr", "fldChar", "fldSimple", "control"))
"""The elements whose events :func:`read_page` looks at, and :data:`ATTRIBUTE` tells of more."""
ATTRIBUTE = "action"


class Text:
    """The first :data:`TEXT` characters; ``is_cut`` where there were more."""

    def __init__(self) -> None:
        self._pieces, self._left = list[str](), TEXT
        self.is_cut = False

    def add(self, text: str) -> None:
        """Append."""
        self.is_cut = self.is_cut or len(text) > self._left
        if self._left > 0:
            self._pieces.append(text[: self._left])
            self._left -= len(text)

    def __str__(self) -> str:
        return "".join(self._pieces).strip()


@dataclass(slots=True)
class Page:
    """What was found on all pages.

    ``controls`` are pairs of a control's name and the id of its relation, ``hidden`` of a shape's name and its alternative text.
    ``actions`` are what a presentation does on a click or when the mouse passes: ``ppaction://...`` and a relation's id.
    """

    text: Text
    fields: Fields
    controls: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)


def new_page(notes: Notes) -> Page:
    """An empty one."""
    return Page(Text(), Fields(notes))


def read_page(given: Iterable[Event], page: Page) -> None:
    """Add what the events of one part tell. What *given* raises comes through, with what came before it taken."""
    for event in given:
        if event.kind is Kind.TEXT:
            _said(event, page)
        elif event.kind is Kind.START:
            _started(event, page)
        elif event.name in ("p", "tr"):
            page.text.add("\n")
    page.fields.finish()


def _said(event: Event, page: Page) -> None:
    if event.name in _INSTRUCTION:
        page.fields.code(event.text)
    elif event.name == "t" and not page.fields.in_code:
        page.text.add(event.text)
    elif event.name == "t":
        # Word reads plain runs between a field's marks as code too.
        page.fields.code(event.text)


def _started(event: Event, page: Page) -> None:
    told = event.attributes
    if event.name == "fldChar":
        _mark(told.get("fldCharType", ""), page.fields)
    elif event.name == "fldSimple":
        page.fields.whole(told.get("instr", ""))
    elif event.name == "control":
        page.controls.append((told.get("name", "")[:200], told.get("id", "")))
    elif event.name in _BREAKS:
        page.text.add(_BREAKS[event.name])
    elif event.name in _ASIDE:
        _aside(told, page)
    elif ATTRIBUTE in told and len(page.actions) < _ACTIONS:
        page.actions.append((f"{event.name} {told[ATTRIBUTE][:_LONG]}", told.get("id", "")))


def _aside(told: dict[str, str], page: Page) -> None:
    """The alternative text of a picture or shape: macros keep their payload there."""
    for key in ("descr", "alt", "title"):
        value = told.get(key, "")
        if value and len(page.hidden) < 500:
            page.hidden.append((told.get("name") or told.get("id", ""), value[:TEXT]))


def _mark(kind: str, fields: Fields) -> None:
    if kind == "begin":
        fields.begin()
    elif kind == "separate":
        fields.separate()
    elif kind == "end":
        fields.end()
