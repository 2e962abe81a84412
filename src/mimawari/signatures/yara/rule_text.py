"""What stands in a text of YARA rules: where each begins, its condition, what it includes. It need not be right to be read.

The language: VirusTotal's YARA documentation ("Writing YARA rules"), and YARA-X's differences to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    rb"""
    (?P<skipped> //[^\n]*+ | /\*(?:[^*]|\*(?!/))*+(?:\*/)? )
  | (?P<hex>     =\s*+\{(?:/\*(?:[^*]|\*(?!/))*+(?:\*/)?|//[^\n]*+|[^}/]|/)*+\}? )
  | (?P<text>    "(?:\\.|[^"\\\n])*+"? )
  | (?P<pattern> /(?:\\.|[^/\\\n])++/?[is]*+ )
  | (?P<word>    [$\#@!]?[A-Za-z_][A-Za-z0-9_]*+\*? | [$\#@]\*? | !(?!=) | [0-9][0-9A-Za-z]*+(?:\.[0-9]++)? )
  | (?P<sign>    [<>=!]=? | \.\. | [^\s\w] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every quantifier is possessive: an unclosed comment or string costs no more than its length."""

_SECTIONS = frozenset({"meta", "strings", "condition", "variables"})


@dataclass(slots=True)
class RuleText:
    """A rule where it stands: ``start`` is the offset of its name in bytes.

    ``patterns`` is the text of its strings, ``condition`` are the words and signs of that; ``body`` is from where to where in bytes
    it stands.
    """

    name: str
    start: int
    is_private: bool = False
    is_global: bool = False
    patterns: str = ""
    condition: list[str] = field(default_factory=list)
    body: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Parts:
    """The rules of a text in their order, and the names that it includes, as they stand.

    ``has_global``: one of the rules speaks for all.
    """

    rules: list[RuleText] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    has_global: bool = False

    def at(self, offset: int) -> RuleText | None:
        """The rule in which the byte at *offset* stands; None before the first."""
        number = bisect_right(self.rules, offset, key=lambda rule: rule.start)
        return self.rules[number - 1] if number else None


def parts(text: str) -> Parts:
    """What stands in *text*."""
    return _Reader(text.encode("utf-8", "surrogatepass")).read()


@dataclass(slots=True)
class _Reader:
    data: bytes
    found: Parts = field(default_factory=Parts)
    section: str = ""
    inside: bool = False
    before: list[str] = field(default_factory=list)
    last: int = 0
    begun: int = 0

    def read(self) -> Parts:
        for kind, word, start in tokens(self.data):
            if self.inside and not self._is_name(kind):
                self._within(kind, word, start)
            else:
                self._outside(kind, word, start)
            self.before, self.last = [*self.before[-3:], word], start
        return self.found

    def _is_name(self, kind: str) -> bool:
        """Whether a rule begins; where the last one lacks its brace that is in the midst of it."""
        return kind == "word" and self.before[-1:] == ["rule"]

    def _outside(self, kind: str, word: str, start: int) -> None:
        last = self.before[-1] if self.before else ""
        if self._is_name(kind):
            modifiers = self.before[:-1]
            self.found.rules.append(RuleText(word, start, "private" in modifiers, "global" in modifiers))
            self.found.has_global = self.found.has_global or "global" in modifiers
            self.inside = False
        elif last == "include" and kind == "text":
            self.found.includes.append(word.strip('"').replace("\\\\", "\\"))
        elif word == "{" and self.found.rules:
            self.inside, self.section = True, ""

    def _within(self, kind: str, word: str, start: int) -> None:
        if word == "}" and kind == "sign":
            self.inside = False
            if self.section == "condition":
                self.found.rules[-1].body = (self.begun, start)
        elif word == ":" and self.before[-1] in _SECTIONS and self.section != "condition":
            if self.section == "strings":
                self.found.rules[-1].patterns = self.data[self.begun : self.last].decode("utf-8", "replace")
            self.section, self.begun = self.before[-1], start + 1
        elif self.section == "condition":
            self.found.rules[-1].condition.append(word if kind in ("word", "sign") else kind)


def tokens(data: bytes) -> Iterator[tuple[str, str, int]]:
    """The words and signs of *data*, each with its kind and its offset; comments are left out."""
    for found in _TOKEN.finditer(data):
        kind = found.lastgroup or ""
        if kind != "skipped":
            yield kind, found[0].decode("utf-8", "replace"), found.start()
