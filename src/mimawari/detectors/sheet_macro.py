"""A workbook whose Excel 4.0 macros fetch or hide a program and start it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sheet_code import SheetCode, sheet_code
from mimawari.model import Delivery, OfficeDocument, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetMacro(Delivery):
    """Such a workbook. ``marks``: what they do; ``addresses``: how many addresses of other nets stand in them."""

    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059", "T1105")
    words: Words = Words(
        en="The Excel 4.0 macros in “{document}” start a program; old tools of firms do so, too.",
        ja="ブック「{document}」のExcel 4.0マクロは、プログラムを起動します。以前に作られた社内ツールにも見られる動作です。",
    )
    document: str
    marks: str
    addresses: int


_FETCHES = Words(
    en="The Excel 4.0 macros in “{document}” fetch a program and start it (addresses in them: {addresses}).",
    ja="ブック「{document}」のExcel 4.0マクロは、外部からプログラムを取得して起動します（アドレス：{addresses}件）。",
)
_HIDES = Words(
    en="The Excel 4.0 macros in “{document}” run a hidden command or program, as only malware does.",
    ja="ブック「{document}」のExcel 4.0マクロは、内容を隠したままプログラムやコマンドを実行します。",
)
_EMOTETS = {
    "list": Words(
        en="As Emotet's did, the Excel 4.0 macros in “{document}” try {addresses} addresses in turn and load what comes.",
        ja="ブック「{document}」のExcel 4.0マクロは、Emotetと同様に{addresses}件のアドレスを試し、不正なファイルを読み込みます。",
    ),
    "page": Words(
        en="As Emotet's did, the Excel 4.0 macros in “{document}” hide a command that runs a page at a bare IP address.",
        ja="ブック「{document}」のExcel 4.0マクロは、Emotetと同じく、IPアドレスで指定したページを実行するコマンドを隠しています。",
    ),
    "scripts": Words(
        en="As Emotet's did, the Excel 4.0 macros in “{document}” write two scripts into ProgramData and run them.",
        ja="ブック「{document}」のExcel 4.0マクロは、Emotetと同じく、ProgramDataに2つのスクリプトを作成して実行します。",
    ),
}


@detector
def sheet_macro(document: OfficeDocument) -> Iterator[SheetMacro]:
    """Strong where a program is fetched and started, a command hidden, or formulas are built from numbers; a hint if only started.

    Emotet's where the addresses, the command or the files are such as only its workbooks had.
    """
    code = sheet_code(document)
    if code is None or not (code.is_strong or "starts a program" in code.marks):
        return
    is_emotet = code.is_strong and bool(code.own)
    yield SheetMacro(
        origin=document.origin,
        strength=Strength.STRONG if code.is_strong else Strength.HINT,
        family="emotet" if is_emotet else None,
        words=_EMOTETS[code.own] if is_emotet else _words(code),
        era=code.eras if is_emotet else (),
        document=document.name,
        marks=", ".join(code.marks),
        addresses=len(code.urls),
    )


def _words(code: SheetCode) -> Words:
    if "fetches a file" in code.marks and "starts a program" in code.marks:
        return _FETCHES
    return _HIDES if code.is_strong else SheetMacro.words
