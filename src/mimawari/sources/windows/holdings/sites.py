"""What a site, a server or a mail account is called: the host alone, never who signs in to it; an address only where it is one.

People type passwords into the wrong field, and many a password has an ``@`` or a point in it.
"""

from __future__ import annotations

import ipaddress
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
_ADDRESS = 253
"""So many letters are kept of what anything is called."""
_PORT = re.compile(r":\d{1,5}")
_MORE = re.compile(r"[@/?#\\]")
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,20}(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
"""A name of several labels, the last of letters only (or of other letters, as the DNS has them)."""
_LOCAL = re.compile(r"[A-Za-z0-9._+'&/=-]{1,64}")
"""What stands before the ``@``: not all that RFC 5322 allows, but what providers give; ``!``, ``#`` and ``$`` are of passwords."""
_BARE = frozenset({"exchange", "imap", "localhost", "mail", "mailserver", "pop", "pop3", "smtp"})
"""Names of mail servers without a domain that are nobody's password."""


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


def server_of(text: str) -> str:
    """The host of a mail server as a setting names it; empty where that may be anything else.

    That is a name with a domain, or an IP address, with a scheme and a port at most: what has an ``@`` or goes on behind it is
    none, nor is a word by itself, but for a few plain ones.
    """
    whole = _SCHEME.sub("", text.strip(), count=1).rstrip("/")
    host = "" if _MORE.search(whole) else host_of(whole)
    return host if host in _BARE or _DOMAIN.fullmatch(host) or _is_ip(host) else ""


def machine_of(text: str) -> str:
    """The host of another machine as a setting names it, also by one word. Behind an ``@`` (``user@host``) only where it is a name
    with a domain or an IP address: else it may be the rest of a password.
    """
    host = host_of(text)
    return host if "@" not in text or _DOMAIN.fullmatch(host) or _is_ip(host) else ""


def address_of(text: str) -> str:
    """A mail address from a setting; empty where it is not wholly one."""
    local, _, domain = text.strip().rpartition("@")
    return text.strip() if len(text) <= _ADDRESS and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(_in_dns(domain.lower())) else ""


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


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
