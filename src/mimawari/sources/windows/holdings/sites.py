"""What a site or server is called: the host alone, never who signs in to it."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)
_HOST = re.compile(r"\[[0-9a-f:.]{2,45}\]|[^\s\[\]<>\"'\\^`{}|,;/?#@:]{1,253}", re.IGNORECASE)
_PLAIN = re.compile(r"\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253}")
_PORT = re.compile(r":\d{1,5}")


def host_of(address: str) -> str:
    """The host of an address (``https://user@www.example.jp:8443/login`` is ``www.example.jp``), in lower case, a name in
    other letters as it stands in the DNS (``xn--...``). Empty where there is none.
    """
    text = _SCHEME.sub("", address.strip()[:2_048], count=1)
    text = re.split(r"[/?#\\]", text, maxsplit=1)[0].rpartition("@")[2]
    found = _HOST.match(text)
    if found is None or (found.end() < len(text) and not _PORT.fullmatch(text, found.end())):
        return ""
    return _in_dns(found[0].rstrip(".").lower())


def scheme_of(address: str) -> str:
    """``https`` or ``http``; empty for any other, and for none."""
    found = _SCHEME.match(address.strip())
    scheme = found[1].lower() if found else ""
    return scheme if scheme in ("http", "https") else ""


def _in_dns(name: str) -> str:
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return plain if _PLAIN.fullmatch(plain) else ""
