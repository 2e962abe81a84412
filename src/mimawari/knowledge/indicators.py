"""Hashes and names of files that are known, and what is needed to read lists of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DIGITS = {"sha256": 64, "sha1": 40, "md5": 32}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A file that is known by its content or by its name: *kind* ``sha256``, ``sha1``, ``md5`` (*value* in lower case), ``name``.

    ``date`` is the ISO date on which it was reported, ``until`` the last one on which the row is to be believed; names have one, a
    content is always what it is. ``family`` and ``era`` as in findings. ``source`` and ``licence`` are those of the fact.
    """

    kind: str
    value: str
    family: str | None
    era: tuple[str, ...]
    date: str
    until: str
    note: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """``rows`` are ours. ``known_good`` are SHA-256 of files that are known to be harmless, each with where that is said.

    ``aliases``: other people's names of a family, in lower case. ``extensions``: those of files that are delivered or dropped.
    ``everyday``: names that honest files have everywhere. ``as_of`` is an ISO date.
    """

    rows: tuple[Indicator, ...]
    known_good: Mapping[str, str]
    aliases: Mapping[str, str]
    extensions: frozenset[str]
    everyday: frozenset[str]
    as_of: str


def read(table: Mapping[str, Any]) -> Indicators:
    """The table; raises ``ValueError`` where a row is not what it should be."""
    return Indicators(
        rows=tuple(_row(row) for row in table["indicator"]),
        known_good={_hash("sha256", row["sha256"]): str(row["source"]) for row in table["known_good"]},
        aliases={alias: family for family, aliases in table["aliases"].items() for alias in (family, *aliases)},
        extensions=frozenset(table["extensions"]),
        everyday=frozenset(table["everyday"]),
        as_of=table["as_of"],
    )


def _row(row: Mapping[str, Any]) -> Indicator:
    kind = next(kind for kind in (*_DIGITS, "name") if kind in row)
    return Indicator(
        kind=kind,
        value=row["name"] if kind == "name" else _hash(kind, row[kind]),
        family=row.get("family"),
        era=tuple(row["era"]),
        date=row["date"],
        until=row.get("until", ""),
        note=row["note"],
        source=row["source"],
        licence=row["licence"],
    )


def _hash(kind: str, text: str) -> str:
    if not re.fullmatch(rf"[0-9a-f]{{{_DIGITS[kind]}}}", text, re.ASCII):
        raise ValueError(f"{kind}: {text}")
    return text
