"""MISP: the attributes of events, as events are exported and as a feed holds them (MISP core format)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mimawari.model import Strength
from mimawari.signatures.indicators.families import nearest_family
from mimawari.signatures.indicators.filling import YARA, Filling
from mimawari.signatures.indicators.json_walk import Leaf, Path
from mimawari.signatures.indicators.saying import Saying, day, plain

_MOST_EVENTS = 10_000
_HASHES = ("md5", "sha1", "sha256")
_NAMES = ("filename", "attachment")
_ABOUT_FILES = {
    "authentihash", "cdhash", "filename-pattern", "imphash", "impfuzzy", "pattern-in-file", "pehash", "sha224", "sha384", "sha512",
    "sha512/224", "sha512/256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "ssdeep", "telfhash", "tlsh", "vhash",
}  # fmt: skip
_SAMPLES = {"malware-sample": "md5"}
"""Types whose value is a name and a hash, and whose data, a sample, are not touched."""


@dataclass(slots=True)
class _Event:
    date: str = ""
    info: str = ""
    uuid: str = ""
    author: str = ""
    labels: tuple[str, ...] = ()


class Misp:
    """A file with events, read twice: first what an event says of itself, then its attributes."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._events: dict[Path, _Event] = {}

    def beside(self, leaf: Leaf) -> None:
        """Remember what an event says of itself."""
        at = _event(leaf.path)
        if at not in self._events and len(self._events) >= _MOST_EVENTS:
            return
        event = self._events.setdefault(at, _Event())
        name = leaf.path[-1]
        if name in ("date", "info", "uuid"):
            setattr(event, str(name), plain(leaf.value))
        elif name == "Orgc" and isinstance(leaf.value, dict):
            event.author = plain(leaf.value.get("name"))
        elif name in ("Tag", "Galaxy"):
            event.labels += tuple(_labels({str(name): leaf.value}))

    def row(self, leaf: Leaf) -> None:
        """Take an attribute, or those of an object."""
        if "Object" in leaf.path and isinstance(leaf.value, dict) and isinstance(leaf.value.get("Attribute"), list):
            for attribute in leaf.value["Attribute"]:
                self._attribute(attribute, leaf, gone=_is(leaf.value.get("deleted"), default=False))
        elif "Attribute" in leaf.path:
            self._attribute(leaf.value, leaf)
        elif "Object" in leaf.path:
            self._filling.not_understood(leaf.line, "entries that are not understood")

    def _attribute(self, found: object, leaf: Leaf, *, gone: bool = False) -> None:
        if not isinstance(found, dict) or not isinstance(found.get("type"), str) or not isinstance(found.get("value"), str):
            self._filling.not_understood(leaf.line, "entries that are not understood")
        elif gone or _is(found.get("deleted"), default=False) or not _is(found.get("to_ids"), default=True):
            self._filling.tally.aside += 1
        else:
            event = self._events.get(_event(leaf.path), _Event())
            if found["type"] == YARA:
                took = self._filling.rule(found["value"], event.info or event.uuid, self._said(found, event), leaf.line)
                self._took(leaf.line, is_taken=took)
            else:
                self._take(found, self._said(found, event), leaf.line)

    def _take(self, found: dict[str, Any], said: Saying, line: int) -> None:
        kind, value = found["type"], found["value"].strip()
        first, _, second = kind.partition("|")
        hashed = _SAMPLES.get(kind) or (second if first == "filename" else kind)
        if hashed in _HASHES:
            took = self._filling.hash(value.rpartition("|")[2] if "|" in value else value, said, line, hashed)
        elif kind in _NAMES:
            took = self._filling.name(value, said, line, is_sure=True)
        else:
            took = True
            (self._filling.unmatched if hashed in _ABOUT_FILES else self._filling.elsewhere)(kind)
        self._took(line, is_taken=took)

    def _took(self, line: int, *, is_taken: bool) -> None:
        if not is_taken:
            self._filling.not_understood(line, "entries that are not understood")

    def _said(self, found: dict[str, Any], event: _Event) -> Saying:
        own, aliases = tuple(_labels(found)), self._filling.known.aliases
        tlp = sorted({label.upper() for label in (*own, *event.labels) if label.lower().startswith("tlp:")})
        comment = plain(found.get("comment"))
        return Saying(
            family=nearest_family((own, [comment], event.labels), aliases, comment),
            date=day(event.date) or _moment(found.get("timestamp")),
            note=" ".join(filter(None, (event.info, f"({comment})" if comment else "", *tlp)))[:200],
            author=event.author,
            reference=event.uuid and f"MISP {event.uuid}",
            strength=Strength.CONCLUSIVE,
        )


def _event(path: Path) -> Path:
    """The way down to the event in which *path* lies; all of a search's answer are one."""
    return path[: path.index("Event") + 1] if "Event" in path else ()


def _labels(found: dict[str, Any]) -> Iterator[str]:
    """The tags of an event or attribute, and the names of its galaxies' clusters."""
    for tag in _dicts(found.get("Tag")):
        yield plain(tag.get("name"))
    for galaxy in _dicts(found.get("Galaxy")):
        for cluster in _dicts(galaxy.get("GalaxyCluster")):
            yield plain(cluster.get("value"))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is(value: object, *, default: bool) -> bool:
    """A yes or no: true and false, or the digits that older versions wrote."""
    return default if value is None else value in (True, 1, "1", "true", "True")


def _moment(seconds: object) -> str:
    """The ISO date of a POSIX time; empty where it is none."""
    text = str(seconds)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return datetime.fromtimestamp(number, UTC).date().isoformat() if number else ""
