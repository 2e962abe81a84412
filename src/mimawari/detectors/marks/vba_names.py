"""What the names of a macro say of how it was written: by a person, or by a program that strews junk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from mimawari.detectors.marks.random_name import bits, scatter
from mimawari.detectors.marks.vba_code import STRING, Procedure

_NAME = re.compile(r"(?<![.\w!])[^\W\d]\w*")
_SET = re.compile(
    r"^(?:set\s+|let\s+|for\s+(?:each\s+)?|const\s+)?([^\W\d]\w*)[%&$#@!]?(?:\([^()]*\))?\s*=(?!=)|^for\s+each\s+([^\W\d]\w*)",
    re.IGNORECASE,
)
_DECLARED = re.compile(r"^(?:dim|redim(?:\s+preserve)?|static|private|public|const|global)\s+(.+)", re.IGNORECASE)
_LANGUAGE = re.compile(
    "if|then|else|elseif|end|select|case|for|each|next|while|wend|do|loop|until|to|step|in|set|let|call|sub|function|"
    "exit|goto|on|error|resume|dim|redim|as|new|string|integer|long|double|boolean|variant|object|byte|single|currency|"
    "date|true|false|nothing|null|empty|and|or|not|xor|mod|is|like|with|byval|byref|optional|me|print|open|close|input|"
    "output|append|binary|get|put|access|read|write|lock|preserve|const|static|public|private|debug|stop|gosub|return|"
    "option|explicit|typeof|addressof|rem",
    re.IGNORECASE,
)


def own_names(procedures: Iterable[Procedure]) -> Counter[str]:
    """How often each name that is none of the language stands in *procedures*, members of objects left out."""
    counted: Counter[str] = Counter()
    for one in procedures:
        for line in one.statements:
            counted.update(_NAME.findall(STRING.sub(" ", line)))
    for name in [name for name in counted if _LANGUAGE.fullmatch(name)]:
        del counted[name]
    return counted


def given_names(procedures: Iterable[Procedure]) -> frozenset[str]:
    """The names that *procedures* set or declare, and their own."""
    found: set[str] = set()
    for one in procedures:
        found.add(one.written)
        found.update(_NAME.findall(one.head.partition("(")[2]))
        for line in one.statements:
            if match := _SET.match(line):
                found.add(match[1] or match[2])
            elif match := _DECLARED.match(line):
                found.update(_NAME.findall(match[1]))
    return frozenset(found)


def are_drawn(procedures: tuple[Procedure, ...], pairs: Mapping[str, int]) -> bool:
    """Whether most of ten or more given names of six letters or more read like letters drawn by chance."""
    names = [name for name in given_names(procedures) if len(name) >= 6 and not _LANGUAGE.fullmatch(name)]
    drawn = sum(bits(name, pairs) + scatter(name) < -2 for name in names)
    return len(names) >= 6 and drawn * 2 > len(names)


def stand_once(procedures: tuple[Procedure, ...]) -> bool:
    """Whether six in ten of forty or more names stand only once: nobody uses what most of the code sets."""
    counted = own_names(procedures)
    return len(counted) >= 40 and sum(count == 1 for count in counted.values()) * 10 >= len(counted) * 6


def is_language(name: str) -> bool:
    """Whether *name* is a word of the language itself."""
    return bool(_LANGUAGE.fullmatch(name))
