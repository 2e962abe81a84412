"""Somebody let Office run what is in a document that came from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.came import came, opened_at
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, OpenedFile, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class MacrosAllowed(Finding):
    """Such a document. ``seen_at`` is the latest moment of opening it that is known, ``came`` how it came to the PC."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1204.002", "T1059.005")
    words: Words = Words(
        en="{user} chose “Enable Content” for “{name}”, which came from outside: its macros, if it has any, could run.",
        ja="{user} が、外部から届いた「{name}」で「コンテンツの有効化」を選んだ記録があります。マクロが動いた可能性があります。",
    )
    user: str
    name: str
    file: str
    came: str
    size: int | None


@detector
def macros_allowed(file: OpenedFile, known: Knowledge) -> Iterator[MacrosAllowed]:
    """Always a hint: whoever gets workbooks with macros by mail allows them daily. Silent for documents of the PC's own."""
    way = came(file, known) if file.allowed_macros else None
    if way is None:
        return
    yield MacrosAllowed(
        origin=file.origin,
        seen_at=opened_at(file),
        user=file.user,
        name=file.name,
        file=file.path,
        came=way.value,
        size=file.size,
    )
