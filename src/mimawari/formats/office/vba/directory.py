"""The ``dir`` stream of a VBA project (MS-OVBA 2.3.4.2): what modules there are, what they use, in which code page."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

RECORDS = 60_000
"""So many records are read."""
MODULES = 2_000
REFERENCES = 500
_LARGEST = 64 << 10
"""No honest record is larger than this many bytes."""

# Record ids (MS-OVBA 2.3.4.2).
_SYSTEM_KIND, _LCID, _CODE_PAGE, _NAME, _VERSION = 0x01, 0x02, 0x03, 0x04, 0x09
_REGISTERED, _PROJECT, _CONTROL, _EXTENDED, _ORIGINAL = 0x0D, 0x0E, 0x2F, 0x30, 0x33
_MODULE, _MODULE_UNICODE, _STREAM, _STREAM_UNICODE, _OFFSET = 0x19, 0x47, 0x1A, 0x32, 0x31
_PROCEDURAL, _OTHER, _MODULE_END = 0x21, 0x22, 0x2B
_LIBRARIES = {_REGISTERED: 4, _ORIGINAL: 4, _CONTROL: 4, _EXTENDED: 4, _PROJECT: 4}
"""Reference records and where in their data the library's name follows its length."""


@dataclass(slots=True)
class ListedModule:
    """A module as ``dir`` lists it. ``stream`` is the ANSI name of its stream, ``stream_unicode`` the other one."""

    name: str = ""
    name_unicode: str = ""
    stream: str = ""
    stream_unicode: str = ""
    offset: int | None = None
    is_procedural: bool = True

    @property
    def known_as(self) -> str:
        """Its name, the Unicode one if there is one."""
        return self.name_unicode or self.name


@dataclass(slots=True)
class Directory:
    """What the stream says. ``fault`` tells where it breaks off."""

    name: str = ""
    code_page: int | None = None
    lcid: int | None = None
    system_kind: int | None = None
    modules: list[ListedModule] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def codec(self) -> str:
        """The name of Python's codec for its code page."""
        return codec_of(self.code_page)


def codec_of(code_page: int | None) -> str:
    """Python's codec for a Windows code page; that of Western Europe where it is unknown."""
    name = {10000: "mac_roman", 10001: "shift_jis", 65001: "utf-8", 1200: "utf-16-le"}.get(code_page or 0, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def read_directory(data: bytes) -> Directory:
    """Read the unpacked stream as far as it goes."""
    found = Directory()
    for kind, value in _records(data, found):
        if kind in _PROJECT_FIELDS:
            _of_project(found, kind, value)
        elif kind in _LIBRARIES:
            _of_reference(found, value)
        elif kind == _MODULE and len(found.modules) >= MODULES:
            found.fault = f"more than {MODULES} modules"
            break
        elif kind == _MODULE:
            found.modules.append(ListedModule(name=_text(value, found.codec)))
        elif found.modules:
            _of_module(found.modules[-1], kind, value, found.codec)
    return found


def _records(data: bytes, found: Directory) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(RECORDS):
        if at + 6 > len(data):
            return
        kind, size = struct.unpack_from("<HI", data, at)
        if kind == _VERSION:
            size = 6  # its length field says 4, and two more follow (2.3.4.2.1.11)
        if size > _LARGEST or at + 6 + size > len(data):
            found.fault = "the list of its modules is damaged"
            return
        yield kind, data[at + 6 : at + 6 + size]
        at += 6 + size


_PROJECT_FIELDS = frozenset({_SYSTEM_KIND, _LCID, _CODE_PAGE, _NAME})


def _of_project(found: Directory, kind: int, value: bytes) -> None:
    number = int.from_bytes(value[:4], "little")
    if kind == _NAME:
        found.name = _text(value, found.codec)
    elif kind == _CODE_PAGE:
        found.code_page = number
    elif kind == _LCID:
        found.lcid = number
    else:
        found.system_kind = number


def _of_reference(found: Directory, value: bytes) -> None:
    """The library's name (``*\\G{...}#2.0#0#C:\\...#...``) behind its length; that of an original one is all of the record."""
    length = int.from_bytes(value[:4], "little")
    library = value if value[:1] == b"*" else value[4 : 4 + length]
    text = _text(library, found.codec)
    if text and text not in found.references and len(found.references) < REFERENCES:
        found.references.append(text)


def _of_module(module: ListedModule, kind: int, value: bytes, codec: str) -> None:
    if kind == _STREAM:
        module.stream = _text(value, codec)
    elif kind == _MODULE_UNICODE:
        module.name_unicode = _text(value, "utf-16-le")
    elif kind == _STREAM_UNICODE:
        module.stream_unicode = _text(value, "utf-16-le")
    elif kind == _OFFSET:
        module.offset = int.from_bytes(value[:4], "little")
    elif kind in (_PROCEDURAL, _OTHER):
        module.is_procedural = kind == _PROCEDURAL


def _text(value: bytes, codec: str) -> str:
    return value.decode(codec, "replace").rstrip("\0")[:1024]
