"""A macro of the shape of Emotet's: its call chain, or nearly the same code as a known one under other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.emotet_builder import hides_wmi, of_code, renamed, untouched
from mimawari.detectors.marks.emotet_eras import eras_of
from mimawari.detectors.marks.macro_skeleton import NEAR, is_wmi_chain, nearest
from mimawari.detectors.marks.vba_code import Code, code_of
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
        en="The macro in “{document}” is nearly the same as a known one of Emotet's, under other names ({nearness} % alike).",
        ja="文書「{document}」のマクロは、名前が違うだけで、既知のEmotetのマクロとほぼ同じ内容です（一致度：{nearness}%）。",
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
    """Strong: as good as a known macro, with a mark of the builder; or its call chain under hidden names, with more of the builder.

    The chain under clear names is an honest administrator's, and under hidden ones it may be another family's.
    """
    if not document.vba or not document.vba.modules:
        return
    code = code_of(document.vba)
    like, near = nearest(code, known.marks["emotet-macros"])
    chain = is_wmi_chain(code) and hides_wmi(document, code)
    if (near >= NEAR and _is_built(document, code, known)) or (chain and _is_surely_built(document, code, known)):
        yield EmotetMacro(
            origin=document.origin,
            words=EmotetMacro.words if near >= NEAR else _CHAIN,
            era=eras_of(document.properties, known),
            document=document.name,
            like=like,
            nearness=round(near * 100),
            chain=chain,
        )


def _is_built(document: OfficeDocument, code: Code, known: Knowledge) -> bool:
    return bool(renamed(document, known)) or untouched(document.properties) or payload_control(document, code) is not None


def _is_surely_built(document: OfficeDocument, code: Code, known: Knowledge) -> bool:
    """A renamed module or a payload in a control; never edited is not enough beside the chain: many documents never are."""
    if renamed(document, known) or payload_control(document, code):
        return True
    return untouched(document.properties) and bool({"odd syntax", "known picture"} & set(of_code(document, known)))
