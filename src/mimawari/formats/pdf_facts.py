"""What the objects of a PDF say together: links, actions, what runs at opening, scripts, and the files in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from mimawari.formats.pdf_objects import Body, Objects
from mimawari.formats.pdf_tokens import Token, after, group, readable
from mimawari.model import BadEvidence

LINKS, _LINK = 2_000, 4_096
_LAUNCHES = 50
_ACTIONS = {b"Launch", b"JavaScript", b"SubmitForm", b"ImportData", b"GoToR", b"GoToE", b"Rendition", b"Movie", b"Sound"}
# Of the additional actions (12.6.3), those that run without a click: a page is opened or becomes visible.
_AT_OPENING = (b"O", b"PO", b"PV")
_PAGE = re.compile(rb"/Type[\0\t\n\f\r ]{0,9}/Page(?![A-Za-z])")
_TELLING = re.compile(
    rb"/(?:URI|JS|JavaScript|Launch|OpenAction|AA|EF|XFA|EmbeddedFile|SubmitForm|ImportData|GoToR|GoToE|Rendition|RichMediaExecute"
    rb"|Movie|Sound)(?![A-Za-z])|#[0-9A-Fa-f]{2}"
)
_XFA_SCRIPT = re.compile(rb"<script\b[^>]{0,500}>")
_SCRIPT = 1 << 20
_OFTEN = 100
"""So many values of a key are followed in one object."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in the document: its name, and the object whose stream it is."""

    name: str
    body: Body


@dataclass(slots=True)
class Facts:
    """All of it; ``opens`` are the kinds of action that run when the document is opened."""

    links: dict[str, None] = field(default_factory=dict)
    actions: set[str] = field(default_factory=set)
    opens: set[str] = field(default_factory=set)
    launches: dict[str, None] = field(default_factory=dict)
    scripts: dict[str, None] = field(default_factory=dict)
    files: list[Attached] = field(default_factory=list)
    pages: int = 0


def gather(objects: Objects) -> Facts:
    """Look at every object that has one of the telling words."""
    facts = Facts()
    reader = _Reader(objects, facts)
    for body in objects.bodies:
        text = body.text
        facts.pages += len(_PAGE.findall(text))
        if _TELLING.search(text):
            reader.look(body)
    reader.add_unnamed()
    return facts


def _file_name(row: list[Token]) -> str:
    """The name in a file specification (7.11.3): the Unicode one, else the other."""
    places = [at for key in (b"UF", b"F") for at in after(row, key) if row[at].kind == "text"]
    return readable(row[places[0]].value) if places else ""


def _form_scripts(form: bytes) -> Iterator[str]:
    for found in islice(_XFA_SCRIPT.finditer(form), _OFTEN):
        end = form.find(b"</script", found.end(), found.end() + _SCRIPT)
        yield form[found.end() : end if end >= 0 else found.end() + _SCRIPT].decode("utf-8", "replace")


