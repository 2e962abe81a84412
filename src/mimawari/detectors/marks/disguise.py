"""File names that make a program look like a document.

Source: MITRE ATT&CK T1036.002 (right-to-left override), T1036.007 (double file extension).
"""

from __future__ import annotations

import re

from mimawari.knowledge import Knowledge
from mimawari.model import Embedded

# Characters that turn the writing round from there on (Unicode Bidirectional Algorithm, UAX #9).
_TURNING = "\u202e\u202d\u2067"
_GAP = re.compile(r"[\s\u00a0\u3000_]{8,}")
_EVERY_KIND = frozenset({"pe", "script", "lnk", "hta", "msi", "ne", "java"})


def extensions(name: str) -> tuple[str, ...]:
    """Its extensions in lower case, the last one last: ``("doc", "lnk")`` of ``x.doc.lnk``."""
    plain = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name[:1000]).replace("\\", "/").rpartition("/")[2]
    return tuple(part.strip().lower() for part in plain.split(".")[1:])


def is_runnable(name: str, known: Knowledge) -> bool:
    """Whether a double click on a file of that *name* runs something: a program, a script or a shortcut."""
    own = extensions(name)[-1:]
    return bool(own) and (own[0] == "lnk" or own[0] in known.marks["program-files"] or own[0] in known.marks["script-extensions"])


def is_dangerous(file: Embedded, known: Knowledge) -> bool:
    """Whether an embedded *file* runs something on a double click, by its name or by its first bytes.

    A text that reads like a script is one only where no extension says otherwise: notes hold commands, too.
    """
    if is_runnable(file.name, known):
        return True
    return file.kind in _EVERY_KIND if file.kind != "script" else not extensions(file.name)


def disguise(name: str, known: Knowledge) -> str:
    """How a runnable file's *name* makes it look like a document: ``turned``, ``double`` or ``blank``; empty: not at all."""
    if not is_runnable(name, known):
        return ""
    if any(sign in name for sign in _TURNING):
        return "turned"
    documents = known.marks["document-extensions"]
    if _GAP.search(name) and any(f".{kind}" in name.lower() for kind in documents):
        return "blank"
    before, _, _ = name.rpartition(".")
    parts = extensions(name)
    is_double = len(parts) > 1 and parts[-2] in documents and bool(before.rpartition(".")[0].strip())
    return "double" if is_double else ""
