"""Which family a label of others names: only as a whole, never as a word somewhere in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_TAG = re.compile(r'misp-galaxy:[\w-]+="([^"]*)"', re.ASCII)
_BEFORE = re.compile(r"^(?:(?:win|js|vbs|ps1|malware|malware[_-]family|family|malpedia)[.:/= ]+)+")
_BEHIND = re.compile(r" - s\d{4}$")


def family_of(label: object, aliases: Mapping[str, str]) -> str | None:
    """The family that *label* is another name of: ``Heodo``, ``win.emotet``, ``misp-galaxy:malpedia="Emotet"``."""
    if not isinstance(label, str) or len(label) > 200:
        return None
    tag = _TAG.fullmatch(label.strip())
    name = _BEHIND.sub("", _BEFORE.sub("", (tag[1] if tag else label).strip().strip("\"'").lower()))
    return aliases.get(re.sub(r"[\s_-]+", " ", name))


def only_family(labels: Iterable[object], aliases: Mapping[str, str]) -> str | None:
    """The one family that *labels* name; None where they name several, or none."""
    found = {family for label in labels if (family := family_of(label, aliases))}
    return found.pop() if len(found) == 1 else None


def nearest_family(groups: Iterable[Iterable[object]], aliases: Mapping[str, str], beside: str = "") -> str | None:
    """The one family of the first of *groups* of labels that names any.

    None where a text that stands *beside* mentions another one: it may be what the row is really about.
    """
    named = ({family for label in labels if (family := family_of(label, aliases))} for labels in groups)
    found = next((families for families in named if families), set())
    words = re.findall(r"[a-z0-9]+", beside.lower())
    mentioned = {aliases[word] for word in words if word in aliases}
    return min(found) if len(found) == 1 and mentioned <= found else None
