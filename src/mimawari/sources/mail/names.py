"""The names of mail folders as they are stored, and as people see them."""

from __future__ import annotations

import base64
import binascii
import re

_LONE = re.compile("[\ud800-\udfff]")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
HOLDERS = ("cur", "new", "tmp")
"""The folders in which a Maildir has its mails."""


def readable(name: str) -> str:
    """A name in which bytes that are no UTF-8, and halves of pairs, are written out: nothing else can write or read them."""
    return _LONE.sub(_escaped, name)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def decoded(name: str) -> str:
    """A name in modified UTF-7 (RFC 3501 5.1.3) as people see it; as it is where that makes no sense."""
    return _SHIFTED.sub(_shifted, name)


def _shifted(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    try:
        data = base64.b64decode(found[1].replace(",", "/") + "=" * (-len(found[1]) % 4), validate=True)
        return data.decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return found[0]


def of_maildir(folder: str) -> str:
    """Of the folder that holds ``cur`` and ``new``: Maildir++ (``.Sent.2024``), KMail (``.Inbox.directory``), or plain folders."""
    found: list[str] = []
    for part in filter(None, folder.split("/")):
        if part.startswith(".") and part.endswith(".directory"):
            found.append(part[1 : -len(".directory")])
        elif part.startswith("."):
            found += part[1:].split(".")
        else:
            found.append(part)
    return readable("/".join(decoded(part) for part in found if part)) or "INBOX"


def of_thunderbird(folder: str) -> str:
    """Of a mailbox file or folder below ``Mail`` or ``ImapMail``: subfolders lie in ``.sbd``."""
    parts = [part for part in folder.split("/") if part]
    if len(parts) > 1 and parts[0] in ("Mail", "ImapMail"):
        del parts[0]
    return readable("/".join(decoded(part.removesuffix(".sbd")) for part in parts)) or "."
