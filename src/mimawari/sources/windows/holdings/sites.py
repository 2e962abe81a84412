"""What a site or server is called: the host alone, never who signs in to it."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)
_HOST = re.compile(r"\[[0-9a-f:.]{2,45}\]|[^\s\[\]<>\"'\\^`{}|,;/?#@:]{1,253}", re.IGNORECASE)
_PLAIN = re.compile(r"\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253}")
_CALLED = {
    "http": "http",
    "https": "https",
    "android": "app",
    "chrome-extension": "extension",
    "moz-extension": "extension",
    "extension": "extension",
}
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


def site_of(address: str) -> str:
    """The host of an address that somebody typed, or a page gave. A word without a dot is a host only behind a scheme
    (``http://nas/``): alone it may be a password in the wrong field.
    """
    host = host_of(address)
    return host if "." in host or _SCHEME.match(address.strip()) else ""


def scheme_of(address: str) -> str:
    """``https`` or ``http``, ``app`` or ``extension`` where it is no page; empty for any other, and for none."""
    found = _SCHEME.match(address.strip())
    return _CALLED.get(found[1].lower(), "") if found else ""


def _in_dns(name: str) -> str:
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return plain if _PLAIN.fullmatch(plain) else ""
