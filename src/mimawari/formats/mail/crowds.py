"""Everyone in fields of a mail's header, also of one that went to thousands at once, as a shop's news do that are sent by Bcc."""

from __future__ import annotations

from itertools import chain

from mimawari.formats.mail.encoded_words import VALUE
from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.headers import read as read_headers
from mimawari.formats.mail.people import PEOPLE, people, people_in
from mimawari.formats.scripts.charsets import decoded
from mimawari.formats.slices import read
from mimawari.model import Content, Mailbox

CROWD, HEAD = 50_000, 4 << 20
"""The most people of a mail, and the most bytes of its header."""
MORE = f"more than {CROWD} people in one mail"
_COPIES, _CUT = 50, VALUE - 200
"""A field of this length may have been cut: the blanks around it are no longer there."""


def everyone(headers: Headers, names: tuple[str, ...], content: Content | None = None) -> tuple[Mailbox, ...]:
    """Everyone in the fields of these *names*, each once; one more than :data:`CROWD` where there are more.

    *content* is the mail; it is read again where a field of *headers* was cut.
    """
    found: dict[Mailbox, None] = {}
    for raw in chain.from_iterable(headers.fields.get(name, ())[:_COPIES] for name in names):
        if len(found) <= CROWD:
            found |= dict.fromkeys(_crowd(raw, content) if _is_long(raw) else people(raw))
    return tuple(found)[: CROWD + 1]


def _is_long(raw: bytes) -> bool:
    """Whether it may hold more people than are read elsewhere."""
    return len(raw) >= _CUT or raw.count(b"@") > PEOPLE


def _crowd(raw: bytes, content: Content | None) -> list[Mailbox]:
    whole = raw
    if content is not None and len(raw) >= _CUT:
        again = read_headers(read(content, min(content.size, HEAD)), is_mail=True, most=HEAD)
        whole = next((one for one in chain.from_iterable(again.fields.values()) if one.startswith(raw)), raw)
    return people_in(decoded(whole).strip(), CROWD + 1)
