"""The texts of a document in which its macros may keep a command: controls, forms, the page, literals, names, properties.

Where Emotet kept it: in the code (2018-04), in the page or a shape (2018-12), in a control of the page (2018-12 to 2019-10), in a
form (2019-11 on), in the page again (2020-10 on), in a defined name (2021-12).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from mimawari.detectors.marks.vba_code import Code, Procedure, code_of, texts
from mimawari.detectors.marks.vba_fold import folded, speaks
from mimawari.model.office import Control, OfficeDocument

_SHORT, _LONG, _STATEMENT = 40, 200, 60
_PARAGRAPHS, _STATEMENTS, _CONTROLS, _LINES = 60, 150, 200, 20_000
_TAKES_OUT = re.compile(r"\b(?:replace|split|join)\b", re.IGNORECASE)
_CUT = re.compile(r'\b\w++\s?\(\s?"([^"]{6,})"\s?,\s?(\d{1,4})[^",()]{0,80},\s?(\d{1,4})[^",()]{0,80}\)')
_PIECE = re.compile(r'"((?:[^"]|"")*)"|\b([^\W\d]\w*+)\s?\.\s?([^\W\d]\w*+)(?:\s?\.\s?([^\W\d]\w*+))?')


def carrying(document: OfficeDocument) -> Iterator[str]:
    """Every such text, the likeliest first."""
    yield from sorted(
        (text for control in document.controls for text in held(control) if len(text) > _SHORT), key=len, reverse=True
    )
    yield from (name.text for name in islice(document.defined_names, 400) if len(name.text) > _SHORT)
    yield from _of_page(document.text)
    if document.vba:
        code = code_of(document.vba)
        yield from _of_code(code, document)
        yield from chain(("".join(document.vba.compiled),), (text for text in document.vba.compiled if len(text) > _LONG))
    yield from (text for text in _told(document) if len(text) > _SHORT)


def may_separate(document: OfficeDocument) -> Iterator[str]:
    """What may be strewn over those texts: literals that are replaced or split at, small controls, other short literals."""
    code = code_of(document.vba) if document.vba else Code((), (), frozenset())
    lines = [line for one in code.procedures for line in one.statements if '"' in line][:_LINES]
    yield from (text for line in lines if _TAKES_OUT.search(line) for text in texts(folded(line)))
    yield from (text for control in document.controls for text in held(control) if len(text) <= _SHORT)
    yield from (text for line in code.declarations[:2_000] for text in texts(line))
    yield from (text for line in lines for text in texts(line))
    if document.vba:
        yield from document.vba.compiled


def spoken(document: OfficeDocument) -> Iterator[str]:
    """Each literal of the code by itself, in their order: a list of addresses, one a statement, is not glued together."""
    code = code_of(document.vba) if document.vba else Code((), (), frozenset())
    lines = (line for one in code.procedures for line in one.statements if speaks(line))
    yield from (text for line in islice(lines, _LINES) for text in texts(folded(line)) if text)


def held(control: Control) -> Iterator[str]:
    """What a control holds: its text and its other values."""
    yield control.text
    yield from (value for _, value in control.values)


def _of_page(text: str) -> Iterator[str]:
    if len(text) > _SHORT:
        yield text
        parts = sorted((part for part in re.split(r"[\r\n\x07\x0b\x0c]+", text) if len(part) > _LONG), key=len, reverse=True)
        yield from parts[:_PARAGRAPHS]


def _told(document: OfficeDocument) -> tuple[str, ...]:
    own = document.properties
    return (own.title, own.subject, own.author, own.company, own.manager, own.category, own.keywords, own.comments)


def _of_code(code: Code, document: OfficeDocument) -> Iterator[str]:
    values = {(one.owner.lower(), one.name.lower()): one for one in document.controls[:_CONTROLS]}
    for one in code.procedures[:2_000]:
        yield from (text for text in (_literals(one), _cut_out(one)) if len(text) > _STATEMENT)
    # Functions that give a piece each, in the order in which they are put together (2018).
    yield "".join(map(_literals, code.procedures[:2_000]))
    lines = (line for one in code.procedures for line in one.statements if "." in line or '"' in line)
    joined = (_joined(line, values) for line in lines)
    yield from islice((text for text in joined if len(text) > _STATEMENT), _STATEMENTS)


def _literals(one: Procedure) -> str:
    """All literals of a procedure in their order."""
    return "".join(text for line in one.statements if speaks(line) for text in texts(folded(line)))


def _cut_out(one: Procedure) -> str:
    """What a helper cuts out of its literals: ``f("xxabc", 3 + v - v, 3 + v - v)`` stands for ``abc``."""
    found = (match for line in one.statements if '",' in line for match in _CUT.finditer(line))
    return "".join(match[1][max(int(match[2]) - 1, 0) :][: int(match[3])] for match in found)


def _joined(line: str, values: dict[tuple[str, str], Control]) -> str:
    """The literals and controls of a statement in their order, as one text."""
    return "".join(_value(found, values) for found in _PIECE.finditer(folded(line)))


def _value(found: re.Match[str], values: dict[tuple[str, str], Control]) -> str:
    if found[1] is not None:
        return found[1]
    control = values.get((found[2].lower(), found[3].lower()))
    if control is None:
        return ""
    wanted = (found[4] or "").lower()
    named = {"groupname": "group-name", "controltiptext": "tip"}.get(wanted, wanted)
    return dict(control.values).get(named, "") or control.text
