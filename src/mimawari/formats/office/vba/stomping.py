"""Whether a project's compiled code says what its source does not: then the source was removed or replaced ("stomped").

Office writes both together and keeps them alike, so one whole statement of the compiled code that the source lacks is enough; but
the reader may be wrong, and names stay behind from older versions. Only the code's lines are looked at, never the list of all
names, and single differences are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mimawari.formats.office.vba.pcode import Compiled

KEPT = 2_000
"""So many words of the compiled code are told, of 1,024 characters each."""
_SHORT = 4
_SHARE = 0.3
_WORD = re.compile(r"\w+")
_LITERAL = re.compile(r'"((?:[^"\n]|"")*)"')


@dataclass(frozen=True, slots=True)
class Pair:
    """A module's source as it stands and what its compiled code uses."""

    source: str
    compiled: Compiled


def stomped(pairs: list[Pair]) -> bool:
    """Whether a module's source is not what was compiled."""
    return any(_differs(pair) for pair in pairs)


def compiled_words(pairs: list[Pair]) -> tuple[str, ...]:
    """The texts and the names of the compiled code, each once."""
    found: dict[str, None] = {}
    for pair in pairs:
        for word in (*pair.compiled.texts, *pair.compiled.names):
            found[word[:1024]] = None
            if len(found) >= KEPT:
                return tuple(found)
    return tuple(found)


def _differs(pair: Pair) -> bool:
    statements = has_statements(pair.source)
    if not statements and pair.compiled.lines:
        # an empty module compiles to lines of options and attributes: only what is used counts
        return bool(pair.compiled.texts or len(set(pair.compiled.names)) > 1)
    return _lacks_texts(pair) or _lacks_names(pair)


def has_statements(source: str) -> bool:
    """Whether the source has anything but attributes, options, comments and blank lines."""
    return any(
        line and not line.lower().startswith(("attribute ", "option ", "'", "rem ")) for line in map(str.strip, source.splitlines())
    )


def _lacks_texts(pair: Pair) -> bool:
    texts = {text for text in pair.compiled.texts if len(text) >= _SHORT}
    there = {text.replace('""', '"') for text in _LITERAL.findall(pair.source)}
    missing = len(texts - there)
    return missing > 1 and missing > len(texts) * _SHARE


def _lacks_names(pair: Pair) -> bool:
    names = {name.casefold() for name in pair.compiled.names if len(name) >= _SHORT}
    there = {word.casefold() for word in _WORD.findall(pair.source)}
    missing = sum(1 for name in names if name not in there)
    return missing > 2 and missing > len(names) * _SHARE
