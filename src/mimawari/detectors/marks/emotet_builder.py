"""The marks of the program that built Emotet's documents from 2018-04 to 2020-01, each by itself no proof.

Source: measured on 206 published documents of 18 clusters, 69 of other malware and 951 honest ones; the rates stand with each mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.detectors.marks import emotet_container, emotet_tastes, vba_names, vba_objects
from mimawari.detectors.marks.document_texts import held, may_separate
from mimawari.detectors.marks.lure_pictures import known_lure
from mimawari.detectors.marks.vba_acts import acts, literals
from mimawari.detectors.marks.vba_code import Code, code_of
from mimawari.detectors.marks.vba_payload import payload_control
from mimawari.detectors.marks.vba_start import typed_by_hand
from mimawari.knowledge import Knowledge
from mimawari.model.office import Module, OfficeDocument, Properties

_WORD_BASE = ("1normal.thisdocument", "{00020906-0000-0000-c000-000000000046}")
_TOKEN = re.compile(r'"[^"]*"?|\w+|[^\w\s]')
_CONVERTS = re.compile(
    r"\b(?:c(?:date|lng|byte|sng|dbl|int|cur|var|bool)|log|sin|cos|tan|atn|sqr|exp|rnd|hex|oct|fix|int|round|sgn|chr[wb])\s?\(",
    re.IGNORECASE,
)
_FEWEST_TOKENS, _PER_MILLE = 200, 30
_COMPANY = re.compile(
    r"[A-Z][\w'’]+ (?:and Sons|Group|Inc|LLC)|[A-Z][\w'’]+ - [A-Z][\w'’]+|[A-Z][\w'’]+, [A-Z][\w'’]+ and [A-Z][\w'’]+"
)
_ADDRESS_COMMENT = re.compile(r"(?im)^\s*(?:rem\s|').{0,200}https?://")
_CODE, _LINES = 256 << 10, 50_000


def untouched(properties: Properties) -> bool:
    """B1: revision 1, no minute of editing, created and saved in one minute.

    Emotet 16 of 18 clusters, others 1 of 69, honest 12 of 951.
    """
    is_fresh = properties.revision == 1 and properties.edit_minutes == 0
    return is_fresh and bool(properties.created) and properties.created[:16] == properties.saved[:16]


def renamed(document: OfficeDocument, known: Knowledge) -> str:
    """B2: the name of the document's module where Word would not have called it so. Emotet 16 of 18, others 1 of 69, honest 0."""
    usual = {name.lower() for name in known.marks["vba-document-modules"]}
    modules = document.vba.modules if document.vba else ()
    return next((module.name for module in modules if _is_word(module) and module.name.lower() not in usual), "")


def _is_word(module: Module) -> bool:
    return module.form == "document" and any(base in module.base.lower() for base in _WORD_BASE)


def of_code(document: OfficeDocument, known: Knowledge) -> Iterator[str]:
    """B3 to B7, the lure and how the code is strewn: names of those that are there. One save by Word changes none of them."""
    if not document.vba:
        return
    code = code_of(document.vba)
    told = {
        "start typed by hand": bool(typed_by_hand(code, known)),
        "payload in a control": payload_control(document, code) is not None,
        "hidden object name": hides_wmi(document, code),
        "odd syntax": emotet_tastes.is_odd(document, code, known.marks["emotet-odd-syntax"]),
        "generated words": _is_generated(document, known),
        "known picture": bool(known_lure(document, known)),
        "names used once": vba_names.stand_once(code.procedures),
        "conversions without end": _converts(code),
    }
    yield from (mark for mark, is_there in told.items() if is_there)


def of_file(document: OfficeDocument) -> Iterator[str]:
    """What a save by Word destroys: that the command cannot be read where it is run (B4, B5), and B8."""
    if document.vba and _runs_unread(code_of(document.vba)):
        yield "unreadable command"
    yield from emotet_container.marks(document)


def _runs_unread(code: Code) -> bool:
    done = acts((line for one in code.procedures for line in one.statements), code.declarations)
    return done.runs and done.blind


def _converts(code: Code) -> bool:
    """Thirty or more conversions and angles in a thousand words. Emotet 9 of 18 clusters, others and honest none."""
    lines = [line for one in code.procedures for line in one.statements][:_LINES]
    tokens = sum(len(_TOKEN.findall(line)) for line in lines)
    calls = sum(len(_CONVERTS.findall(line)) for line in lines)
    return tokens >= _FEWEST_TOKENS and calls * 1000 >= tokens * _PER_MILLE


def hides_wmi(document: OfficeDocument, code: Code) -> bool:
    """B5: WMI's names appear only when pieces are joined or a separator is taken out. Emotet 12 of 18, others and honest none."""
    lines = [line for one in code.procedures for line in one.statements if '"' in line]
    small = (text for control in document.controls for text in held(control))
    found = vba_objects.hidden_words(lines) or vba_objects.strewn_words([*literals(lines), *small], may_separate(document))
    return found.startswith(("winmgmts", "win32_"))


def _is_generated(document: OfficeDocument, known: Knowledge) -> bool:
    """B7: properties or comments in the style of word generators. Emotet 13 of 18, others 5 of 69, honest 12 of 951."""
    own = document.properties
    if _COMPANY.fullmatch(own.company) or _is_latin(own.title, known):
        return True
    sources = (module.source[:_CODE] for module in (document.vba.modules if document.vba else ()))
    return sum(len(_ADDRESS_COMMENT.findall(source)) for source in sources) >= 3


def _is_latin(title: str, known: Knowledge) -> bool:
    words = re.findall(r"\w+", title.lower())
    return bool(words) and title.endswith(".") and set(words) <= set(known.marks["latin-filler"])
