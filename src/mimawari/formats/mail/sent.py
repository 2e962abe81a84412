"""Which mails of a mailbox its own account sent, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mimawari.model import Hop, Message

# Folders of sent mail as programs name them (RFC 6154 ``\\Sent``, Outlook, Gmail, Thunderbird, Apple Mail, Becky!, Yahoo).
_SENT = re.compile(
    r"(?:^|[/\\.\]])(?:sent|sent (?:items|mail|messages)|送信済み?(?:トレイ|アイテム|メール|メッセージ)?|送信(?:控え?|箱)|outgoing"
    r"|gesendet|gesendete (?:objekte|elemente)|[eé]l[eé]ments envoy[eé]s)(?:[./\\]|$)",
    re.IGNORECASE,
)

# Folders of unwanted mail as programs name them (RFC 6154 ``\\Junk``, Outlook, Gmail, Thunderbird, Apple Mail, Becky!, Yahoo).
_JUNK = re.compile(
    r"(?:^|[/\\.\]])(?:junk(?: ?e-?mails?)?|spam|bulk ?mail|"
    r"(?:迷惑|スパム|ジャンク)(?:メール)?(?:フォルダー?|トレイ)?)(?:[./\\]|$)",
    re.IGNORECASE,
)


def in_sent_folder(path: Iterable[str]) -> bool:
    """Whether the way to a mail leads through a folder of sent mail."""
    return any(_SENT.search(step) for step in list(path)[:20] if not step.startswith("<"))


def in_junk_folder(path: Iterable[str]) -> bool:
    """Whether the way to a mail leads through a folder of unwanted mail."""
    return any(_JUNK.search(step) for step in list(path)[:20] if not step.startswith("<"))


def is_own(message: Message, own: str) -> bool:
    """Whether *own* sent a mail: it is from that address, and no stranger handed it in.

    A mail program that keeps what it sends writes no Received field; a server that keeps it writes its own, and mostly that the
    client signed in. Mail in the own name from elsewhere was handed in by a stranger. What lies in a folder of sent mail was sent.
    """
    if not own or message.author is None or message.author.address != own.strip().lower():
        return False
    return in_sent_folder(message.origin.path) or all(_is_ours(hop, own) for hop in message.received)


def _is_ours(hop: Hop, own: str) -> bool:
    """Whether a hop is within the firm, or the account signed in at it."""
    if hop.account:
        return hop.account.lower() in (own.lower(), own.lower().partition("@")[0])
    domain = own.rpartition("@")[2].lower()
    by = hop.by.lower().rstrip(".")
    from_us = not hop.address or hop.authenticated or hop.protocol == "MAPI" or (hop.name or "").lower().endswith(f".{domain}")
    return from_us and (by == domain or by.endswith(f".{domain}") or hop.authenticated or hop.protocol == "MAPI")
