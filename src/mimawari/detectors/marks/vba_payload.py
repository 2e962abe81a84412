"""Controls and forms that hold more than a person would type into them, and that the code reads."""

from __future__ import annotations

import re

from mimawari.detectors.marks.document_texts import held
from mimawari.detectors.marks.separators import is_strewn
from mimawari.detectors.marks.vba_code import Code
from mimawari.model.office import Control, OfficeDocument

_STORED, _RUN = 1_000, 400
_SOLID = re.compile(r"\S{400}")


def payload_control(document: OfficeDocument, code: Code) -> Control | None:
    """The first control that holds a payload: a thousand bytes in the page or 400 characters in one run, and is read by name.

    Source: of Emotet's documents of 2018-12 to 2020-01, 200 of 206; of other malware 2 of 69, of honest macros none of 52. A form's
    help text is prose, with blanks.
    """
    for control in document.controls:
        if _holds(control) and any(_reads(one.words, control) for one in code.procedures):
            return control
    return None


def _holds(control: Control) -> bool:
    longest = max(held(control), key=len)
    if _SOLID.search(longest):
        return True
    return control.stored >= _STORED and not control.in_form and (is_strewn(longest) or not longest)


def _reads(words: frozenset[str], control: Control) -> bool:
    owner, name = control.owner.lower(), control.name.lower()
    return bool(name) and name in words and (owner in words or not owner)
