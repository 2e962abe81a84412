"""YARA rules that stand in lists: indicators of STIX with ``pattern_type`` ``yara``, attributes of MISP of type ``yara``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.knowledge import Indicators as Known
from mimawari.model import BadEvidence
from mimawari.signatures.indicators import json_lists
from mimawari.signatures.indicators.filling import Brought, Filling, Tally
from mimawari.signatures.indicators.lists import files_of, is_json, opened_as, shown_name
from mimawari.signatures.indicators.table import Table

MOST_RULES, MOST_TOGETHER = 5000, 32 << 20
"""Entries with rules of all lists together, and bytes of them."""

_BLOCK = 1 << 20
_WORDS = (b"yara", "yara".encode("utf-16-le"), "yara".encode("utf-16-be"), b"\\u0079")


@dataclass(frozen=True, slots=True)
class ListedRules:
    """The texts of rules of the list *name*, which lies at *path*; *left_out* counts those beyond the most of all lists."""

    name: str
    path: Path
    rules: tuple[Brought, ...]
    left_out: int = 0


def listed_rules(paths: tuple[Path, ...], known: Known) -> Iterator[ListedRules]:
    """Those of the lists at *paths*, each text once. What is wrong with a list is told where its hashes and names are read."""
    texts: set[str] = set()
    count = size = 0
    for path in (file for given in dict.fromkeys(paths) for file in files_of(given)):
        kept = []
        every = [one for one in _rules(path, known) if one.text not in texts]
        for one in every:
            if count < MOST_RULES and size + len(one.text) <= MOST_TOGETHER:
                kept.append(one)
                texts.add(one.text)
                count, size = count + 1, size + len(one.text)
        if every:
            yield ListedRules(shown_name(path), path, tuple(kept), len(every) - len(kept))


def _rules(path: Path, known: Known) -> list[Brought]:
    """Those of one list; what cannot be read further ends it."""
    filling = Filling(Table(known.as_of), Tally(""), known, only_rules=True)
    try:
        start, encoding = opened_as(path)
        if is_json(start) and _speaks_of_rules(path):
            json_lists.read(path, encoding, filling)
    except (BadEvidence, OSError, ValueError):
        pass
    return filling.rules


def _speaks_of_rules(path: Path) -> bool:
    """Whether the word stands anywhere in it: most lists hold no rules and need no second reading."""
    kept = b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            data = kept + block
            if any(word in data for word in _WORDS):
                return True
            kept = block[-max(map(len, _WORDS)) :]
    return False
