"""STIX 2.1 (and 2.0): the indicators of a bundle, with the malware that they indicate."""

from __future__ import annotations

from typing import Any

from mimawari.model import Reason, Strength
from mimawari.signatures.indicators.families import only_family
from mimawari.signatures.indicators.filling import YARA, Filling
from mimawari.signatures.indicators.json_walk import Leaf
from mimawari.signatures.indicators.saying import Saying, day, plain
from mimawari.signatures.indicators.stix_pattern import NotUnderstood, meant

_MOST_KEPT = 100_000
"""So many objects are remembered for what they say of indicators."""

_LOW = 30
"""Below this STIX calls a confidence low (appendix A)."""

_TLP = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:WHITE",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}
"""The markings that the specification itself defines (STIX 2.1, 7.2.1.4)."""


class Stix:
    """A bundle, read twice: first what is beside the indicators, then these."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._kept = 0
        self._families: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._indicated: dict[str, list[str]] = {}

    def beside(self, leaf: Leaf) -> None:
        """Remember what an object says that indicators speak of."""
        found = leaf.value if isinstance(leaf.value, dict) else {}
        name = found.get("type")
        if name not in ("malware", "identity", "relationship"):
            return
        self._kept += 1
        if self._kept > _MOST_KEPT:
            self._filling.tally.fault(Reason.TOO_LARGE, "objects beside the indicators that were not read", leaf.line)
        elif name == "malware":
            self._malware(found)
        elif name == "identity":
            self._names[plain(found.get("id"))] = plain(found.get("name"))
        elif found.get("relationship_type") == "indicates":
            self._indicated.setdefault(plain(found.get("source_ref")), []).append(plain(found.get("target_ref")))

    def _malware(self, found: dict[str, Any]) -> None:
        family = only_family((found.get("name"), *_list(found.get("aliases"))), self._filling.known.aliases)
        if family:
            self._families[plain(found.get("id"))] = family

    def row(self, leaf: Leaf) -> None:
        """Take an indicator; other objects are no rows."""
        found = leaf.value
        if not isinstance(found, dict):
            self._filling.not_understood(leaf.line, "entries that are not understood")
        elif found.get("type") == "indicator":
            self._indicator(found, leaf.line)

    def _indicator(self, found: dict[str, Any], line: int) -> None:
        types = {text for text in _list(found.get("indicator_types", found.get("labels"))) if isinstance(text, str)}
        if found.get("revoked") is True or "benign" in types:
            self._filling.tally.aside += 1
        elif found.get("pattern_type") == YARA:
            self._rule(found, self._said(found, types), line)
        elif found.get("pattern_type", "stix") != "stix":
            self._filling.unmatched(plain(found.get("pattern_type")))
        else:
            self._take(found, self._said(found, types), line)

    def _rule(self, found: dict[str, Any], said: Saying, line: int) -> None:
        text, label = found.get("pattern"), plain(found.get("name")) or plain(found.get("id"))
        if not (isinstance(text, str) and self._filling.rule(text, label, said, line)):
            self._filling.not_understood(line, "patterns that are not understood")

    def _take(self, found: dict[str, Any], said: Saying, line: int) -> None:
        try:
            pattern = meant(found.get("pattern"))
        except NotUnderstood:
            self._filling.not_understood(line, "patterns that are not understood")
            return
        self._filling.dated(said.date)
        for kind, value in pattern.marks:
            took = (
                self._filling.name(value, said, line, is_sure=True)
                if kind == "name"
                else self._filling.hash(value, said, line, kind)
            )
            if not took:
                self._filling.not_understood(line, "patterns that are not understood")
        for kind in pattern.others:
            (self._filling.unmatched if kind in _ABOUT_FILES else self._filling.elsewhere)(kind)

    def _said(self, found: dict[str, Any], types: set[str]) -> Saying:
        identifier = plain(found.get("id"))
        malware = {self._families[one] for one in self._indicated.get(identifier, ()) if one in self._families}
        markings = [_TLP[mark] for mark in _list(found.get("object_marking_refs")) if isinstance(mark, str) and mark in _TLP]
        return Saying(
            family=only_family(malware or types, self._filling.known.aliases),
            date=_said_on(found),
            since=_not_before(found),
            until=day(found.get("valid_until")),
            note=" ".join(filter(None, (plain(found.get("name")), *sorted(markings)))),
            author=self._names.get(plain(found.get("created_by_ref")), ""),
            reference=identifier,
            strength=_strength(found.get("confidence"), types),
        )


_ABOUT_FILES = {"file", "artifact", "sha-512", "sha512", "sha3-256", "sha3-512", "ssdeep", "tlsh", "imphash", "sha-224", "sha-384"}
"""Kinds of conditions that are about files, and with which none is compared."""


def _strength(confidence: object, types: set[str]) -> Strength:
    """Conclusive, unless its author doubts it, or says it of something that need not be malicious."""
    is_low = isinstance(confidence, int) and 0 < confidence < _LOW
    only_odd = bool(types) and types <= {"anomalous-activity", "anonymization", "compromised", "unknown"}
    return Strength.HINT if is_low or only_odd else Strength.CONCLUSIVE


def _said_on(found: dict[str, Any]) -> str:
    """When it was said: the day from which it is valid, if that is none to come."""
    return day(found.get("created") if _not_before(found) else found.get("valid_from")) or day(found.get("created"))


def _not_before(found: dict[str, Any]) -> str:
    """The first day on which it is valid, if that lies behind the day on which it was written; else it has been valid since."""
    first = day(found.get("valid_from"))
    written = max(day(found.get("created")), day(found.get("modified")))
    return first if first > written else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
