"""What lists say of what they hold, and how a row of one is told when it fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mimawari.model import Row, Strength, Words
from mimawari.signatures import dates

BY = "indicator"
SHOWN = {"sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5", "name": "file-name"}
"""The kinds of marks, the surest first, and how each is called."""

WIDTH = {"sha256": 32, "sha1": 20, "md5": 16}
"""The hashes that are worked out of a content, and their length in bytes."""

_MOST_NOTE = 200
_MOST_DATE = 40
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")

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

    ``date``, ``since`` and ``until`` are ISO dates: when it was written or seen, and the first and last days on which its author
    stands by it. ``unread_date`` is what stands in place of a date and is none.
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
    since: str = ""
    unread_date: str = ""

    def is_past(self, today: str) -> bool:
        """Whether its author does not stand by it on *today*: no longer, or not yet."""
        return (bool(self.until) and self.until < today) or self.since > today

    def weighed(self, kind: str, today: str) -> Strength:
        """What a fit amounts to on *today*: a content stays what it is, but what is not in force counts one step less."""
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
            words=self.windowed(_FITS["name" if kind == "name" else "content"], today),
            era=self.era,
            unread_date="" if self.date or as_of else self.unread_date,
            described=bool(self.note or self.family),
        )

    def windowed(self, fits: Words, today: str) -> Words:
        """*fits*, and the first day in force where that is still to come, or the last where it is gone by."""
        return _words(fits, self.since if self.since > today else "", self.until if self.until and self.until < today else "")


@cache
def _words(said: Words, since: str, until: str) -> Words:
    if since:
        return Words(
            en=f"{said.en} The list stands by it only from {since} on.", ja=f"{said.ja}（リスト上の有効期間の開始日：{since}）"
        )
    if until:
        return Words(en=f"{said.en} The list stood by it until {until}.", ja=f"{said.ja}（リスト上の有効期限：{until}）")
    return said


def plain(text: object) -> str:
    """A text of a list as it may be shown: one line, not long; empty for what is no text."""
    return _UNPRINTABLE.sub(" ", text[: 4 * _MOST_NOTE]).strip()[:_MOST_NOTE] if isinstance(text, str) else ""


def day(text: object) -> str:
    """The ISO date that *text* says; empty where it can mean two days, or none."""
    return dates.read(text) if isinstance(text, str) else ""


def unread(text: object) -> str:
    """What stands where a date should, and is none that can be read."""
    return "" if day(text) else plain(text)[:_MOST_DATE]
