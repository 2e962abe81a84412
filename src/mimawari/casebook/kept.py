"""An entry as it lies in the book: what the row says, and the hash that was written beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mimawari.model.case_record import Deed, Entry
from mimawari.model.finding import Fact

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Kept:
    """Row *number* of a case. ``entry`` is None where the row holds something that no version of this program wrote."""

    number: int
    hash: str
    entry: Entry | None

    @classmethod
    def of(cls, entry: Entry) -> Kept:
        """The entry as it is written."""
        return cls(entry.number, entry.hash, entry)


def reports_of(entry: Entry) -> tuple[str, ...]:
    """The digests of the reports that an entry brought."""
    if entry.deed is Deed.REPORT_ADDED:
        return (entry.about,)
    return tuple(str(dict(entry.facts).get("reports") or "").split()) if entry.deed is Deed.RECHECKED else ()


def row_of(entry: Entry) -> dict[str, Any]:
    """The columns of an entry."""
    return {
        "case_id": entry.case, "number": entry.number, "at": entry.at, "who": entry.who, "deed": entry.deed.value,
        "about": entry.about, "text": entry.text, "facts": json.dumps(dict(entry.facts), sort_keys=True),
        "previous": entry.previous, "hash": entry.hash,
    }  # fmt: skip


def kept_of(row: Mapping[str, Any]) -> Kept:
    """The row as it lies there; whatever is in it, this does not raise."""
    number = row["number"] if type(row["number"]) is int else 0
    try:
        entry = Entry(
            case=_text(row["case_id"]), number=number, at=_text(row["at"]), who=_text(row["who"]), deed=Deed(row["deed"]),
            about=_text(row["about"]), text=_text(row["text"]), facts=_facts(row["facts"]), previous=_text(row["previous"]),
        )  # fmt: skip
        # What cannot be digested (a lone surrogate in its facts) was not written here either.
        return Kept(number, str(row["hash"]), entry if entry.hash else None)
    except (ValueError, TypeError, RecursionError):
        return Kept(number, str(row["hash"]), None)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _facts(text: object) -> tuple[tuple[str, Fact], ...]:
    facts = json.loads(_text(text))
    if not isinstance(facts, dict) or not all(isinstance(one, (str, int, float, bool, type(None))) for one in facts.values()):
        raise TypeError("no facts")
    return tuple(sorted(facts.items()))


def clean(text: str) -> str:
    """*text* as every database can hold it: what is no character (a lone surrogate, NUL) becomes U+FFFD."""
    return _NO_CHARACTER.sub("\ufffd", text)
