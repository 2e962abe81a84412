"""What an embedded file is, as its first bytes tell: the words of :attr:`mimawari.model.Embedded.kind`."""

from __future__ import annotations

import re

ENOUGH = 4 << 10
"""So many of the first bytes are looked at."""

# Signature and kind; each signature is the one of the format's own specification.
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "pe"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"MSCF", "cab"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"), (b"\x1f\x8b\x08", "gzip"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "onenote"), (b"L\0\0\0\x01\x14\x02\0", "lnk"),
    (b"%PDF", "pdf"), (b"{\\rt", "rtf"), (b"\x7fELF", "elf"), (b"ITSF", "chm"),
    (b"\x89PNG\r\n\x1a\n", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF87a", "picture"), (b"GIF89a", "picture"),
    (b"II*\0", "picture"), (b"MM\0*", "picture"), (b"\xd7\xcd\xc6\x9a", "picture"), (b"BM", "picture"),
)  # fmt: skip
_SCRIPT = re.compile(
    r"<(?:job|package|script|hta:)|wscript\.|createobject|activexobject|\becho off\b|powershell|getobject\("
    r"|^\s*(?:dim|sub|function|var|set|on error|option explicit|rem|import-module|param)\b",
    re.IGNORECASE | re.MULTILINE,
)
_CONTROLS = bytes(set(range(0x20)) - {9, 10, 12, 13, 27})
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<svg)", re.IGNORECASE)


def kind_of(start: bytes) -> str:
    """``pe``, ``ole``, ``script``, ``html``, ``text``, ``picture`` ...; empty where *start* is none that is known."""
    for signature, kind in _STARTS:
        if start.startswith(signature):
            return kind
    if start[40:44] == b" EMF" or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "picture"
    return _text_kind(text_of(start[:ENOUGH]))


def _text_kind(text: str) -> str:
    if not text:
        return ""
    if _SCRIPT.search(text):
        return "script"
    return "html" if _MARKUP.match(text) else "text"


def text_of(data: bytes) -> str:
    """*data* as text: UTF-16 with or without its mark, UTF-8, cp932, else Latin-1. Empty where it is none."""
    if not is_text(data):
        return ""
    if data[:2] in _WIDE_MARKS:
        return data.decode("utf-16", "replace")
    return data.decode("utf-16-le", "replace") if b"\0" in data else _narrow(data)


def is_text(data: bytes) -> bool:
    """Whether :func:`text_of` reads *data* as text at all: as UTF-16, or with hardly any control characters."""
    if data[:2] in _WIDE_MARKS:
        return True
    if b"\0" in data:
        return data[1::2].count(0) * 2.5 >= len(data) > 3
    sample = data[:ENOUGH]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * 50 <= len(sample)


def _narrow(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as fault:
            # The cut in the middle of a character is no fault of the text.
            if len(data) - fault.start < 4:
                return data[: fault.start].decode(encoding)
    return data.decode("latin-1")
