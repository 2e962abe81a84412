"""A document made by the program that built Emotet's documents: the same fingerprint whatever the macro of the day was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.emotet_builder import renamed, supporting, untouched
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_ENOUGH, _WITHOUT_PROPERTIES = 2, 3
_OWN = frozenset({"hidden object name", "odd syntax"})


@dataclass(frozen=True, kw_only=True, eq=False)
class EmotetBuilder(Delivery):
    """Such a document. ``module`` is what the document's own module is called, ``marks`` are the other marks of that builder."""

    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1027.010")
    words: Words = Words(
        en="“{document}” bears marks of the tool that made Emotet's documents (its own module is called {module}).",
        ja="文書「{document}」には、Emotetの文書を作成したツールの痕跡があります（文書モジュール名：{module}）。",
    )
    document: str
    module: str
    marks: str


@detector
def emotet_builder(document: OfficeDocument, known: Knowledge) -> Iterator[EmotetBuilder]:
    """Strong: never edited, its module renamed, and two more marks; or renamed and three more, of which the code has one.

    A hint where less of it is there: a builder can be lent, and one mark alone is found in honest documents as well.
    """
    module = renamed(document, known)
    if not module:
        return
    marks = list(supporting(document, known))
    fresh = untouched(document.properties)
    is_strong = (fresh and len(marks) >= _ENOUGH) or (len(marks) >= _WITHOUT_PROPERTIES and bool(_OWN & set(marks)))
    if is_strong or fresh or marks:
        yield EmotetBuilder(
            origin=document.origin,
            strength=Strength.STRONG if is_strong else Strength.HINT,
            family="emotet" if is_strong else None,
            era=("P1",) if is_strong else (),
            document=document.name,
            module=module,
            marks=", ".join([*(["never edited"] if fresh else []), *marks]),
        )
