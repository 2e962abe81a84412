"""Of all names at the addresses of one person: which one leads the letter, and which may be further people's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mimawari.exposure import names, readings
from mimawari.exposure.address_forms import KEPT
from mimawari.exposure.names import Name
from mimawari.knowledge import Knowledge
from mimawari.knowledge.exposure import ExposureTables

MOST_NAMES = 30
_KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_SURNAME = re.compile("[\u3005\u30f6\u3400-\u9fff\uf900-\ufaff]{2,3}")


def best(called: list[tuple[str, int]], known: Knowledge) -> tuple[Name, tuple[str, ...]]:
    """The name that is used most, as it is written most; a whole name before a surname, one in kanji before its reading, and a firm
    from whichever names one.

    And the other names that may be further people's.
    """
    tables = known.exposure
    apart = [(names.taken_apart(name, tables), number) for name, number in sorted(called, key=lambda one: (-one[1], one[0]))]
    by: Counter[str] = Counter()
    for one, number in apart[:MOST_NAMES]:
        if one.person:
            by[names.key(one.person, tables)] += number
    firm = next((one.organisation for one, _ in apart if one.organisation), "")
    if not by:
        return Name("", next((one.honorific for one, _ in apart if one.honorific), ""), firm), ()
    persons = [one.person for one, _ in apart if one.person]
    whole = {key for key in by if any(names.is_whole(person, key) for person in persons)}
    lead = min(by, key=lambda key: (key not in whole, _rank(key, whole), -by[key], key))
    alike = [one for one, _ in apart if one.person and names.key(one.person, tables) == lead]
    honorific = next((one.honorific for one in alike if one.honorific in KEPT or one.honorific.isascii()), "")
    return Name(alike[0].person if alike else "", honorific, firm), _further(persons, lead, tables)


def _rank(key: str, whole: Iterable[str]) -> int:
    """One that may only be a reading stands behind those in kanji that it may be a reading of."""
    return 1 if _may_be_read(key) and any(map(_KANJI.search, whole)) else 0


def _may_be_read(key: str) -> bool:
    """Whether it may be how a name in kanji is read."""
    return not _KANJI.search(key) and (readings.is_kana(key) or readings.is_japanese(key))


def _further(persons: list[str], lead: str, tables: ExposureTables) -> tuple[str, ...]:
    """Names of people beside the leading one, each once as it is written first."""
    found: dict[str, str] = {lead: ""}
    read: dict[str, str] = {}
    keys = [(person, names.key(person, tables)) for person in persons]
    whole = [(person, key) for person, key in keys if names.is_whole(person, key) and not names.is_office(person, tables)]
    for person, key in whole:
        if all(names.may_differ(key, other) for other in found):
            found[key] = person
        if _may_be_read(key) and all(names.may_differ(key, other) for other in read):
            read[key] = person
    for person, key in keys:
        if _SURNAME.fullmatch(key) and not names.is_office(person, tables) and not any(_shares(key, other) for other in found):
            found[key] = person
    written = sum(1 for key in found if _KANJI.search(key))
    if 0 < written < len(read):
        # More readings than names: whose they are nobody can tell.
        found |= {key: person for key, person in read.items() if key != lead}
    beside = (other for person in persons for other in names.companions(person))
    return tuple(dict.fromkeys([*filter(None, found.values()), *beside]))


def _shares(key: str, other: str) -> bool:
    """Whether a surname may be of the same person as another name: one holds the other, or it is not in kanji."""
    return key in other or other in key or not _KANJI.search(other)
