"""A document that runs something hidden as soon as it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.detectors import detector
from mimawari.detectors.marks.macro_traits import Traits, traits
from mimawari.detectors.marks.removed_code import removed_start
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_STRONG, _UNASKED, _HINT = 5, 7, 3


@dataclass(frozen=True, kw_only=True, eq=False)
class MacroDelivery(Delivery):
    """Such a document. ``start`` is the procedure that Office runs by itself, ``marks`` tells what speaks against it."""

    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059.005", "T1027.010")
    words: Words = Words(
        en="The macro in “{document}” starts a program and hides which, or fetches one and runs it; it begins at {start}.",
        ja="文書「{document}」のマクロは、動作を隠してプログラムを起動するか、外部から取得したプログラムを実行します（開始点：{start}）。",
    )
    document: str
    start: str
    marks: str


_WEAK = Words(
    en="The macro in “{document}” starts a program or fetches something as soon as it is opened; firms' macros do so, too.",
    ja="文書「{document}」のマクロは、開くとプログラムの起動や外部からの取得を行います。業務用のマクロにも見られる動作です。",
)


_REMOVED = Words(
    en="The source of the macro in “{document}” was removed or exchanged; what it does cannot be read (it begins at {start}).",
    ja="文書「{document}」のマクロは、ソースコードが削除または差し替えられており、何をするのか読み取れません（開始点：{start}）。",
)


@detector
def macro_delivery(document: OfficeDocument, known: Knowledge) -> Iterator[MacroDelivery]:
    """Strong where it fetches or writes a program and runs it, or where what hides it weighs enough; a removed source is a hint."""
    found = traits(document, known)
    if found and found.start and _strength(found) is not Strength.STRONG:
        whole = traits(document, known, whole=True)
        found = whole if whole and _strength(whole) is Strength.STRONG else found
    strength = _strength(found) if found else None
    if found and strength:
        yield _told(document, found, strength)
    elif document.vba and document.vba.stomped:
        start = removed_start(document.vba, known)
        removed = Traits(start, acts=False, marks=("code removed",))
        yield replace(_told(document, removed, Strength.HINT), words=_REMOVED)


def _told(document: OfficeDocument, found: Traits, strength: Strength) -> MacroDelivery:
    return MacroDelivery(
        origin=document.origin,
        strength=strength,
        words=MacroDelivery.words if strength is Strength.STRONG else _WEAK,
        document=document.name,
        start=found.start or "-",
        marks=", ".join(found.marks),
    )


def _strength(found: Traits) -> Strength | None:
    if not found.acts:
        return None
    if found.weight >= (_STRONG if found.start or found.is_sure else _UNASKED) and found.is_on_purpose:
        return Strength.STRONG
    return Strength.HINT if found.start and found.weight >= _HINT else None
