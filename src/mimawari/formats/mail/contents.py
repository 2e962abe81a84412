"""What the files are that a mail carries, by their first bytes: :attr:`mimawari.model.Message.files`."""

from __future__ import annotations

from contextlib import suppress
from typing import BinaryIO

from mimawari.formats.kinds import kind_of
from mimawari.formats.mail.bodies import body
from mimawari.formats.mail.parts import Part
from mimawari.formats.scripts.languages import EXTENSIONS
from mimawari.model import BadEvidence, Embedded

START = 1024
"""How many decoded bytes of a file are looked at."""
_ENCODED, _LINE, _LINE_CODED = 2 * START, 57, 78
_LOCAL, _FIRST_OFFICE = b"PK\x03\x04", (b"[Content_Types].xml", b"_rels/", b"word/", b"xl/", b"ppt/", b"docProps/")
_DISKS = {"iso", "img", "udf", "vhd", "vhdx", "vmdk", "bin", "nrg", "mdf"}
_TEXTS = ("", "text", "html")


def file_of(stream: BinaryIO, part: Part, name: str) -> Embedded:
    """A part as a file; the size of one in base64 is what lines of 76 characters would give."""
    encoding = part.headers.encoding
    start = b""
    with suppress(BadEvidence):
        # What cannot be read is told where it is opened.
        start = body(stream, part.start, min(part.size, _ENCODED), encoding)[0].read(START)
    size = part.size * _LINE // _LINE_CODED if encoding == "base64" else part.size
    what = "mail" if part.media_type.startswith("message/") else kind(start, name)
    return Embedded(name=name, kind=what, size=size)


def kind(start: bytes, name: str) -> str:
    """The words of :mod:`mimawari.formats.kinds`; a zip is ``zip``, ``zip-encrypted`` or ``ooxml``. Scripts by *name* too."""
    if start.startswith(_LOCAL):
        return _zip(start)
    found = kind_of(start) if start.strip(b"\0") else ""
    extension = name.rsplit(".", 1)[1].lower().strip() if "." in name else ""
    if found in _TEXTS and extension in EXTENSIONS:
        return "script"
    if not found and extension in _DISKS:
        return "iso"
    return "html" if found == "text" and extension in ("html", "htm", "xhtml") else found


def _zip(start: bytes) -> str:
    """By the local headers that are there (APPNOTE 4.3.7): folders come before what is locked in them."""
    at = 0
    for _ in range(10):
        if not start.startswith(_LOCAL, at) or len(start) < at + 30:
            break
        flags = int.from_bytes(start[at + 6 : at + 8], "little")
        packed = int.from_bytes(start[at + 18 : at + 22], "little")
        names, extras = int.from_bytes(start[at + 26 : at + 28], "little"), int.from_bytes(start[at + 28 : at + 30], "little")
        name = start[at + 30 : at + 30 + names]
        if flags & 1:
            return "zip-encrypted"
        if at == 0 and name.startswith(_FIRST_OFFICE):
            return "ooxml"
        if packed or flags & 8 or not name.endswith((b"/", b"\\")):
            break
        at += 30 + names + extras
    return "zip"
