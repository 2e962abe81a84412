"""The mail that a bounce gives back, or its header: as a part of its own, or behind other lines in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.leaves import data_of
from mimawari.formats.mail.parts import Part
from mimawari.model import Content

MAILS = ("message/rfc822", "message/global", "message/partial")
HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/rfc822-header")
"""How a mail, or its header, is given back in a report (RFC 3462 2, RFC 6533 4), and what some programs write instead."""
_MOST, _TRIES = 256 << 10, 40
_BEGINS = re.compile(
    rb"^([> \t|]{0,8})(?:received|return-path|message-id|from|to|subject|date|mime-version|dkim-signature|delivered-to|reply-to"
    rb"|sender|content-type|x-[a-z\-]{2,40}|authentication-results|arc-seal|domainkey-signature)[ \t]{0,5}:",
    re.IGNORECASE | re.MULTILINE,
)
_TELLING = frozenset({"received", "message-id", "from", "to", "subject", "date", "return-path", "mime-version"})
_NEXT = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The header of it; ``how`` is ``mail`` where a body came with it, else ``header``. ``at``: where it begins in the text."""

    headers: Headers
    how: str
    at: int = -1


def of_parts(content: Content, leaves: Sequence[Part]) -> GivenBack | None:
    """The first part that is a mail or the header of one, also as a text file or behind the fields."""
    for part in leaves:
        if part.media_type in MAILS or part.media_type in HEADERS:
            data = data_of(content, part, _MOST)
            headers = read(data.lstrip(b"\r\n"), is_mail=True)
            if _TELLING & headers.fields.keys():
                has_body = bool(data.lstrip(b"\r\n")[headers.length :].strip())
                return GivenBack(headers, "mail" if part.media_type in MAILS and has_body else "header")
        elif part.number > 1 and _is_header(part.headers):
            # Programs that forget the line of the type: the mail stands where the header of a part should.
            return GivenBack(part.headers, "mail")
        elif part.media_type.startswith("text/") and part.headers.file_name:
            found = of_text(data_of(content, part, _MOST))
            if found:
                return GivenBack(found.headers, found.how)
    texts = (data_of(content, part, _MOST) for part in leaves if part.media_type.endswith("delivery-status"))
    return next(filter(None, map(of_text, texts)), None)


def of_text(data: bytes) -> GivenBack | None:
    """The first lines in a text that are the header of a mail, quoted or indented as they may be."""
    data, at = data[:_MOST], 0
    for _ in range(_TRIES):
        begin = _BEGINS.search(data, at)
        if begin is None:
            return None
        block = _plain(data[begin.start() :], begin[1])
        headers = read(block)
        if _is_header(headers):
            return GivenBack(headers, "mail" if block[headers.length :].strip() else "header", begin.start())
        # The next try is behind this block, so that a text costs time in proportion to its length.
        at = begin.start() + max(headers.length, begin.end() - begin.start())
    return None


def _is_header(headers: Headers) -> bool:
    names = headers.fields.keys()
    if len(names & _TELLING) < 3:
        return False
    return "message-id" in names or "received" in names or {"from", "subject", "date"} <= names


def _plain(data: bytes, prefix: bytes) -> bytes:
    """The lines from there on without what stands before each of them."""
    if not prefix:
        return data
    lines = []
    for line in _NEXT.split(data[: 64 << 10]):
        if not line.startswith(prefix) and line.strip(b"> \t|"):
            break
        lines.append(line[len(prefix) :])
    return b"\n".join(lines)
