"""A small part of STIX's patterning language (STIX 2.1, part 9): what says by hash or name which files are meant.

Understood are comparisons with ``=``, ``IN`` and, of names, ``LIKE``, joined by ``AND``, ``OR`` and brackets. What can be found out
of one file is a mark; any other way to be observed (other objects, other properties, several observations, times, negations) is
named and counted. A text that is no pattern, or one of more parts than any real one, raises :class:`NotUnderstood`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_LENGTH = 1 << 20
"""In characters; the limits are far beyond any pattern that people exchange."""

_MOST_WAYS = 20_000
_MOST_TERMS = 50
_MOST_DEPTH = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<typed>[tbh]'[^']*')|(?P<string>'(?:[^'\\]|\\.)*')"
    r"|(?P<path>[a-z0-9-]{1,250}:(?:'[^']*'|[A-Za-z_][\w-]*)(?:\.'[^']*'|\.\"[^\"]*\"|\.[\w-]+|\[[\d*]+\])*)"
    r"|(?P<word>[A-Za-z]+)|(?P<number>[+-]?\d+(?:\.\d+)?)|(?P<sign>!=|<>|<=|>=|==|[=<>,()\[\]]))",
    re.DOTALL,
)
_HASHES = {"sha-256": "sha256", "sha256": "sha256", "sha-1": "sha1", "sha1": "sha1", "md5": "md5"}
_SURE = ("sha256", "sha1", "md5")
_OPERATORS = ("=", "==", "!=", "<>", "<", ">", "<=", ">=", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET")

Term = tuple[str, str]
"""A kind of mark and its value; of what no file is compared with the kind is ``?`` and the value says what it is."""

Ways = list[tuple[Term, ...]]
"""Ways in which a pattern can be fulfilled, each of terms that all have to hold."""


_END = ("", "")
_SEVERAL: Ways = [(("?", "several observations"),)]


class NotUnderstood(Exception):
    """It is no pattern, or one that is too large."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a pattern means: ``marks`` of files, and the kinds of ``others`` in which it can be fulfilled."""

    marks: tuple[Term, ...]
    others: tuple[str, ...]


def meant(pattern: object) -> Meant:
    """What *pattern* means; may raise :class:`NotUnderstood`."""
    if not isinstance(pattern, str) or len(pattern) > MOST_LENGTH:
        raise NotUnderstood
    ways = _Parser(pattern).pattern()
    found = [_mark(way) for way in ways]
    return Meant(tuple(dict.fromkeys(term for term in found if term[0] != "?")), tuple(term[1] for term in found if term[0] == "?"))


def _mark(way: tuple[Term, ...]) -> Term:
    """The one mark that stands for *way*. A hash says which file it is, whatever else is asked of it."""
    for kind in _SURE:
        values = {value.lower() for found, value in way if found == kind}
        if len(values) > 1:
            return "?", "file"
        if values:
            return kind, values.pop()
    if len(way) == 1:
        return way[0]
    names = {term for term in way if term[0] == "name"}
    # A name is a hint whatever stands beside it: the size, or another property of that file, would only make it a rarer one.
    if len(names) == 1 and all(term in names or term == ("?", "file") for term in way):
        return names.pop()
    return "?", next((value for kind, value in way if kind == "?"), "file")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            raise NotUnderstood
        at = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._now = next(self._tokens, _END)
        self._depth = 0

    def pattern(self) -> Ways:
        """All of it."""
        ways = self._observations()
        if self._now is not _END:
            raise NotUnderstood
        return ways

    def _observations(self) -> Ways:
        ways = self._any_of(self._observed)
        if not self._comes("FOLLOWEDBY"):
            return ways
        while self._takes("FOLLOWEDBY"):
            self._any_of(self._observed)
        return _SEVERAL[:]

    def _any_of(self, one: Callable[[], Ways]) -> Ways:
        ways = one()
        while self._takes("OR"):
            ways += one()
            if len(ways) > _MOST_WAYS:
                raise NotUnderstood
        return ways

    def _observed(self) -> Ways:
        ways = self._observation()
        while self._takes("AND"):
            self._observation()
            ways = _SEVERAL[:]
        return ways

    def _observation(self) -> Ways:
        ways = self._within("()", self._observations) if self._comes("(") else self._within("[]", self._comparisons)
        while self._comes("START", "WITHIN", "REPEATS"):
            self._qualifier()
            ways = [(("?", "observations in time"),)]
        return ways

    def _qualifier(self) -> None:
        parts = {"START": ("STOP",), "WITHIN": ("SECONDS",), "REPEATS": ("TIMES",)}[self._next()[1]]
        self._next()
        for word in parts:
            self._expect(word)
        if parts == ("STOP",):
            self._next()

    def _within(self, brackets: str, inner: Callable[[], Ways]) -> Ways:
        self._expect(brackets[0])
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise NotUnderstood
        ways = inner()
        self._expect(brackets[1])
        self._depth -= 1
        return ways

    def _comparisons(self) -> Ways:
        return self._any_of(self._joined)

    def _joined(self) -> Ways:
        ways = self._comparison()
        while self._takes("AND"):
            more = self._comparison()
            if len(ways) * len(more) > _MOST_WAYS or len(ways[0]) + len(more[0]) > _MOST_TERMS:
                raise NotUnderstood
            ways = [(*one, *other) for one in ways for other in more]
        return ways

    def _comparison(self) -> Ways:
        if self._comes("("):
            return self._within("()", self._comparisons)
        if self._takes("EXISTS"):
            return [(("?", _object(self._next("path")[1])),)]
        path = self._next("path")[1]
        negated = self._takes("NOT")
        operator = self._next()[1]
        values = self._values() if operator == "IN" else [self._value()]
        if operator not in _OPERATORS:
            raise NotUnderstood
        return [(_term(path, "NOT" if negated else operator, value),) for value in values]

    def _values(self) -> list[str | None]:
        self._expect("(")
        values = [self._value()]
        while self._takes(","):
            values.append(self._value())
        self._expect(")")
        return values

    def _value(self) -> str | None:
        """A constant; None where it is no text."""
        group, text = self._next("string", "typed", "number", "word")
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL) if group == "string" else None

    def _comes(self, *texts: str) -> bool:
        return self._now[0] != "string" and self._now[1] in texts

    def _takes(self, text: str) -> bool:
        there = self._comes(text)
        if there:
            self._now = next(self._tokens, _END)
        return there

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise NotUnderstood

    def _next(self, *groups: str) -> tuple[str, str]:
        found = self._now
        if found is _END or (groups and found[0] not in groups):
            raise NotUnderstood
        self._now = next(self._tokens, _END)
        return found


def _object(path: str) -> str:
    return path.partition(":")[0]


def _term(path: str, operator: str, value: str | None) -> Term:
    """The mark that a comparison asks for."""
    kind, _, name = path.partition(":")
    name = re.sub("['\"]", "", name).lower()
    other = ("?", kind)
    if value is None or kind not in ("file", "artifact"):
        return other
    if name.startswith("hashes.") and operator in ("=", "==", "IN"):
        hashed = name.removeprefix("hashes.")
        return (_HASHES[hashed], value) if hashed in _HASHES else ("?", hashed)
    if path == "file:name" and not {"*", "?"} & set(value):
        return _named(operator, value) or other
    return other


def _named(operator: str, value: str) -> Term | None:
    if operator == "LIKE":
        return "name", value.replace("%", "*").replace("_", "?")
    return ("name", value) if operator in ("=", "==", "IN") else None
