"""A row of a signature set fits: a YARA rule, a signature of ClamAV, a hash, a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.knowledge import Knowledge
from mimawari.model import About, Finding, Match, Row, Strength, Words

_KINDS = {
    "yara": Words(
        en="“{file}” fits the YARA rule {rule} of “{collection}” ({age}).",
        ja="「{file}」は、YARAルール {rule}（{collection}、{age}）に一致します。",
    ),
    "clamav": Words(
        en="ClamAV calls “{file}” {rule} (database of {age}).",
        ja="ClamAVが「{file}」を {rule} と判定しました（定義ファイル：{age}）。",
    ),
    "indicator": Words(
        en="“{file}” is known by {rule} in “{collection}” ({age}).",
        ja="「{file}」は、{collection}（{age}）に載っている {rule} と一致します。",
    ),
}
_UNDATED = Words(en="not dated", ja="日付の記載なし")
_UNREAD = Words(en="date not understood: {unread_date}", ja="日付を読み取れません：{unread_date}")


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleHit(Finding):
    """Such a row. ``by``: the kind of set, ``collection`` its name. ``date`` is of the row, or of its set.

    ``is_ours``: the row came with the knowledge and was not brought. ``described``: its author says what it fits.
    """

    words: Words = Words(
        en="“{file}” fits {rule} of “{collection}”.",
        ja="「{file}」は、{collection} の {rule} に一致します。",
    )
    by: str
    rule: str
    collection: str
    file: str
    marks: str
    offset: int | None
    author: str
    licence: str
    reference: str
    date: str
    note: str
    note_ja: str = ""
    unread_date: str = ""
    is_ours: bool = False
    described: bool = False


@detector
def rule_hit(match: Match, known: Knowledge) -> Iterator[RuleHit]:
    """Whatever fits; what that amounts to, the row says. A family that nobody knows here is none.

    What still lies in a mail, an archive or another file was delivered, and shows nothing of the machine, whatever it is; least of
    all what was once on it.
    """
    row = match.row
    said = row.words or _KINDS[row.by]
    age = _dated(row)
    yield RuleHit(
        origin=match.origin,
        strength=Strength.HINT if row.past and match.within else row.strength,
        about=About.DELIVERY if match.within else row.about,
        family=row.family if row.family in known.families else None,
        era=row.era,
        attack=row.attack,
        past=row.past,
        words=Words(en=said.en.replace("{age}", age.en), ja=said.ja.replace("{age}", age.ja)),
        by=row.by,
        rule=row.name,
        collection=row.collection,
        file=match.name,
        marks=" ".join(match.marks),
        offset=match.offset,
        author=row.author,
        licence=row.licence,
        reference=row.reference,
        date=row.date,
        note=row.note,
        note_ja=row.note_ja,
        unread_date=row.unread_date,
        is_ours=row.is_ours,
        described=row.described,
    )


def _dated(row: Row) -> Words:
    """Of when it is. How old that is depends on the day on which a report is read, and is said there."""
    if row.date:
        return Words(en=row.date, ja=row.date)
    return _UNREAD if row.unread_date else _UNDATED
