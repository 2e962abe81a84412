"""Macros whose source was removed or exchanged: what the names and texts of the compiled code tell.

Source: MS-OVBA 2.3.4.3 (CompressedSourceCode beside PerformanceCache); MITRE ATT&CK T1564.007.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.detectors.marks.file_kinds import bare_address, fetched_program, program_place
from mimawari.detectors.marks.hostile_command import hostile
from mimawari.knowledge import Knowledge
from mimawari.model.office import VbaProject

_MOST, _LIMIT = 20_000, 1 << 20
_RUNS = re.compile(r"(?m)^(?:vba\.)?(?:shell|shellexecute[aw]?|winexec|createprocess[aw]?|win32_process|virtualalloc(?:ex)?)$")
_GETS = re.compile(r"(?m)^(?:create|get)object$")
_DOES = re.compile(r"(?m)^(?:run|exec|create|shellexecute)$")
_FETCHES = re.compile(r"urldownloadtofile|xmlhttp|winhttprequest|internetopenurl|internetreadfile|responsebody")
_HIDES = re.compile(r"(?m)^(?:strreverse|chrw?|xor|nodetypedvalue|rtlmovememory|createthread)$")


def removed_start(vba: VbaProject, known: Knowledge) -> str:
    """The name in the compiled code that Office runs by itself; empty: none."""
    names = {name.lower(): name for name in known.marks["vba-auto-start"] if not name.startswith("*")}
    return next((names[one.lower()] for one in vba.compiled[:_MOST] if one.lower() in names), "")


def _bounded(compiled: tuple[str, ...]) -> Iterator[str]:
    room = _LIMIT // 4
    for text in compiled[:_MOST]:
        room -= len(text)
        if room < 0:
            return
        yield text


def removed_does_harm(vba: VbaProject, known: Knowledge) -> bool:
    """Whether that code fetches or unpacks something and runs it: by a command in it, or by its names where it starts itself."""
    if not vba.stomped:
        return False
    told = tuple(_bounded(vba.compiled))
    if any(hostile(text) for text in told if len(text) > 12):
        return True
    whole = "\n".join(told)[:_LIMIT].lower()
    runs = bool(_RUNS.search(whole)) or bool(_GETS.search(whole) and _DOES.search(whole))
    brings = (
        _FETCHES.search(whole)
        or _HIDES.search(whole)
        or any(fetched_program(t) or bare_address(t) or program_place(t) for t in told)
    )
    return runs and bool(brings) and bool(removed_start(vba, known))
