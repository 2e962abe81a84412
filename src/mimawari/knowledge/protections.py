"""What keeps malware out: the rows of the check, what their values mean, and until when products are looked after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from mimawari.model import Certainty, Cited, Ward, Words

FILES = ("rows", "support", "sources")
JUDGES = (
    "antivirus",
    "antivirus-age",
    "defender",
    "defender-age",
    "age",
    "archivers",
    "locations",
    "windows",
    "office",
    "spf",
    "dkim",
    "dmarc",
    "mx",
)
"""Rows that are judged by more than the value that stands there."""
MARKS = ("always", "office", "few", "never", "unknown", "7-zip", "winrar")
"""What archivers do with the mark of the web; two hang on a setting of their own."""
_ROW = frozenset(("id", "scope", "judged", "title", "why", "how", "sources", "values", "good_days", "weak_days"))
_VALUE = frozenset(("is", "ward", "en", "ja", "since", "before", "at_least", "absent"))


class Scope(StrEnum):
    """Whose setting a row is of."""

    USER = "user"
    MACHINE = "machine"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a value means. ``values``: it is one of these; None: whatever it is. ``since`` and ``before`` are versions.

    ``at_least``: the value is a number, and no smaller. ``absent``: the program is not there, so that nothing is to be said.
    """

    ward: Ward
    seen: Words
    values: frozenset[str] | None = None
    since: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    at_least: int | None = None
    absent: bool = False

    def fits(self, value: str, version: tuple[int, ...]) -> bool:
        """Whether it is meant by *value* of a program of *version*; with a condition on the version never where that is unknown."""
        if self.values is not None and value not in self.values:
            return False
        if self.at_least is not None and not (value.isdecimal() and int(value[:19]) >= self.at_least):
            return False
        if self.since and not version >= self.since:
            return False
        return not self.before or bool(version and version < self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the check. ``judged`` names how, empty: by ``meanings``. ``good_days`` and ``weak_days`` are ages."""

    id: str
    scope: Scope
    title: Words
    why: Words
    how: tuple[Words, ...]
    cited: tuple[Cited, ...]
    judged: str = ""
    meanings: tuple[Meaning, ...] = ()
    good_days: int = 0
    weak_days: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """A product by a pattern for its name. ``until`` is the last day of its support (ISO date), empty: by subscription.

    ``marks`` is how an archiver treats the mark of the web, each with the version from which on it does so (:data:`MARKS`).
    ``flaw`` names a hole in that, ``mended`` the version without it. ``signatures`` is the word by which the day of an antivirus
    program's signatures is told (``none``: it has none), ``but`` a pattern for names that look like it and are something else. Of
    one ``maker`` only one antivirus program works. ``how`` is what to do where it is not good, ``cited`` where all this is from.
    """

    match: re.Pattern[str]
    name: str
    until: str = ""
    marks: tuple[tuple[tuple[int, ...], str], ...] = ()
    flaw: str = ""
    mended: str = ""
    signatures: str = ""
    but: re.Pattern[str] | None = None
    maker: str = ""
    how: tuple[Words, ...] = ()
    cited: tuple[Cited, ...] = ()

    def fits(self, name: str) -> bool:
        """Whether a program of this name is the product."""
        return bool(self.match.search(name)) and not (self.but and self.but.search(name))

    def mark(self, number: tuple[int, ...]) -> str:
        """What a version does; ``unknown`` where that is not known, or hangs on a version that is not."""
        if not number:
            return self.marks[0][1] if len(self.marks) == 1 and not any(self.marks[0][0]) else "unknown"
        return next((mark for since, mark in reversed(self.marks) if since <= number), "unknown")


@dataclass(frozen=True, slots=True)
class WindowsSupport:
    """A Windows by its build, with the last days of its support: of Home and Pro, and of Enterprise and Education."""

    build: int
    name: str
    home: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Protections:
    """All of it. ``names`` are what people call profiles and rules."""

    rows: tuple[Row, ...] = ()
    names: Mapping[str, Words] = field(default_factory=dict)
    windows: Mapping[int, WindowsSupport] = field(default_factory=dict)
    office: tuple[Product, ...] = ()
    archivers: tuple[Product, ...] = ()
    antivirus: tuple[Product, ...] = ()

    def row(self, name: str) -> Row:
        """The row of this id; a ``KeyError`` where there is none."""
        for row in self.rows:
            if row.id == name:
                return row
        raise KeyError(name)


def read(tables: Mapping[str, Mapping[str, Any]]) -> Protections:
    """The protections of *tables*, one for each of :data:`FILES`. ``ValueError`` where a row is not what it should be."""
    sources = {name: _cited(row) for name, row in tables["sources"]["sources"].items()}
    rows = tuple(_row(row, sources) for row in tables["rows"]["row"])
    if twice := sorted({row.id for row in rows if [other.id for other in rows].count(row.id) > 1}):
        raise ValueError(f"protections: {twice} stand there twice")
    support = tables["support"]
    return Protections(
        rows=rows,
        names={name: _words(row) for name, row in tables["rows"]["names"].items()},
        windows={row["build"]: _windows(row) for row in support["windows"]},
        office=tuple(_product(row, sources) for row in support["office"]),
        archivers=tuple(_product(row, sources) for row in support["archiver"]),
        antivirus=tuple(_product({**row, "but": support["no_antivirus"]}, sources) for row in support["antivirus"]),
    )


def version(text: str) -> tuple[int, ...]:
    """The numbers of a version (``16.0.15330.20196``), at most four; empty where it is none."""
    found = re.match(r"\d{1,9}(?:\.\d{1,9}){0,3}", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _words(row: Mapping[str, Any]) -> Words:
    return Words(en=row["en"], ja=row["ja"])


def _only(row: Mapping[str, Any], known: Iterable[str], name: str) -> None:
    if unknown := sorted({*row} - {*known}):
        raise ValueError(f"protections: {name}: unknown {unknown}")


def _cited(row: Mapping[str, Any]) -> Cited:
    date.fromisoformat(row["as_of"])
    return Cited(title=_words(row["title"]), page=row.get("page", ""), as_of=row["as_of"], certainty=Certainty(row["certainty"]))


def _row(row: Mapping[str, Any], sources: Mapping[str, Cited]) -> Row:
    _only(row, _ROW, row["id"])
    judged = row.get("judged", "")
    if judged and judged not in JUDGES:
        raise ValueError(f"protections: {row['id']}: judged by {judged}")
    if not judged and not row.get("values"):
        raise ValueError(f"protections: {row['id']}: no values")
    return Row(
        id=row["id"],
        scope=Scope(row["scope"]),
        title=_words(row["title"]),
        why=_words(row["why"]),
        how=tuple(map(_words, row["how"])),
        cited=tuple(sources[name] for name in row["sources"]),
        judged=judged,
        meanings=tuple(_meaning(one, row["id"]) for one in row.get("values", ())),
        good_days=row.get("good_days", 0),
        weak_days=row.get("weak_days", 0),
    )


def _meaning(row: Mapping[str, Any], name: str) -> Meaning:
    _only(row, _VALUE, name)
    return Meaning(
        ward=Ward(row["ward"]),
        seen=_words(row),
        values=frozenset(row["is"]) if "is" in row else None,
        since=version(row.get("since", "")),
        before=version(row.get("before", "")),
        at_least=row.get("at_least"),
        absent=row.get("absent", False),
    )


def _windows(row: Mapping[str, Any]) -> WindowsSupport:
    for day in (row["home"], row.get("enterprise", row["home"])):
        date.fromisoformat(day)
    return WindowsSupport(row["build"], row["name"], row["home"], row.get("enterprise", ""))


def _product(row: Mapping[str, Any], sources: Mapping[str, Cited]) -> Product:
    if until := row.get("until", ""):
        date.fromisoformat(until)
    marks = sorted((version(since), mark) for since, mark in row.get("marks", {}).items())
    if not all(since and mark in MARKS for since, mark in marks) or bool(row.get("flaw")) != bool(version(row.get("mended", ""))):
        raise ValueError(f"protections: {row['name']}: {row}")
    return Product(
        match=re.compile(row["match"], re.IGNORECASE),
        name=row["name"],
        until=until,
        marks=tuple(marks),
        flaw=row.get("flaw", ""),
        mended=row.get("mended", ""),
        signatures=row.get("signatures", ""),
        but=re.compile(row["but"], re.IGNORECASE) if "but" in row else None,
        maker=row.get("maker", row["name"]),
        how=tuple(map(_words, row.get("how", ()))),
        cited=tuple(sources[name] for name in row.get("sources", ())),
    )
