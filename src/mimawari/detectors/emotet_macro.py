"""A macro of the shape of Emotet's: its call chain, or nearly the same code as a known one under other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.emotet_builder import renamed, untouched
from mimawari.detectors.marks.macro_skeleton import NEAR, is_wmi_chain, nearest
from mimawari.detectors.marks.vba_code import code_of
from mimawari.detectors.marks.vba_payload import payload_control
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class EmotetMacro(Delivery):
    """Such a macro. ``like`` is the known one that it is nearest to (``em`` and its day), ``nearness`` in per cent.

    ``chain``: whether it creates a process through WMI as Emotet's did, with hidden names and no window.
    """

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059.005", "T1047")
    words: Words = Words(
        en="The macro in “{document}” is built as Emotet's were ({nearness} % like the known one {like}).",
        ja="文書「{document}」のマクロは、Emotetのマクロとよく似た作りです（既知のマクロ {like} との一致度：{nearness}%）。",
    )
    document: str
    like: str
    nearness: int
    chain: bool


_CHAIN = Words(
    en="The macro in “{document}” starts its program as Emotet's did: through WMI, without a window, under hidden names.",
    ja="文書「{document}」のマクロは、Emotetのマクロと同じ方法（名前を隠し、WMIを使い、画面を出さない）でプログラムを起動します。",
)


@detector
def emotet_macro(document: OfficeDocument, known: Knowledge) -> Iterator[EmotetMacro]:
    """Strong where a mark of Emotet's builder stands beside it: never edited, its module renamed, or a payload in a control."""
    if not document.vba or not document.vba.modules:
        return
    code = code_of(document.vba)
    like, near = nearest(code, known.marks["emotet-macros"])
    chain = is_wmi_chain(code)
    if near < NEAR and not chain:
        return
    if renamed(document, known) or untouched(document.properties) or payload_control(document, code):
        yield EmotetMacro(
            origin=document.origin,
            words=EmotetMacro.words if near >= NEAR else _CHAIN,
            era=("P1",),
            document=document.name,
            like=like,
            nearness=round(near * 100),
            chain=chain,
        )
