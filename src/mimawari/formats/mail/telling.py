"""Fields of a mail's header in which servers and forwarders say whom it is from and whom it was for."""

from __future__ import annotations

import re

from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.hops import SIGNED_IN

# Who signed in: cPanel's Exim ("host: user@example.com", "host: authenticated_id: user@example.com"), MDaemon, Synacor and Cisco
# (X-Authenticated-User), hosts of Newfold (X-Source-Auth), XMail and DirectAdmin (X-AuthUser), Rackspace and Sina (X-Auth-ID),
# MailChannels ("customer|x-authuser|user@example.com"). Forms as they stand in the public archives of lore.kernel.org.
NAMED = (
    *SIGNED_IN, "x-get-message-sender-via", "x-source-auth", "x-authuser", "x-auth-user", "x-auth-id", "x-auth-sender",
    "x-sender-id",
)  # fmt: skip
# Whom it was passed on for: Gmail (X-Forwarded-For, X-Forwarded-To), Postfix (X-Original-To, Delivered-To), RFC 5322 3.6.6.
PATH = ("x-forwarded-for", "x-forwarded-to", "x-original-to", "delivered-to", "x-envelope-to", "envelope-to", "resent-from",
        "resent-to", "resent-sender")  # fmt: skip
FIELDS, VALUE = 40, 300
"""The most such fields that are told, and characters of one."""
_ACCOUNT = re.compile(r"[^\s<>|:,;\"'()/]{1,200}@[A-Za-z0-9.\-]{1,253}")
_LIST_ID = re.compile(r"<([^<>\s]{1,255})>")


def told(headers: Headers, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Name in lower case and value of each of the fields *names*, in the order of the header."""
    met = dict[str, int]()
    found: list[tuple[str, str]] = []
    for name in headers.order:
        if name in names and len(found) < FIELDS:
            at = met[name] = met.get(name, -1) + 1
            value = " ".join(headers.fields[name][at][: 4 * VALUE].decode("utf-8", "replace").split())
            found.append((name, value[:VALUE]))
    return tuple(one for one in found if one[1])


def account_in(value: str) -> str:
    """The address that a field in which somebody is named as signed in gives, the last one; empty where it has none."""
    found = _ACCOUNT.findall(value[:VALUE])
    return found[-1].lower() if found else ""


def list_id(headers: Headers) -> str:
    """The name of the mailing list (RFC 2919), without its description."""
    value = headers.text("list-id")[:1000]
    found = _LIST_ID.search(value)
    return (found[1] if found else value[:255]).lower()
