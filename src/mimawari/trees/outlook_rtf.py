"""The text of a message that is there as RTF only: unpacked (MS-OXRTFCP), and the page or text in it (MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Reason

MOST = 4 << 20
"""So much of it is unpacked, in bytes."""
_DEPTH = 1000
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the dictionary holds at first (MS-OXRTFCP 2.1.2.1)."""


def unpacked(data: bytes) -> tuple[bytes, bool]:
    """The RTF, and whether all of it is there. Raises ``BadEvidence`` where *data* is no packed RTF."""
    if len(data) < 16:
        raise BadEvidence(Reason.CORRUPT, "the text of an Outlook message is damaged")
    _, size, form = struct.unpack_from("<III", data)
    if form == _PLAIN:
        return data[16 : 16 + min(size, MOST)], len(data) - 16 >= size <= MOST
    if form != _PACKED:
        raise BadEvidence(Reason.CORRUPT, "the text of an Outlook message is damaged")
    found = _expanded(data, min(size, MOST))
    return found, len(found) >= size


def shortfall(rtf: bytes) -> tuple[Reason, str]:
    """Why *rtf*, as it was unpacked, is not all of it."""
    if len(rtf) >= MOST:
        return Reason.TOO_LARGE, "a very long text of a mail was not read to its end"
    return Reason.CORRUPT, "the text of an Outlook message is damaged"


def _expanded(data: bytes, most: int) -> bytes:
    """Eight tokens behind a byte of flags: a byte, or place and length of what came before (MS-OXRTFCP 3.1.3)."""
    out, shift = bytearray(_START), len(_START)
    most, at = most + shift, 16
    while at < len(data) and len(out) < most:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "big")
            at += 2
            place, length = token >> 4, (token & 0xF) + 2
            back = (len(out) - place) % 4096
            if at > len(data) or back == 0:
                return bytes(out[shift:most])
            _repeat(out, back or 4096, length)
    return bytes(out[shift:most])


def _repeat(out: bytearray, back: int, length: int) -> None:
    start = len(out) - back
    if start < 0:
        out += bytes(length)
        return
    piece = out[start : start + length]
    out += (piece * (length // max(1, len(piece)) + 1))[:length]


_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]{1,4096})|[\r\n\\]", re.DOTALL
)
_CHARSETS = {128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 204: 1251, 238: 1250, 0: 1252}
_SIGNS = {"par": "\r\n", "line": "\r\n", "tab": "\t", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
          "rdblquote": "\u201d", "bullet": "\u2022", "endash": "\u2013", "emdash": "\u2014",
          "cell": "\t", "row": "\r\n"}  # fmt: skip
# Groups that show nothing.
_SILENT = {
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "generator",
    "mhtmltag",
    "listtable",
    "themedata",
}


@dataclass(slots=True)
class _State:
    silent: bool = False
    hidden: bool = False
    font: int = -1
    skip: int = 1
    starred: bool = False
    fonts: bool = False


@dataclass(slots=True)
class _Reader:
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    held: bytearray = field(default_factory=bytearray)
    fonts: dict[int, int] = field(default_factory=dict)
    page: int = 1252
    is_page: bool = False
    left: int = 0

    def flush(self) -> None:
        if self.held:
            page = self.fonts.get(self.state.font, self.page)
            self.out.append(bytes(self.held).decode(f"cp{page}", "replace"))
            self.held.clear()

    def put(self, data: bytes) -> None:
        data, self.left = data[self.left :], max(0, self.left - len(data))
        if not self.state.silent and not (self.is_page and self.state.hidden):
            self.held += data

    def sign(self, text: str) -> None:
        if not self.state.silent and not (self.is_page and self.state.hidden):
            self.flush()
            self.out.append(text)

    def brace(self, mark: bytes) -> None:
        self.flush()
        if mark == b"{":
            if len(self.stack) >= _DEPTH:
                raise BadEvidence(Reason.TOO_LARGE, "the text of an Outlook message is damaged")
            state = self.state
            self.stack.append(state)
            self.state = _State(state.silent, state.hidden, state.font, state.skip, fonts=state.fonts)
        elif self.stack:
            self.state = self.stack.pop()

    def symbol(self, sign: bytes) -> None:
        """A backslash and what is no letter."""
        if sign == b"*":
            self.state.starred = True
        elif sign in b"\\{}":
            self.put(sign)
        elif sign == b"~":
            self.sign("\u00a0")

    def word(self, name: str, value: int | None) -> None:
        state = self.state
        if name in _SIGNS:
            self.sign(_SIGNS[name])
        elif name == "u" and value is not None:
            self.sign(chr(value & 0xFFFF))
            self.left = state.skip
        elif name == "htmltag":
            state.silent = False
        elif name == "htmlrtf":
            self.flush()
            state.hidden = value != 0
        elif name in _SILENT or state.starred:
            state.silent, state.fonts = True, name == "fonttbl"
        else:
            self._setting(name, value or 0)
        state.starred = False

    def _setting(self, name: str, value: int) -> None:
        if name == "f":
            self.flush()
            self.state.font = value
        elif name == "fcharset" and self.state.fonts:
            self.fonts[self.state.font] = _CHARSETS.get(value, self.page)
        elif name == "ansicpg" and value in _PAGES:
            self.page = value
        elif name == "uc":
            self.state.skip = min(max(0, value), 16)
        elif name == "fromhtml":
            self.is_page = True


_PAGES = {874, 932, 936, 949, 950, *range(1250, 1259), 437, 850, 852}


def text_of(rtf: bytes) -> tuple[str, bool]:
    """What *rtf* says, and whether that is the page (HTML) that it was made from. Raises ``BadEvidence``."""
    reader = _Reader()
    for found in _TOKEN.finditer(rtf[:MOST]):
        word, number, escaped, sign, brace, plain = found.groups()
        if word:
            reader.word(word.decode(), int(number) if number else None)
        elif brace:
            reader.brace(brace)
        elif sign:
            reader.symbol(sign)
        elif escaped or plain:
            reader.put(bytes((int(escaped, 16),)) if escaped else plain)
    reader.flush()
    return "".join(reader.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), reader.is_page
