"""Whom Outlook offers while an address is typed: ``Stream_Autocomplete_*.dat`` and, before 2010, ``*.nk2``.

The layout is that of Microsoft's page "Autocomplete Stream" (2015-03-09): rows of MAPI properties between two blocks of metadata.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry
from mimawari.sources.outlook import strings
from mimawari.trees.streams import open_plain

MAJOR = 12
"""The version that is documented; others are not to be read."""
MOST_ROWS, MOST_PROPERTIES, MOST_BYTES, MOST_VALUES = 1_000_000, 1000, 4 << 20, 100_000
"""Bounds of a file: rows, properties of a row, bytes of a value, values of a property that has several."""
_NICK_NAME, _SHOWN, _ADDRESS, _TYPE, _SMTP, _DROPDOWN = 0x6001, 0x3001, 0x3003, 0x3002, 0x39FE, 0x6003
_ANSI, _WIDE, _GUID, _BINARY, _SEVERAL = 0x001E, 0x001F, 0x0048, 0x0102, 0x1000
_STATIC = frozenset((0x0002, 0x0003, 0x0004, 0x0005, 0x000A, 0x000B, 0x0014, 0x0040))
_CUT = "Outlook's list of addresses is cut off or damaged"
_OTHER = "a version of Outlook's list of addresses that is not known"
_LARGE = "Outlook's list of addresses is larger than such a list is"


def is_one(start: bytes, name: str) -> bool:
    """Whether a file is such a list, by its name or by its first property."""
    if name.endswith(".nk2") or (name.startswith("stream_autocomplete") and name.endswith(".dat")):
        return True
    return start[4:8] == struct.pack("<I", MAJOR) and start[20:24] == struct.pack("<I", _NICK_NAME << 16 | _WIDE)


def read(path: Path) -> Iterator[Entry]:
    """Each row. Raises ``BadEvidence`` where the file is of another version, damaged or cut off: what stands before was given."""
    with open_plain(path) as stream:
        _, major, _, rows = _numbers(stream, 4)
        if major != MAJOR:
            raise BadEvidence(Reason.UNSUPPORTED, _OTHER)
        if rows > MOST_ROWS:
            raise BadEvidence(Reason.TOO_LARGE, _LARGE)
        for _ in range(rows):
            entry = _row(stream)
            if entry:
                yield entry


def _row(stream: BinaryIO) -> Entry | None:
    (count,) = _numbers(stream, 1)
    if count > MOST_PROPERTIES:
        raise BadEvidence(Reason.CORRUPT, _CUT)
    texts: dict[int, str] = {}
    for _ in range(count):
        tag, _, _, _ = _numbers(stream, 4)
        kind, number = tag & 0xFFFF, tag >> 16
        text = _value(stream, kind)
        if text:
            texts[number] = text
    address = texts.get(_SMTP, "") or (texts.get(_ADDRESS, "") if texts.get(_TYPE, "SMTP").upper() != "EX" else "")
    address = address or next((text for text in (texts.get(_DROPDOWN, ""), texts.get(_NICK_NAME, "")) if "@" in text), "")
    if texts.get(_TYPE, "").upper() in ("MAPIPDL", "FAX"):
        return None
    shown = texts.get(_SHOWN, "").strip("'\"")
    return Entry(name="" if "@" in shown else shown, mails=(address,) if address else ())


def _value(stream: BinaryIO, kind: int) -> str:
    """A text; empty for what is none. The value is read past in any case."""
    if kind in _STATIC:
        return ""
    if kind == _GUID:
        _bytes(stream, 16)
        return ""
    if kind & _SEVERAL:
        (several,) = _numbers(stream, 1)
        if several > MOST_VALUES:
            raise BadEvidence(Reason.CORRUPT, _CUT)
        for _ in range(several):
            _value(stream, kind & ~_SEVERAL)
        return ""
    if kind not in (_ANSI, _WIDE, _BINARY):
        raise BadEvidence(Reason.CORRUPT, _CUT)
    data = _bytes(stream, _numbers(stream, 1)[0])
    return "" if kind == _BINARY else strings.text(data, kind == _WIDE)


def _numbers(stream: BinaryIO, count: int) -> tuple[int, ...]:
    return struct.unpack(f"<{count}I", _bytes(stream, 4 * count))


def _bytes(stream: BinaryIO, count: int) -> bytes:
    if count > MOST_BYTES:
        raise BadEvidence(Reason.CORRUPT, _CUT)
    data = stream.read(count)
    if len(data) < count:
        raise BadEvidence(Reason.CORRUPT, _CUT)
    return data
