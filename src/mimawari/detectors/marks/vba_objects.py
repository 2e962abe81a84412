"""Objects that a macro gets by name, and whether it hides which: in pieces, behind a separator, by where the name is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from mimawari.detectors.marks import separators
from mimawari.detectors.marks.vba_code import STRING, Procedure, texts
from mimawari.detectors.marks.vba_fold import folded

_GETS = re.compile(r"\b(?:create|get)object[#%!@$&]?\s*\(", re.IGNORECASE)
_BARE = re.compile(r"\b(?:create|get)object[#%!@$]?\s+(?=[\"\w])", re.IGNORECASE)
_ASSIGNED = r"(?:^|\bset\s+|\bconst\s+|\blet\s+){name}(?:\s+as\s+string)?\s*=\s*(.+)"
_PLAIN = re.compile(r"[a-z][\w]+\.[a-z]|^winmgmts(?:[:!{/\\]|$)|^new:|^script:|^ldap:|^winnt:|[/\\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d]\w*")
POWERFUL = re.compile(
    r"wscript\.shell|shell\.application|winmgmts|win32_process|(?:msxml2|microsoft)\.(?:server)?xmlhttp|winhttp\.winhttprequest|"
    r"adodb\.stream|wscript\.network|schedule\.service|new:\{?[0-9a-f]{8}-|msxml2\.domdocument|mmc20|scripting\.filesystemobject",
    re.IGNORECASE,
)
_NESTED = re.compile(r"\b(\w+)\s*\(\s*\1\s*\(", re.IGNORECASE)
_KEPT = re.compile(
    r"\.\s*(?:tag|caption|controltiptext|groupname|alternativetext)\b|(?:builtin|custom)documentproperties|\bvariables\s?\(|customxmlparts",
    re.IGNORECASE,
)
_SEAM = re.compile(r'(?<=[.:!/\\])"\s{0,4}[&+]\s{0,4}"|"\s{0,4}[&+]\s{0,4}"(?=[.:!/\\])')
_LONGEST, _MOST = 2_000, 400


@dataclass(frozen=True, slots=True)
class Got:
    """An object that is got: its argument as it stands and put together, and whether the name cannot be read there."""

    argument: str
    plain: str
    is_computed: bool

    @property
    def is_pieced(self) -> bool:
        """Whether it is computed of three pieces or more, or by a function in a function."""
        bare = STRING.sub("s", self.plain)
        if all(text.strip() == "." for text in texts(self.plain)) and STRING.search(self.plain):
            return False
        return self.is_computed and (len(re.findall(r"[&+]", bare)) >= 2 or bool(_NESTED.search(bare)))

    @property
    def is_kept(self) -> bool:
        """Whether the name is kept where nobody looks: in a control, a property, a variable of the document."""
        return self.is_computed and bool(_KEPT.search(self.plain))


def got(one: Procedure) -> Iterator[Got]:
    """The objects that a procedure gets by name."""
    if not one.words & {"createobject", "getobject"}:
        return
    for line in one.statements:
        masked = STRING.sub(lambda found: f'"{"x" * (len(found[0]) - 2)}"', line)
        for found in [*islice(_GETS.finditer(masked), 20), *islice(_BARE.finditer(masked), 20)]:
            argument = _argument(line[found.end() :])
            plain = folded(argument)
            yield Got(argument, plain, _is_computed(plain, one))


def hidden_words(statements: Iterable[str]) -> str:
    """A powerful object's name that stands whole in no literal, but does where pieces are joined or a separator is taken out.

    ``"WScript" & ".Shell"``, cut at the dot, hides nothing.
    """
    for line in statements:
        if found := _named(folded(line)) - _named(_SEAM.sub("", line)):
            return min(found)
    return ""


def _named(text: str) -> set[str]:
    return {name.lower() for name in POWERFUL.findall(text)}


def strewn_words(literals: Iterable[str], likely: Iterable[str]) -> str:
    """The same where a separator is strewn over a literal or a control's text."""
    every = separators.likely(likely)
    for literal in [text for text in literals if 16 <= len(text) <= _LONGEST][:_MOST]:
        plainly = _named(literal)
        tried = (*every, *separators.repeated(literal)) if len(literal) < 600 else every
        for plain in separators.cleaned(literal, tried, 2):
            if found := _named(plain) - plainly:
                return min(found)
    return ""


def thinly_strewn(literals: Iterable[str], likely: Iterable[str]) -> str:
    """The same where it is one sign that is taken out: ``Replace(x, "@", "")``."""
    signs = {text for text in islice(likely, _MOST) if len(text) == 1 and not text.isalnum() and text not in " .:/\\"}
    for literal in [text for text in literals if 8 <= len(text) <= _LONGEST][:_MOST]:
        for sign in sorted(signs.intersection(literal))[:8]:
            if found := _named(literal.replace(sign, "")) - _named(literal):
                return min(found)
    return ""


def _argument(rest: str) -> str:
    """What stands up to the bracket that closes the call."""
    depth = 1
    masked = STRING.sub(lambda found: "x" * len(found[0]), rest[:_LONGEST])
    for at, letter in enumerate(masked):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return rest[:at]
    return rest[:_LONGEST]


def _is_computed(plain: str, one: Procedure) -> bool:
    """Whether no literal tells the object's class. A name alone is looked up among the procedure's own plain literals."""
    if any(_PLAIN.search(text) for text in texts(plain)):
        return False
    bare = STRING.sub(" ", plain).strip(" ,")
    if _WORD.fullmatch(bare) and not STRING.search(plain):
        return _is_computed_name(bare, one)
    return bool(_WORD.search(bare))


def _is_computed_name(name: str, one: Procedure) -> bool:
    if re.search(rf"\b{name}\b", one.head.partition("(")[2], re.IGNORECASE):
        return False
    assigned = re.compile(_ASSIGNED.format(name=name), re.IGNORECASE)
    values = [found[1] for line in one.statements if (found := assigned.search(line))]
    return bool(values) and not any(_PLAIN.search(text) for value in values for text in texts(folded(value)))
