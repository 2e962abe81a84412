"""Who was not reached, by the text of a bounce: flufl.bounce for the forms that it knows, own reading for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mimawari.model import Content

MOST = 50
"""The most recipients that are named."""
_READ, _LINES, _LINE, _TEXT = 64 << 10, 400, 1000, 16 << 10
_ASCII = bytes(sign if sign < 0x80 else 0x3F for sign in range(256))
"""The library compares texts; of a header with other bytes the parser makes something else than one."""
_ADDRESS = re.compile(
    r"(?<![\w.+\-=/@])([A-Za-z0-9][\w.+\-=/&']{0,63}|\"[^\"\s@]{1,62}\")@([A-Za-z0-9][A-Za-z0-9.\-]{1,253}[A-Za-z0-9])(?![\w@])"
)
_ALONE = re.compile(
    r"^[\s*>|\-]{0,12}(?:(?:to|recipient|rcpt|宛先|あて先)\s{0,5}[:：]\s{0,5})?<?(?:mailto:|smtp:|rfc822;)?\s{0,3}"
    r"([^\s<>()\[\]:;,]{1,64}@[^\s<>()\[\]:;,]{1,255})>?(?:\s{0,3}[:;,(（].{0,400}|\s{1,5}[^@]{0,400})?$",
    re.IGNORECASE,
)


def in_text(text: str, skip: frozenset[str]) -> tuple[str, ...]:
    """Addresses that stand at the beginning of a line or, where there are none, anywhere; never those in *skip*."""
    lines = text[:_TEXT].splitlines()
    alone = _kept((found[1] for line in lines if (found := _ALONE.match(line[:_LINE]))), skip)
    return alone or _kept((found[0] for line in lines for found in _ADDRESS.finditer(line[:_LINE])), skip)


def _kept(found: Iterable[str], skip: frozenset[str]) -> tuple[str, ...]:
    plain = (one.strip("<>\"'.,;: ").lower() for one in found)
    return tuple(dict.fromkeys(one for one in plain if "@" in one and _ADDRESS.fullmatch(one) and one not in skip))[:MOST]


def by_library(content: Content) -> tuple[str, ...] | None:
    """The recipients that flufl.bounce finds; None where that is not installed.

    It is given the first lines of the mail, none of them longer than a thousand bytes: it tries some fifty expressions on each.
    """
    try:
        from flufl.bounce import all_failures
    except ImportError:
        return None
    import logging
    from email import message_from_bytes

    # It logs each fault of a detector with what the mail says, which would go to the terminal.
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)
    with content.open() as stream:
        data = stream.read(_READ).translate(_ASCII)
    # The library raises whatever its detectors meet; the kinds below are those of broken addresses and parts.
    try:
        late, failed = all_failures(message_from_bytes(b"\n".join(_lines(data))))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return ()
    found = (one.decode("utf-8", "replace").strip("<> ").lower() for one in sorted({*failed, *late}))
    return tuple(dict.fromkeys(one for one in found if _ADDRESS.fullmatch(one)))[:MOST]


def _lines(data: bytes) -> Iterator[bytes]:
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return (line[:_LINE] for line in plain.split(b"\n", _LINES)[:_LINES])
