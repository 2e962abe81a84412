"""A document made by the program that built Emotet's documents: the same fingerprint whatever the macro of the day was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.emotet_builder import of_code, of_file, renamed, untouched
from mimawari.detectors.marks.emotet_eras import eras_of
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words
from mimawari.model.office import Properties

_NEVER_EDITED, _WITHOUT_PROPERTIES, _SAVED_AGAIN = 2, 3, 3
_OWN = frozenset({"hidden object name", "odd syntax"})
_TELLING = _OWN | {"payload in a control", "known picture", "unreadable command"}


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


_HINT = Words(
    en="The document's own macro module has another name in “{document}” ({module}). So it was in Emotet's; people rename it, too.",
    ja="文書「{document}」では、文書のマクロモジュールの名前が変更されています（{module}）。"
    "Emotetの文書にも見られますが、作成者が変更することもあります。",
)


@detector
def emotet_builder(document: OfficeDocument, known: Knowledge) -> Iterator[EmotetBuilder]:
    """Strong: never edited, its module renamed, and two more marks, of which one tells that something is hidden or run unread.

    Without any properties, which Word always writes, it needs three. Where it was saved again: three marks of the code, of which
    one is only that builder's. A hint where less is there: a builder can be lent, and honest documents have single marks as well.
    """
    module = renamed(document, known)
    if not module:
        return
    lasting, lost = tuple(of_code(document, known)), tuple(of_file(document))
    marks, fresh = (*lasting, *lost), untouched(document.properties)
    is_strong = _is_strong(document, lasting, marks)
    if is_strong or fresh or marks:
        yield EmotetBuilder(
            origin=document.origin,
            strength=Strength.STRONG if is_strong else Strength.HINT,
            words=EmotetBuilder.words if is_strong else _HINT,
            family="emotet" if is_strong else None,
            era=eras_of(document.properties, known) if is_strong else (),
            document=document.name,
            module=module,
            marks=", ".join([*(["never edited"] if fresh else []), *marks]),
        )


def _is_strong(document: OfficeDocument, lasting: tuple[str, ...], marks: tuple[str, ...]) -> bool:
    if len(lasting) >= _SAVED_AGAIN and _OWN & set(lasting):
        return True
    if untouched(document.properties):
        enough = _NEVER_EDITED
    elif document.shell == "ole" and document.properties == Properties():
        enough = _WITHOUT_PROPERTIES
    else:
        return False
    return len(marks) >= enough and bool(_TELLING & set(marks))
