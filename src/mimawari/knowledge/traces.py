"""Traces that can be said in one row: a path or a command line, and what it means to meet it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mimawari.model import Strength, Words

_PROFILE = r"[a-z]:\\(?:users|documents and settings)\\(?!public\\)[^\\]+"
# What a row's pattern may say in short.
_FOLDERS = {
    "{profile}": _PROFILE,
    "{local}": _PROFILE + r"\\(?:appdata\\local|local settings\\application data)",
    "{roaming}": _PROFILE + r"\\(?:appdata\\roaming|application data)",
    "{temp}": rf"(?:{_PROFILE}\\(?:appdata\\local|local settings)\\temp|[a-z]:\\windows\\temp)",
    "{programdata}": r"[a-z]:\\programdata",
    "{public}": r"[a-z]:\\users\\public",
    "{windows}": r"[a-z]:\\windows",
    "{system}": r"[a-z]:\\windows\\(?:system32|syswow64|sysnative)",
    "{office}": r".*\\(?:winword|excel|powerpnt|onenote|outlook|mspub|visio)\.exe",
    # A public web address that is a bare number, as digits, hexadecimal or octal; the command prompt's carets may stand between.
    "{address}": r"h\^?t\^?t\^?p\^?s?[:^]+[/^]+(?!127\.|10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)"
    r"(?:0x[0-9a-f]{8}|[0-9]{1,4}(?:\.[0-9]{1,4}){3})(?=[:/^])",
    "{guid}": r"\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """One row. ``where`` names the kinds of artifact that it speaks of (``autostart`` in the table: all that start by themselves).

    ``path`` is matched against a whole Windows path, ``command`` is looked for in a command line; letter case does not
    count. ``parent`` is matched against the path of what started a process. ``drawn``: folder and file must also look drawn by
    chance. ``loader``: rundll32 or regsvr32 must load it.
    ``strength`` is what the trace weighs; ``loaded`` what it weighs if a loader runs or starts that library (None: nothing).
    """

    name: str
    where: frozenset[str]
    path: re.Pattern[str] | None
    command: re.Pattern[str] | None
    parent: re.Pattern[str] | None
    drawn: bool
    loader: bool
    program: bool
    strength: Strength
    loaded: Strength | None
    family: str | None
    era: tuple[str, ...]
    attack: tuple[str, ...]
    words: Words
    source: str


_STARTS = ("run-value", "service", "task")


def by_kind(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Trace, ...]]:
    """The rows of ``traces.toml`` in their order, by the kind of artifact that they speak of. Raises as :func:`read` does."""
    every = [read(row) for row in rows]
    kinds = sorted({kind for trace in every for kind in trace.where})
    return {kind: tuple(trace for trace in every if kind in trace.where) for kind in kinds}


def read(row: Mapping[str, Any]) -> Trace:
    """The trace of a row of ``traces.toml``. Raises ``ValueError`` or ``KeyError`` for a row that is none."""
    path, command = (_pattern(row[key]) if key in row else None for key in ("path", "command"))
    if (path is None) is (command is None):
        raise ValueError(f"{row['name']}: either a path or a command")
    loaded = row.get("loaded")
    return Trace(
        name=row["name"],
        where=frozenset(kind for word in row["where"] for kind in (_STARTS if word == "autostart" else (word,))),
        path=path,
        command=command,
        parent=_pattern(row["parent"]) if "parent" in row else None,
        drawn=row.get("drawn", False),
        loader=row.get("loader", False),
        program=row.get("program", True),
        strength=Strength[row["strength"].upper()],
        loaded=Strength[loaded.upper()] if loaded else None,
        family=row.get("family"),
        era=tuple(row.get("era", ())),
        attack=tuple(row["attack"]),
        words=Words(en=row["en"], ja=row["ja"]),
        source=row["source"],
    )


def _pattern(text: str) -> re.Pattern[str]:
    for short, pattern in _FOLDERS.items():
        text = text.replace(short, pattern)
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{text}: {error}") from error
