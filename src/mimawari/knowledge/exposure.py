"""The tables behind "who must be told": how people and firms are named, which addresses are no people's, what weighs how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mimawari.model import Datum, Tie


@dataclass(frozen=True, slots=True)
class ExposureTables:
    """``honorifics`` stand behind a person's name, the longest first, ``of_firms`` behind a firm's.

    ``crowds`` are many and nobody, ``places`` those of a telephone, which are no firms. ``titles`` stand before a name in Latin
    letters, ``suffixes`` behind it, ``posts`` before a Japanese one; what ends in ``care_of`` is where somebody lives. ``firms``
    and ``latin_firms`` are what firms call themselves, ``parts`` the ends of their departments, ``surnames`` those that end like
    one. ``offices``, ``office_words``, ``office_ends`` and ``latin_offices`` are words of which a name is an office's or a post's.
    ``variants`` lead from a character to the one that it is compared as. ``no_reply`` and ``machine`` are patterns of what stands
    before the ``@``, ``roles`` whole ones, ``unreachable`` the ends of domains that no mail reaches, ``masked`` patterns of those
    at which a mall gives its customers addresses that only last a while. ``weight`` and ``tie`` are what counts how much.
    """

    honorifics: tuple[str, ...] = ()
    of_firms: tuple[str, ...] = ()
    crowds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    care_of: tuple[str, ...] = ()
    posts: frozenset[str] = frozenset()
    firms: tuple[str, ...] = ()
    latin_firms: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    surnames: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    office_words: frozenset[str] = frozenset()
    office_ends: tuple[str, ...] = ()
    latin_offices: frozenset[str] = frozenset()
    variants: Mapping[int, str] = field(default_factory=dict)
    no_reply: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    unreachable: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    weight: Mapping[Datum, int] = field(default_factory=dict)
    tie: Mapping[Tie, int] = field(default_factory=dict)


def read(names: Mapping[str, Any], addresses: Mapping[str, Any], weights: Mapping[str, Any]) -> ExposureTables:
    """The tables as they lie in ``data/exposure``. Raises ``ValueError`` for a kind that there is none of."""
    return ExposureTables(
        honorifics=_longest(names["honorifics"]),
        of_firms=_longest(names["of_firms"]),
        crowds=frozenset(names["crowds"]),
        places=frozenset(names["places"]),
        titles=frozenset(names["titles"]),
        suffixes=frozenset(names["suffixes"]),
        care_of=tuple(names["care_of"]),
        posts=frozenset(names["posts"]),
        firms=tuple(names["firms"]),
        latin_firms=frozenset(names["latin_firms"]),
        parts=_longest(names["parts"]),
        surnames=frozenset(names["surnames"]),
        offices=tuple(names["offices"]),
        office_words=frozenset(names["office_words"]),
        office_ends=tuple(names["office_ends"]),
        latin_offices=frozenset(names["latin_offices"]),
        variants={ord(variant): plain for variant, plain in names["variants"]},
        no_reply=tuple(addresses["no_reply"]),
        machine=tuple(addresses["machine"]),
        roles=frozenset(addresses["roles"]),
        unreachable=tuple(addresses["unreachable"]),
        masked=tuple(row["domain"] for row in addresses["masked"]),
        weight={Datum(kind): int(number) for kind, number in weights["weight"].items()},
        tie={Tie(kind): int(number) for kind, number in weights["tie"].items()},
    )


def _longest(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
