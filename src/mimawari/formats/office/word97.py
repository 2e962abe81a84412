"""The binary Word document (MS-DOC): its text, fields, template and pictures."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.formats.office.carving import carved
from mimawari.formats.office.fields import Fields
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.word_text import Text
from mimawari.model import BadEvidence, External, Picture, Reason

MAIN = "WordDocument"
_IDENT, _WORD_97 = 0xA5EC, 0xC0
_TEMPLATE, _ENCRYPTED, _TABLE_1 = 0x0001, 0x0100, 0x0200
_CLX, _ASSOCIATED = 0x01A2, 0x019A
"""Where fcClx and fcSttbfAssoc stand in the FIB (MS-DOC 2.5.6); each is followed by the length."""
_TABLE_MOST, _PIECES, _READ = 4 << 20, 20_000, 2 << 20
_DATA_MOST = 16 << 20
_MARKS = re.compile("([\x13-\x15])")
_BREAKS = {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": ""}


@dataclass(slots=True)
class Page:
    """What a Word document shows and fetches; the fields are those of :class:`~mimawari.model.OfficeDocument`."""

    text: str = ""
    fields: tuple[str, ...] = ()
    externals: tuple[External, ...] = ()
    pictures: tuple[Picture, ...] = ()
    is_template: bool = False
    is_encrypted: bool = False
    is_cut: bool = False


@dataclass(slots=True)
class _Fib:
    """The beginning of ``WordDocument`` (MS-DOC 2.5.1): the flags, and where in the table stream things stand."""

    flags: int = 0
    table: str = "0Table"
    pieces: tuple[int, int] = (0, 0)
    associated: tuple[int, int] = (0, 0)


def read_page(parts: OleParts, notes: Notes, *, with_pictures: bool = True) -> Page:
    """Read ``WordDocument``, its table stream and, if wanted, its pictures; what is damaged is noted. Never raises."""
    page = Page()
    try:
        fib = _fib(parts.read(MAIN, 1024))
        page.is_template = bool(fib.flags & _TEMPLATE)
        page.is_encrypted = bool(fib.flags & _ENCRYPTED)
        if not page.is_encrypted:
            _read_text(parts, fib, page, notes)
            page.pictures = tuple(_pictures(parts, notes)) if with_pictures else ()
    except BadEvidence as bad:
        notes.of(bad, "the page")
    except struct.error:
        notes.add(Reason.CORRUPT, "the page: its beginning is damaged")
    return page


def _fib(data: bytes) -> _Fib:
    ident, version = struct.unpack_from("<HH", data, 0)
    if ident != _IDENT or version < _WORD_97:
        raise BadEvidence(Reason.UNSUPPORTED, "the text of a document from before Word 97")
    flags = struct.unpack_from("<H", data, 10)[0]
    table = "1Table" if flags & _TABLE_1 else "0Table"
    return _Fib(flags, table, _place(data, _CLX), _place(data, _ASSOCIATED))


def _place(data: bytes, at: int) -> tuple[int, int]:
    offset, length = struct.unpack_from("<II", data, at)
    return int(offset), int(length)


def _read_text(parts: OleParts, fib: _Fib, page: Page, notes: Notes) -> None:
    table = parts.read(fib.table, _TABLE_MOST)
    text, fields = Text(), Fields(notes)
    offset, length = fib.pieces
    left = _READ
    with parts.stream(MAIN) as stream:
        for piece in _pieces(table[offset : offset + length]):
            if left <= 0:
                notes.add(Reason.TOO_LARGE, f"more than {_READ} characters of text")
                break
            stream.seek(piece.offset)
            raw = stream.read(min(piece.count, left) * piece.width)
            left -= piece.count
            _say(raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace"), text, fields)
    fields.finish()
    page.text, page.is_cut = str(text), text.is_cut
    page.fields = tuple(fields.codes)
    page.externals = (*_template(table, fib), *fields.links)


@dataclass(frozen=True, slots=True)
class _Piece:
    offset: int
    count: int
    width: int


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """The pieces of the text in their order (MS-DOC 2.8.35 PlcPcd, behind the Prcs of the Clx)."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise BadEvidence(Reason.CORRUPT, "its table of pieces is damaged")
    size = min(struct.unpack_from("<I", clx, at + 1)[0], len(clx) - at - 5)
    count = max(0, min(_PIECES, (size - 4) // 12))
    places = struct.unpack_from(f"<{count + 1}I", clx, at + 5) if count else ()
    base = at + 5 + 4 * ((size - 4) // 12 + 1)
    for number in range(count):
        told = struct.unpack_from("<I", clx, base + 8 * number + 2)[0]
        length = max(0, places[number + 1] - places[number])
        # fCompressed: one byte a character, at half the place (2.9.73 FcCompressed).
        is_narrow = bool(told & 0x40000000)
        offset = (told & 0x3FFFFFFF) // (2 if is_narrow else 1)
        yield _Piece(offset, length, 1 if is_narrow else 2)


def _say(piece: str, text: Text, fields: Fields) -> None:
    """Text and fields by their marks 0x13, 0x14 and 0x15 (MS-DOC 2.8.25)."""
    act = {"\x13": fields.begin, "\x14": fields.separate, "\x15": fields.end}
    for part in _MARKS.split(piece):
        if part in act:
            act[part]()
        else:
            _plain(part, text, fields)


_SHOWN = str.maketrans({**{chr(number): "" for number in range(32)}, "\t": "\t", "\n": "\n", **_BREAKS})


def _plain(piece: str, text: Text, fields: Fields) -> None:
    if not piece:
        return
    if fields.in_code:
        fields.code(piece.translate(_SHOWN))
    else:
        text.add(piece.translate(_SHOWN))


def _template(table: bytes, fib: _Fib) -> Iterator[External]:
    """The document's template, the second text of SttbfAssoc (MS-DOC 2.9.272), where it is an address and not just a name."""
    offset, length = fib.associated
    data = table[offset : offset + min(length, 64 << 10)]
    if len(data) < 8 or data[:2] != b"\xff\xff":
        return
    at = 6 + 2 + 2 * int.from_bytes(data[6:8], "little")
    count = int.from_bytes(data[at : at + 2], "little")
    name = data[at + 2 : at + 2 + 2 * min(count, 4096)].decode("utf-16-le", "replace")
    if "://" in name or name.startswith("\\\\"):
        yield External(form="attachedTemplate", target=name, automatic=True)


def _pictures(parts: OleParts, notes: Notes) -> Iterator[Picture]:
    """Pictures lie in ``Data`` (in the text) and in ``WordDocument`` (on the page); there they stand as they are."""
    for name in ("Data", MAIN):
        if parts.has(name):
            try:
                yield from carved(name, parts.read(name, _DATA_MOST))
            except BadEvidence as bad:
                notes.of(bad, name)
