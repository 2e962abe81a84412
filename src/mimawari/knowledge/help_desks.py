"""The desks that help, and the prefectures whose police have one of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mimawari.model import Asker, Certainty, Cited, Contact, HelpDesk, Means, Situation, Words

PREFECTURES = 47


def read(tables: Iterable[Mapping[str, Any]], prefectures: Mapping[str, Any]) -> tuple[HelpDesk, ...]:
    """The desks of all tables in their order, then the one of each prefecture.

    ``ValueError`` where two bear the same id, a word is none of its list, or a prefecture is missing.
    """
    found = [_desk(row) for table in tables for row in table["desk"]]
    found += _local(prefectures)
    if twice := sorted({one.id for one in found if [other.id for other in found].count(one.id) > 1}):
        raise ValueError(f"desks: {', '.join(twice)} stands there twice")
    return tuple(found)


def names_of(table: Mapping[str, Any]) -> dict[str, Words]:
    """The prefectures by their code of JIS X 0401. ``ValueError`` where one is missing."""
    names = {code: Words(en=row["en"], ja=row["ja"]) for code, row in table["prefecture"].items()}
    if [*names] != [f"{code:02}" for code in range(1, PREFECTURES + 1)]:
        raise ValueError("desks: the prefectures are not those of JIS X 0401, in order")
    return names


def cited(row: Mapping[str, Any]) -> Cited:
    """A source as it stands in a table: ``en`` and ``ja`` are its title."""
    return Cited(
        title=Words(en=row["en"], ja=row["ja"]),
        page=row.get("page", ""),
        as_of=row["as_of"],
        certainty=Certainty(row["certainty"]),
    )


def _desk(row: Mapping[str, Any]) -> HelpDesk:
    return HelpDesk(
        id=row["id"],
        name=Words(**row["name"]),
        askers=frozenset(map(Asker, row["askers"])),
        helps=Words(**row["helps"]),
        contacts=tuple(_contact(one) for one in row.get("contact", ())),
        bring=tuple(Words(**one) for one in row.get("bring", ())),
        cited=cited(row["cited"]),
        situations=frozenset(map(Situation, row["situations"])),
        not_for=Words(**row["not_for"]) if "not_for" in row else None,
        prefecture=row.get("prefecture", ""),
        since=row.get("since", ""),
        first=row.get("first", False),
    )


def _contact(row: Mapping[str, Any]) -> Contact:
    hours = Words(**row["hours"]) if "hours" in row else None
    return Contact(means=Means(row["means"]), value=row["value"], hours=hours, certainty=Certainty(row["certainty"]))


def _local(table: Mapping[str, Any]) -> Iterator[HelpDesk]:
    """The desks of the police of each prefecture: what they have in common, with the name and what was read of that one."""
    names_of(table)
    for code, row in table["prefecture"].items():
        common = dict(table["common"])
        own = {"id": f"police-{code}", "name": {"en": row["police_en"], "ja": row["police_ja"]}, "prefecture": code}
        ways = [*row.get("contact", ()), *common["contact"]]
        yield _desk(common | own | {"contact": ways} | ({"cited": row["cited"]} if "cited" in row else {}))
