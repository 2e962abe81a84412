"""A workbook whose Excel 4.0 macros fetch or hide a program and start it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sheet_code import sheet_code
from mimawari.model import Delivery, OfficeDocument, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetMacro(Delivery):
    """Such a workbook. ``marks``: what they do; ``addresses``: how many addresses of other nets stand in them."""

    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059", "T1105")
    words: Words = Words(
        en="The Excel 4.0 macros in “{document}” start a program (addresses in them: {addresses}).",
        ja="ブック「{document}」のExcel 4.0マクロは、プログラムを起動します（マクロ内のアドレス：{addresses}件）。",
    )
    document: str
    marks: str
    addresses: int


@detector
def sheet_macro(document: OfficeDocument) -> Iterator[SheetMacro]:
    """Strong where a program is fetched and started, a command hidden, or formulas are built from numbers; a hint if only started.

    Emotet's where the addresses, the command or the files are such as only its workbooks had.
    """
    code = sheet_code(document)
    if code is None or not (code.is_strong or "starts a program" in code.marks):
        return
    is_emotet = code.is_strong and bool(code.eras)
    yield SheetMacro(
        origin=document.origin,
        strength=Strength.STRONG if code.is_strong else Strength.HINT,
        family="emotet" if is_emotet else None,
        era=code.eras if is_emotet else (),
        document=document.name,
        marks=", ".join(code.marks),
        addresses=len(code.urls),
    )
