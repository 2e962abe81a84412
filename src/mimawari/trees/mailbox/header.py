"""A first look at the header of a mail (RFC 5322 2.2): whether it is one, and its Message-ID. All that it says the formats tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

LOOK = 16 << 10
"""How many bytes after its beginning decide whether something is a header."""

_FIELD = re.compile(rb"(?<![^\r\n])([!-9;-~]{1,100})[ \t]{0,20}:")
_REST = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?(?:[ \t][^\r\n]*(?:\r\n|\n|\r)?)*")
_END = re.compile(rb"\n\r?\n|\r\r")
_NAME = b"message-id"
_ID = re.compile(rb"(?<![^\r\n])message-id[ \t]{0,20}:[ \t]{0,100}(?:\r?\n|\r)?[ \t]{0,100}([^\r\n]{1,1000})", re.IGNORECASE)
KNOWN = frozenset(
    b"from to cc subject date received mime-version message-id return-path delivered-to sender reply-to dkim-signature x-received"
    b" authentication-results x-mailer in-reply-to references content-type x-mozilla-status x-mozilla-keys x-uidl status x-status"
    b" envelope-to x-original-to x-gm-thrid x-gmail-labels x-persona x-account-key x-unsent x-imap arc-seal user-agent".split()
)
_TELLING = KNOWN - {b"content-type", b"status", b"x-status", b"user-agent"}
_SURE = _TELLING - {b"date", b"mime-version", b"to", b"from", b"sender"}


def begins(data: bytes, at: int = 0) -> bool:
    """Whether a field of a header stands at *at*, by its form."""
    return _FIELD.match(data, at) is not None


def end_of(data: bytes, at: int = 0) -> int:
    """Where the header that begins at *at* ends, its empty line not counted; the end of *data* where it goes on beyond."""
    found = _END.search(data, at)
    return found.start() if found else len(data)


def names(data: bytes, at: int = 0) -> Iterator[bytes]:
    """The names of the fields from *at* on, in lower case, up to a line that is no field; :data:`LOOK` bytes are looked at."""
    stop = min(at + LOOK, len(data))
    while found := _FIELD.match(data, at, stop):
        yield found[1].lower()
        rest = _REST.match(data, found.end(), stop)
        at = rest.end() if rest else stop


def is_known(data: bytes, at: int = 0) -> bool:
    """Whether a header begins at *at* that has a field which mails have."""
    return any(name in KNOWN for name in names(data, at))


def is_mail(data: bytes, at: int = 0, *, labelled: bool = False) -> bool:
    """Whether a header begins at *at* with two fields of mails, one of which only mails have; any header where it is *labelled*."""
    if not begins(data, at) or b"\0" in data[at : min(at + 1000, end_of(data, at))]:
        return False
    found = set(names(data, at))
    return labelled or (len(found & _TELLING) >= 2 and bool(found & _SURE))


def message_id(data: bytes) -> str:
    """The Message-ID of the mail that *data* begins with, as it stands there; empty where there is none."""
    head = data[: end_of(data)]
    lower, at = head.lower(), -1
    # The name by itself is found many times faster than the whole field.
    while (at := lower.find(_NAME, at + 1)) >= 0:
        if found := _ID.match(head, at):
            return " ".join(found[1].decode("utf-8", "replace").split())
    return ""
