"""Values out of records that anybody may have written: nothing here trusts a type."""

from __future__ import annotations

import json
import re
from typing import Any

from mimawari.sources.tables.cells import address

Record = dict[str, Any]

MAX_DEPTH = 100
"""Containers inside each other in one record."""
_LONGEST = 2000
_ADDRESS = re.compile(r"[\w.+%#=&'/-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_MARKS = re.compile(r'["\\{}\[\]]')


def loads(text: str) -> Any:
    """What JSON says. Raises ``ValueError``, also where it is nested deeper than a record is."""
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise ValueError
    return json.loads(text)


def _depth(text: str) -> int:
    depth = deepest = at = 0
    inside = False
    while found := _MARKS.search(text, at):
        mark, at = found[0], found.end()
        if mark == "\\":
            at += inside
        elif mark == '"':
            inside = not inside
        elif not inside:
            depth += 1 if mark in "{[" else -1
            deepest = max(deepest, depth)
    return deepest


def said(value: object) -> str:
    """A value as text: a list's with ``;`` between them; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(filter(None, (said(one) for one in value[:200] if not isinstance(one, list | dict))))[:_LONGEST]
    if isinstance(value, dict):
        return ""
    return str(value).strip()[:_LONGEST]


def yes(value: object) -> bool:
    """Whether a value means true."""
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "1"))


def listed(value: object) -> list[Record]:
    """The records in a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def pairs(value: object, key: str = "Name", worth: str = "Value") -> dict[str, str]:
    """A list of names and values, as Microsoft writes ``Parameters``, by their names in lower case."""
    return {said(one.get(key)).lower(): said(one.get(worth)) for one in listed(value)}


def within(record: Record, *way: str) -> Any:
    """What lies at the end of a way of names; None where it breaks off."""
    value: Any = record
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def addresses(text: str) -> str:
    """The mail addresses in a text, with ``;`` between them; the text itself where there is none."""
    found = dict.fromkeys(address(one) for one in _ADDRESS.findall(text[:_LONGEST].replace("SMTP:", " ").replace("smtp:", " ")))
    return ";".join(found) if found else text[:200]


def account(text: str) -> str:
    """An account as it is compared: in lower case; ``NT AUTHORITY\\SYSTEM (...)`` and other workers of the service stay as they
    are.
    """
    return address(text) if "@" in text else text.strip()[:320]
