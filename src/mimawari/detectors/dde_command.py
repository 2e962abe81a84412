"""A field or link of a document that has another program run a command (DDE)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.link_command import program_stem
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_SHOWN, _LIMIT = 300, 8_000
_OFFICE = ("msexcel", "excel", "winword", "msword", "powerpnt")
_FIELD = re.compile(r"(?i)^\s{0,20}[{\s]{0,20}dde(?:auto)?\b\s{0,40}(.*)", re.DOTALL)
_LINK = re.compile(r"(?s)^[\s=+@\-\"'(A-Za-z0-9*]{0,40}?([A-Za-z]:[\\/][^|]{1,260}|[A-Za-z0-9_.\-]{1,60})['\"]?\s{0,4}\|(.*)")
_DEMONSTRATION = re.compile(
    r"(?i)(?:\.exe)?[\s'\"|]{0,20}(?:/[a-z]\s{1,5}){0,3}(?:[a-z]:[\\/]{1,2}windows[\\/]{1,2}system32[\\/]{1,2})?"
    r"(?:calc|notepad|mspaint)(?:\.exe)?[\s'\"]{0,20}(?:!'?[\w ]{0,40}'?)?\s{0,20}"
)
"""What follows the interpreter where nothing but the calculator, the editor or the paint program of Windows is started."""
_WORDS = re.compile(r"[A-Za-z]:[^\s\"']{1,300}|[A-Za-z0-9_.\\/%-]{2,300}")


@dataclass(frozen=True, kw_only=True, eq=False)
class DdeCommand(Delivery):
    """Such a field. ``field`` is its beginning, ``program`` what it runs."""

    strength: Strength = Strength.STRONG
    attack: tuple[str, ...] = ("T1559.002", "T1204.002")
    words: Words = Words(
        en="The document “{file}” has {program} run a command as soon as its links are updated.",
        ja="文書「{file}」は、リンクの更新を許可すると、「{program}」にコマンドを実行させます。",
    )
    file: str
    program: str
    field: str


_HARMLESS = Words(
    en="The document “{file}” has {program} start a small program of Windows, such as the calculator, as soon as its links are "
    "updated. That does no harm; people show with it what such a document could do.",
    ja="文書「{file}」は、リンクの更新を許可すると、「{program}」に電卓などのWindows付属プログラムを起動させます。"
    "それ自体に害はなく、この手口の実演やテストによく使われます。",
)


@detector
def dde_command(document: OfficeDocument, known: Knowledge) -> Iterator[DdeCommand]:
    """Strong if the other program is an interpreter, a hint if that only starts the calculator or its like.

    Links between Word and Excel and price feeds are honest.
    """
    for field in document.fields[:200]:
        if program := _program(field[:_LIMIT], known):
            yield _finding(document, field, program)
            return


def _finding(document: OfficeDocument, field: str, program: str) -> DdeCommand:
    *_, behind = re.split(f"(?i){re.escape(program)}", field[:_LIMIT], maxsplit=1)
    is_shown = _DEMONSTRATION.fullmatch(behind) is not None
    return DdeCommand(
        origin=document.origin,
        strength=Strength.HINT if is_shown else Strength.STRONG,
        words=_HARMLESS if is_shown else DdeCommand.words,
        file=document.name,
        program=program,
        field=" ".join(field.split())[:_SHOWN],
    )


def _program(field: str, known: Knowledge) -> str:
    """The interpreter that *field* names as the other program, or in a path behind one; empty where it names none."""
    if found := _FIELD.match(field):
        return _interpreter(_first(found[1]), known)
    if not (found := _LINK.match(field)):
        return ""
    stem = program_stem(found[1])
    return stem if stem in known.marks["interpreters"] else _interpreter(found[2], known) if stem in _OFFICE else ""


def _first(arguments: str) -> str:
    """The first of a field's arguments."""
    plain = arguments.replace("\u201c", '"').replace("\u201d", '"').strip()
    return plain[1:].partition('"')[0] if plain.startswith('"') else plain.partition(" ")[0]


def _interpreter(text: str, known: Knowledge) -> str:
    """The first interpreter named in *text*."""
    stems = (program_stem(word) for word in _WORDS.findall(text.replace("\\\\", "\\")))
    return next((stem for stem in stems if stem in known.marks["interpreters"]), "")
