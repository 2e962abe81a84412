"""How a program makes up Message-IDs, and what it calls itself: many values, generalised to what they have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

SHAPES, VALUES = 50, 5
"""The most shapes that are told apart, and different values of one place in them that are kept."""
_LONGEST = 200
_INSIDE = ("local", "localdomain", "lan", "home", "internal", "corp", "intra")
_ID = re.compile(r"<[\x21-\x7e]{3,200}>")
_PIECE = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]")
# Gmail's are base64 with hyphens anywhere, behind CA.
_GMAIL = re.compile(r"<CA[A-Za-z0-9+_=\-]{10,120}@mail\.gmail\.com>")
_CLASSES = (("0-9", re.compile(r"[0-9]+")), ("0-9a-f", re.compile(r"[0-9a-f]+")), ("0-9A-F", re.compile(r"[0-9A-F]+")),
            ("0-9A-Fa-f", re.compile(r"[0-9A-Fa-f]+")), ("0-9A-Z", re.compile(r"[0-9A-Z]+")),
            ("0-9a-z", re.compile(r"[0-9a-z]+")))  # fmt: skip
_FAMILY = re.compile(r"thunderbird|apple mail|iphone mail|ipad mail|outlook-ios|outlook-android|evolution", re.IGNORECASE)
_VERSION = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)[\d.]*")


@dataclass(slots=True)
class _Place:
    """What stood at one place: how long, of which characters, and the values while they are few."""

    least: int = _LONGEST
    most: int = 0
    signs: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)

    def take(self, value: str) -> None:
        self.least, self.most = min(self.least, len(value)), max(self.most, len(value))
        if len(self.values) < VALUES:
            self.values.add(value)
        self.signs.update(value)

    def add(self, other: _Place) -> None:
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        self.values = set(sorted(self.values | other.values)[:VALUES])
        self.signs |= other.signs

    def pattern(self, count: int) -> str:
        """A literal where it is a word that never changes, else the narrowest class of characters and the lengths."""
        only = next(iter(self.values)) if len(self.values) == 1 else ""
        if only and only.isalpha() and (count > 2 or len(only) < 3):
            return re.escape(only)
        whole = "".join(sorted(self.signs))
        chars = next((name for name, form in _CLASSES if form.fullmatch(whole)), "0-9A-Za-z")
        # Few samples of digits only may be the low half of hexadecimal ones.
        chars = "0-9a-f" if chars == "0-9" and self.least == self.most and self.least in (8, 12, 16, 32) else chars
        return (
            f"[{chars}]{{{self.least}}}" if self.least == self.most else f"[{chars}]{{{max(1, self.least // 2)},{2 * self.most}}}"
        )


@dataclass(slots=True)
class Shapes:
    """Message-IDs as they come, grouped by what stands between their letters and digits and by the domain."""

    groups: dict[str, tuple[list[str], list[_Place]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, message_id: str) -> None:
        """One more; what is no Message-ID is passed over."""
        one = message_id.strip()
        if not _ID.fullmatch(one):
            return
        if _GMAIL.fullmatch(one):
            self.counts[_GMAIL.pattern] += 1
            return
        pieces, key = _skeleton(one)
        if key not in self.groups:
            if len(self.groups) >= SHAPES:
                return
            self.groups[key] = (pieces, [_Place() for piece in pieces if piece == ""])
        values = [piece for piece, kept in zip(_PIECE.findall(one), pieces, strict=True) if kept == ""]
        for place, value in zip(self.groups[key][1], values, strict=True):
            place.take(value)
        self.counts[key] += 1

    def add(self, other: Shapes) -> None:
        """Take what was gathered elsewhere."""
        for key, (pieces, places) in sorted(other.groups.items()):
            if key in self.groups:
                for place, more in zip(self.groups[key][1], places, strict=True):
                    place.add(more)
            elif len(self.groups) < SHAPES:
                self.groups[key] = (pieces, places)
        known = {*self.groups, _GMAIL.pattern}
        self.counts.update({key: count for key, count in other.counts.items() if key in known})

    def told(self) -> tuple[tuple[str, int], ...]:
        """Each shape as a regular expression for a whole Message-ID, with how many had it, the most frequent first."""
        named: Counter[str] = Counter()
        for key, count in self.counts.items():
            named[self._pattern(key, count)] += count
        return tuple(sorted(named.items(), key=lambda one: (-one[1], one[0])))

    def _pattern(self, key: str, count: int) -> str:
        if key not in self.groups:
            return key
        pieces, places = self.groups[key]
        waiting = iter(places)
        return "".join(re.escape(piece) if piece else next(waiting).pattern(count) for piece in pieces)


def _skeleton(one: str) -> tuple[list[str], str]:
    """The pieces of a Message-ID, empty where letters and digits may change, and a name for all of that form.

    Of the domain only what holds a digit may change, the names of servers and PCs, and not in its last two labels.
    """
    at = one.rfind("@")
    last = _registered(one, at)
    pieces: list[str] = []
    for found in _PIECE.finditer(one):
        piece = found[0]
        is_host = found.start() > at >= 0
        is_fixed = not piece.isalnum() or (is_host and (found.start() > last or not any(char.isdigit() for char in piece)))
        pieces.append(piece if is_fixed else "")
    return pieces, "\0".join(pieces)


def _registered(one: str, at: int) -> int:
    """Where the domain that somebody registered begins; behind the end where it is the bare name of a PC."""
    domain = one[at + 1 : -1]
    labels = domain.split(".")
    named = 1 if labels[-1].lower() in _INSIDE else 2
    return at + len(domain) - len(".".join(labels[-named:])) if len(labels) > 1 else len(one)


def mailer_family(mailer: str) -> str:
    """A program's name with the first two numbers of its version (``Microsoft Outlook 16.0``, ``Becky! ver. 2.81``).

    Without, of those that change theirs each month: ``Thunderbird``.
    """
    plain = " ".join(mailer[:_LONGEST].split())
    known = _FAMILY.search(plain)
    if known:
        return known[0]
    bare = re.split(r"[(\[;,]", plain)[0].strip() or plain
    return _VERSION.sub(r"\1", bare)[:100].strip()


def most(counts: Counter[str], number: int = 20) -> tuple[tuple[str, int], ...]:
    """The most frequent values with how often they came, those that are as frequent in their own order."""
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))[:number]
