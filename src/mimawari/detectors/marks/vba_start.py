"""What Office starts in a project by itself, and all that this reaches."""

from __future__ import annotations

from mimawari.detectors.marks.vba_code import Code, Procedure
from mimawari.knowledge import Knowledge

_FORMS = ("form", "class")
_WORD = ("AutoOpen", "AutoExec", "AutoNew", "AutoClose", "AutoExit", "Document")


def starts(code: Code, known: Knowledge) -> tuple[Procedure, ...]:
    """The procedures that Office runs without being asked; events of controls count in the document's own modules only."""
    names = {name.lower() for name in known.marks["vba-auto-start"]}
    events = tuple(name[1:] for name in names if name.startswith("*"))
    return tuple(one for one in code.procedures if one.name in names or (one.form not in _FORMS and one.name.endswith(events)))


def started(code: Code, known: Knowledge) -> tuple[Procedure, ...]:
    """Those, and what they call; everything where one of them runs a procedure whose name cannot be read."""
    first = starts(code, known)
    return code.reached(first) if first else ()


def typed_by_hand(code: Code, known: Knowledge) -> str:
    """The name of an auto-start procedure of Word whose letters are not in the case that its pages give; empty: there is none.

    Word's only: in Excel people write ``auto_open`` by hand.
    """
    usual = {name.lower(): name for name in known.marks["vba-auto-start"] if name.startswith(_WORD)}
    return next((one.written for one in code.procedures if usual.get(one.name, one.written) != one.written), "")
