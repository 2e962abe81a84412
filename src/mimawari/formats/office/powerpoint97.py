"""The binary PowerPoint document (MS-PPT): the macros and objects stored in it, its text, its links."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from mimawari.formats.office.carving import carved
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.word_text import Text
from mimawari.model import BadEvidence, External, Picture, Reason

MAIN, USER = "PowerPoint Document", "Current User"
_ENCRYPTED = 0xF3D1C4DF
"""The headerToken of an encrypted document (MS-PPT 2.3.2)."""
_STORED, _CHARACTERS, _BYTES, _TEXT = 0x1011, 0x0FA0, 0x0FA8, 0x0FBA
"""ExOleObjStg, TextCharsAtom, TextBytesAtom, CString (MS-PPT 2.13.24)."""
_RECORDS, _OBJECTS, _OBJECT, _ALL = 200_000, 100, 32 << 20, 64 << 20
_PICTURES = 16 << 20


@dataclass(slots=True)
class Slides:
    """What was found. ``stored`` are compound files: the VBA project and embedded objects."""

    text: str = ""
    stored: list[bytes] = field(default_factory=list)
    externals: tuple[External, ...] = ()
    pictures: tuple[Picture, ...] = ()


def is_encrypted(parts: OleParts) -> bool:
    """Whether ``Current User`` says so."""
    try:
        data = parts.read(USER, 32)
    except BadEvidence:
        return False
    return data[12:16] == _ENCRYPTED.to_bytes(4, "little")


def read_slides(parts: OleParts, notes: Notes) -> Slides:
    """Walk the records of ``PowerPoint Document``; what is damaged is noted. Never raises."""
    found, text = Slides(), Text()
    links: dict[str, None] = {}
    try:
        with parts.stream(MAIN) as stream:
            for kind, instance, data in _records(stream, parts.size(MAIN), notes):
                if kind == _STORED:
                    _add(found, data, instance, notes)
                else:
                    _say(kind, instance, data, text, links)
        if parts.has("Pictures"):
            found.pictures = tuple(carved("Pictures", parts.read("Pictures", _PICTURES)))
    except BadEvidence as bad:
        notes.of(bad, MAIN)
    found.text = str(text)
    found.externals = tuple(External(form="hyperlink", target=link) for link in links)
    return found


def _records(stream: BinaryIO, size: int, notes: Notes) -> Iterator[tuple[int, int, bytes]]:
    """The atoms that matter with kind and instance. Containers (version 0xF) are walked into, other atoms passed over."""
    at = 0
    for _ in range(_RECORDS):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            if at < size:
                notes.add(Reason.CORRUPT, f"{MAIN}: it ends early")
            return
        version, kind, length = struct.unpack("<HHI", head)
        at += 8
        if version & 0xF == 0xF:
            continue
        if kind in (_STORED, _CHARACTERS, _BYTES, _TEXT):
            yield kind, version >> 4, stream.read(min(length, _OBJECT))
        at += length
    notes.add(Reason.TOO_LARGE, f"more than {_RECORDS} records of a presentation")


def _say(kind: int, instance: int, data: bytes, text: Text, links: dict[str, None]) -> None:
    said = data.decode("latin-1" if kind == _BYTES else "utf-16-le", "replace")
    if kind != _TEXT:
        text.add(said.replace("\r", "\n") + "\n")
    elif instance == 1 and ("://" in said or said.startswith("\\\\")) and len(links) < 1000:
        links[said[:4096]] = None  # TargetAtom (2.10.18)


def _add(found: Slides, data: bytes, instance: int, notes: Notes) -> None:
    """A stored object; instance 1: its length and zlib (2.10.34 ExOleObjStgCompressedAtom)."""
    if len(found.stored) >= _OBJECTS or sum(map(len, found.stored)) >= _ALL:
        notes.add(Reason.TOO_LARGE, f"more than {len(found.stored)} objects in a presentation")
        return
    if instance == 0:
        found.stored.append(data)
        return
    unpacker = zlib.decompressobj()
    try:
        made = unpacker.decompress(data[4:], _OBJECT)
    except zlib.error:
        notes.add(Reason.CORRUPT, "an object stored in the presentation")
        return
    if unpacker.unconsumed_tail:
        notes.add(Reason.TOO_LARGE, f"an object of more than {_OBJECT >> 20} MiB in the presentation")
    found.stored.append(made)
