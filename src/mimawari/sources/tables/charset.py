"""Which charset a text of Japan is in, by its bytes: UTF-8, UTF-16, Shift_JIS as Windows has it, EUC-JP, ISO-2022-JP.

Half-width kana of code page 932 are valid UTF-8 now and then, and EUC-JP is nearly always valid code page 932, so a single line
does not tell: the start of the file does.
"""

from __future__ import annotations

import re

from mimawari.sources.tables.text import encoding_of

SAMPLE = 1 << 18
"""Bytes that are looked at."""
_USUAL = re.compile(r"[぀-ヿ一-鿿　-〿！-｠]")
_RARE = re.compile("[｡-ﾟ\ue000-\uf8ff\x80-\x9f\x1b]")
_ESCAPE = b"\x1b$"


def charset_of(sample: bytes) -> str:
    """The charset of a text that begins so. ``utf-8`` where only ASCII stands there, empty where none fits."""
    told = encoding_of(sample)
    if told != "utf-8" or sample.startswith(b"\xef\xbb\xbf"):
        return told
    if _ESCAPE in sample:
        return "iso2022_jp_ext" if _decoded(sample, "iso2022_jp_ext") is not None else ""
    text = _decoded(sample, "utf-8")
    if text is not None:
        return "utf-8"
    found = [(_oddness(text), name) for name in ("cp932", "euc_jp") if (text := _decoded(sample, name)) is not None]
    return min(found, default=(0.0, ""))[1]


def _decoded(sample: bytes, name: str) -> str | None:
    """The sample as text. Its last characters may be cut in two."""
    for end in range(4):
        try:
            return sample[: len(sample) - end].decode(name)
        except UnicodeDecodeError as fault:
            if fault.start < len(sample) - 8:
                return None
    return None


def _oddness(text: str) -> float:
    """How little it looks like Japanese: the share of characters that hardly anybody writes."""
    rare, usual = len(_RARE.findall(text)), len(_USUAL.findall(text))
    return rare / (rare + usual) if rare else 0.0


_BROKEN_LATIN = re.compile(r"[\u0080-\u00ff][\u0080-\u00ff\u0152-\u0178\u02c6-\u2122]")
_JAPANESE_PAIRS = (("cp932", "utf-8"),)
_LATIN_PAIRS = (("cp1252", "utf-8"), ("latin-1", "cp932"), ("latin-1", "utf-8"))


def is_garbled(text: str) -> bool:
    """Whether a text was once read in the wrong charset: UTF-8 as code page 932 or 1252, code page 932 as Latin; or has holes."""
    if text.isascii():
        return False
    if "\ufffd" in text or "・ｽ" in text or "ï¿½" in text:
        return True
    pairs = _LATIN_PAIRS if _BROKEN_LATIN.search(text) else _JAPANESE_PAIRS
    return any(_was_read_so(text, wrong, right) for wrong, right in pairs)


def _was_read_so(text: str, wrong: str, right: str) -> bool:
    try:
        return _USUAL.search(text.encode(wrong).decode(right)) is not None
    except UnicodeError:
        return False
