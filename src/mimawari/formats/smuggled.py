"""Files that a page carries as text: ``data:`` addresses, long base64, hexadecimal and lists of numbers, forwards and backwards.

A text is decoded once and kept only if its first bytes are those of a kind that can do harm; pictures and fonts are not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

MOST = 50
"""The most files of one page."""
ADDRESSES = 50_000
"""The most ``data:`` addresses of one page that are looked at."""
LONG = 1000
"""A literal of fewer characters is only looked at where it begins as a file of those kinds does."""
_SHORT = 200
_LEAST = 8
"""No file of those kinds has fewer bytes."""
_KINDS = (
    (b"PK\3\4", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"L\0\0\0\1\x14\2\0", "lnk"), (b"%PDF-", "pdf"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"), (b"{\\rt", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\7", "rar"), (b"MSCF\0\0\0\0", "cab"),
    (b"\x1f\x8b\x08", "gzip"), (b"vhdxfile", "vhdx"), (b"conectix", "vhd"), (b"ITSF", "chm"), (b"PK\5\6", "zip"),
)  # fmt: skip
_PAGE = re.compile(rb"\s{0,100}(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype|html|head|body|script|svg)\b", re.IGNORECASE)
_ISO, _PROBE = 0x8001, 0x8006
_PIECES = re.compile(r"[\"'`]\s{0,40}[+,]\s{0,40}[\"'`]|\\?[\r\n]{1,2}[ \t]{0,40}")
_B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# zip, OLE, shell link, OneNote, RAR, 7z, cabinet: a shortcut or script in an archive takes a few hundred bytes.
_MARKED = re.compile(r"(?:UEsDB[AB]|0M8R4KGx|TAAAAAEUAg|5FJce4|UmFyIRo|N3q8r|TVNDRg)[A-Za-z0-9+/]{192,1000}(?![A-Za-z0-9+/])")
_ESCAPES = re.compile(r"(?<!%[0-9A-Fa-f][0-9A-Fa-f])(?<!\\x[0-9A-Fa-f][0-9A-Fa-f])(?:(?:\\x|%)[0-9A-Fa-f]{2}){250,}+")
_NUMBERS = re.compile(r"(?<![\w,])(?:(?:0[xX][0-9A-Fa-f]{1,2}|\d{1,3})\s{0,8}+,\s{0,8}+)++(?:0[xX][0-9A-Fa-f]{1,2}|\d{1,3})?")
_FEWEST = 250
"""Numbers or escaped bytes."""
_DATA = re.compile(r"data:([\w.+\-]{1,60}/[\w.+\-]{1,100})?((?:;[\w\-]{1,40}=?[\w.\-%]{0,200}){0,8}),", re.IGNORECASE)
_DATA_END = re.compile(r"[^\"'`<>)\\\s]*")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file that lies in a page as text; ``media_type`` is what a ``data:`` address says of it."""

    kind: str
    content: bytes
    media_type: str = ""


def kind_of(start: bytes, media_type: str = "") -> str:
    """The kind of harmful file that begins with *start*; empty if it is none. A disk image shows itself at 32 KiB."""
    found = next((kind for magic, kind in _KINDS if start.startswith(magic)), "")
    if found or start[_ISO:_PROBE] == b"CD001":
        return found or "iso"
    if _is_program(start):
        return "pe"
    if _PAGE.match(start):
        return "hta" if media_type.endswith("/hta") else "html"
    return "script" if "javascript" in media_type or "vbscript" in media_type else ""


def _is_program(start: bytes) -> bool:
    """``MZ`` alone is too little in text: the header that it leads to must be there (PE format, MS-DOS stub)."""
    at = int.from_bytes(start[0x3C:0x40], "little")
    return start[:2] == b"MZ" and start[at : at + 2] in (b"PE", b"NE", b"LE")


def hidden(text: str) -> Iterator[Hidden]:
    """The harmful files in *text*, up to :data:`MOST` of them, each once."""
    seen: set[tuple[str, int, bytes]] = set()
    for found in _all(text):
        key = (found.kind, len(found.content), found.content[:4096])
        if key not in seen:
            seen.add(key)
            yield found
        if len(seen) >= MOST:
            return


def has_more(text: str) -> bool:
    """Whether *text* has more addresses than are looked at."""
    return len(text) > 5 * ADDRESSES and text.lower().count("data:") > ADDRESSES


def _all(text: str) -> Iterator[Hidden]:
    if len(text) < _SHORT and "data:" not in text.lower():
        return
    yield from _addresses(text)
    joined = _PIECES.sub("", text)
    for find, decode in _FORMS:
        for literal in find(joined):
            yield from _harmful(literal, decode)


def _harmful(literal: str, decode: Callable[[str], bytes]) -> Iterator[Hidden]:
    """The file in *literal*; only its beginning is decoded where that shows that it is none."""
    probe = literal[-6 * _PROBE :] if decode is _backwards else literal[: 6 * _PROBE]
    if kind_of(decode(probe)):
        content = decode(literal) if len(literal) > len(probe) else decode(probe)
        yield Hidden(kind_of(content), content)


