"""What lists say of what they hold, and how a row of one is told when it fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mimawari.model import Row, Strength, Words

BY = "indicator"
SHOWN = {"sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5", "name": "file-name"}
"""The kinds of marks, the surest first, and how each is called."""

WIDTH = {"sha256": 32, "sha1": 20, "md5": 16}
"""The hashes that are worked out of a content, and their length in bytes."""

_MOST_NOTE = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)

_FITS = {
    "content": Words(
        en="“{file}” is listed in “{collection}” by its content ({marks}; {age}).",
        ja="「{file}」のハッシュ値（{marks}）が、「{collection}」（{age}）に載っています。",
    ),
    "name": Words(
        en="“{file}” has a name that is listed in “{collection}” ({age}). A name alone proves nothing.",
        ja="「{file}」のファイル名が、「{collection}」（{age}）に載っています。名前の一致だけでは判断できません。",
    ),
}


@dataclass(frozen=True, slots=True)
class Saying:
    """What a list says of one or more of its rows, all but the hash or the name itself.

    ``date`` and ``until`` are ISO dates: when it was written or seen, and the last day on which its author stands by it.
    ``strength`` is what a fit of the content amounts to as the author sees it; of a name it is a hint at most.
    """

    family: str | None = None
    date: str = ""
    until: str = ""
    note: str = ""
    author: str = ""
    licence: str = ""
    reference: str = ""
    era: tuple[str, ...] = ()
    strength: Strength = Strength.CONCLUSIVE

    def is_past(self, today: str) -> bool:
        """Whether its author no longer stands by it on *today*."""
        return bool(self.until) and self.until < today

    def weighed(self, kind: str, today: str) -> Strength:
        """What a fit amounts to on *today*: a content stays what it is, but what is past counts one step less."""
        if kind == "name":
            return Strength.HINT
        return min(self.strength, Strength.STRONG) if self.is_past(today) else self.strength

    def row(self, kind: str, mark: str, collection: str, at: str, as_of: str, today: str) -> Row:
        """The row of *mark* (a hash or a name) in the list *collection*, which stands at *at* and is of *as_of*."""
        return Row(
            by=BY,
            name=mark,
            collection=collection,
            strength=self.weighed(kind, today),
            family=self.family,
            author=self.author,
            licence=self.licence,
            reference=f"{self.reference} ({at})" if self.reference else at,
            date=self.date or as_of,
            note=self.note,
            words=_words("name" if kind == "name" else "content", self.until if self.is_past(today) else ""),
            era=self.era,
        )


@cache
def _words(fits: str, until: str) -> Words:
    said = _FITS[fits]
    if not until:
        return said
    return Words(en=f"{said.en} The list stood by it until {until}.", ja=f"{said.ja}（リスト上の有効期限：{until}）")


def plain(text: object) -> str:
    """A text of a list as it may be shown: one line, not long; empty for what is no text."""
    return _UNPRINTABLE.sub(" ", text[: 4 * _MOST_NOTE]).strip()[:_MOST_NOTE] if isinstance(text, str) else ""


def day(text: object) -> str:
    """The ISO date with which *text* begins; empty where it begins with none."""
    found = _DATE.match(text) if isinstance(text, str) else None
    return found[0] if found else ""
