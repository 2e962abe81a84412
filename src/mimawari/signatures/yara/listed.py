"""A rule that stands in a list: what the list says of it beside its author's own words."""

from __future__ import annotations

from dataclasses import replace

from mimawari.model import Row, Strength, Words
from mimawari.signatures.indicators.saying import Saying

_FITS = Words(
    en="“{file}” fits the YARA rule {rule} of the list “{collection}” ({age}).",
    ja="「{file}」は、リスト「{collection}」（{age}）のYARAルール {rule} に一致します。",
)


def listed_row(row: Row, said: Saying, today: str) -> Row:
    """*row* with what is *said* where its author says nothing; outside of its window on *today* it counts one step less."""
    strength = min(row.strength, said.strength)
    if said.is_past(today):
        strength = Strength(max(Strength.HINT, strength - 1))
    return replace(
        row,
        strength=strength,
        family=row.family or said.family,
        author=row.author or said.author,
        reference=row.reference or said.reference,
        date=row.date or said.date,
        unread_date="" if row.date or said.date else row.unread_date,
        note=row.note or said.note,
        words=said.windowed(_FITS, today),
        described=row.described or bool(said.note or said.family),
    )
