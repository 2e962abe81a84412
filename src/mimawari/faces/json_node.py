"""A value of a document that is read, and the one error for whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_T = TypeVar("_T")


class NotAReport(ValueError):
    """The text is no report of this program, or a damaged one.

    ``foreign`` where it does not even claim to be one, ``torn`` where it is not even JSON, as a file that was cut off,
    ``newer`` where a later version of this program made it.
    """

    def __init__(self, why: str, foreign: bool = False, torn: bool = False, newer: bool = False) -> None:
        super().__init__(why)
        self.foreign, self.torn, self.newer = foreign, torn, newer


class Node:
    """A value of the document with the way to it, so that an error can say where."""

    def __init__(self, way: str, value: Any) -> None:
        self.way, self.value = way, value

    def __getitem__(self, name: str) -> Node:
        if not isinstance(self.value, dict) or name not in self.value:
            raise NotAReport(f"{self.way}.{name} is missing")
        return Node(f"{self.way}.{name}", self.value[name])

    def text(self, name: str) -> str:
        """The text that bears a name."""
        return self[name].a(str)

    def a(self, kind: type[_T]) -> _T:
        """The value, which must be exactly of *kind*: True is no number."""
        if type(self.value) is not kind:
            raise NotAReport(f"{self.way} is not a {kind.__name__}")
        return self.value

    def count(self) -> int:
        """A whole number that is not negative."""
        if self.a(int) < 0:
            raise NotAReport(f"{self.way} is negative")
        return self.a(int)

    def maybe(self, kind: type[_T]) -> _T | None:
        """The value, or None."""
        return None if self.value is None else self.a(kind)

    def each(self) -> list[Node]:
        """The members of a list."""
        return [Node(f"{self.way}[{place}]", value) for place, value in enumerate(self.a(list))]

    def texts(self) -> tuple[str, ...]:
        """A list of text."""
        return tuple(node.a(str) for node in self.each())

    def counts(self) -> tuple[tuple[str, int], ...]:
        """A list of pairs of a word and a number."""
        return tuple(node.pair() for node in self.each())

    def pair(self) -> tuple[str, int]:
        """A pair of a word and a number."""
        both = self.each()
        if len(both) != 2:
            raise NotAReport(f"{self.way} is no pair")
        return both[0].a(str), both[1].count()

    def one_of(self, make: Callable[[str], _T]) -> _T:
        """The value as a member of a closed list."""
        try:
            return make(self.a(str))
        except (ValueError, KeyError) as error:
            raise NotAReport(f"{self.way} has an unknown value") from error
