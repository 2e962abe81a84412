"""The people in what lies in a mail and is no text of it: mails that are attached, invitations, what a bounce could not deliver.

Of these only headers and fields are read. Files stay closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mimawari.formats.mail import crowds
from mimawari.formats.mail.crowds import CROWD, HEAD, everyone
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.headers import read as read_headers
from mimawari.formats.mail.leaves import data_of
from mimawari.formats.mail.parts import Part
from mimawari.formats.scripts.charsets import decoded
from mimawari.model import Content, Mailbox

MOST = 200
"""The most such parts of a mail that are read."""
MORE = f"more than {MOST} mails attached to one mail"
FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to", "resent-cc")
"""The fields of a header in which people stand."""
CUT = "a mail, invitation or report within a mail was not read to its end"
_FIRST = 64 << 10
_MAILS = frozenset(("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"))
_REPORTS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_CALENDARS = frozenset(("text/calendar", "application/ics"))
# RFC 3464 2.3.1 and 2.3.2.
_RECIPIENT = re.compile(
    rb"^(?:final|original)-recipient[ \t]{0,9}:[ \t]{0,9}(?:rfc822|utf-8)[ \t]{0,9};[ \t]{0,9}<?([^\s<>;@]{1,64}@[^\s<>;]{1,255})",
    re.IGNORECASE | re.MULTILINE,
)
# RFC 5545 3.1 (lines go on behind a blank), 3.3.3 and 3.8.4.
_FOLD = re.compile(r"\r?\n[ \t]")
_INVITED = re.compile(
    r"^(?:organizer|attendee)((?:;[^\n:;\"]{0,500}+(?:\"[^\n\"]{0,500}+\"[^\n:;\"]{0,100}+)?+){0,20}+):mailto:([^\s@]{1,64}@[^\s@]{1,255})",
    re.IGNORECASE | re.MULTILINE,
)
_CALLED = re.compile(r";cn=(?:\"([^\"\n]{1,200})\"|([^;:\n\"]{1,200}))", re.IGNORECASE)


def enclosed(content: Content, leaves: Iterable[Part]) -> tuple[tuple[Mailbox, ...], tuple[str, ...]]:
    """Them, each once, and what of them was not read, as the details of gaps."""
    telling = [leaf for leaf in leaves if _tells(leaf)]
    found: dict[Mailbox, None] = {}
    details = {MORE: None} if len(telling) > MOST else {}
    for leaf in islice(telling, MOST):
        people, is_cut = _of(content, leaf)
        found |= dict.fromkeys(people)
        details |= {CUT: None} if is_cut else {}
    if len(found) > CROWD:
        details[crowds.MORE] = None
    return tuple(found)[:CROWD], tuple(details)


def in_header(headers: Headers) -> tuple[Mailbox, ...]:
    """Everyone in the header of a mail that is attached to another."""
    return everyone(headers, FIELDS)


def _tells(leaf: Part) -> bool:
    name = leaf.headers.file_name.lower()
    return leaf.media_type in _MAILS | _REPORTS | _CALENDARS or name.endswith((".eml", ".ics"))


def _of(content: Content, leaf: Part) -> tuple[list[Mailbox], bool]:
    """The people of a part, and whether it was not read to its end."""
    if leaf.media_type in _REPORTS:
        data = data_of(content, leaf, HEAD + 1)
        return [Mailbox("", found[1].decode("latin-1").lower()) for found in _RECIPIENT.finditer(data)], len(data) > HEAD
    if leaf.media_type in _CALENDARS or leaf.headers.file_name.lower().endswith(".ics"):
        data = data_of(content, leaf, HEAD + 1)
        text = decoded(data, leaf.headers.parameter("charset") or "utf-8")
        return list(_invited(_FOLD.sub("", text))), len(data) > HEAD
    data = data_of(content, leaf, _FIRST)
    headers = read_headers(data, is_mail=True, most=HEAD)
    if len(data) == _FIRST and (headers.unended or headers.length >= len(data)):
        data = data_of(content, leaf, HEAD + 1)
        headers = read_headers(data, is_mail=True, most=HEAD)
    return list(in_header(headers)), headers.cut or (len(data) > HEAD and headers.unended)


def _invited(text: str) -> Iterator[Mailbox]:
    for found in _INVITED.finditer(text):
        called = _CALLED.search(found[1])
        name = (called[1] or called[2]).strip() if called else ""
        yield Mailbox("" if "@" in name else name, found[2].lower())
