"""Names and texts in a OneNote section: values with their length before them ([MS-ONESTORE] 2.6.6, property type 0x7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

TEXT = 64 << 10
"""Most characters of page text."""

NAMES = 200
_MOST_BYTES = 64 << 10
_CANDIDATES = 300_000
_WORK = 64 << 20
"""Bytes that are looked at as values at most, wrong ones included."""

_FIRST = 32
# A length below 64 KiB (four bytes), and then something that is no zero.
_LENGTH = re.compile(rb"(?=([\x04-\xff][\0-\xff]\0\0)[^\0])")
_LONG_LENGTH = re.compile(rb"(?=([\0-\x03][\x01-\xff]\0\0)[^\0])")
_NAME = re.compile(r'[^\\/:*?"<>|\x00-\x1f]{1,200}\.[A-Za-z0-9]{1,8}')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]+\0?")
_ANSI = re.compile(rb"[\t\n\r\x20-\x7e\xa0-\xff]+\0?")
_PLAIN = re.compile(rb"[A-Za-z0-9 .,]")
_LETTERS = re.compile(r"[\u0009-\u04ff\u2000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")
# Ideographs that hardly any text has, Yi, private ones: what numbers look like when they are read as text.
_RARE = re.compile(r"[\u3400-\u4dbf\ua000-\uabff\ue000-\uf8ff]")
_HANGUL, _HAN = re.compile(r"[\uac00-\ud7a3]"), re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def values(data: bytes) -> Iterator[str]:
    """The text values of *data*, in its order: UTF-16 ones, and ANSI ones from eight bytes on. It ends early in a hostile file."""
    places = sorted({found.start() for pattern in (_LENGTH, _LONG_LENGTH) for found in _some(pattern, data)})
    end, work = 0, 0
    for at in places:
        size = min(int.from_bytes(data[at : at + 4], "little"), _MOST_BYTES)
        if at < end or len(data) - at - 4 < size or not _value(data[at + 4 : at + 4 + min(size, _FIRST)]):
            continue
        work += size
        if work > _WORK:
            return
        if text := _value(data[at + 4 : at + 4 + size]):
            yield text
            end = at + 4 + size


def _some(pattern: re.Pattern[bytes], data: bytes) -> Iterator[re.Match[bytes]]:
    for number, found in enumerate(pattern.finditer(data)):
        if number >= _CANDIDATES:
            return
        yield found


def _value(raw: bytes) -> str:
    if _PRINTABLE.fullmatch(raw):
        return raw.rstrip(b"\0").decode("ascii") if len(raw) >= 6 else ""
    if len(raw) % 2 == 0 and (text := _wide(raw)):
        return text
    is_ansi = len(raw) >= 8 and _ANSI.fullmatch(raw) and len(_PLAIN.findall(raw)) >= 0.8 * len(raw)
    return raw.rstrip(b"\0").decode("cp1252", "replace") if is_ansi else ""


def _wide(raw: bytes) -> str:
    """UTF-16 that is nearly all letters of the scripts people write; chance gives hardly any."""
    try:
        text = raw.decode("utf-16-le").rstrip("\0")
    except UnicodeDecodeError:
        return ""
    if len(text) < 2 or _CONTROL.search(text) or _RARE.search(text):
        return ""
    is_mixed = bool(_HANGUL.search(text) and _HAN.search(text))
    return text if len(_LETTERS.findall(text)) >= 0.9 * len(text) and not is_mixed else ""


def file_name(text: str) -> str:
    """The file name in *text* where it is one, or the path of one; else empty."""
    last = text.replace("/", "\\").rsplit("\\", 1)[-1].strip()
    return last if _NAME.fullmatch(last) else ""
