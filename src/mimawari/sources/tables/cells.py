"""What a cell of a table says: an address, several, a Message-ID, a number."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address


def address(text: str) -> str:
    """A mail address in lower case, without brackets and ``smtp:``."""
    text = text.strip().strip("<>").lower()
    return text.removeprefix("smtp:")[:320]


def parted(text: str, marks: str = ";") -> list[str]:
    """The parts of a list, whatever of *marks* stands between them."""
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part for one in text.split(marks[0]) if (part := one.strip())]


def message_id(text: str) -> str:
    """A Message-ID with its brackets, which some exports leave out; empty for none."""
    text = text.strip().strip('"')
    if not text or text.upper() in ("N/A", "<>") or "SMTPIN_ADDED" in text:
        return ""
    return text if text.startswith("<") else f"<{text}>"


@lru_cache(maxsize=1 << 14)
def ip(text: str) -> str:
    """An IP address out of ``203.0.113.5:4711``, ``[2001:db8::1]:25`` or itself; empty where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.removeprefix("IPv6:").partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def number(text: str) -> int | None:
    """A count or a size; None where there is none."""
    text = text.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
