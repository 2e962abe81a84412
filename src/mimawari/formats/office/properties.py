"""The property sets of a compound file (MS-OLEPS, MS-OSHARED 2.3.3): what the document says of itself."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mimawari.formats.office.parts import Notes, Parts
from mimawari.formats.office.vba.directory import codec_of
from mimawari.model import BadEvidence, Properties, Reason
from mimawari.model.filetime import TICKS_PER_SECOND, to_iso

SUMMARY, MORE = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_STREAM = 1 << 20
_PROPERTIES, _TEXT, _PARTS = 500, 4096, 1_000

_I2, _I4, _TEXT_ANSI, _TEXT_WIDE, _TIME, _VECTOR, _VARIANT = 0x02, 0x03, 0x1E, 0x1F, 0x40, 0x1000, 0x0C
_CODE_PAGE = 1
_SUMMARY_NAMES = {
    2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 7: "template", 8: "last_saved_by", 18: "application",
}  # fmt: skip
_REVISION, _EDITED, _CREATED, _SAVED, _WORDS = 9, 10, 12, 13, 15
_MORE_NAMES = {2: "category", 14: "manager", 15: "company"}
_TITLES = 13

Value = str | int | tuple[str, ...]


def read_properties(parts: Parts, notes: Notes) -> Properties:
    """The document's properties; empty fields where it has none. Never raises."""
    first = _read(parts, SUMMARY, frozenset({*_SUMMARY_NAMES, _REVISION, _EDITED, _CREATED, _SAVED, _WORDS}), notes)
    second = _read(parts, MORE, frozenset({*_MORE_NAMES, _TITLES}), notes)
    texts = {name: _as_text(first.get(number)) for number, name in _SUMMARY_NAMES.items()}
    texts |= {name: _as_text(second.get(number)) for number, name in _MORE_NAMES.items()}
    titles = second.get(_TITLES)
    return Properties(
        **texts,
        title_parts=titles if isinstance(titles, tuple) else (),
        revision=_as_number(first.get(_REVISION)),
        edit_minutes=_minutes(first.get(_EDITED)),
        created=_moment(first.get(_CREATED)),
        saved=_moment(first.get(_SAVED)),
        words=_as_number(first.get(_WORDS)),
        code_page=_as_number(first.get(_CODE_PAGE)),
    )


def _read(parts: Parts, name: str, wanted: frozenset[int], notes: Notes) -> dict[int, Value]:
    try:
        return property_set(parts.read(name, _STREAM), wanted)
    except BadEvidence as bad:
        if bad.reason is not Reason.MISSING:
            notes.of(bad, name[1:])
    except (struct.error, ValueError):
        notes.add(Reason.CORRUPT, name[1:])
    return {}


def property_set(data: bytes, wanted: frozenset[int]) -> dict[int, Value]:
    """The *wanted* properties of a stream's first set, by number. Raises ``ValueError`` or ``struct.error`` where it is none."""
    order, count = struct.unpack_from("<H22xI", data, 0)
    if order != 0xFFFE or not count:
        raise ValueError("not a property set")
    start = struct.unpack_from("<I", data, 44)[0]
    count = struct.unpack_from("<4xI", data, start)[0]
    listed = [struct.unpack_from("<II", data, start + 8 + 8 * number) for number in range(_fitting(data, start, count))]
    places = {number: start + offset for number, offset in listed}
    code_page = _value(data, places[_CODE_PAGE], "cp1252") if _CODE_PAGE in places else None
    page = code_page & 0xFFFF if isinstance(code_page, int) else None
    found: dict[int, Value] = {} if page is None else {_CODE_PAGE: page}
    for number in wanted & places.keys() - {_CODE_PAGE}:
        value = _value(data, places[number], codec_of(page))
        if value is not None:
            found[number] = value
    return found


def _fitting(data: bytes, start: int, count: int) -> int:
    return min(count, _PROPERTIES, max(0, (len(data) - start - 8) // 8))


def _value(data: bytes, at: int, codec: str) -> Value | None:
    """A typed value (MS-OLEPS 2.15); None for types that no property here has, and for what lies outside."""
    try:
        kind = struct.unpack_from("<H", data, at)[0]
        if kind == _I2:
            return int(struct.unpack_from("<4xh", data, at)[0])
        if kind == _I4:
            return int(struct.unpack_from("<4xi", data, at)[0])
        if kind == _TIME:
            return int(struct.unpack_from("<4xQ", data, at)[0])
        if kind in (_TEXT_ANSI, _TEXT_WIDE):
            return _text(data, at + 4, kind, codec)[0]
        return tuple(_texts(data, at + 4, kind & 0xFFF, codec)) if kind & _VECTOR else None
    except struct.error:
        return None


def _text(data: bytes, at: int, kind: int, codec: str) -> tuple[str, int]:
    """A counted text and where it ends."""
    count = struct.unpack_from("<I", data, at)[0] * (2 if kind == _TEXT_WIDE else 1)
    raw = data[at + 4 : at + 4 + min(count, 4 * _TEXT)]
    text = raw.decode("utf-16-le" if kind == _TEXT_WIDE else codec, "replace")
    return text.partition("\0")[0][:_TEXT], at + 4 + count


def _texts(data: bytes, at: int, kind: int, codec: str) -> Iterator[str]:
    """A vector of texts. They follow each other without filling, as Office writes them, or filled up to four bytes."""
    count = struct.unpack_from("<I", data, at)[0]
    at += 4
    for _ in range(min(count, _PARTS)):
        if kind == _VARIANT:
            kind, at = struct.unpack_from("<H", data, at)[0], at + 4
        if kind not in (_TEXT_ANSI, _TEXT_WIDE) or at + 4 > len(data):
            return
        text, at = _text(data, at, kind, codec)
        yield text
        if kind == _TEXT_WIDE:
            at += -at % 4


def _as_text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _as_number(value: Value | None) -> int | None:
    """Numbers, and the revision, which is a text of digits."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
    return value if isinstance(value, int) else None


def _minutes(value: Value | None) -> int | None:
    return value // (60 * TICKS_PER_SECOND) if isinstance(value, int) else None


def _moment(value: Value | None) -> str:
    return (to_iso(value) or "") if isinstance(value, int) and value else ""
