"""Calendars and address cards (``.ics``, ``.vcf``): the files within their lines (RFC 5545 3.8.1.1, RFC 6350 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside, text
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.mail.bodies import base64_of
from mimawari.formats.scripts.charsets import decoded, narrow
from mimawari.formats.scripts.languages import EXTENSIONS
from mimawari.formats.slices import read
from mimawari.model import Blob, Gap, Reason

_READ, _FILES, _START = 32 << 20, 1000, 200
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}BEGIN[ \t]{0,9}:[ \t]{0,9}V(?:CALENDAR|CARD)\b", re.IGNORECASE)
_FOLD = re.compile(rb"\r{0,2}\n[ \t]")
"""A line that goes on in the next (RFC 5545 3.1)."""
_PROPERTY = re.compile(rb"([\w.\-]{1,60})((?:;(?:\"[^\"]{0,500}\"|[^\":]){0,2000})?):")
_BINARY = re.compile(rb";\s{0,9}(?:ENCODING=)?\"?(?:BASE64|B)\"?\s{0,9}(?:;|$)|;\s{0,9}VALUE=\"?BINARY\b", re.IGNORECASE)
_DATA = re.compile(rb"\s{0,9}data:[^,]{0,300};base64,", re.IGNORECASE)
_NAME = re.compile(rb";\s{0,9}(?:X-[\w\-]{0,40})?(?:FILENAME|LABEL)=(?:\"([^\"]{1,255})\"|([^;\"]{1,255}))", re.IGNORECASE)
_MORE = re.compile(rb"[ \t]{0,99}[A-Za-z0-9+/=]{2,}\s{0,9}")
"""A line of base64 that was not folded, as older programs write them."""


def recognises(head: Head) -> bool:
    """By its first line; not what runs as a script because of its name."""
    return head.extension not in EXTENSIONS and _BEGIN.match(narrow(head.start[:_START])) is not None


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Each file that is written out in it, and what it is as a text."""
    data = read(blob.content, _READ + 1)
    if len(data) > _READ:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", "too large: looked at the first 32 MiB only")
    for number, (name, encoded) in enumerate(_files(narrow(data[:_READ]))):
        budget.check()
        if number >= _FILES:
            yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_FILES} files in a calendar or address card")
            break
        name = name or f"file {number + 1}"
        content = base64_of(encoded)
        if content:
            yield blob.inner(name, Kept.of(content), by=FORMAT.name)
        elif encoded.strip():
            yield Gap(blob.origin, Reason.CORRUPT, "content", f"{name}: its encoding is damaged")
    yield from text.opened(blob, budget)


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and encoded content of each."""
    name, pieces = "", list[bytes]()
    for line in _FOLD.sub(b"", data).splitlines():
        if pieces and _MORE.fullmatch(line):
            pieces.append(line)
            continue
        if pieces:
            yield name, b"".join(pieces)
            pieces = []
        found = _PROPERTY.match(line)
        if found is None:
            continue
        written = _DATA.match(line, found.end())
        if written or _BINARY.search(found[2]):
            name, pieces = _named(found[2]), [line[written.end() if written else found.end() :]]
    if pieces:
        yield name, b"".join(pieces)


def _named(parameters: bytes) -> str:
    found = _NAME.search(parameters)
    return decoded(found[1] or found[2]).strip() if found else ""


FORMAT = Format("cards", 135, recognises, opened)