class _Reader:
    def __init__(self, objects: Objects, facts: Facts) -> None:
        self._objects, self._facts = objects, facts
        self._named: dict[int, str] = {}
        self._unnamed: list[Body] = []

    def look(self, body: Body) -> None:
        row = self._objects.row(body)
        kinds = self._kinds(row)
        self._facts.actions |= kinds
        self._look_links(row, kinds)
        self._look_opening(row)
        self._look_scripts(row)
        if "Launch" in kinds:
            self._look_launch(row)
        self._look_files(body, row)

    def _kinds(self, row: list[Token]) -> set[str]:
        names = (row[at].value for at in after(row, b"S") if row[at].kind == "name")
        return {name.decode("latin-1") for name in names if name in _ACTIONS}

    def _text(self, row: list[Token], at: int) -> str:
        """The text at a place of the row, or in the object that is named there; of a file specification its name."""
        value = self._value(row, at)
        if value and value[0].kind == "text":
            return readable(value[0].value)[:_LINK]
        return _file_name(value)[:_LINK]

    def _look_links(self, row: list[Token], kinds: set[str]) -> None:
        keys = (b"URI", b"F") if kinds & {"SubmitForm", "ImportData", "GoToR", "GoToE"} else (b"URI",)
        for key in keys:
            for at in after(row, key):
                link = self._text(row, at) if row[at].kind != "name" else ""
                if link and len(self._facts.links) < LINKS and (key == b"URI" or "://" in link or link.startswith("\\\\")):
                    self._facts.links[link] = None

    def _look_opening(self, row: list[Token]) -> None:
        for at in islice(after(row, b"OpenAction"), _OFTEN):
            self._opens(row, at)
        for at in islice(after(row, b"AA"), _OFTEN):
            inner = self._value(row, at)
            for key in _AT_OPENING:
                for place in islice(after(inner, key), _OFTEN):
                    self._opens(inner, place)
        # A name tree of scripts (7.7.4): all of them run when the document is opened.
        if any(row[at].kind in ("ref", "mark") and row[at].value != b">>" for at in after(row, b"JavaScript")):
            self._facts.opens.add("JavaScript")

    def _value(self, row: list[Token], at: int) -> list[Token]:
        body = self._objects.referred(row[at])
        value = self._objects.row(body) if body else group(row, at)
        return value if self._objects.spend(8 * len(value)) else []

    def _opens(self, row: list[Token], at: int) -> None:
        value = self._value(row, at)
        names = (value[place].value for place in after(value, b"S") if value[place].kind == "name")
        self._facts.opens |= {name.decode("latin-1")[:40] for name in names if name in _ACTIONS or name == b"URI"}

    def _look_scripts(self, row: list[Token]) -> None:
        for at in islice(after(row, b"JS"), _OFTEN):
            body = self._objects.referred(row[at])
            raw = self._stream(body) if body and body.stream else b""
            value = self._value(row, at)
            if not raw and value and value[0].kind == "text":
                raw = value[0].value
            if raw:
                self._facts.scripts[readable(raw)] = None
        for at in islice(after(row, b"XFA"), _OFTEN):
            for token in self._value(row, at)[:_OFTEN]:
                form = self._objects.referred(token)
                for text in _form_scripts(self._stream(form) if form and form.stream else b""):
                    self._facts.scripts[text] = None

    def _stream(self, body: Body) -> bytes:
        try:
            return self._objects.stream(body)
        except BadEvidence as bad:
            self._objects.note(bad)
            return b""

    def _look_launch(self, row: list[Token]) -> None:
        """The program, and behind it its parameters (12.6.4.5)."""
        programs = [self._text(row, at) for key in (b"UF", b"F") for at in after(row, key)]
        parameters = [self._text(row, at) for at in after(row, b"P") if row[at].kind == "text"]
        for program in dict.fromkeys(filter(None, programs)):
            if len(self._facts.launches) < _LAUNCHES:
                self._facts.launches[" ".join([program, *parameters])] = None

    def _look_files(self, body: Body, row: list[Token]) -> None:
        for at in islice(after(row, b"EF"), _OFTEN):
            name = _file_name(row)
            for token in self._value(row, at)[:_OFTEN]:
                if file := self._objects.referred(token):
                    self._named.setdefault(id(file), name)
                    self._unnamed.append(file)
        if body.stream and any(row[at].value == b"EmbeddedFile" for at in after(row, b"Type")):
            self._unnamed.append(body)

    def add_unnamed(self) -> None:
        """Every file once, by its name or a number."""
        files = {id(body): body for body in self._unnamed if body.stream}
        self._facts.files = [Attached(name, body) for name, body in self._with_names(files)]

    def _with_names(self, files: dict[int, Body]) -> Iterator[tuple[str, Body]]:
        for number, (key, body) in enumerate(files.items(), 1):
            yield self._named.get(key) or f"file {number}", body
