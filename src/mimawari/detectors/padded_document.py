"""A document or program blown up to hundreds of megabytes by nothing, so that scanners leave it alone: Emotet of March 2023."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.model import Delivery, OfficeDocument, Program, Strength, Words

SMALLEST = 50_000_000
"""In bytes. What scanners leave alone begins at 25 to 100 MB; honest files are not made of so many equal bytes."""

# Emotet's of 2023-03-07: a Word 97-2003 document with macros, over 500 MB, and the library that it fetched, 547,028,493 bytes.
_EMOTET = 400_000_000
_SHARE = 0.9


@dataclass(frozen=True, kw_only=True, eq=False)
class PaddedDocument(Delivery):
    """Such a file. ``size`` and ``padding`` in bytes, ``percent`` is the padding's share."""

    strength: Strength = Strength.STRONG
    attack: tuple[str, ...] = ("T1027.001",)
    words: Words = Words(
        en="“{file}” has {size:,} bytes, {percent} % of them filling: it was blown up so that scanners leave it alone.",
        ja="「{file}」は{size:,}バイトありますが、その{percent}%は意味のないデータです。ウイルス検査を避けるための水増しと見られます。",
    )
    file: str
    size: int
    padding: int
    percent: int


_HINT = Words(
    en="“{file}” has {size:,} bytes, {percent} % of them filling.",
    ja="「{file}」は{size:,}バイトありますが、その{percent}%は、付け足された意味のないデータです。",
)


@detector
def padded_document(thing: OfficeDocument | Program) -> Iterator[PaddedDocument]:
    """Strong for a program, and for a document with macros; a hint for a document without. No family: others pad, too."""
    if thing.size < SMALLEST or thing.padding < thing.size * _SHARE:
        return
    is_document = isinstance(thing, OfficeDocument)
    can_run = not isinstance(thing, OfficeDocument) or thing.vba is not None or bool(thing.formulas)
    fits = thing.size >= _EMOTET and can_run
    yield PaddedDocument(
        origin=thing.origin,
        strength=Strength.STRONG if can_run else Strength.HINT,
        era=("P8",) if fits and (not is_document or _is_word_binary(thing)) else (),
        words=PaddedDocument.words if can_run else _HINT,
        file=thing.name,
        size=thing.size,
        padding=thing.padding,
        percent=min(100, thing.padding * 100 // thing.size),
    )


def _is_word_binary(thing: OfficeDocument | Program) -> bool:
    return isinstance(thing, OfficeDocument) and thing.application == "word" and thing.shell == "ole"
