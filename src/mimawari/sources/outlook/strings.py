"""Texts of the file: UTF-16, or the code page of the PC that wrote it, which is told beside it or not at all."""

from __future__ import annotations

import codecs
import re

_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
EASTERN = (932, 936, 949, 950)
"""The code pages of Windows for the Far East."""
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{2}")
# PidTagInternetCodepage names what went over the wire; Windows kept the text in this page.
_FAMILY = {
    50220: 932, 50221: 932, 50222: 932, 51932: 932, 20932: 932, 51936: 936, 52936: 936, 54936: 936, 51949: 949, 50225: 949,
    28591: 1252, 20127: 1252, 28605: 1252, 28592: 1250, 28595: 1251, 20866: 1251, 28597: 1253, 28599: 1254, 28594: 1257,
}  # fmt: skip
_LABELS = {932: "shift_jis", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 65001: "utf-8",
           20127: "", 1200: "utf-16le", 936: "gb2312", 949: "euc-kr", 950: "big5", 54936: "gb18030", 51949: "euc-kr",
           50225: "iso-2022-kr", 20866: "koi8-r"}  # fmt: skip


def family(page: int) -> int:
    """The code page of Windows that texts of an internet code page are kept in."""
    return _FAMILY.get(page, page)


def label(page: int) -> str:
    """The name of a code page as a mail has it (``charset=``); empty where none is told."""
    if 28591 <= page <= 28605:
        return f"iso-8859-{page - 28590}"
    return _LABELS.get(page, f"cp{page}" if 0 < page < 60000 else "")


def text(data: bytes, is_wide: bool, pages: tuple[int, ...] = ()) -> str:
    """*data* as text: UTF-16 or by the first of *pages* that fits, else by what fits mostly. It never fails."""
    if is_wide:
        return data[: len(data) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")
    data = data.rstrip(b"\0")
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    if _ESCAPES.search(data):
        return data.decode("iso2022_jp_ext", "replace")
    # A page of one byte a character fits nearly everything: pages that can fail are asked before it.
    failing = [page for page in pages if page in EASTERN or page == 65001]
    for page in dict.fromkeys((*failing, *pages, 65001)):
        found = _strict(data, page)
        if found is not None:
            return found
    guess = _strict(data, 932)
    # Single kanji between Latin letters are a word of Western Europe that was read wrongly.
    return guess if guess and _JAPANESE.search(guess) else data.decode(_codec(pages[0]) if pages else "cp1252", "replace")


def _strict(data: bytes, page: int) -> str | None:
    try:
        return data.decode(_codec(page))
    except UnicodeError:
        return None


def _codec(page: int) -> str:
    name = {65001: "utf-8", 20127: "ascii", 1200: "utf-16-le", 936: "gb18030"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
