"""Text that was read in the wrong character set somewhere on its way, put right for comparing. What is shown stays as it was."""

from __future__ import annotations

import re

_LATIN = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_BYTES = {char: byte for byte, char in _LATIN.items()} | {chr(byte): byte for byte in range(0x80, 0xA0)}
_HIGH = "".join(re.escape(char) for char in _BYTES)
_RUN = re.compile(f"[{_HIGH}][{_HIGH} -~]{{0,4000}}")
_STRANGE = re.compile(f"[{_HIGH}]{{2}}")
# The first two bytes of UTF-8 for kana and kanji (E3 to E9), as Shift_JIS shows them.
_SHIFTED = re.compile(
    "[" + bytes(byte for high in range(0xE3, 0xEA) for low in range(0x80, 0xC0) for byte in (high, low)).decode("cp932") + "]"
)
_SHIFTED_RUN = re.compile("[^\n]{1,4000}")
_ESCAPES_LOST = re.compile(r"\x1b?\$[B@]((?:[!-~]{2}){1,60}?)\x1b?\([BJ]")
_SEARCHED = 64 << 10
_KANA = re.compile("[\u3040-\u30ff]")
_EAST = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff5e]")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\uff61-\uff9f]")


def repaired(text: str) -> str:
    """*text* with what is mojibake put right, as far as that is certain; else *text* itself."""
    if "$B" in text or "$@" in text:
        text = _ESCAPES_LOST.sub(_jis, text[:_SEARCHED]) + text[_SEARCHED:]
    if text.isascii():
        return text
    if _STRANGE.search(text):
        text = _RUN.sub(_from_latin, text)
    if _SHIFTED.search(text):
        text = _SHIFTED_RUN.sub(_from_shifted, text)
    return text


def _jis(found: re.Match[str]) -> str:
    """ISO-2022-JP whose escape characters were dropped."""
    try:
        plain = (b"\x1b$B" + found[1].encode("ascii") + b"\x1b(B").decode("iso2022_jp")
    except UnicodeError:
        return found[0]
    return plain if len(plain) > 1 and len(_EAST.findall(plain)) * 2 > len(plain) else found[0]


def _from_latin(found: re.Match[str]) -> str:
    """UTF-8, Shift_JIS or EUC-JP that was read as Latin-1 or Windows-1252."""
    run = found[0].rstrip(" ")
    rest = found[0][len(run) :]
    data = bytes(_BYTES.get(char) or ord(char) for char in run)
    for codec in ("utf-8", "cp932", "euc_jp"):
        try:
            plain = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "utf-8" or _makes_sense(plain):
            return plain + rest
    return found[0]


def _makes_sense(plain: str) -> bool:
    foreign = sum(char > "\x7f" for char in plain)
    return len(plain) > 1 and not _BROKEN.search(plain) and bool(_KANA.search(plain)) and len(_EAST.findall(plain)) == foreign


def _from_shifted(found: re.Match[str]) -> str:
    """UTF-8 that was read as Shift_JIS; characters that got lost in it are U+FFFD."""
    line = found[0]
    plain = line.replace("\ufffd", "?").encode("cp932", "replace").decode("utf-8", "replace")
    lost, kept = plain.count("\ufffd"), len(_EAST.findall(plain))
    # Ordinary Japanese hardly ever makes sense so; with losses it must also have kana, as everything that people write has.
    return plain if kept >= 2 and (not lost or (lost * 3 <= kept * 2 and _KANA.search(plain))) else line