def _addresses(text: str) -> Iterator[Hidden]:
    """``data:`` addresses; long ones in base64 are found as literals too, short ones only here."""
    for media_type, options, value in _values(text):
        if _is_shown(media_type):
            continue
        content = _decoded(options, value)
        kind = kind_of(content, media_type)
        if kind and len(content) >= _LEAST:
            yield Hidden(kind, content, media_type)


def harmless(text: str) -> Iterator[bytes]:
    """What lies in the other addresses: pictures, fonts, files of a kind that is not known."""
    for media_type, options, value in _values(text):
        content = _decoded(options, value)
        if _is_shown(media_type) or not kind_of(content, media_type):
            yield content


def _is_shown(media_type: str) -> bool:
    return media_type.startswith(("image/", "font/", "audio/", "video/")) and media_type != "image/svg+xml"


def _decoded(options: str, value: str) -> bytes:
    return _base64(value) if ";base64" in options else unquote_to_bytes(value)


def _values(text: str) -> Iterator[tuple[str, str, str]]:
    """Media type, options in lower case and the data of each address."""
    at = 0
    for _ in range(ADDRESSES):
        found = _DATA.search(text, at)
        if found is None:
            return
        end = _DATA_END.match(text, found.end())
        value = end[0] if end else ""
        at = found.end() + len(value)
        if len(value) >= _LEAST:
            yield (found[1] or "").lower(), found[2].lower(), value


def _base64(text: str) -> bytes:
    """What can be decoded of it."""
    plain = re.sub(r"[^A-Za-z0-9+/]", "", unquote_to_bytes(text).decode("latin-1") if "%" in text else text)
    return base64.b64decode(plain[: len(plain) // 4 * 4] + _rest(plain))


def _rest(plain: str) -> str:
    left = plain[len(plain) // 4 * 4 :]
    return left + "=" * (4 - len(left)) if len(left) > 1 else ""


def _backwards(text: str) -> bytes:
    return _base64(text[::-1])


def _url_safe(text: str) -> bytes:
    return _base64(text.replace("-", "+").replace("_", "/"))


def _hexadecimal(text: str) -> bytes:
    plain = text.replace("\\x", "").replace("%", "")
    try:
        return bytes.fromhex(plain[: len(plain) // 2 * 2])
    except ValueError:
        return b""


def _numbers(text: str) -> bytes:
    values = (int(one, 16 if one[:2].lower() == "0x" else 10) for one in (piece.strip() for piece in text.split(",")) if one)
    return bytes(value & 0xFF for value in values)


class _Signs:
    """The long runs of certain signs in a text, found as bytes are: in linear time, whatever the text is."""

    def __init__(self, signs: str) -> None:
        kept = signs.encode()
        self._table = bytes(0x41 if byte in kept else 0x20 for byte in range(256))

    def runs(self, text: str, least: int) -> Iterator[tuple[int, int]]:
        """Where those of at least so many signs begin and end."""
        marked, needle = text.encode("ascii", "replace").translate(self._table), b"A" * least
        at = marked.find(needle)
        while at >= 0:
            end = marked.find(b" ", at)
            end = len(marked) if end < 0 else end
            yield at, end
            at = marked.find(needle, end)


_OF_BASE64, _OF_URLS = _Signs(_B64), _Signs(_B64[:-2] + "-_")
_OF_ESCAPES, _OF_NUMBERS = _Signs("%\\xX0123456789abcdefABCDEF"), _Signs("xX0123456789abcdefABCDEF, \t\r\n\f\v\x1c\x1d\x1e\x1f?")


def _filled(text: str, end: int) -> int:
    """Where the one or two signs behind a text of base64 end."""
    return end + (2 if text.startswith("==", end) else 1 if text.startswith("=", end) else 0)


def _long(text: str) -> Iterator[str]:
    return (text[at : _filled(text, end)] for at, end in _OF_BASE64.runs(text, LONG))


def _long_of_urls(text: str) -> Iterator[str]:
    return (text[at : _filled(text, end)] for at, end in _OF_URLS.runs(text, LONG))


def _long_reversed(text: str) -> Iterator[str]:
    for at, end in _OF_BASE64.runs(text, LONG):
        signs = 2 if text.endswith("==", 0, at) else 1 if text.endswith("=", 0, at) else 0
        if signs:
            yield text[at - signs : end]


def _marked(text: str) -> Iterator[str]:
    found = (_MARKED.match(text, at) for at, _ in _OF_BASE64.runs(text, _SHORT - 2))
    return (text[one.start() : _filled(text, one.end())] for one in found if one)


def _escaped(text: str) -> Iterator[str]:
    for at, end in _OF_ESCAPES.runs(text, 3 * _FEWEST):
        yield from (found[0] for found in _ESCAPES.finditer(text, at, end))


def _listed(text: str) -> Iterator[str]:
    for at, end in _OF_NUMBERS.runs(text, 2 * _FEWEST):
        yield from (found[0] for found in _NUMBERS.finditer(text, at, end) if found[0].count(",") >= _FEWEST)


_FORMS: tuple[tuple[Callable[[str], Iterator[str]], Callable[[str], bytes]], ...] = (
    (_long, _base64),
    (_marked, _base64),
    (_long, _hexadecimal),
    (_long, _backwards),
    (_long_reversed, _backwards),
    (_long_of_urls, _url_safe),
    (_escaped, _hexadecimal),
    (_listed, _numbers),
)
